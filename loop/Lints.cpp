// SPDX-License-Identifier: MIT
#include "loop/Lints.h"

#include "loop/Task.h"

#include <array>

namespace loop {

namespace {

constexpr std::uint64_t enoughSteps = 100; // before a share of them means anything

bool wakesItself(const TaskBase &task)
{
    return task.counters().steps >= enoughSteps && task.selfWakes() * 2 > task.counters().steps;
}

bool neverYields(const TaskBase &task)
{
    return task.counters().steps == 1 && task.counters().longest >= 1'000'000'000;
}

bool nobodyCanWake(const TaskBase &task)
{
    const FutureBase *const future = task.awaitedFuture();
    return future && !future->done() && future->references() == 1; // the awaiter's own
}

bool inCycle(const TaskBase &task)
{
    const TaskBase *slow = &task;
    const TaskBase *fast = &task;
    const auto next = [](const TaskBase *t) { return t ? t->awaitedTask() : nullptr; };
    do {
        slow = next(slow);
        fast = next(next(fast));
        if (slow == &task)
            return true;
    } while (fast && fast != slow);
    return false;
}

bool hasLargeFrame(const TaskBase &task)
{
    return task.frameBytes() > largeFrameBytes;
}

constexpr std::array lints {
    Lint {WarningKind::SelfWaking, wakesItself,
          [](const TaskBase &task) {
              return task.describe() + " woke itself for " + std::to_string(task.selfWakes())
                  + " of its " + std::to_string(task.counters().steps) + " steps";
          }},
    Lint {WarningKind::NeverYields, neverYields,
          [](const TaskBase &task) {
              return task.describe() + " ran for more than a second and never awaited";
          }},
    Lint {WarningKind::NobodyCanWake, nobodyCanWake,
          [](const TaskBase &task) {
              return task.describe() + " waits for a future that nobody else holds";
          }},
    Lint {WarningKind::AwaitCycle, inCycle,
          [](const TaskBase &task) {
              std::string text = task.name();
              for (const TaskBase *other = task.awaitedTask(); other;
                   other = other->awaitedTask()) {
                  text += " awaits " + other->name();
                  if (other == &task)
                      break;
              }
              return text;
          }},
    Lint {WarningKind::LargeFrame, hasLargeFrame,
          [](const TaskBase &task) {
              return task.describe() + " has a coroutine frame of "
                  + std::to_string(task.frameBytes()) + " bytes";
          }},
};

} // namespace

std::span<const Lint> taskLints() noexcept
{
    return lints;
}

std::string_view summary(WarningKind kind) noexcept
{
    static constexpr std::string_view words[] = {
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
