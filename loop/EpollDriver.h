// SPDX-License-Identifier: MIT
#pragma once

// The driver that blocks in epoll_wait: for programs without a Qt event loop, and for benchmarks.

#include "loop/Driver.h"
#include "loop/EpollSet.h"

#include <array>

namespace loop {

class EpollDriver final : public Driver {
public:
    [[nodiscard]] std::string_view name() const noexcept override { return "EpollSelector"; }
    void setHost(Host &host) noexcept override { m_host = &host; }
    void run() override;
    void quit() noexcept override { m_quit = true; }
    void start() override;
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

private:
    [[nodiscard]] std::int64_t timeoutUntil(TimePoint next) const noexcept; // ns; -1: for ever

    EpollSet m_set;
    PollPace m_pace;
    Host *m_host = nullptr;
    bool m_quit = false;
    std::array<epoll_event, 256> m_events;
};

} // namespace loop
