// SPDX-License-Identifier: MIT
#pragma once

// An epoll instance with an eventfd in it that wakes whoever waits: what every driver is built
// from. Only wakeUp() may be called from any thread.

#include "loop/Descriptor.h"

#include <atomic>
#include <cstdint>
#include <span>

#include <sys/epoll.h>

namespace loop {

class EpollSet {
public:
    static constexpr std::uint64_t wakeData = ~std::uint64_t {0}; // never a descriptor of the host

    EpollSet(); // OsError when descriptors are exhausted

    [[nodiscard]] int fd() const noexcept { return m_epoll.get(); }
    [[nodiscard]] int add(int fd, std::uint32_t events, std::uint64_t data) noexcept;
    [[nodiscard]] int modify(int fd, std::uint32_t events, std::uint64_t data) noexcept;
    void remove(int fd) noexcept;

    void wakeUp() noexcept; // any thread; wake-ups not yet seen coalesce

    // Waits up to `timeout` (negative: for ever) and fills `events`. The wake-up itself is consumed
    // and not reported. A signal ends the wait with no events.
    [[nodiscard]] std::span<epoll_event> wait(std::span<epoll_event> events,
                                              std::int64_t timeoutNs) noexcept;

private:
    Descriptor m_epoll;
    Descriptor m_wake;
    std::atomic<bool> m_woken = false;
};

} // namespace loop
