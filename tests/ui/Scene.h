// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The real models with invented data: what a busy minute of two servers and two clients would leave
// in them. For the tests of the window, and for pictures of it. Times go by hand.

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
#include "models/timeline/TimelineModel.h"
#include "ui/Models.h"

class Scene {
public:
    Scene();

    // Sessions, so many connections with a task and a timer each, warnings, and a log. `quiet` and
    // `busy` are seconds without and with connections.
    void fill(int count, int quiet = 0, int busy = 2);
    // A second of traffic: samples of `count` connections, and log events of a few.
    void tick(int count);
    // Only the sessions.
    void addSessions();
    void hand(loop::Delta &delta);
    [[nodiscard]] loop::Delta delta() const;
    [[nodiscard]] ui::Models all();

    models::Recording file;
    models::ConnectionModel connections;
    models::TaskModel tasks;
    models::SessionModel sessions {&connections};
    models::TimerModel timers {&tasks};
    models::WarningModel warnings {&tasks};
    models::LogModel log {&file, &sessions};
    models::LogModel events {&file, &sessions};
    models::Activity activity;
    models::Conversation conversation {&file};
    models::Inspection inspection {&connections, &tasks, &sessions, &warnings};
    models::TimelineModel timeline {&file, &sessions, &tasks};

private:
    void addConnection(loop::Delta &in, quint64 id);
    void addTask(loop::Delta &in, quint64 id);
    void addWarnings(loop::Delta &in);
    void addTraffic(loop::Delta &in, quint64 id);
    void addSteps(loop::Delta &in, std::int64_t from);
    void sampleLoop(loop::Delta &in);

    std::int64_t time_ = 0;
    std::int64_t lost_ = 0; // when the lost ones are lost
    int connections_ = 0;
    quint64 total_ = 0;
    quint64 events_ = 0;
};
