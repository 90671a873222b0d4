// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a time lies along a horizontal line of pixels, and back: from left to right in every
// language. Times are wall clock, ns since 1970. A value.

#include <algorithm>
#include <cstdint>

namespace ui {

inline constexpr std::int64_t kMillisecond = 1'000'000; // ns
inline constexpr std::int64_t kSecond = 1'000 * kMillisecond;

struct TimeScale {
    std::int64_t first = 0, last = 1; // at the left and at the right end
    int left = 0, width = 1; // pixels

    [[nodiscard]] double perPixel() const // ns
    {
        return std::max(1.0, double(last - first)) / std::max(1, width);
    }
    [[nodiscard]] double xOf(std::int64_t time) const
    {
        return left + double(time - first) / perPixel();
    }
    [[nodiscard]] std::int64_t timeAt(double x) const
    {
        return first + std::int64_t((x - left) * perPixel());
    }
    [[nodiscard]] std::int64_t lengthOf(double pixels) const
    {
        return std::int64_t(pixels * perPixel());
    }
};

} // namespace ui
