// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every model that the window shows, in the order in which they refer to each other, and the
// recording below them. Adds them to the Feed in the order in which they must hear of a batch:
// what keeps before what shows. Main thread; outlives the window.

#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/Conversation.h"
#include "models/Inspection.h"
#include "models/LogModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/TimerModel.h"
#include "models/WarningModel.h"
#include "models/record/Recording.h"
#include "ui/Models.h"

namespace models {
class Feed;
}

namespace app {

class Instruments {
public:
    // `file` and `activity` hear of batches already.
    Instruments(models::Feed &feed, models::Recording &file, models::Activity &activity);

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

private:
    models::Recording &file_;
    models::Activity &activity_;
};

} // namespace app
