// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ManualDriver.h"

#include <QtCore/QDebug>

#include <algorithm>

namespace {

constexpr std::int64_t sUntilGivenUp = 7; // as PatientDriver does

} // namespace

void ManualDriver::run()
{
    using RealClock = std::chrono::steady_clock;
    m_quit = false;
    do {
        const loop::TimePoint next = m_host->nextWake();
        const bool ready = next <= m_now;
        // A little real time for what other threads and processes do, before the clock jumps.
        const bool due = next != loop::TimePoint::max();
        const bool waits = !ready && !(due && m_jumps);
        const std::int64_t patience = waits ? sUntilGivenUp * 1'000'000'000 : 2'000'000;
        const RealClock::time_point began = waits ? RealClock::now() : RealClock::time_point();
        const auto events = m_set.wait(m_events, ready ? 0 : patience);
        if (waits && events.empty()
            && RealClock::now() - began >= std::chrono::seconds(sUntilGivenUp)) {
            qWarning("Nothing happened for %lld s: the run of this loop ends",
                     static_cast<long long>(sUntilGivenUp));
            return;
        }
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
