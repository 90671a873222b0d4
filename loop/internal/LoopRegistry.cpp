// SPDX-License-Identifier: MIT
#include "loop/internal/LoopRegistry.h"

#include "loop/EventLoop.h"

namespace loop {

thread_local constinit EventLoop *t_lastLoop = nullptr;
thread_local constinit std::uint64_t t_ownLoop = 0;

EventLoop *loopOfThisThread()
{
    const auto found = loopRegistry().loops.find(t_ownLoop);
    EventLoop *const loop = found == loopRegistry().loops.end() ? nullptr : found->second;
    return loop && loop->isRunning() && !loop->inThisThread() ? nullptr : loop;
}

LoopRegistry &loopRegistry()
{
    static LoopRegistry registry;
    return registry;
}

} // namespace loop
