// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Deltas as lines of text, to be compared whole. What is timed is in milliseconds since `began`.

#include "loop/Records.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <cstdint>
#include <map>
#include <string>

namespace test {

// What is told, in lines, with numbers of the process by the order in which they are met.
class Told {
public:
    explicit Told(std::int64_t began)
        : began_(began)
    { }

    void add(const loop::Delta &delta)
    {
        using namespace Qt::StringLiterals;
        lines << u"--- %1 ms closed %2"_s.arg(double(delta.time - began_) / 1e6).arg(delta.closed);
        const loop::LoopSample &s = delta.sample;
        lines
            << u"busy %1 longest %2 lag %3 ready %4 tasks %5 timers %6 connections %7 servers %8"_s
                    .arg(s.busy)
                    .arg(s.longestIteration)
                    .arg(s.lag)
                    .arg(s.ready)
                    .arg(s.tasks)
                    .arg(s.timers)
                    .arg(s.connections)
                    .arg(s.servers)
                + u" bytes %1 %2 messages %3 %4 merged %5 events %6 iterations %7"_s.arg(s.bytesIn)
                      .arg(s.bytesOut)
                      .arg(s.messagesIn)
                      .arg(s.messagesOut)
                      .arg(s.merged)
                      .arg(s.events)
                      .arg(s.iterations);
        for (const loop::ConnectionOpened &c : delta.opened)
            lines << u"opened %1 kind %2 role %3 context %4 server %5 at %6 marks %7 %8 '%9'"_s
                         .arg(number(connections_, c.id.value))
                         .arg(int(c.kind))
                         .arg(int(c.role))
                         .arg(c.context.value)
                         .arg(c.server.value)
                         .arg(when(c.time))
                         .arg(c.low)
                         .arg(c.high)
                         .arg(words(c.local) + words(c.peer));
        for (const loop::ConnectionSample &c : delta.connections)
            lines << u"connection %1 state %2 task %3 bytes %4 %5 messages %6 %7 buffer %8 of %9"_s
                         .arg(number(connections_, c.id.value))
                         .arg(int(c.state))
                         .arg(number(tasks_, c.task.value))
                         .arg(c.bytesIn)
                         .arg(c.bytesOut)
                         .arg(c.messagesIn)
                         .arg(c.messagesOut)
                         .arg(c.writeBuffer)
                         .arg(c.low)
                    + u" %1 pauses %2 active %3 closed %4 '%5'"_s.arg(c.high)
                          .arg(c.pauses)
                          .arg(when(c.lastActivity))
                          .arg(when(c.closed))
                          .arg(words(c.error));
        for (const loop::TaskCreated &t : delta.created)
            lines << u"created %1 context %2 parent %3 %4 in %5 at %6"_s
                         .arg(number(tasks_, t.id.value))
                         .arg(t.context.value)
                         .arg(number(tasks_, t.parent.value))
                         .arg(nameOf(t.coroutine), nameOf(t.created))
                         .arg(when(t.time));
        for (const loop::TaskSample &t : delta.tasks)
            addTask(t);
        for (const loop::TaskChain &chain : delta.chains) {
            lines << u"chain of %1"_s.arg(number(tasks_, chain.id.value));
            for (const loop::FrameRecord &frame : chain.frames)
                lines << u"  %1 at %2"_s.arg(nameOf(frame.coroutine), nameOf(frame.awaitedAt));
            for (const loop::TaskId by : chain.awaitedBy)
                lines << u"  awaited by %1"_s.arg(number(tasks_, by.value));
        }
        for (const loop::TimerSample &t : delta.timers)
            lines << u"timer due %1 of task %2 context %3 %4"_s.arg(when(t.due))
                         .arg(number(tasks_, t.task.value))
                         .arg(t.context.value)
                         .arg(nameOf(t.created));
        for (const loop::HandleGroup &h : delta.handles)
            lines << u"handles %1 of kind %2 %3"_s.arg(h.count)
                         .arg(int(h.kind))
                         .arg(nameOf(h.created));
        for (const loop::WarningRecord &w : delta.warnings)
            lines << u"warning %1 at %2 context %3 task %4 connection %5 count %6 %7"_s
                         .arg(int(w.kind))
                         .arg(when(w.time))
                         .arg(w.context.value)
                         .arg(number(tasks_, w.task.value))
                         .arg(number(connections_, w.connection.value))
                         .arg(w.count)
                         .arg(nameOf(w.created));
        for (const loop::LogEvent &e : delta.events)
            lines
                << u"event %1 at %2 merged %3 context %4 connection %5 task %6 bytes %7 '%8' '%9'"_s
                       .arg(int(e.kind))
                       .arg(when(e.time))
                       .arg(e.merged)
                       .arg(e.context.value)
                       .arg(number(connections_, e.connection.value))
                       .arg(number(tasks_, e.task.value))
                       .arg(e.bytes)
                       .arg(words(std::string(delta.detail(e))),
                            words(delta.payload(e).substr(0, 20)));
        for (const loop::StepSpan &span : delta.spans)
            lines << u"span %1 woken by %2 at %3 for %4 of %5"_s
                         .arg(number(tasks_, span.task.value))
                         .arg(number(tasks_, span.wokenBy.value))
                         .arg(when(span.start))
                         .arg(span.length)
                         .arg(span.merged);
    }

    QStringList lines;

private:
    void addTask(const loop::TaskSample &t)
    {
        using namespace Qt::StringLiterals;
        const bool ofTask = t.wait == loop::WaitKind::Task;
        QString line
            = u"task %1 state %2 wait %3 target %4 until %5 steps %6 busy %7 longest %8"_s
                  .arg(number(tasks_, t.id.value))
                  .arg(int(t.state))
                  .arg(int(t.wait))
                  .arg(ofTask ? number(tasks_, t.waitTarget) : number(connections_, t.waitTarget))
                  .arg(when(t.waitDeadline))
                  .arg(t.steps)
                  .arg(t.busy)
                  .arg(t.longest);
        line += u" ended %1 '%2' cancelled %3 by %4 through %5 at %6"_s.arg(when(t.ended))
                    .arg(words(t.error))
                    .arg(t.cancelRequests)
                    .arg(number(tasks_, t.cancelledBy.value))
                    .arg(number(tasks_, t.cancelledThrough.value))
                    .arg(nameOf(t.awaitedAt));
        for (const std::uint32_t count : t.histogram)
            line += u' ' + QString::number(count);
        for (const loop::TaskId id : t.awaits)
            line += u" for %1"_s.arg(number(tasks_, id.value));
        if (t.primitive)
            line += u" primitive %1 held by %2 waiting %3"_s.arg(int(t.primitive->kind))
                        .arg(number(tasks_, t.primitive->holder.value))
                        .arg(t.primitive->waiting);
        lines << line;
    }
    // Without parameters, which compilers spell as they like.
    static QString nameOf(const loop::Place &place)
    {
        return QString::fromStdString(place.name()).section(u'(', 0, 0);
    }
    static QString words(const std::string &text)
    {
        return QString::fromStdString(text).replace(u'\n', QStringLiteral("\\n"));
    }
    static int number(std::map<std::uint64_t, int> &known, std::uint64_t id)
    {
        return id == 0 ? 0 : known.try_emplace(id, int(known.size()) + 1).first->second;
    }
    [[nodiscard]] QString when(std::int64_t time) const
    {
        return time == 0 ? QStringLiteral("-") : QString::number(double(time - began_) / 1e6);
    }

    const std::int64_t began_;
    std::map<std::uint64_t, int> connections_, tasks_;
};

} // namespace test
