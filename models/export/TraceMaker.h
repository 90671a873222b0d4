// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Makes a trace for Perfetto (TrackEvent packets of perfetto.protos.Trace) of what loops did:
//
//   track     a loop, with its steps one after the other; beneath it a task, with its own steps,
//   and
//             the counters of the loop; short steps that were merged are on their task's track
//             alone
//   slice     a step, named by its task's coroutine
//   flow      from the step that woke a task to the step that it was woken for
//   instant   a warning or a fault, on its task's track where there is one
//   counter   each second's messages and bytes and the largest lag; what waits to be written
//
// Times are the wall clock's. It is fed one stream in its order; what it keeps follows what lives,
// and the steps of a Delta until the next one comes. Any one thread at a time.

#include "models/export/ProtoWriter.h"
#include "models/record/Moment.h"
#include "models/record/RecordingReader.h"

#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace models {

class TraceMaker {
public:
    using Sink = std::function<void(std::string_view)>; // gets whole packets
    // Which events become instants.
    using Shows = std::function<bool(const loop::Delta &delta, const loop::LogEvent &event)>;

    // Steps and events of that time only; wall clock, ns; 0: any.
    TraceMaker(Sink sink, qint64 first, qint64 last, Shows shows = {});

    // The rest of a Delta that comes in parts, and a keyframe, belong to the Delta before.
    void apply(const loop::Delta &delta, bool belongsToBefore = false);
    void apply(const ActivitySample &sample);
    void end();

private:
    enum class Tracks : std::uint64_t { Loop = 1, Merged, Task, Counter };
    enum class Counter { Messages, BytesIn, BytesOut, Lag, Buffers, Connections, Tasks, Count };
    enum class Type { Begin = 1, End, Instant, Counter };

    struct Step {
        std::uint64_t task = 0, wokenBy = 0;
        qint64 start = 0, end = 0; // wall clock
        std::uint32_t merged = 1;
        std::string name;
        std::vector<std::uint64_t> wakes; // flows that begin here
        std::uint64_t wokenFor = 0; // the flow that ends here; 0: none
    };
    struct Loop {
        std::string name;
        std::vector<Step> held; // of the Delta before, ascending
        std::unordered_map<loop::ConnectionId, std::size_t> buffers; // bytes
        std::size_t buffered = 0;
        std::vector<std::uint64_t> ended; // tasks, in the Delta before
    };

    [[nodiscard]] bool holds(qint64 time) const
    {
        return time >= first_ && (last_ == 0 || time <= last_);
    }
    void note(Loop &loop, const loop::Delta &delta);
    void take(Loop &loop, const loop::Delta &delta);
    void forgetEnded();
    void separate(std::uint64_t loop, std::vector<Step> &steps);
    void link(Loop &loop, std::vector<Step> &steps);
    void write(std::uint64_t loop, const std::vector<Step> &steps);
    void slice(std::uint64_t track, const Step &step, bool withFlows);
    void instant(const loop::Delta &delta, const loop::LogEvent &event);
    void count(std::uint64_t loop, Counter counter, qint64 time, std::uint64_t value);
    // Its number; described in the trace the first time.
    std::uint64_t trackOf(std::uint64_t loop);
    std::uint64_t trackOfMerged(std::uint64_t loop);
    std::uint64_t trackOfTask(std::uint64_t loop, std::uint64_t task);
    std::uint64_t describe(std::uint64_t track, std::uint64_t parent, std::string_view name,
                           std::string_view counter = {});
    template <class More>
    void event(std::uint64_t track, Type type, qint64 time, const More &more); // puts more into it
    void packet(qint64 time, int field, const std::string &message);
    [[nodiscard]] static std::uint64_t number(Tracks kind, std::uint64_t of)
    {
        return static_cast<std::uint64_t>(kind) << 56 | (of & 0xffffffffffffff);
    }

    Sink sink_;
    const qint64 first_, last_;
    Shows shows_;
    std::unordered_map<std::uint64_t, Loop> loops_;
    std::unordered_map<std::uint64_t, std::string> tasks_; // "echo(StreamReader, StreamWriter)"
    std::unordered_map<std::uint64_t, std::string> taskNames_; // "Task-12"
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ending_; // loops and tasks, of this Delta
    std::unordered_map<std::uint64_t, qint64> tracks_; // described; when its last slice ended
    std::unordered_map<std::uint64_t, qint64> ends_; // of the last step, by track
    std::uint64_t flows_ = 0;
    ProtoWriter event_, packet_, framed_; // their room is used again
    std::string out_;
};

} // namespace models
