// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/OwnCost.h"

#include "models/record/EventStore.h"
#include "models/record/Feed.h"

#include <algorithm>

namespace models {

namespace {

constexpr std::int64_t MeasuringPace = 1'000'000'000; // ns

std::int64_t wallTime() noexcept
{
    return threadTime(CLOCK_MONOTONIC);
}

} // namespace

std::int64_t threadTime() noexcept
{
    return threadTime(CLOCK_THREAD_CPUTIME_ID);
}

std::int64_t threadTime(clockid_t clock) noexcept
{
    timespec time {};
    if (clock_gettime(clock, &time) != 0)
        return 0;
    return std::int64_t {time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

OwnCost::OwnCost(const Feed &feed, const EventStore &file)
    : feed_(feed)
    , file_(file)
    , before_(now(wallTime()))
{ }

OwnCost::Times OwnCost::now(std::int64_t wall) const
{
    return {wall, feed_.cost(), file_.writingTime(), threadTime()};
}

bool OwnCost::look()
{
    const std::int64_t wall = wallTime();
    const std::int64_t elapsed = wall - before_.wall;
    if (elapsed < MeasuringPace)
        return false;
    const Times times = now(wall);
    const auto share = [elapsed](std::int64_t used) {
        return std::max(0.0, double(used) / double(elapsed)); // a thread may have begun anew
    };
    shares_ = {share(times.loops - before_.loops), share(times.writing - before_.writing),
               share(times.showing - before_.showing), true};
    before_ = times;
    return true;
}

} // namespace models
