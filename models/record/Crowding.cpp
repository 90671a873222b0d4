// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Crowding.h"

#include "models/record/OwnCost.h"

#include <algorithm>
#include <sched.h>
#include <utility>

namespace models {

Crowding::Clocks Crowding::Clocks::ofThisProcess()
{
    return {[] { return threadTime(CLOCK_MONOTONIC); },
            [] { return threadTime(CLOCK_PROCESS_CPUTIME_ID); },
            [] {
                cpu_set_t allowed;
                return ::sched_getaffinity(0, sizeof allowed, &allowed) == 0
                    ? std::max(CPU_COUNT(&allowed), 1)
                    : CPU_SETSIZE; // there are more than fit: never crowded
            }};
}

Crowding::Crowding(Clocks clocks)
    : clocks_(std::move(clocks))
    , wall_(clocks_.wall())
    , processor_(clocks_.processor())
{ }

bool Crowding::look()
{
    const std::int64_t elapsed = clocks_.wall() - wall_;
    if (elapsed < Pace)
        return false;
    const std::int64_t used = clocks_.processor() - processor_;
    const double share = double(used) / (double(elapsed) * clocks_.processors());
    wall_ += elapsed;
    processor_ += used;
    return std::exchange(crowded_, share >= (crowded_ ? Free : Full)) != crowded_;
}

} // namespace models
