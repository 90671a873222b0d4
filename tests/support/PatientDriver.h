// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A driver around another: a run in which nothing happens for so long ends, as if stop() had been
// called. What a test waits for in vain is then the failure of that test, by name, and no hang of
// its program. Guests (EventLoop::start()) are left alone: their loop is somebody else's.

#include "tests/support/WrappedDriver.h"

#include <QtCore/QDebug>

#include <algorithm>
#include <chrono>
#include <utility>

class PatientDriver final : public WrappedDriver, private loop::Driver::Host {
public:
    using WrappedDriver::WrappedDriver;

    void setHost(loop::Driver::Host &host) noexcept override
    {
        m_host = &host;
        WrappedDriver::setHost(*this);
    }
    void run() override
    {
        m_running = true;
        try {
            WrappedDriver::run();
        } catch (...) {
            m_running = false;
            throw;
        }
        m_running = false;
    }

private:
    void iterate(std::span<const epoll_event> events) noexcept override
    {
        if (m_running && events.empty() && now() >= m_end && m_next > now()) {
            if (!std::exchange(m_looksAgain, true))
                return; // the process may have been stopped
            qWarning("Nothing happened for %lld s: the run of this loop ends",
                     static_cast<long long>(s_patience.count()));
            s_patience = std::chrono::seconds(1); // once is enough
            m_looksAgain = false;
            quit();
            return;
        }
        m_looksAgain = false;
        m_host->iterate(events);
    }
    loop::TimePoint nextWake() noexcept override
    {
        m_next = m_host->nextWake();
        m_end = now() + (m_looksAgain ? std::chrono::seconds(1) : s_patience);
        return m_running ? std::min(m_next, m_end) : m_next;
    }

    static inline std::chrono::seconds s_patience {7}; // other processes may be slow to answer

    loop::Driver::Host *m_host = nullptr;
    bool m_running = false;
    bool m_looksAgain = false;
    loop::TimePoint m_next, m_end; // of this wait
};
