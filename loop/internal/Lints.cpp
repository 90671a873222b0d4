// SPDX-License-Identifier: MIT
#include "loop/internal/Lints.h"

#include "loop/Task.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace loop {

namespace {

constexpr std::uint64_t enoughSteps = 100; // before a share of them means anything

bool wakesItself(const TaskBase &task)
{
    return task.counters().steps >= enoughSteps && task.selfWakes() * 2 > task.counters().steps;
}

bool neverYields(const TaskBase &task)
{
    return task.counters().longest >= 1'000'000'000;
}

bool nobodyCanWake(const TaskBase &task)
{
    const FutureBase *const future = task.awaitedFuture();
    return future && !future->done() && future->references() == 1; // the awaiter's own
}

// What leads from `future` back to `task` through those who wait, also through futures between
// tasks, as of gather(). The tasks on that way are left in `way`, the one that awaits `task` first.
bool leadsBack(const FutureBase &future, const TaskBase &task,
               std::unordered_set<const FutureBase *> &seen, std::vector<const TaskBase *> &way)
{
    for (const Ref<FutureBase> &awaiter : future.neededBy()) {
        const TaskBase *const waiting = awaiter->asTask();
        if (waiting == &task)
            return true;
        if (!seen.insert(awaiter.get()).second)
            continue;
        if (waiting)
            way.push_back(waiting);
        if (leadsBack(*awaiter, task, seen, way))
            return true;
        if (waiting)
            way.pop_back();
    }
    return false;
}

// Who is awaited, then who that one awaits; empty if the task is in no circle.
std::vector<const TaskBase *> circleOf(const TaskBase &task)
{
    std::unordered_set<const FutureBase *> seen;
    std::vector<const TaskBase *> way;
    if (!task.awaitedFuture() || !leadsBack(task, task, seen, way))
        return {};
    std::reverse(way.begin(), way.end());
    way.push_back(&task);
    return way;
}

bool inCycle(const TaskBase &task)
{
    return !circleOf(task).empty();
}

std::string describeCycle(const TaskBase &task)
{
    std::string text = task.name();
    for (const TaskBase *const next : circleOf(task))
        text.append(" awaits ").append(next->name());
    return text;
}

bool hasLargeFrame(const TaskBase &task)
{
    const PromiseBase *const frame = task.largestFrame();
    return frame && frame->frameBytes > largeFrameBytes;
}

Place coroutineOf(const TaskBase &task)
{
    return task.coroutine();
}

constexpr std::array lints {
    Lint {WarningKind::SelfWaking, Lint::Look, wakesItself,
          [](const TaskBase &task) {
              return task.describe() + " woke itself for " + std::to_string(task.selfWakes())
                  + " of its " + std::to_string(task.counters().steps) + " steps";
          },
          coroutineOf},
    Lint {WarningKind::NeverYields, Lint::StepEnd, neverYields,
          [](const TaskBase &task) {
              return task.describe() + " ran for more than a second and never awaited";
          },
          coroutineOf},
    Lint {WarningKind::NobodyCanWake, Lint::Look, nobodyCanWake,
          [](const TaskBase &task) {
              return task.describe() + " waits for a future that nobody else holds";
          },
          coroutineOf},
    Lint {WarningKind::AwaitCycle, Lint::Look, inCycle, describeCycle, coroutineOf},
    Lint {WarningKind::LargeFrame, Lint::FrameMade | Lint::Look, hasLargeFrame,
          [](const TaskBase &task) {
              const PromiseBase &frame = *task.largestFrame();
              return "coroutine '" + Place(frame.coroutine).name() + "' has a frame of "
                  + std::to_string(frame.frameBytes) + " bytes";
          },
          [](const TaskBase &task) { return Place(task.largestFrame()->coroutine); }},
};

} // namespace

std::span<const Lint> taskLints() noexcept
{
    return lints;
}

} // namespace loop
