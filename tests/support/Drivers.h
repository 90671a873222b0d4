// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The same tests over every driver (L-11). A test class calls driverRows() in its
// initTestCase_data(): QtTest then runs each test function once a driver, and makeDriver() gives
// the one whose turn it is.

#include "loop/EpollDriver.h"
#include "loop/EventLoop.h"
#include "loop/qt/QtDriver.h"
#include "tests/support/PatientDriver.h"

#include <QtTest/QTest>

#include <memory>

enum class DriverKind { Epoll, Qt };
Q_DECLARE_METATYPE(DriverKind)

inline void driverRows()
{
    QTest::addColumn<DriverKind>("driver");
    QTest::newRow("epoll") << DriverKind::Epoll;
    QTest::newRow("qt") << DriverKind::Qt;
}

[[nodiscard]] inline DriverKind currentDriver()
{
    QFETCH_GLOBAL(DriverKind, driver);
    return driver;
}

[[nodiscard]] inline std::unique_ptr<loop::Driver> makeDriver()
{
    std::unique_ptr<loop::Driver> driver;
    if (currentDriver() == DriverKind::Qt)
        driver = std::make_unique<loop::qt::QtDriver>();
    else
        driver = std::make_unique<loop::EpollDriver>();
    return std::make_unique<PatientDriver>(std::move(driver));
}

// Runs what is ready now, and what that makes ready up to `times` iterations.
inline void runReady(loop::EventLoop &loop, int times = 1)
{
    for (int i = 0; i < times; ++i) {
        loop.stop();
        loop.runForever();
    }
}
