// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Instruments.h"

#include "models/record/Feed.h"

namespace app {

Instruments::Instruments(models::Feed &feed, models::Recording &file, models::Activity &activity)
    : sessions(&connections)
    , timers(&tasks)
    , warnings(&tasks)
    , log(&file, &sessions)
    , events(&file, &sessions)
    , conversation(&file)
    , inspection(&connections, &tasks, &sessions)
    , file_(file)
    , activity_(activity)
{
    const std::initializer_list<models::DeltaConsumer *> consumers {
        &connections, &tasks,  &timers,       &warnings,  &sessions,
        &log,         &events, &conversation, &inspection};
    for (models::DeltaConsumer *consumer : consumers)
        feed.addConsumer(consumer);
}

ui::Models Instruments::references()
{
    return {sessions, connections, tasks,        timers,     warnings, log,
            events,   activity_,   conversation, inspection, file_};
}

} // namespace app
