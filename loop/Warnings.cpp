// SPDX-License-Identifier: MIT
#include "loop/Warnings.h"

#include "loop/EventLoop.h"
#include "loop/internal/LoopRegistry.h"

#include <iterator>

namespace loop {

bool warnsOf(LoopId loop, WarningKind kind)
{
    const std::lock_guard lock(loopRegistry().mutex);
    const auto found = loopRegistry().loops.find(loop.value);
    return found != loopRegistry().loops.end() && found->second->warningSwitches().on(kind);
}

std::string_view summary(WarningKind kind) noexcept
{
    static constexpr std::string_view words[] = {
        // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): sentences of two lines
        "A callback held the loop for longer than the limit. Move the work to an executor, or "
        "await in between.",
        "Many callbacks together held the loop for longer than the limit. Let fewer become ready "
        "at once.",
        "A callback holds the loop now, and everything else on it waits. Move what blocks to an "
        "executor.",
        "Resolving a name took longer than the limit. Check the resolver, or use a numeric "
        "address.",
        "A coroutine was created and dropped without being awaited: nothing of it ran. Await it, "
        "or make it a task.",
        "A task failed and nobody asked for its result. Await the task, or read its exception.",
        "A future was given an exception and nobody asked for it. Await the future, or read its "
        "exception.",
        "A task was dropped before it was done. Cancel it and await it before the loop is closed.",
        "A loop was called from a thread that is not its own. Use callSoonThreadsafe or "
        "runCoroutineThreadsafe.",
        "A transport was open when its loop was closed. Close it, and let the loop run until "
        "connectionLost.",
        "A stream handler ended without closing its connection, and nobody else holds it. Call "
        "writer.close().",
        "A loop was destroyed without being closed. Call close().",
        "A loop was used after close(). Make another one.",
        "A loop was run from inside a running loop. Await instead, or use another thread.",
        "A loop was stopped before what it was run for was done.",
        "A future or task was awaited on a loop other than its own. Use runCoroutineThreadsafe.",
        "A lock was released that was not held, or is held for ever. Use a guard.",
        "The exception handler itself threw. The default handler took over.",
        "Something was written after writeEof(). Write before, or do not end the stream yet.",
        "A connection that is lost is still written to. Stop when connectionLost comes, or await "
        "drain().",
        "The system gave no descriptor or no memory for a connection, so accepting pauses. Close "
        "connections, or raise the limit of descriptors with ulimit -n.",
        "A descriptor that a transport owns was to be watched by hand. Use the transport.",
        "A task wakes itself more often than others wake it: it polls. Await what it waits for.",
        "A task ran for more than a second without awaiting anything. Await sleep(0) in between, "
        "or use an executor.",
        "A task waits for a future that only it holds, so nobody can ever complete it. Keep the "
        "future where it is set.",
        "Tasks wait for each other in a circle, and none can go on. Break the circle.",
        "A coroutine frame is larger than 16 KiB. Keep large arrays on the heap.",
        "A callback threw. The loop and all other callbacks went on.",
    };
    static_assert(std::size(words) == static_cast<std::size_t>(WarningKind::Count));
    return words[static_cast<std::size_t>(kind)];
}

} // namespace loop
