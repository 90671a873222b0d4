// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ManualDriver.h"

#include <algorithm>

void ManualDriver::run()
{
    m_quit = false;
    do {
        const loop::TimePoint next = m_host->nextWake();
        const bool ready = next <= m_now;
        // A little real time for what other threads and processes do, before the clock jumps.
        const bool due = next != loop::TimePoint::max();
        const std::int64_t patience = due && m_jumps ? 2'000'000 : -1;
        const auto events = m_set.wait(m_events, ready ? 0 : patience);
        if (!ready && events.empty() && due && m_jumps)
            m_now = std::max(m_now, next);
        m_host->iterate(events);
    } while (!m_quit);
}

void ManualDriver::iterateOnce()
{
    for (int round = 0; round < 3; ++round) {
        m_host->iterate(m_set.wait(m_events, 0));
        const loop::TimePoint next = m_host->nextWake();
        if (next == loop::TimePoint::min() || next > m_now)
            return;
    }
}
