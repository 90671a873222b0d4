// SPDX-License-Identifier: MIT
#pragma once

// Task<T>: a Future that drives a coroutine (T-03). EventLoop::createTask() makes one and the loop
// keeps it until it is done, so a Task may be dropped: it is then neither cancelled nor forgotten.
// Invariant: a task that is not done either waits for one Suspension or has one step scheduled or
// running, never both. Every wake-up goes through the loop's ready queue, never inline. Thread: the
// loop's.

#include "loop/Coro.h"
#include "loop/Ids.h"

#include <string_view>
#include <vector>

namespace loop {

class TaskBase : public FutureBase {
public:
    TaskBase(EventLoop &loop, PromiseBase &root, std::string_view name,
             const std::source_location &created);
    ~TaskBase() override;

    [[nodiscard]] TaskId id() const noexcept { return m_id; }
    [[nodiscard]] TaskId parent() const noexcept { return m_parent; }
    [[nodiscard]] ContextId context() const noexcept { return m_context; }
    [[nodiscard]] std::string name() const; // the name given, or "Task-<id>"
    void setName(std::string_view name);

    // T-06: throws CancelledError inside the coroutine at its next step, which may clean up or
    // refuse. What it awaits is cancelled first (T-09); before its first step its body never runs
    // (T-08). False if done already.
    bool cancel(const std::string &message = {}) override;
    [[nodiscard]] int cancelling() const noexcept { return m_cancelRequests; }
    int uncancel() noexcept; // one request less; what remains, never below 0

    // For task factories, see eagerTaskFactory(): the first step runs inside createTask().
    void startEagerly() noexcept { m_eager = true; }

    [[nodiscard]] TaskState taskState() const noexcept;
    [[nodiscard]] WaitInfo waitInfo() const noexcept; // kind None unless suspended
    [[nodiscard]] Place coroutine() const noexcept { return m_coroutine; }
    [[nodiscard]] Place awaitedAt() const noexcept;
    [[nodiscard]] std::vector<FrameRecord> frames() const; // outermost first; empty once done
    [[nodiscard]] TaskBase *asTask() noexcept final { return this; }
    [[nodiscard]] const char *resultOwner() const noexcept final { return "Task"; }
    [[nodiscard]] WaitKind waitKind() const noexcept final { return WaitKind::Task; }
    [[nodiscard]] std::string
    describe() const; // "<Task pending name='Task-1' coro=<f() at a.cpp:3>>"
    [[nodiscard]] std::string errorText() const;

    struct Counters {
        std::uint64_t steps = 0;
        std::int64_t busy = 0; // ns; gathered only while a probe or debug mode looks
        std::int64_t longest = 0;
        DurationBuckets histogram {};
        // From when it was woken until it ran: in all, and the longest; from its second step on.
        // Woken means: the step or event that woke it began, for the clock is read once an entry.
        std::int64_t toRun = 0, longestToRun = 0;
        std::int64_t wokenAt = 0; // ns; 0: it runs or waits
    };
    [[nodiscard]] Counters counters() const noexcept;
    // Of the last request to cancel it, while a probe looks: the task in whose step it was made,
    // and the task that waited for this one and passed it on; none: nobody known.
    [[nodiscard]] TaskId cancelledBy() const noexcept { return m_cancelledBy; }
    [[nodiscard]] TaskId cancelledThrough() const noexcept { return m_cancelledThrough; }
    // The tasks it waits for where waitInfo() names none, up to so many.
    [[nodiscard]] std::vector<TaskId> awaits(std::size_t most) const;
    [[nodiscard]] PrimitiveSample primitive() const noexcept; // that it waits for; id 0: none
    [[nodiscard]] std::uint32_t selfWakes() const noexcept
    {
        return m_selfWakes;
    } // steps it scheduled itself
    [[nodiscard]] const PromiseBase *largestFrame() const noexcept; // null once done
    [[nodiscard]] FutureBase *awaitedFuture() const noexcept; // what it waits for, or null
    [[nodiscard]] TaskBase *awaitedTask() const noexcept; // if that is a task

    std::uint32_t probeSlot = 0; // the probe's own

private:
    friend class EventLoop;
    friend class Suspension;
    friend void startChild(PromiseBase &, PromiseBase &) noexcept;
    friend void finishFrame(PromiseBase &) noexcept;
    friend std::source_location callSite(const EventLoop &) noexcept;

    void step();
    void wake() noexcept; // schedules a step
    void cancelWait();
    void countWait(std::int64_t began) noexcept; // until this step
    void countStep(std::int64_t began, std::int64_t ended) noexcept;
    void lintFrame() noexcept;
    void finishCoroutine();
    void end(State state);
    virtual void takeResult(PromiseBase &root) = 0; // moves the value out of the promise
    void destroyFrames() noexcept;

    TaskBase *m_previousTask = nullptr; // the loop's list of tasks that are not done
    TaskBase *m_nextTask = nullptr;
    TaskId m_parent;
    std::source_location m_coroutine;
    std::unique_ptr<std::string> m_name;
    std::unique_ptr<std::string> m_cancelMessage;
    TaskId m_cancelledBy;
    TaskId m_cancelledThrough;
    // From here on what every step needs: among many tasks it has left the caches.
    PromiseBase *m_root; // owned until done
    PromiseBase *m_leaf; // the innermost frame
    PromiseBase *m_next = nullptr; // the frame to resume next, while stepping
    Suspension *m_suspension = nullptr;
    TaskId m_id;
    ContextId m_context;
    std::uint64_t m_steps = 0;
    std::unique_ptr<Counters>
        m_measured; // but for the steps; null until a probe or debug mode looks
    int m_cancelRequests = 0;
    std::uint32_t m_selfWakes = 0;
    TaskId m_wokenBy; // the task in whose step the last wake() was, or none
    std::uint32_t m_lintsRaised = 0; // bits, by place in taskLints()
    bool m_mustCancel = false;
    bool m_passingCancel = false; // to what it waits for
    bool m_waitCancelled = false; // uncancel() is too late
    bool m_eager = false;
    bool m_started = false;
    bool m_running = false;
};

template <class T> class TaskOf final : public WithResult<T, TaskBase> {
public:
    using WithResult<T, TaskBase>::WithResult;

private:
    void takeResult(PromiseBase &root) override
    {
        if constexpr (std::is_void_v<T>)
            this->m_value.emplace();
        else
            this->m_value.emplace(static_cast<Promise<T> &>(root).takeResult());
    }
};

// A Future (T-03) with what only tasks have. cancelled() is true only if CancelledError came out of
// the coroutine (T-07). Counted as a Future is; null when default-made.
template <class T> class Task : public Future<T> {
public:
    Task() noexcept = default;
    explicit Task(Ref<FutureBase> state) noexcept
        : Future<T>(std::move(state))
    { }

    [[nodiscard]] TaskBase &base() const noexcept
    {
        return static_cast<TaskBase &>(*this->state());
    }
    [[nodiscard]] TaskId id() const noexcept { return base().id(); }
    [[nodiscard]] std::string name() const { return base().name(); }
    [[nodiscard]] int cancelling() const noexcept { return base().cancelling(); }
    int uncancel() const noexcept { return base().uncancel(); }
};

// createTask(eagerStart, coro): runs inside the call until it first suspends, and is done at once
// if it never does (Python's eager_start). As any other task where the loop is not running.
struct EagerStart { };
inline constexpr EagerStart eagerStart;

// loop.setTaskFactory(eagerTaskFactory): all tasks begin so.
inline void eagerTaskFactory(TaskBase &task)
{
    task.startEagerly();
}

} // namespace loop
