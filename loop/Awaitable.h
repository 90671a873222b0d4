// SPDX-License-Identifier: MIT
#pragma once

// What the combinators take: a Coro, a Future or a Task. ensureFuture() makes a Future of each: a
// task of a coroutine, the same object of the others, which must be of the same loop.

#include "loop/Policy.h"

#include <concepts>
#include <optional>
#include <vector>

namespace loop {

template <class A>
concept CoroLike = std::same_as<A, Coro<typename A::Result>>;
template <class A>
concept FutureLike = std::derived_from<A, Future<typename A::Result>>;
template <class A>
concept Awaitable = CoroLike<std::remove_cvref_t<A>> || FutureLike<std::remove_cvref_t<A>>;

template <Awaitable A> using ResultOf = typename std::remove_cvref_t<A>::Result;

// What a coroutine calls back for: a callable that gives an Awaitable.
template <class F, class... Args>
concept AsyncCallable = Awaitable<std::invoke_result_t<F &, Args...>>;

template <Awaitable A>
[[nodiscard]] Future<ResultOf<A>> ensureFuture(EventLoop &loop, A &&awaitable)
{
    if constexpr (CoroLike<std::remove_cvref_t<A>>) {
        static_assert(!std::is_lvalue_reference_v<A>,
                      "a coroutine runs once: write std::move(coro), or call the function in the "
                      "argument: gather(f(), g())");
        const std::source_location at = awaitable.promise().coroutine;
        return loop.createTask(std::forward<A>(awaitable), {}, at);
    } else {
        if (!awaitable)
            failEmpty();
        checkLoop(loop, *awaitable.state());
        return awaitable;
    }
}

template <Awaitable A>
[[nodiscard]] std::vector<Future<ResultOf<A>>> ensureFutures(EventLoop &loop,
                                                             std::vector<A> awaitables)
{
    std::vector<Future<ResultOf<A>>> futures;
    futures.reserve(awaitables.size());
    for (A &awaitable : awaitables)
        futures.push_back(ensureFuture(loop, std::move(awaitable)));
    return futures;
}

template <class T>
[[nodiscard]] std::vector<Ref<FutureBase>> statesOf(const std::vector<Future<T>> &futures)
{
    std::vector<Ref<FutureBase>> states;
    states.reserve(futures.size());
    for (const Future<T> &future : futures)
        states.push_back(future.state());
    return states;
}

// The loop of the first that has one; a coroutine's is the one that runs.
template <Awaitable A> [[nodiscard]] EventLoop *loopOf(const A &awaitable)
{
    if constexpr (FutureLike<A>)
        return &awaitable.loop();
    else
        return EventLoop::running();
}

template <Awaitable A> [[nodiscard]] EventLoop &loopFor(const std::vector<A> &awaitables)
{
    EventLoop *const loop = awaitables.empty() ? nullptr : loopOf(awaitables.front());
    return loop ? *loop : getEventLoop();
}

template <Awaitable... As> [[nodiscard]] EventLoop &loopFor(const As &...awaitables)
{
    EventLoop *loop = nullptr;
    ((loop = loop ? loop : loopOf(awaitables)), ...);
    return loop ? *loop : getEventLoop();
}

// The value of a future that has a result: a copy, or the value itself if it cannot be copied.
template <class T> [[nodiscard]] Stored<T> valueOf(FutureBase &future)
{
    if constexpr (std::is_void_v<T>) {
        return {};
    } else {
        T &value = *static_cast<T *>(future.value());
        if constexpr (IsCopyable<T>::value)
            return value;
        else
            return std::move(value);
    }
}

// How something ended, as a value: a result, or the exception that there is instead.
template <class T> class Outcome {
public:
    using Value = Stored<T>;

    explicit Outcome(Value value)
        : m_value(std::move(value))
    { }
    explicit Outcome(std::exception_ptr exception) noexcept
        : m_exception(std::move(exception))
    { }

    [[nodiscard]] bool ok() const noexcept { return m_value.has_value(); }
    [[nodiscard]] bool cancelled() const noexcept { return isCancelled(m_exception); }
    [[nodiscard]] const std::exception_ptr &exception() const noexcept
    {
        return m_exception;
    } // null if ok
    [[nodiscard]] const Value &value() const // or throws the exception
    {
        if (m_exception)
            std::rethrow_exception(m_exception);
        return *m_value;
    }

private:
    std::optional<Value> m_value;
    std::exception_ptr m_exception;
};

} // namespace loop
