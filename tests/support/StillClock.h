// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Any driver, over a clock that stands still until a test moves it: for tests that iterate by hand
// (runReady) and shall go alike each time, on every driver. ManualDriver has such a clock, too, and
// jumps by itself.

#include "tests/support/WrappedDriver.h"

class StillClock final : public WrappedDriver {
public:
    using WrappedDriver::WrappedDriver;

    void advance(loop::Duration by) noexcept { m_now += by; }
    [[nodiscard]] loop::TimePoint now() const noexcept override { return m_now; }

private:
    loop::TimePoint m_now {std::chrono::hours(1)};
};
