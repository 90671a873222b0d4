// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What loops said last of themselves, and what follows from two such words: iterations a second and
// the share of time that a loop is busy, each over half a second or more. For the Inspector of a
// loop. Main thread; costs a look-up and a copy of a small struct for each Delta.

#include "loop/Records.h"

#include <QtCore/QString>

#include <unordered_map>
#include <vector>

namespace models {

class LoopFacts {
public:
    struct Loop {
        QString name;
        loop::LoopSample sample;
        std::int64_t time = 0, wallOffset = 0; // of it; wall clock = time + wallOffset
        double iterationsPerSecond = 0;
        double busyShare = 0; // 0..1
        std::int64_t longestIteration = 0; // ns, the longest that was seen
        std::int64_t longestLag = 0; // likewise
        std::vector<loop::HandleGroup> handles; // while they are asked for
        bool closed = false;
    };

    void apply(const loop::Delta &delta);
    void reset() { loops_.clear(); }
    [[nodiscard]] const Loop *find(quint64 loop) const; // null: nothing is known of it

private:
    struct Known {
        Loop shown;
        std::uint64_t iterations = 0; // these three where the rates were taken last
        std::int64_t busy = 0;
        std::int64_t ratedAt = 0;
    };
    std::unordered_map<quint64, Known> loops_;
};

} // namespace models
