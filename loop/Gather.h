// SPDX-License-Identifier: MIT
#pragma once

// gather(): several awaitables at once, their results in the order of the arguments (K-02).
//
//     auto [user, orders] = co_await gather(loadUser(id), loadOrders(id));
//
// Coroutines become tasks. The first exception is the gather's at once, and the other awaitables go
// on (K-03); one that was cancelled counts as having thrown CancelledError (K-06). With
// `returnExceptions` as the first argument every result is an Outcome, and nothing throws (K-04).
// cancel() of the future cancels what is unfinished (K-05); awaiting it then throws CancelledError,
// though cancelled() is false. A void result is a std::monostate in a tuple; a vector of void
// awaitables gives no result; of no awaitables at all, an empty one. Never suspends by itself: it
// gives a future, which is done in the next iteration at the earliest. Thread: the loop's.

#include "loop/Awaitable.h"
#include "loop/DerivedFuture.h"

#include <tuple>
#include <utility>

namespace loop {

struct ReturnExceptions { };
inline constexpr ReturnExceptions returnExceptions;

class GatherFuture : public DerivedFuture {
public:
    GatherFuture(EventLoop &loop, const std::vector<Ref<FutureBase>> &sources,
                 bool returnsExceptions);
    bool cancel(const std::string &message = {}) override;
    [[nodiscard]] const char *resultOwner() const noexcept override { return "gather"; }
    [[nodiscard]] WaitKind waitKind() const noexcept override { return WaitKind::Gather; }

protected:
    template <class T> [[nodiscard]] Stored<T> result(std::size_t index) const
    {
        return valueOf<T>(source(index));
    }
    template <class T> [[nodiscard]] Outcome<T> outcome(std::size_t index) const
    {
        if (std::exception_ptr error = outcomeError(source(index)))
            return Outcome<T>(std::move(error));
        return Outcome<T>(result<T>(index));
    }

private:
    void sourceDone(FutureBase &source) override;
    void allDone() override;
    void fail(std::exception_ptr error);
    virtual void collect() = 0; // sets the result

    bool m_returnExceptions;
    bool m_cancelRequested = false;
};

template <class... Ts>
class GatherTuple final : public WithResult<std::tuple<Stored<Ts>...>, GatherFuture> {
public:
    using Result = std::tuple<Stored<Ts>...>;
    using WithResult<Result, GatherFuture>::WithResult;

private:
    void collect() override { collectAll(std::index_sequence_for<Ts...>()); }
    template <std::size_t... I> void collectAll(std::index_sequence<I...>)
    {
        this->setResult(this->template result<Ts>(I)...);
    }
};

template <class... Ts>
class GatherOutcomes final : public WithResult<std::tuple<Outcome<Ts>...>, GatherFuture> {
public:
    using Result = std::tuple<Outcome<Ts>...>;
    using WithResult<Result, GatherFuture>::WithResult;

private:
    void collect() override { collectAll(std::index_sequence_for<Ts...>()); }
    template <std::size_t... I> void collectAll(std::index_sequence<I...>)
    {
        this->setResult(this->template outcome<Ts>(I)...);
    }
};

template <class T> class GatherVector final : public WithResult<std::vector<T>, GatherFuture> {
public:
    using Result = std::vector<T>;
    using WithResult<Result, GatherFuture>::WithResult;

private:
    void collect() override
    {
        std::vector<T> results;
        results.reserve(this->sourceCount());
        for (std::size_t i = 0; i < this->sourceCount(); ++i)
            results.push_back(this->template result<T>(i));
        this->setResult(std::move(results));
    }
};

template <> class GatherVector<void> final : public WithResult<void, GatherFuture> {
public:
    using Result = void;
    using WithResult<void, GatherFuture>::WithResult;

private:
    void collect() override { setResult(); }
};

template <class T>
class GatherOutcomeVector final : public WithResult<std::vector<Outcome<T>>, GatherFuture> {
public:
    using Result = std::vector<Outcome<T>>;
    using WithResult<Result, GatherFuture>::WithResult;

private:
    void collect() override
    {
        std::vector<Outcome<T>> results;
        results.reserve(this->sourceCount());
        for (std::size_t i = 0; i < this->sourceCount(); ++i)
            results.push_back(this->template outcome<T>(i));
        this->setResult(std::move(results));
    }
};

template <class Gather>
[[nodiscard]] Future<typename Gather::Result>
startGather(EventLoop &loop, const std::vector<Ref<FutureBase>> &sources, bool returnsExceptions)
{
    const Ref<Gather> gather(new Gather(loop, sources, returnsExceptions));
    gather->listen();
    return Future<typename Gather::Result>(Ref<FutureBase>(gather));
}

// On the loop of the first argument, which for a coroutine is the one that runs; without arguments
// or outside of a loop that runs, of the first future, else getEventLoop(); unless one is given
// (M-04). ValueError if the arguments belong to different loops.
template <Awaitable... As>
Future<std::tuple<Stored<ResultOf<As>>...>> gather(EventLoop &loop, As &&...awaitables)
{
    return startGather<GatherTuple<ResultOf<As>...>>(
        loop, {ensureFuture(loop, std::forward<As>(awaitables)).state()...}, false);
}
template <Awaitable... As> Future<std::tuple<Stored<ResultOf<As>>...>> gather(As &&...awaitables)
{
    return gather(loopFor(awaitables...), std::forward<As>(awaitables)...);
}
template <Awaitable... As>
Future<std::tuple<Outcome<ResultOf<As>>...>> gather(EventLoop &loop, ReturnExceptions,
                                                    As &&...awaitables)
{
    return startGather<GatherOutcomes<ResultOf<As>...>>(
        loop, {ensureFuture(loop, std::forward<As>(awaitables)).state()...}, true);
}
template <Awaitable... As>
Future<std::tuple<Outcome<ResultOf<As>>...>> gather(ReturnExceptions, As &&...awaitables)
{
    return gather(loopFor(awaitables...), returnExceptions, std::forward<As>(awaitables)...);
}

template <Awaitable A>
Future<typename GatherVector<ResultOf<A>>::Result> gather(EventLoop &loop,
                                                          std::vector<A> awaitables)
{
    return startGather<GatherVector<ResultOf<A>>>(
        loop, statesOf(ensureFutures(loop, std::move(awaitables))), false);
}
template <Awaitable A>
Future<typename GatherVector<ResultOf<A>>::Result> gather(std::vector<A> awaitables)
{
    EventLoop &loop = loopFor(awaitables);
    return gather(loop, std::move(awaitables));
}
template <Awaitable A>
Future<std::vector<Outcome<ResultOf<A>>>> gather(EventLoop &loop, ReturnExceptions,
                                                 std::vector<A> awaitables)
{
    return startGather<GatherOutcomeVector<ResultOf<A>>>(
        loop, statesOf(ensureFutures(loop, std::move(awaitables))), true);
}
template <Awaitable A>
Future<std::vector<Outcome<ResultOf<A>>>> gather(ReturnExceptions, std::vector<A> awaitables)
{
    EventLoop &loop = loopFor(awaitables);
    return gather(loop, returnExceptions, std::move(awaitables));
}

} // namespace loop
