// SPDX-License-Identifier: MIT
#include "loop/EpollDriver.h"

#include "loop/Errors.h"

#include <algorithm>

namespace loop {

void EpollDriver::run()
{
    m_quit = false;
    m_pace = {}; // a run begins with a poll (L-06)
    do {
        const TimePoint next = m_host->nextWake();
        if (m_pace.maySkip(next == TimePoint::min())) {
            m_host->iterate({});
            continue;
        }
        const std::span<epoll_event> events = m_set.wait(m_events, timeoutUntil(next));
        m_pace.polled();
        m_host->iterate(events);
    } while (!m_quit);
}

std::int64_t EpollDriver::timeoutUntil(TimePoint next) const noexcept
{
    if (next == TimePoint::max())
        return -1;
    return next == TimePoint::min() ? 0 : std::max<std::int64_t>(0, (next - now()).count());
}

void EpollDriver::start()
{
    throw NotSupportedError("EpollDriver has no event loop to live in: call runForever()");
}

} // namespace loop
