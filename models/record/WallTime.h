// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Moves the times of records, for those that are kept while a wall clock is set or the machine
// sleeps: Delta::wallOffset is then another one, and what happened before keeps the wall-clock time
// it had. Of a time that may be absent, 0 means so and stays. Plain functions; any thread.

#include "loop/Records.h"

namespace models {

inline void moveTime(std::int64_t &time, std::int64_t by)
{
    if (time != 0)
        time += by;
}

inline void moveTimes(loop::ConnectionOpened &opened, std::int64_t by)
{
    opened.time += by;
}

inline void moveTimes(loop::TaskCreated &created, std::int64_t by)
{
    created.time += by;
}

inline void moveTimes(loop::WarningRecord &warning, std::int64_t by)
{
    warning.time += by;
}

inline void moveTimes(loop::ConnectionSample &sample, std::int64_t by)
{
    moveTime(sample.lastActivity, by);
    moveTime(sample.closed, by);
}

inline void moveTimes(loop::TaskSample &sample, std::int64_t by)
{
    moveTime(sample.waitDeadline, by);
    moveTime(sample.ended, by);
}

inline void moveTimes(loop::TimerSample &timer, std::int64_t by)
{
    timer.due += by;
}

} // namespace models
