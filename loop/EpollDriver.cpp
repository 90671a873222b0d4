// SPDX-License-Identifier: MIT
#include "loop/EpollDriver.h"

#include "loop/Errors.h"

#include <algorithm>

namespace loop {

void EpollDriver::run()
{
    m_quit = false;
    do {
        std::int64_t timeout = -1;
        if (const auto wake = m_host->nextWake()) {
            timeout = *wake == TimePoint::min()
                ? 0
                : std::max<std::int64_t>(0, (*wake - now()).count());
        }
        m_host->iterate(m_set.wait(m_events, timeout));
    } while (!m_quit);
}

void EpollDriver::start()
{
    throw NotSupportedError("EpollDriver has no event loop to live in: call runForever()");
}

} // namespace loop
