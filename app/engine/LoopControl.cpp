// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/LoopControl.h"

#include "app/engine/LiveById.h"
#include "app/engine/faults/Reset.h"
#include "loop/EventLoop.h"
#include "loop/Transport.h"

namespace app {

using loop::EventLoop;

void LoopControl::cancelTasks(std::unordered_set<loop::TaskId> ids) const
{
    EventLoop::post(loop_, [ids = std::move(ids)] {
        for (const auto &task : liveTasks(*EventLoop::running(), ids))
            task->cancel();
    });
}

void LoopControl::closeConnections(std::unordered_set<loop::ConnectionId> ids) const
{
    EventLoop::post(loop_, [ids = std::move(ids)] {
        for (const auto &transport : liveConnections(*EventLoop::running(), ids))
            transport->close();
    });
}

void LoopControl::abortConnections(std::unordered_set<loop::ConnectionId> ids) const
{
    EventLoop::post(loop_, [ids = std::move(ids)] {
        for (const auto &transport : liveConnections(*EventLoop::running(), ids))
            resetConnection(*transport);
    });
}

void LoopControl::setDebug(bool on) const
{
    EventLoop::post(loop_, [on] { EventLoop::running()->setDebug(on); });
}

} // namespace app
