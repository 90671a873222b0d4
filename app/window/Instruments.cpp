// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Instruments.h"

#include "models/record/Feed.h"

namespace app {

Instruments::Instruments(const models::EventStore &file, models::Activity &activity)
    : sessions(&connections)
    , timers(&tasks)
    , warnings(&tasks)
    , log(&file, &sessions)
    , events(&file, &sessions)
    , conversation(&file)
    , inspection(&connections, &tasks, &sessions, &warnings)
    , timeline(&file, &sessions, &tasks)
    , file_(file)
    , activity_(activity)
{
    connections.setSessions(&sessions);
    timers.setSessions(&sessions);
}

std::vector<models::DeltaConsumer *> Instruments::own()
{
    return {&connections, &tasks,  &timers,       &warnings,   &sessions,
            &log,         &events, &conversation, &inspection, &timeline};
}

std::vector<models::DeltaConsumer *> Instruments::all()
{
    std::vector<models::DeltaConsumer *> consumers {&activity_};
    for (models::DeltaConsumer *each : own())
        consumers.push_back(each);
    return consumers;
}

void Instruments::followNow()
{
    log.reset();
    events.reset();
    conversation.reset();
    timeline.followNow();
}

void Instruments::addTo(models::Feed &feed)
{
    for (models::DeltaConsumer *each : own())
        feed.addConsumer(each);
}

ui::Models Instruments::references()
{
    return {sessions, connections, tasks,        timers,     warnings, log,
            events,   activity_,   conversation, inspection, timeline, file_};
}

} // namespace app
