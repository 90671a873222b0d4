// SPDX-License-Identifier: MIT
#pragma once

// timeout(), timeoutAt(), waitFor(): what takes too long is cancelled, and TimeoutError is thrown.
//
//     const auto reply = co_await timeout(5s, fetch(url));        // a coroutine, future or task
//     co_await timeout(5s, converse);                             // a callable that gives one
//     co_await timeoutAt(loop.time() + 5s, converse);             // ... and may take a Timeout &
//
// What runs inside runs in the same task. When the time is up the task is cancelled; the
// CancelledError that comes out becomes the TimeoutError (K-08). A cancellation from outside stays
// CancelledError, and what refuses to be cancelled keeps its result. A callable is kept until its
// coroutine is done, so it may be a lambda with captures; name it first, then await the call (see
// HACKING.md, g++ 12). Zero and negative: the first thing that really suspends is cancelled.
// Thread: the loop's, in a task.

#include "loop/Awaitable.h"
#include "loop/Handle.h"
#include "loop/Wait.h"

namespace loop {

// One limit while it is in force: `Timeout &` for the callable that wants to move it.
class Timeout {
public:
    explicit Timeout(std::optional<TimePoint> when) noexcept
        : m_when(when)
    { }
    Timeout(const Timeout &) = delete;
    Timeout &operator=(const Timeout &) = delete;
    ~Timeout() { m_timer.cancel(); }

    [[nodiscard]] std::optional<TimePoint> when() const noexcept
    {
        return m_when;
    } // nothing: unlimited
    [[nodiscard]] bool expired() const noexcept { return m_expired; }
    void reschedule(std::optional<TimePoint> when); // RuntimeError once expired

    // For timeoutAt(): in the task that is limited.
    void enter();
    void leave(const std::exception_ptr &error); // throws TimeoutError, `error` or nothing

private:
    std::optional<TimePoint> m_when;
    TaskBase *m_task = nullptr;
    Handle m_timer;
    int m_cancelling = 0; // requests that there were before
    bool m_expired = false;
};

// An awaitable as a callable that gives it.
template <Awaitable A> class Given {
public:
    explicit Given(A awaitable)
        : m_awaitable(std::move(awaitable))
    { }
    A operator()() { return std::move(m_awaitable); }

private:
    A m_awaitable;
};

template <class F> auto callLimited(F &callable, Timeout &limit)
{
    if constexpr (std::is_invocable_v<F &, Timeout &>)
        return callable(limit);
    else
        return callable();
}
template <class F>
using LimitedResult
    = ResultOf<decltype(callLimited(std::declval<F &>(), std::declval<Timeout &>()))>;

// The deadline of a limit that begins now, or one that was given.
class Deadline {
public:
    Deadline(TimeLimit after) noexcept // NOLINT: implicit on purpose
        : m_after(after)
    { }
    explicit Deadline(std::optional<TimePoint> at) noexcept
        : m_at(at)
    { }
    [[nodiscard]] std::optional<TimePoint> when() const
    {
        return m_at ? m_at : m_after.deadline(getRunningLoop());
    }

private:
    TimeLimit m_after;
    std::optional<TimePoint> m_at;
};

template <class F> Coro<LimitedResult<F>> runLimited(Deadline deadline, F callable)
{
    using T = LimitedResult<F>;
    Timeout limit(deadline.when());
    std::optional<Stored<T>> value;
    std::exception_ptr error;
    limit.enter();
    try {
        if constexpr (std::is_void_v<T>)
            co_await callLimited(callable, limit);
        else
            value.emplace(co_await callLimited(callable, limit));
    } catch (...) {
        error = std::current_exception();
    }
    limit.leave(error);
    if constexpr (!std::is_void_v<T>)
        co_return std::move(*value);
}

// K-08. The time begins when the result is awaited; nullopt is no limit.
template <Awaitable A> Coro<ResultOf<A>> timeout(TimeLimit after, A awaitable)
{
    return runLimited(Deadline(after), Given<A>(std::move(awaitable)));
}
template <class F>
requires AsyncCallable<F> || AsyncCallable<F, Timeout &> Coro<LimitedResult<F>>
timeout(TimeLimit after, F callable)
{
    return runLimited(Deadline(after), std::move(callable));
}
template <Awaitable A> Coro<ResultOf<A>> timeoutAt(std::optional<TimePoint> when, A awaitable)
{
    return runLimited(Deadline(when), Given<A>(std::move(awaitable)));
}
template <class F>
requires AsyncCallable<F> || AsyncCallable<F, Timeout &> Coro<LimitedResult<F>>
timeoutAt(std::optional<TimePoint> when, F callable)
{
    return runLimited(Deadline(when), std::move(callable));
}

// K-11: as timeout(), but with no time at all a coroutine does not even begin, and what is done
// already still gives its result.
template <Awaitable A> Coro<ResultOf<A>> waitFor(A awaitable, TimeLimit limit)
{
    if (!limit.isOver())
        co_return co_await timeout(limit, std::move(awaitable));
    Future<ResultOf<A>> future = ensureFuture(getRunningLoop(), std::move(awaitable));
    if (!future.done()) {
        future.cancel();
        const std::vector<Ref<FutureBase>> states(1, future.state());
        co_await UntilDone(states, std::nullopt, ReturnWhen::AllCompleted);
        if (future.cancelled())
            throw TimeoutError();
    }
    co_return future.takeResult();
}

} // namespace loop
