// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What paused views have missed, merged as it comes: one Delta a loop, with the newest sample of
// each connection and task, and all warnings. Log events are left out (the log is read from the
// recording), and so are connections and tasks that began and ended meanwhile, once there are
// very many. So its size follows what is alive, not how long the pause lasts. Main thread.

#include "loop/Records.h"

#include <unordered_map>
#include <vector>

namespace models {

class HeldDeltas {
public:
    void add(const loop::Delta &delta);
    [[nodiscard]] std::vector<loop::Delta> takeAll();

private:
    static constexpr std::size_t EndedBound = 20'000; // and of notes
    static constexpr std::size_t WarningBound = 1'000;

    struct Held {
        loop::Delta delta;
        std::unordered_map<loop::ConnectionId, std::size_t>
            connections; // where in delta.connections
        std::unordered_map<loop::TaskId, std::size_t> tasks;
    };

    static void forgetEnded(Held &held);

    std::vector<Held> loops_;
};

} // namespace models
