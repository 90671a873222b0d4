// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ColumnTips.h"

#include "models/Roles.h"
#include "models/text/Tr.h"

namespace ui {

using models::tr;

namespace {

QString connectionTip(int column)
{
    using namespace models::ConnectionColumn;
    switch (column) {
    case Id:
        return tr("Number of the connection; it is never given to another one");
    case State:
        return tr(
            "Opening, open, paused (its write buffer is full), half-closed (one direction has "
            "ended), closing, closed, lost (it broke) or aborted");
    case Session:
        return tr("The session on whose behalf it is open");
    case Program:
        return tr("The program at the other end and its process, where that is on this machine and "
                  "can be seen");
    case Role:
        return tr("Server where the peer connected to us, client where we connected to it");
    case Local:
        return tr("Address of this end");
    case Peer:
        return tr("Address of the other end; of a datagram server, each sender has a row");
    case Transport:
        return tr("TCP, TLS with its version, UDP, a Unix socket or a pipe");
    case Age:
        return tr("How long it has been open, or was");
    case In:
        return tr("Bytes received so far");
    case Out:
        return tr("Bytes sent so far");
    case Rate:
        return tr("Bytes a second in both directions over the last ten seconds, the newest at the "
                  "right; sorted by the newest");
    case Buffer:
        return tr("What waits to be sent, with the marks between which writing is paused");
    case Task:
        return tr("Number of the task that serves it");
    default:
        return {};
    }
}

QString taskTip(int column)
{
    using namespace models::TaskColumn;
    switch (column) {
    case Id:
        return tr("Number of the task; it is never given to another one");
    case State:
        return tr("Ready (it waits for its turn), running, suspended (it waits for something), "
                  "cancelling, done, failed or cancelled");
    case Coroutine:
        return tr("The coroutine that it runs");
    case WaitsFor:
        return tr("What it waits for: a socket, a timer, a lock, a queue or another task");
    case SuspendedAt:
        return tr("The line of its innermost co_await");
    case Steps:
        return tr("How often it ran, from one await to the next");
    case Busy:
        return tr("Time that all of its steps took");
    case Longest:
        return tr("Time that its longest step took; nothing else ran on its loop meanwhile");
    case StepTimes:
        return tr("How many of its steps took how long: below 1 µs at the left, above 1 s at the "
                  "right");
    case ToRun:
        return tr("The longest time from being woken to running: its loop was busy with others");
    case Warnings:
        return tr("Warnings about it so far");
    default:
        return {};
    }
}

QString warningTip(int column)
{
    using namespace models::WarningColumn;
    switch (column) {
    case Time:
        return tr("When it was given last");
    case Kind:
        return tr("What kind of mistake was found");
    case Count:
        return tr("How often, of this kind and at this place");
    case Message:
        return tr("What was said last");
    case Created:
        return tr("The line where it arose");
    case Task:
        return tr("Number of the task that it is about");
    case Connection:
        return tr("Number of the connection that it is about");
    default:
        return {};
    }
}

QString logTip(int column)
{
    using namespace models::LogColumn;
    switch (column) {
    case Number:
        return tr("Number of the event in the recording");
    case Time:
        return tr("When it happened, to the microsecond");
    case Event:
        return tr("What happened");
    case Session:
        return tr("On behalf of which session");
    case Connection:
        return tr("On which connection");
    case Task:
        return tr("In which task");
    case Bytes:
        return tr("Bytes received or sent");
    case Merged:
        return tr("How many events this row stands for, where there were too many to keep each");
    case Detail:
        return tr("What was sent or received, or what there is to say of it");
    default:
        return {};
    }
}

QString timerTip(int column)
{
    using namespace models::TimerColumn;
    switch (column) {
    case Id:
        return tr("Number of the timer");
    case Due:
        return tr("In what time it is due");
    case Callback:
        return tr("What it calls, or the task that sleeps");
    case Session:
        return tr("The session on whose behalf it was set");
    case Repeats:
        return tr("Yes: one that was set there by the same session was due before it, while this "
                  "view was in front");
    case Created:
        return tr("The line where it was set");
    default:
        return {};
    }
}

QString longestTip(int column)
{
    using namespace models::LongestColumn;
    switch (column) {
    case Length:
        return tr("How long the step took");
    case Time:
        return tr("When it began");
    case Task:
        return tr("Number of the task that ran");
    case Coroutine:
        return tr("The coroutine that it runs");
    case Session:
        return tr("On behalf of which session");
    default:
        return {};
    }
}

} // namespace

QString columnTip(const QString &view, int column)
{
    if (view == u"connections")
        return connectionTip(column);
    if (view == u"tasks")
        return taskTip(column);
    if (view == u"timers")
        return timerTip(column);
    if (view == u"warnings")
        return warningTip(column);
    if (view == u"log" || view == u"events")
        return logTip(column);
    if (view == u"longest")
        return longestTip(column);
    return {};
}

} // namespace ui
