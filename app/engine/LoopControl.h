// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Carries out what a person asks of one loop of this process: tasks are cancelled, connections
// closed or aborted, debug mode is switched, each in that loop's own thread, soon. What is gone by
// then, the loop itself included, is left alone. A value that knows the loop by id: any thread.

#include "loop/Ids.h"

namespace app {

class LoopControl {
public:
    explicit LoopControl(loop::LoopId loop)
        : loop_(loop)
    { }

    void cancelTask(loop::TaskId id) const;
    void closeConnection(loop::ConnectionId id) const;
    void abortConnection(loop::ConnectionId id) const; // over TCP, the peer sees a reset
    void setDebug(bool on) const;

private:
    loop::LoopId loop_;
};

} // namespace app
