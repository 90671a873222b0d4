// SPDX-License-Identifier: MIT
#pragma once

// How a Recorder times itself: its answers by the clock of the loop's thread, so that what else
// runs on its processor does not count, and one note in a thousand. The loop's thread.

#include "loop/Recorder.h"
#include "loop/internal/AsMemoryAllows.h"

#include <algorithm>
#include <chrono>
#include <ctime>

namespace loop {

[[nodiscard]] inline std::int64_t threadTime() noexcept
{
    timespec time {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::int64_t {time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

template <class Work> std::int64_t Recorder::timed(const Work &work) noexcept
{
    const std::int64_t began = threadTime();
    asMemoryAllows(work);
    return threadTime() - began;
}

// To note one thing takes a few nanoseconds, a look at the thread's clock hundreds: so the steady
// clock is looked at, and what a look takes is taken off, the median of three. It errs to both
// sides; the sum of many is right. Where it says more than any note or look takes, the thread was
// not running.
template <class Note> void Recorder::counted(const Note &note) noexcept
{
    if (--m_untilTimed != 0) [[likely]] {
        asMemoryAllows(note);
        return;
    }
    m_untilTimed = timedEach;
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::nanoseconds mostOfOne(20'000), mostOfLook(5'000);
    const Clock::time_point first = Clock::now(), second = Clock::now(), third = Clock::now();
    const Clock::time_point began = Clock::now();
    asMemoryAllows(note);
    const std::chrono::nanoseconds took
        = std::min<std::chrono::nanoseconds>(Clock::now() - began, mostOfOne);
    std::chrono::nanoseconds looks[] = {second - first, third - second, began - third};
    std::nth_element(looks, looks + 1, looks + 3);
    if (looks[1] < mostOfLook)
        m_cost.fetch_add((took - looks[1]).count() * timedEach, std::memory_order_relaxed);
}

} // namespace loop
