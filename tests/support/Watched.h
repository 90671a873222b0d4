// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A loop in debug mode over a clock that stands still, and what it warned of.

#include "loop/EventLoop.h"
#include "loop/Probe.h"
#include "tests/support/ManualDriver.h"

#include <algorithm>
#include <vector>

class Warnings final : public loop::Probe {
public:
    void warned(const loop::WarningRecord &warning) noexcept override { all.push_back(warning); }
    [[nodiscard]] std::ptrdiff_t count(loop::WarningKind kind) const
    {
        return std::ranges::count(all, kind, &loop::WarningRecord::kind);
    }
    [[nodiscard]] loop::WarningRecord first(loop::WarningKind kind) const // or an empty one
    {
        const auto found = std::ranges::find(all, kind, &loop::WarningRecord::kind);
        return found == all.end() ? loop::WarningRecord() : *found;
    }
    std::vector<loop::WarningRecord> all;
};

class Watched {
public:
    explicit Watched(const std::source_location &at = std::source_location::current())
        : driver(new ManualDriver)
        , eventLoop(std::unique_ptr<loop::Driver>(driver), "watched", at)
    {
        eventLoop.setDebug(true);
        eventLoop.setProbe(&warnings);
    }
    ~Watched() { eventLoop.setProbe(nullptr); }
    Watched(const Watched &) = delete;
    Watched &operator=(const Watched &) = delete;

    void iterate(int times = 1)
    {
        for (int i = 0; i < times; ++i)
            driver->iterateOnce();
    }

    ManualDriver *driver; // the loop's
    Warnings warnings;
    loop::EventLoop eventLoop;
};
