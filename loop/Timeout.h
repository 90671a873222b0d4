// SPDX-License-Identifier: MIT
#pragma once

// timeout(), timeoutAt(), waitFor(): what takes too long is cancelled, and TimeoutError is thrown.
//
//     const auto reply = co_await timeout(5s, fetch(url));        // a coroutine, future or task
//     co_await timeout(5s, converse);                             // a callable that gives one
//     co_await timeoutAt(loop.time() + 5s, converse);             // ... and may take a Timeout &
//     Timeout limit(5s);                                          // asked afterwards, whatever
//     co_await timeout(limit, fetch(url));                        // came of it: limit.expired()
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

// One limit, for one timeout(): it can be moved while in force, and asked before, then and
// afterwards. Its time begins when timeout() is awaited. asyncio's `async with timeout() as limit`.
class Timeout {
public:
    explicit Timeout(TimeLimit after) noexcept
        : m_after(after.duration())
    { }
    explicit Timeout(std::optional<TimePoint> when) noexcept
        : m_when(when)
    { }
    explicit Timeout(std::nullopt_t) noexcept { } // unlimited, unless it is rescheduled
    Timeout(const Timeout &) = delete;
    Timeout &operator=(const Timeout &) = delete;
    ~Timeout() { m_timer.cancel(); }

    [[nodiscard]] std::optional<TimePoint> when() const noexcept
    {
        return m_when;
    } // nothing: unlimited, or a time that has not begun
    // The time was up: what ran inside was cancelled, even if it refused and gave a result.
    [[nodiscard]] bool expired() const noexcept { return m_expired; }
    void reschedule(std::optional<TimePoint> when); // RuntimeError once expired or over

    // For timeout(): in force while it lives, in the task that is limited. RuntimeError the second
    // time.
    class InForce {
    public:
        explicit InForce(Timeout &limit)
            : m_limit(limit)
        {
            limit.enter();
        }
        ~InForce() { m_limit.end(); }
        InForce(const InForce &) = delete;
        InForce &operator=(const InForce &) = delete;

    private:
        Timeout &m_limit;
    };
    void leave(const std::exception_ptr &error); // throws TimeoutError, `error` or nothing

private:
    void enter();
    void end() noexcept;
    void arm();

    std::optional<Duration> m_after; // until entered
    std::optional<TimePoint> m_when;
    TaskBase *m_task = nullptr; // while in force
    Handle m_timer;
    int m_cancelling = 0; // requests that there were before
    bool m_entered = false;
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

template <class F>
requires std::is_invocable_v<F &> || std::is_invocable_v<F &, Timeout &>
auto callLimited(F &callable, Timeout &limit)
{
    if constexpr (std::is_invocable_v<F &, Timeout &>)
        return callable(limit);
    else
        return callable();
}
template <class F>
using LimitedResult
    = ResultOf<decltype(callLimited(std::declval<F &>(), std::declval<Timeout &>()))>;

[[nodiscard]] inline Timeout &limitOf(Timeout *given) noexcept
{
    return *given;
}
template <class L> [[nodiscard]] Timeout limitOf(L given) noexcept
{
    return Timeout(given);
}

// `L`: what a Timeout is made of, or a pointer to one.
template <class L, class F> Coro<LimitedResult<F>> runLimited(L given, F callable)
{
    using T = LimitedResult<F>;
    std::conditional_t<std::is_pointer_v<L>, Timeout &, Timeout> limit(limitOf(given));
    const Timeout::InForce inForce(limit);
    std::optional<Stored<T>> value;
    std::exception_ptr error;
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
    return runLimited(after, Given<A>(std::move(awaitable)));
}
template <class F>
requires AsyncCallable<F> || AsyncCallable<F, Timeout &> Coro<LimitedResult<F>>
timeout(TimeLimit after, F callable)
{
    return runLimited(after, std::move(callable));
}
template <Awaitable A> Coro<ResultOf<A>> timeoutAt(std::optional<TimePoint> when, A awaitable)
{
    return runLimited(when, Given<A>(std::move(awaitable)));
}
template <class F>
requires AsyncCallable<F> || AsyncCallable<F, Timeout &> Coro<LimitedResult<F>>
timeoutAt(std::optional<TimePoint> when, F callable)
{
    return runLimited(when, std::move(callable));
}
template <BareNumber N, class F> Coro<void> timeoutAt(N, F &&)
{
    static_assert(refused<N>,
                  "timeoutAt() takes a time of the loop's clock: write loop.time() + 5s; for a "
                  "length of time there is timeout(5s, ...)");
    co_return;
}

// As timeout(), with a limit of the caller's, which outlives the await and can be asked afterwards.
// RuntimeError if it was used before.
template <Awaitable A> Coro<ResultOf<A>> timeout(Timeout &limit, A awaitable)
{
    return runLimited(&limit, Given<A>(std::move(awaitable)));
}
template <class F>
requires AsyncCallable<F> || AsyncCallable<F, Timeout &> Coro<LimitedResult<F>>
timeout(Timeout &limit, F callable)
{
    return runLimited(&limit, std::move(callable));
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
