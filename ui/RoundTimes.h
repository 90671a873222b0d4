// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Times that are round on a clock, for what is drawn along one. Nanoseconds. Any thread.

#include <cmath>
#include <cstdint>
#include <iterator>

namespace ui {

// The shortest of 1, 2, 5, 10 ... ns, ms, of 1, 2, 5, 10, 30 s, min and so on that is not shorter.
[[nodiscard]] inline std::int64_t roundTime(double atLeast)
{
    constexpr std::int64_t second = 1'000'000'000, minute = 60 * second, hour = 60 * minute;
    constexpr std::int64_t longer[] {second, 2 * second, 5 * second, 10 * second, 30 * second,
                                     minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute,
                                     hour,   2 * hour,   6 * hour,   12 * hour,   24 * hour};
    for (std::int64_t unit = 1; unit < second; unit *= 10) {
        for (const std::int64_t times : {1, 2, 5}) {
            if (double(unit * times) >= atLeast)
                return unit * times;
        }
    }
    for (const std::int64_t each : longer) {
        if (double(each) >= atLeast)
            return each;
    }
    const std::int64_t day = longer[std::size(longer) - 1];
    return std::int64_t(std::ceil(atLeast / double(day))) * day;
}

} // namespace ui
