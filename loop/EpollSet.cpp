// SPDX-License-Identifier: MIT
#include "loop/EpollSet.h"

#include "loop/Errors.h"

#include <cerrno>
#include <ctime>

#include <sys/eventfd.h>

namespace loop {

EpollSet::EpollSet()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    if (!m_epoll || !m_wake)
        throwErrno("cannot create an event loop");
    if (const int error = add(m_wake.get(), EPOLLIN, wakeData))
        throwOsError(std::error_code(error, std::system_category()),
                     "cannot watch the wake-up descriptor");
}

int EpollSet::add(int fd, std::uint32_t events, std::uint64_t data) noexcept
{
    epoll_event event {.events = events, .data = {.u64 = data}};
    return ::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event) == 0 ? 0 : errno;
}

int EpollSet::modify(int fd, std::uint32_t events, std::uint64_t data) noexcept
{
    epoll_event event {.events = events, .data = {.u64 = data}};
    return ::epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, fd, &event) == 0 ? 0 : errno;
}

void EpollSet::remove(int fd) noexcept
{
    epoll_event event {};
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, fd, &event);
}

void EpollSet::wakeUp() noexcept
{
    if (m_woken.exchange(true))
        return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(m_wake.get(), &one, sizeof one);
}

std::span<epoll_event> EpollSet::wait(std::span<epoll_event> events,
                                      std::int64_t timeoutNs) noexcept
{
    const timespec timeout {.tv_sec = timeoutNs / 1'000'000'000,
                            .tv_nsec = timeoutNs % 1'000'000'000};
    const int capacity = static_cast<int>(events.size());
    const int count = timeoutNs == 0 ? ::epoll_wait(m_epoll.get(), events.data(), capacity, 0)
                                     : ::epoll_pwait2(m_epoll.get(), events.data(), capacity,
                                                      timeoutNs < 0 ? nullptr : &timeout, nullptr);
    int kept = 0;
    for (int i = 0; i < count; ++i) {
        if (events[i].data.u64 == wakeData) {
            std::uint64_t ignored = 0;
            [[maybe_unused]] const auto drained = ::read(m_wake.get(), &ignored, sizeof ignored);
            m_woken.exchange(false); // sees what a wakeUp() that wrote nothing was called for
        } else {
            events[kept++] = events[i];
        }
    }
    return events.first(static_cast<std::size_t>(kept));
}

} // namespace loop
