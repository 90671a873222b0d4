// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A driver that hands everything on to another one: the base of those that change one thing of it.

#include "loop/Driver.h"

#include <memory>
#include <utility>

class WrappedDriver : public loop::Driver {
public:
    explicit WrappedDriver(std::unique_ptr<loop::Driver> driver)
        : m_driver(std::move(driver))
    { }

    [[nodiscard]] std::string_view name() const noexcept override { return m_driver->name(); }
    [[nodiscard]] loop::TimePoint now() const noexcept override { return m_driver->now(); }
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
};
