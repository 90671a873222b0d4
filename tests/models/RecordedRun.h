// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A recording with events, connections, tasks, steps and warnings of all kinds, the same each time.

#include "models/record/Recording.h"
#include "tests/models/AllKinds.h"

#include <memory>

namespace models::test {

// Three seconds of three moments each, and a minute later the end.
inline std::unique_ptr<Recording> recordedRun(int factor = 1)
{
    using loop::EventKind;
    using namespace Qt::StringLiterals;
    auto file = std::make_unique<Recording>();
    SessionRecord session;
    session.id.value = 7;
    session.loop.value = 1;
    session.kind = QStringLiteral("echo");
    session.address = u"127.0.0.1:8881"_s;
    session.url = *parseSessionUrl(u"echo://127.0.0.1:8881"_s).url;
    session.state = SessionRecord::Running;
    file->record(session, Epoch + Second);
    session.id.value = 8;
    session.server = false;
    session.kind = u"load"_s;
    session.results.measured = true;
    session.results.messages = 1200;
    session.results.timed = 1000;
    session.results.rate = 500;
    session.results.p50 = 1 * Millisecond, session.results.p90 = 2 * Millisecond;
    session.results.p99 = 3 * Millisecond * factor, session.results.p999 = 4 * Millisecond;
    session.results.max = 5 * Millisecond;
    session.results.connections = 4;
    session.results.elapsed = 2 * Second;
    session.results.histogram = {{0, 1000, 3}, {1000, 2000, 0}, {2000, 4000, 7}};
    session.results.errors = {{"refused", 2}, {"timeout", 1}};
    file->record(session, Epoch + Second);

    loop::Delta first = connectionsOfAllKinds();
    const loop::Delta tasks = tasksOfAllKinds();
    first.created = tasks.created;
    first.tasks = tasks.tasks;
    first.warnings = tasks.warnings;
    for (loop::ConnectionSample &each : first.connections)
        each.closed = 0, each.state = loop::ConnectionState::Open;
    for (std::size_t i = 0; i < first.opened.size(); ++i)
        first.opened[i].time = Second, first.opened[i].endpoint = {};
    file->apply(first);
    for (int second = 1; second <= 3; ++second) {
        loop::Delta made = delta(second * Second + 250 * Millisecond);
        made.sample.iterations = std::uint64_t(second) * 100;
        made.sample.bytesIn = std::uint64_t(second) * 1000;
        made.sample.bytesOut = std::uint64_t(second) * 2000;
        made.sample.messagesIn = std::uint64_t(second) * 10;
        made.sample.messagesOut = std::uint64_t(second) * 20;
        made.sample.connections = 9, made.sample.tasks = 40;
        made.sample.lag = second * Millisecond;
        made.sample.longestIteration = 2 * second * Millisecond;
        for (std::uint64_t id = 1; id <= 9; ++id) {
            made.time += Millisecond;
            const std::string text = "message " + std::to_string(id * std::uint64_t(second)) + "\n";
            if (second == 1)
                addEvent(made, EventKind::Connect, id, {}, "accepted from 10.0.0.1:4");
            addEvent(made, EventKind::DataIn, id, text).task.value = id;
            addEvent(made, EventKind::DataOut, id, std::string("\x00\xff,\"", 4)).merged
                = std::uint32_t(second);
            if (id == 2)
                made.events.back().bytes += 100; // that were not kept
            loop::ConnectionSample &now = sample(made, id, std::uint64_t(second) * text.size());
            now.bytesOut = std::uint64_t(second) * 4;
            now.messagesIn = now.messagesOut = std::uint64_t(second);
            now.writeBuffer = std::size_t(id * 1000);
            loop::StepSpan &span = made.spans.emplace_back();
            span.task.value = id % 5 ? id : 0;
            span.wokenBy.value = id % 3 ? 0 : id - 1;
            span.start = made.time - 900'000;
            span.length = std::int64_t(id) * 1000 * 10 * factor;
            span.merged = id % 5 ? 1 : 12;
        }
        if (second == 2) {
            for (const EventKind kind : {EventKind::Eof, EventKind::Pause, EventKind::Resume})
                addEvent(made, kind, 1, {}, "buffer 64 KiB");
            addEvent(made, EventKind::Warning, 0, {}, "Executing took 0.2 seconds").task.value = 3;
            addEvent(made, EventKind::Session, 0, {}, "echo 127.0.0.1:8881: running");
            addEvent(made, EventKind::Fault, 3, {}, "latency 12 ms");
            addEvent(made, EventKind::TaskStart, 0, {}, "Task <1>").task.value = 1;
            addEvent(made, EventKind::TaskEnd, 0, {}, "done").task.value = 1;
            loop::WarningRecord &warning = made.warnings.emplace_back();
            warning.kind = loop::WarningKind::SlowCallback;
            warning.time = made.time;
            warning.message = "Executing took 0.2 seconds";
            warning.created = place("/src/w.cpp", "Coro<void> w(int)", 3);
            warning.task.value = 3;
            warning.count = 2;
        }
        if (second == 3) {
            addEvent(made, EventKind::Close, 1);
            addEvent(made, EventKind::Error, 2, {}, "Connection reset by peer");
            addEvent(made, EventKind::Error, 3, {}, "lost");
            close(made, 1);
            loop::ConnectionSample &reset = sample(made, 2, 33);
            reset.state = loop::ConnectionState::Reset;
            reset.closed = made.time;
            reset.error = "Connection reset by peer";
            for (const std::uint64_t id : {1U, 6U, 13U}) {
                loop::TaskSample &now = made.tasks.emplace_back();
                now.id.value = id;
                now.state = loop::TaskState::Failed;
                now.steps = 100 * id;
                now.busy = std::int64_t(id) * Millisecond;
                now.longest = 3 * Millisecond;
                now.ended = made.time;
                now.error = "no";
            }
        }
        made.sample.events = 100 * std::uint64_t(second);
        file->apply(made);
    }
    loop::Delta last = delta(63 * Second);
    last.closed = true;
    addEvent(last, EventKind::Session, 0, {}, "load: stopped");
    file->apply(last);
    session.state = SessionRecord::Failed;
    session.verdicts = {{u"p99<1ms"_s, false, u"3 ms"_s}};
    file->record(session, Epoch + 63 * Second);
    file->mark(u"a \"name\""_s, Epoch + 2 * Second);
    file->flush();
    return file;
}

} // namespace models::test
