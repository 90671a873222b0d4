// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Any driver, over a clock that stands still until a test moves it: for tests that iterate by hand
// (runReady) and shall go alike each time, on every driver. ManualDriver has such a clock, too, and
// jumps by itself.

#include "loop/Driver.h"

class StillClock final : public loop::Driver {
public:
    explicit StillClock(std::unique_ptr<loop::Driver> driver)
        : m_driver(std::move(driver))
    { }
    void advance(loop::Duration by) noexcept { m_now += by; }

    [[nodiscard]] loop::TimePoint now() const noexcept override { return m_now; }
    [[nodiscard]] std::string_view name() const noexcept override { return m_driver->name(); }
    void setHost(Host &host) noexcept override { m_driver->setHost(host); }
    void run() override { m_driver->run(); }
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
    std::unique_ptr<loop::Driver> m_driver;
    loop::TimePoint m_now {std::chrono::hours(1)};
};
