// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Carries out what a person asks of one loop of this process: tasks are cancelled, connections
// closed or aborted, debug mode is switched, each in that loop's own thread, soon. What is gone by
// then, the loop itself included, is left alone. A value that knows the loop by id: any thread.

#include "loop/Ids.h"

#include <unordered_set>

namespace app {

class LoopControl {
public:
    explicit LoopControl(loop::LoopId loop)
        : loop_(loop)
    { }

    // Of many at once: one message to the loop, and there one walk over what lives.
    void cancelTasks(std::unordered_set<loop::TaskId> ids) const;
    void closeConnections(std::unordered_set<loop::ConnectionId> ids) const;
    void
    abortConnections(std::unordered_set<loop::ConnectionId> ids) const; // TCP: peers see a reset
    void setDebug(bool on) const;

private:
    loop::LoopId loop_;
};

} // namespace app
