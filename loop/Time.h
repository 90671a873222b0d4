// SPDX-License-Identifier: MIT
#pragma once

// The loop's clock: monotonic, nanoseconds, never the wall clock (C-08).

#include <chrono>
#include <cstdint>

namespace loop {

using Duration = std::chrono::nanoseconds;
using TimePoint = std::chrono::time_point<std::chrono::steady_clock, Duration>;

[[nodiscard]] inline std::int64_t toNanoseconds(TimePoint time) noexcept
{
    return time.time_since_epoch().count();
}

[[noreturn]] void failNotADelay(); // ValueError

// Any std::chrono duration, whole or fractional, rounded up: a timer is never early (C-04).
// Durations beyond 100 years are cut there, so that adding one to a time point cannot overflow.
// ValueError for NaN, which no comparison of deadlines survives.
template <class Rep, class Period>
[[nodiscard]] constexpr Duration toDuration(std::chrono::duration<Rep, Period> duration) noexcept(
    !std::chrono::treat_as_floating_point_v<Rep>)
{
    if constexpr (std::chrono::treat_as_floating_point_v<Rep>)
        if (duration.count() != duration.count())
            failNotADelay();
    constexpr std::chrono::duration<double> limit(100.0 * 365 * 86400);
    if (duration > limit)
        return std::chrono::duration_cast<Duration>(limit);
    if (duration < -limit)
        return -std::chrono::duration_cast<Duration>(limit);
    return std::chrono::ceil<Duration>(duration);
}

} // namespace loop
