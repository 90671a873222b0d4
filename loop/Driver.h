// SPDX-License-Identifier: MIT
#pragma once

// Driver: what waits on behalf of an EventLoop. It answers four questions: what time is it, wake
// me, wake me at T, tell me when these descriptors are ready. It knows nothing of callbacks, timers
// or tasks. EpollDriver blocks in epoll_wait; qt::QtDriver lets Qt's event loop wait; tests have
// one whose clock is moved by hand. A driver belongs to one loop and its thread; only wakeUp() may
// be called from any thread.

#include "loop/Time.h"

#include <cstdint>
#include <ctime>
#include <memory>
#include <span>
#include <string_view>

#include <sys/epoll.h>

namespace loop {

class Driver {
public:
    // The loop, as its driver sees it.
    class Host {
    public:
        // Runs one iteration: these readiness events, due timers, callbacks that were ready.
        // noexcept: no exception of user code comes out of it.
        virtual void iterate(std::span<const epoll_event> events) noexcept = 0;

        // Until when the driver may wait: TimePoint::min() if there is work already, max() if only
        // a descriptor or wakeUp() can bring some.
        [[nodiscard]] virtual TimePoint nextWake() noexcept = 0;

    protected:
        ~Host() = default;
    };

    virtual ~Driver() = default;

    [[nodiscard]] virtual std::string_view name() const noexcept = 0; // "EpollSelector"
    [[nodiscard]] virtual TimePoint now() const noexcept
    {
        return std::chrono::time_point_cast<Duration>(std::chrono::steady_clock::now());
    }

    // Called once, before all else. `host` outlives the driver's use of it.
    virtual void setHost(Host &host) noexcept = 0;

    // Waits and iterates until quit(); at least one iteration. With the host already being waited
    // for by somebody else's event loop, throws RuntimeError.
    virtual void run() = 0;
    virtual void quit() noexcept = 0;

    // Guest mode: iterations happen inside an event loop that somebody else runs, from start() to
    // quit(). NotSupportedError where the driver has none to live in.
    virtual void start() = 0;

    // The host has got work outside of an iteration: nextWake() answers differently now.
    virtual void reschedule() noexcept = 0;
    virtual void wakeUp() noexcept = 0; // any thread, coalesced

    // epoll's own interface: `events` as for epoll_ctl, `data` comes back in epoll_event::data.u64.
    // The result is an errno value, 0 for success.
    [[nodiscard]] virtual int add(int fd, std::uint32_t events, std::uint64_t data) noexcept = 0;
    [[nodiscard]] virtual int modify(int fd, std::uint32_t events, std::uint64_t data) noexcept = 0;
    virtual void remove(int fd) noexcept = 0;
};

// When a driver may go on without polling. A poll is a system call, and costs more than the step of
// a task; so while callbacks are ready, it is left out up to 64 times in a row, but for no longer
// than a tick of the kernel's coarse clock (4 ms at most), and at least one callback runs in
// between. Nothing that a descriptor brings waits for longer than that (C-11).
class PollPace {
public:
    [[nodiscard]] bool maySkip(bool callbacksReady) noexcept
    {
        if (!callbacksReady || m_skipped == 64)
            return false;
        timespec now {};
        ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
        if (now.tv_nsec != m_polled)
            return false;
        ++m_skipped;
        return true;
    }
    void polled() noexcept
    {
        timespec now {};
        ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
        m_polled = now.tv_nsec;
        m_skipped = 0;
    }

private:
    long m_polled = -1; // the coarse clock's nanoseconds at the last poll
    int m_skipped = 0;
};

} // namespace loop
