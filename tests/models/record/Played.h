// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A recording that the tests of a Playback play, and all that shows it.

#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/Conversation.h"
#include "models/LogModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/WarningModel.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"

#include <chrono>

namespace models::test::played {

// An hour before this began: what is recorded has real times, so that "now" is after it. A whole
// second, as what is summed up by the second begins at one.
inline const std::int64_t Wall = (std::chrono::duration_cast<std::chrono::seconds>(
                                      std::chrono::system_clock::now().time_since_epoch())
                                      .count()
                                  - 3600)
    * Second;

inline loop::Delta at(std::int64_t time)
{
    loop::Delta made = delta(time);
    made.wallOffset = Wall;
    return made;
}

struct Views {
    explicit Views(const EventStore &file)
        : log(&file, &sessions)
        , conversation(&file)
    { }
    [[nodiscard]] std::vector<DeltaConsumer *> all()
    {
        return {&activity, &connections, &tasks, &warnings, &sessions, &log, &conversation};
    }

    Activity activity;
    ConnectionModel connections;
    TaskModel tasks;
    WarningModel warnings {&tasks};
    SessionModel sessions {&connections};
    LogModel log;
    Conversation conversation;
};

inline void warn(loop::Delta &in)
{
    loop::WarningRecord made;
    made.kind = loop::WarningKind::SlowCallback;
    made.time = in.time;
    made.message = "slow";
    in.warnings.push_back(made);
}

// Ten seconds: connection n opens at second n, and 1 closes at second 5; a warning at 3.
inline void record(Recording &file)
{
    for (int second = 1; second <= 10; ++second) {
        loop::Delta made = at(second * Second);
        open(made, std::uint64_t(second));
        addEvent(made, loop::EventKind::Connect, std::uint64_t(second));
        addEvent(made, loop::EventKind::DataIn, 1, "hello " + std::to_string(second));
        if (second == 3)
            warn(made);
        if (second == 5)
            close(made, 1);
        file.apply(made);
    }
    file.flush();
}

} // namespace models::test::played
