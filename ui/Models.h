// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the window shows, as references: app/ makes the models, feeds them, and keeps them alive for
// longer than the window.

namespace models {
class Activity;
class ConnectionModel;
class Conversation;
class EventStore;
class Inspection;
class LogModel;
class SessionModel;
class TaskModel;
class TimelineModel;
class TimerModel;
class WarningModel;
} // namespace models

namespace ui {

// Whether a window shows what happens now, and can act on it, or what was recorded.
enum class Tense { Live, Past };

struct Models {
    models::SessionModel &sessions;
    models::ConnectionModel &connections;
    models::TaskModel &tasks;
    models::TimerModel &timers;
    models::WarningModel &warnings;
    models::LogModel &log;
    models::LogModel &events; // a second one, for the Inspector's Events tab
    models::Activity &activity;
    models::Conversation &conversation;
    models::Inspection &inspection;
    models::TimelineModel &timeline;
    const models::EventStore &file; // what log and events read
};

} // namespace ui
