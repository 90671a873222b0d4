// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What lives, as a stream of Deltas tells it: the newest of every loop, connection, task and timer,
// those that ended so recently that the views still show them, and the warnings, counted by kind
// and place. snapshot() gives it back as keyframes, from which models can be put back and a stream
// can be read without what came before. The recording's thread makes its keyframes of one, readers
// find moments with another. Memory follows what lives, and the places in the code that warn. Any
// one thread at a time; a plain value that can be copied.

#include "loop/Records.h"

#include <chrono>
#include <deque>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace models {

class Mirror {
public:
    // How long those that ended are kept, on the wall clock, and how many connections and tasks at
    // most: what a TableModel keeps by itself.
    static constexpr std::chrono::seconds Retention {30};
    static constexpr std::size_t EndedBound = 10'000;

    void apply(const loop::Delta &delta);
    // The same where the Delta replaces all that is known of its loop.
    void applyKeyframe(const loop::Delta &delta);

    // A keyframe for each loop, in the order in which they came. Of each, what came first comes
    // first; warnings have their count.
    [[nodiscard]] std::vector<loop::Delta> snapshot() const;
    // The wall clock of the newest Delta, ns since 1970; 0 before the first.
    [[nodiscard]] std::int64_t time() const { return time_; }

    // What is known of a loop itself, without what lives on it; null for one that is not known.
    [[nodiscard]] const loop::Delta *head(loop::LoopId loop) const;
    [[nodiscard]] const loop::TaskCreated *task(loop::TaskId id) const;

    // Calls `connection` and `task` with each sample that came since settle() and with the offset
    // of its wall clock; of those that are mirrored still.
    template <class OnConnection, class OnTask>
    void visitChanged(const OnConnection &connection, const OnTask &task) const
    {
        for (const Loop &loop : loops_) {
            visitEach(loop.connections, connection);
            visitEach(loop.tasks, task);
        }
    }

    void settle();

private:
    template <class Birth, class Latest> struct Life {
        Birth birth;
        Latest sample;
        std::int64_t birthOffset = 0, sampleOffset = 0; // to the wall clock
        bool sampled = false;
        bool changed = false; // since settle()
    };
    template <class Birth, class Latest>
    using Lives = std::unordered_map<decltype(Birth::id), Life<Birth, Latest>>;
    using Connections = Lives<loop::ConnectionOpened, loop::ConnectionSample>;
    using Tasks = Lives<loop::TaskCreated, loop::TaskSample>;

    // Of one task as long as it is known: it shows how often it was warned of.
    using WarningKey
        = std::tuple<std::uint64_t, loop::WarningKind, std::string_view, std::uint32_t>;
    struct Warnings {
        loop::WarningRecord newest; // with the count
        std::int64_t wallOffset = 0;
    };

    struct Loop {
        loop::Delta head; // its vectors are empty
        Connections connections;
        Tasks tasks;
        std::vector<loop::TimerSample> timers;
        std::int64_t timersOffset = 0;
        bool timersSampled = false;
        std::map<WarningKey, Warnings> warnings;
    };
    struct Ended {
        std::int64_t time = 0; // wall clock
        std::size_t loop = 0;
        std::uint64_t id = 0;
    };

    template <class Map, class Visit> static void visitEach(const Map &lives, const Visit &visit)
    {
        for (const auto &[id, life] : lives) {
            if (life.changed)
                visit(life.sample, life.sampleOffset);
        }
    }

    std::size_t loopOf(loop::LoopId id);
    void note(const loop::Delta &delta, Loop &loop);
    void count(Loop &loop, const loop::WarningRecord &warning, std::int64_t wallOffset);
    void forgetTask(Loop &loop, loop::TaskId task);
    void expire();

    std::vector<Loop> loops_;
    std::deque<Ended> endedConnections_, endedTasks_; // in the order in which they ended
    std::int64_t time_ = 0;
};

} // namespace models
