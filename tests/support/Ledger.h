// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a reader of a Recorder knows after all the Deltas it was given: the books that tests balance
// against the counters of tasks and transports themselves.

#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "loop/Transport.h"
#include "tests/support/Drivers.h"

#include <map>
#include <set>

// What a reader knows after all the Deltas it was given.
struct Ledger {
    struct Traffic {
        std::uint64_t bytesIn = 0, bytesOut = 0, messagesIn = 0, messagesOut = 0;
    };

    void add(const loop::Delta &delta)
    {
        for (const loop::ConnectionOpened &opened : delta.opened)
            duplicate = duplicate || !connectionIds.insert(opened.id.value).second;
        for (const loop::ConnectionSample &sample : delta.connections)
            connections[sample.id.value] = sample;
        for (const loop::TaskCreated &task : delta.created)
            duplicate = duplicate || !taskIds.insert(task.id.value).second;
        for (const loop::TaskSample &sample : delta.tasks)
            tasks[sample.id.value] = sample;
        warnings += delta.warnings.size();
        for (const loop::LogEvent &event : delta.events) {
            ++kinds[event.kind];
            merged += event.merged - 1;
            Traffic &sum = traffic[event.connection.value];
            if (event.kind == loop::EventKind::DataIn) {
                sum.bytesIn += event.bytes;
                sum.messagesIn += event.merged;
            } else if (event.kind == loop::EventKind::DataOut) {
                sum.bytesOut += event.bytes;
                sum.messagesOut += event.merged;
            }
        }
        last = delta.sample;
        afterClosed = afterClosed || closed;
        closed = delta.closed;
        ++deltas;
    }
    void drain(loop::Recorder &recorder, loop::EventLoop &loop, const loop::Interest &interest = {})
    {
        if (const auto before = recorder.take(interest))
            add(*before);
        runReady(loop);
        if (const auto delta = recorder.take(interest))
            add(*delta);
        runReady(loop);
    }

    std::set<std::uint64_t> connectionIds, taskIds;
    std::map<std::uint64_t, loop::ConnectionSample> connections;
    std::map<std::uint64_t, loop::TaskSample> tasks;
    std::map<std::uint64_t, Traffic> traffic;
    std::map<loop::EventKind, std::size_t> kinds;
    loop::LoopSample last;
    std::size_t warnings = 0, deltas = 0;
    std::uint64_t merged = 0;
    bool closed = false, afterClosed = false, duplicate = false;
};

inline bool agree(const Ledger &ledger, const loop::Transport &transport)
{
    const loop::Transport::Counters &own = transport.counters();
    const loop::ConnectionSample &sample = ledger.connections.at(transport.id().value);
    const Ledger::Traffic &sum = ledger.traffic.at(transport.id().value);
    return sample.bytesIn == own.bytesIn && sample.bytesOut == own.bytesOut
        && sample.messagesIn == own.messagesIn && sample.messagesOut == own.messagesOut
        && sample.pauses == own.pauses && sample.lastActivity == own.lastActivity
        && sample.state == transport.state() && sum.bytesIn == own.bytesIn
        && sum.bytesOut == own.bytesOut && sum.messagesIn == own.messagesIn
        && sum.messagesOut == own.messagesOut;
}
