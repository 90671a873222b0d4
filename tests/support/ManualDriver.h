// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A driver whose clock stands still until a test moves it. Sockets work as ever: it polls a real
// epoll set, and when there is nothing to do but to wait for a timer, it jumps to that timer's
// time. So a program of many seconds runs in milliseconds, and always alike.

#include "loop/Driver.h"
#include "loop/EpollSet.h"

#include <array>

class ManualDriver final : public loop::Driver {
public:
    [[nodiscard]] std::string_view name() const noexcept override { return "ManualSelector"; }
    [[nodiscard]] loop::TimePoint now() const noexcept override { return m_now; }
    void advance(loop::Duration by) noexcept { m_now += by; } // L-, C- tests: "it took that long"
    void setJumps(bool on) noexcept { m_jumps = on; } // off: run() waits for descriptors alone

    void setHost(Host &host) noexcept override { m_host = &host; }
    void run() override;
    void quit() noexcept override { m_quit = true; }
    void start() override { m_quit = false; }
    void reschedule() noexcept override { }
    void wakeUp() noexcept override { m_set.wakeUp(); }
    int add(int fd, std::uint32_t events, std::uint64_t data) noexcept override
    {
        return m_set.add(fd, events, data);
    }
    int modify(int fd, std::uint32_t events, std::uint64_t data) noexcept override
    {
        return m_set.modify(fd, events, data);
    }
    void remove(int fd) noexcept override { m_set.remove(fd); }

    // One iteration with what is ready at this moment; after an advance() past a timer, those that
    // the timer waits for so that sockets are read first (EventLoop::holdTimers()).
    void iterateOnce();

private:
    loop::EpollSet m_set;
    Host *m_host = nullptr;
    loop::TimePoint m_now {std::chrono::hours(1)};
    bool m_quit = false;
    bool m_jumps = true;
    std::array<epoll_event, 64> m_events;
};
