// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/LoopControl.h"

#include "app/engine/faults/Reset.h"
#include "loop/EventLoop.h"
#include "loop/Transport.h"

namespace app {

using loop::EventLoop;

void LoopControl::cancelTask(loop::TaskId id) const
{
    EventLoop::post(loop_, [id] {
        if (loop::TaskBase *task = EventLoop::running()->findTask(id))
            task->cancel();
    });
}

void LoopControl::closeConnection(loop::ConnectionId id) const
{
    EventLoop::post(loop_, [id] {
        if (loop::Transport *transport = EventLoop::running()->findTransport(id))
            transport->close();
    });
}

void LoopControl::abortConnection(loop::ConnectionId id) const
{
    EventLoop::post(loop_, [id] {
        if (loop::Transport *transport = EventLoop::running()->findTransport(id))
            resetConnection(*transport);
    });
}

void LoopControl::setDebug(bool on) const
{
    EventLoop::post(loop_, [on] { EventLoop::running()->setDebug(on); });
}

} // namespace app
