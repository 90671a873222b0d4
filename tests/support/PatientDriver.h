// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A driver around another: a run in which nothing happens for so long ends, as if stop() had been
// called. What a test waits for in vain is then the failure of that test, by name, and no hang of
// its program. Guests (EventLoop::start()) are left alone: their loop is somebody else's.

#include "loop/Driver.h"

#include <QtCore/QDebug>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

class PatientDriver final : public loop::Driver, private loop::Driver::Host {
public:
    explicit PatientDriver(std::unique_ptr<loop::Driver> driver)
        : m_driver(std::move(driver))
    { }

    [[nodiscard]] std::string_view name() const noexcept override { return m_driver->name(); }
    [[nodiscard]] loop::TimePoint now() const noexcept override { return m_driver->now(); }
    void setHost(loop::Driver::Host &host) noexcept override
    {
        m_host = &host;
        m_driver->setHost(*this);
    }
    void run() override
    {
        m_running = true;
        try {
            m_driver->run();
        } catch (...) {
            m_running = false;
            throw;
        }
        m_running = false;
    }
    void quit() noexcept override { m_driver->quit(); }
    void start() override { m_driver->start(); }
    void reschedule() noexcept override { m_driver->reschedule(); }
    void wakeUp() noexcept override { m_driver->wakeUp(); }
    int add(int fd, std::uint32_t events, std::uint64_t data) noexcept override
    {
        return m_driver->add(fd, events, data);
    }
    int modify(int fd, std::uint32_t events, std::uint64_t data) noexcept override
    {
        return m_driver->modify(fd, events, data);
    }
    void remove(int fd) noexcept override { m_driver->remove(fd); }

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
            m_driver->quit();
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

    std::unique_ptr<loop::Driver> m_driver;
    loop::Driver::Host *m_host = nullptr;
    bool m_running = false;
    bool m_looksAgain = false;
    loop::TimePoint m_next, m_end; // of this wait
};
