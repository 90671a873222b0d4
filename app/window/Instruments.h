// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every model that a window shows, in the order in which they refer to each other, and the log
// below them. They are fed by a Feed, by a Playback, or by one after the other, in the order in
// which they must hear of a batch. Main thread; outlives the window.

#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/Conversation.h"
#include "models/Inspection.h"
#include "models/LogModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/TimerModel.h"
#include "models/WarningModel.h"
#include "models/record/EventStore.h"
#include "models/timeline/TimelineModel.h"
#include "ui/Models.h"

#include <vector>

namespace models {
class Feed;
}

namespace app {

class Instruments {
public:
    Instruments(const models::EventStore &file, models::Activity &activity);

    // What is shown is now again: the log goes on with it.
    void followNow();
    // `activity` hears of its batches already.
    void addTo(models::Feed &feed);
    [[nodiscard]] std::vector<models::DeltaConsumer *> all(); // with `activity`

    [[nodiscard]] ui::Models references();

    models::ConnectionModel connections;
    models::SessionModel sessions;
    models::TaskModel tasks;
    models::TimerModel timers;
    models::WarningModel warnings;
    models::LogModel log;
    models::LogModel events;
    models::Conversation conversation;
    models::Inspection inspection;
    models::TimelineModel timeline;

private:
    [[nodiscard]] std::vector<models::DeltaConsumer *> own();

    const models::EventStore &file_;
    models::Activity &activity_;
};

} // namespace app
