// SPDX-License-Identifier: MIT
#pragma once

// How a Recorder times itself, by the clock of the loop's thread: what else runs on its processor
// does not count, nor do the looks at the clock. The loop's thread.

#include "loop/Recorder.h"
#include "loop/internal/AsMemoryAllows.h"

#include <algorithm>
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
    const std::int64_t before = threadTime();
    const std::int64_t began = threadTime();
    asMemoryAllows(work);
    return std::max<std::int64_t>(0, (threadTime() - began) - (began - before));
}

template <class Note> void Recorder::counted(const Note &note) noexcept
{
    if (--m_untilTimed != 0) [[likely]] {
        asMemoryAllows(note);
        return;
    }
    m_untilTimed = timedEach;
    m_cost.fetch_add(timed(note) * timedEach, std::memory_order_relaxed);
}

} // namespace loop
