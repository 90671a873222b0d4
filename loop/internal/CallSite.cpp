// SPDX-License-Identifier: MIT
#include "loop/internal/CallSite.h"

#include "loop/EventLoop.h"

namespace loop {

std::source_location callSite(const EventLoop &loop) noexcept
{
    const TaskBase *const task = loop.currentTask();
    if (!task)
        return {};
    for (const PromiseBase *frame = task->m_leaf; frame; frame = frame->parent)
        if (!Place(frame->coroutine).inCore())
            return frame->awaitedAt;
    return task->created();
}

std::source_location callSite() noexcept
{
    const EventLoop *const loop = EventLoop::running();
    return loop ? callSite(*loop) : std::source_location();
}

} // namespace loop
