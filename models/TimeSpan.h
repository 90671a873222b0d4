// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A stretch of the wall clock, ns since 1970, both ends in it. A value; any thread.

#include <cstdint>
#include <limits>

namespace models {

struct TimeSpan {
    static constexpr std::int64_t Forever = std::numeric_limits<std::int64_t>::max();

    std::int64_t first = 0, last = 0;

    [[nodiscard]] std::int64_t length() const { return last - first; }
    [[nodiscard]] bool isEmpty() const { return last <= first; }
    [[nodiscard]] bool contains(std::int64_t time) const { return time >= first && time <= last; }
    [[nodiscard]] bool touches(const TimeSpan &other) const
    {
        return first <= other.last && last >= other.first;
    }
    friend bool operator==(const TimeSpan &, const TimeSpan &) = default;
};

} // namespace models
