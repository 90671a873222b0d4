// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Crowding.h"

#include "models/record/OwnCost.h"

#include <algorithm>
#include <sched.h>
#include <utility>

namespace models {

Crowding::Use Crowding::Use::now() noexcept
{
    cpu_set_t allowed;
    const bool known
        = ::sched_getaffinity(0, sizeof allowed, &allowed) == 0; // not of more than 1024
    return {threadTime(CLOCK_MONOTONIC), threadTime(CLOCK_PROCESS_CPUTIME_ID),
            known ? std::max(CPU_COUNT(&allowed), 1) : CPU_SETSIZE};
}

Crowding::Crowding(std::function<Use()> now)
    : now_(std::move(now))
    , before_(now_())
{ }

bool Crowding::look()
{
    const Use use = now_();
    const std::int64_t wall = use.wall - before_.wall;
    if (wall < Pace)
        return false;
    const double share
        = double(use.processor - before_.processor) / (double(wall) * use.processors);
    before_ = use;
    return std::exchange(crowded_, share >= (crowded_ ? Free : Full)) != crowded_;
}

} // namespace models
