// SPDX-License-Identifier: MIT
#pragma once

// wait(): until some or all of several awaitables are done. asCompleted(): one after the other, as
// they finish. Neither cancels what it waits for, not even when the time is up. Coroutines become
// tasks, and appear as such in what is returned. Thread: the loop's.

#include "loop/Awaitable.h"
#include "loop/Queue.h"
#include "loop/Refused.h"

#include <iterator>
#include <memory>
#include <unordered_set>

namespace loop {

// How long at most: any std::chrono duration, or std::nullopt for as long as it takes. Zero and
// negative: the time is up already.
class TimeLimit {
public:
    TimeLimit() noexcept = default;
    TimeLimit(std::nullopt_t) noexcept { }
    template <class Rep, class Period>
    TimeLimit(std::chrono::duration<Rep, Period> duration) noexcept(
        !std::chrono::treat_as_floating_point_v<Rep>)
        : m_duration(toDuration(duration))
    { }
    template <BareNumber N> TimeLimit(N) noexcept
    {
        static_assert(refused<N>,
                      "a time limit has a unit: write 5s or 500ms, as in timeout(500ms, ...), with "
                      "using namespace std::chrono_literals");
    }
    [[nodiscard]] const std::optional<Duration> &duration() const noexcept { return m_duration; }
    [[nodiscard]] bool isOver() const noexcept
    {
        return m_duration && *m_duration <= Duration::zero();
    }
    [[nodiscard]] std::optional<TimePoint> deadline(const EventLoop &loop) const
    {
        return m_duration ? std::optional(loop.time() + *m_duration) : std::nullopt;
    }

private:
    std::optional<Duration> m_duration;
};

// K-10. FirstException waits for all if none fails; a cancelled one is no failure.
enum class ReturnWhen { AllCompleted, FirstCompleted, FirstException };

// co_await: suspends until what `when` says is true of the futures, or the time is up; for one
// iteration if it is already, so that a loop around it lets others run.
class [[nodiscard]] UntilDone final : public Suspension {
public:
    UntilDone(std::vector<Ref<FutureBase>> futures, TimeLimit limit, ReturnWhen when);
    ~UntilDone();
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class P> void await_suspend(std::coroutine_handle<P> frame)
    {
        start(frame.promise());
    }
    void await_resume() { checkCancelled(); }

    bool cancel(const std::string &message) override;
    [[nodiscard]] WaitInfo waitInfo() const noexcept override { return {WaitKind::Gather, 0, 0}; }
    void addAwaited(std::vector<TaskId> &tasks, std::size_t most) const override
    {
        for (const Ref<FutureBase> &future : m_futures)
            future->addTasks(tasks, most);
    }

private:
    class Node;
    void start(PromiseBase &promise);
    [[nodiscard]] bool isOver() const noexcept { return m_enough || m_pending == 0; }
    void count(const FutureBase &future) noexcept;
    void told(const FutureBase &future) noexcept;
    void detach() noexcept;

    std::vector<Ref<FutureBase>> m_futures;
    std::unique_ptr<Node[]> m_nodes; // as many, once suspended
    TimeLimit m_limit;
    ReturnWhen m_when;
    Handle m_timer;
    std::size_t m_pending;
    bool m_enough = false; // the first that counts is done
};

// The futures in their order, without those that came before.
template <class T> [[nodiscard]] std::vector<Future<T>> eachOnce(std::vector<Future<T>> futures)
{
    std::unordered_set<const FutureBase *> seen;
    std::erase_if(futures, [&seen](const Future<T> &future) {
        return !seen.insert(future.state().get()).second;
    });
    return futures;
}

// In the order of the arguments; each future once.
template <class T> struct WaitResult {
    WaitResult() { }
    std::vector<Future<T>> done;
    std::vector<Future<T>> pending;
};

// K-09. ValueError for no awaitables at all, or for one of another loop. When the time is up, it
// returns with what is done by then: no TimeoutError.
template <Awaitable A>
Coro<WaitResult<ResultOf<A>>> wait(std::vector<A> awaitables, TimeLimit limit = {},
                                   ReturnWhen when = ReturnWhen::AllCompleted)
{
    if (awaitables.empty())
        throw ValueError("Set of Tasks/Futures is empty.");
    auto futures = eachOnce(ensureFutures(getRunningLoop(), std::move(awaitables)));
    co_await UntilDone(statesOf(futures), limit, when);
    WaitResult<ResultOf<A>> result;
    for (auto &future : futures)
        (future.done() ? result.done : result.pending).push_back(std::move(future));
    co_return result;
}

// What asCompleted() and its items share: the futures that are done, in that order.
class CompletionOrder {
public:
    CompletionOrder(EventLoop &loop, std::vector<Ref<FutureBase>> futures, TimeLimit limit);
    ~CompletionOrder();
    CompletionOrder(const CompletionOrder &) = delete;
    CompletionOrder &operator=(const CompletionOrder &) = delete;
    // The next one that is done, for one who asks; null: the time was up. Cancelled, it takes none.
    static Coro<Ref<FutureBase>> take(std::shared_ptr<CompletionOrder> order);
    // All were taken, or whoever waits will take them.
    [[nodiscard]] bool exhausted() const noexcept { return m_left <= m_waiting.size(); }

private:
    class Node;
    // While it lives, the running task awaits one of them: who walks the await graph sees it.
    class Waiting {
    public:
        explicit Waiting(CompletionOrder &order);
        ~Waiting();
        Waiting(const Waiting &) = delete;
        Waiting &operator=(const Waiting &) = delete;

    private:
        CompletionOrder &m_order;
        TaskBase *m_task;
    };

    void told(FutureBase &future);
    void tellEarly();
    void timeIsUp();

    std::unique_ptr<Node[]> m_nodes;
    std::size_t m_count;
    std::size_t m_pending;
    std::size_t m_left; // not taken yet
    Queue<Ref<FutureBase>> m_done;
    std::vector<TaskBase *> m_waiting; // first come first
    std::vector<Ref<FutureBase>> m_early; // done from the start; told of in the next iteration
    Handle m_soon; // does that
    Handle m_timer;
};

template <class T> class AsCompleted {
public:
    AsCompleted(EventLoop &loop, const std::vector<Future<T>> &futures, TimeLimit limit)
        : m_order(std::make_shared<CompletionOrder>(loop, statesOf(futures), limit))
        , m_count(futures.size())
    { }

    class Iterator {
    public:
        Iterator(const AsCompleted &all, std::size_t index) noexcept
            : m_all(&all)
            , m_index(index)
        { }
        Coro<T> operator*() const { return result(m_all->m_order); }
        Iterator &operator++() noexcept
        {
            ++m_index;
            return *this;
        }
        friend bool operator==(const Iterator &, const Iterator &) = default;

    private:
        const AsCompleted *m_all;
        std::size_t m_index;
    };
    [[nodiscard]] Iterator begin() const noexcept { return {*this, 0}; }
    [[nodiscard]] Iterator end() const noexcept { return {*this, m_count}; }
    [[nodiscard]] std::size_t size() const noexcept { return m_count; }

    // The one that is done next, itself: the task of a coroutine, else the same future; null after
    // the last. Its exception, if it failed, is in it. TimeoutError once the time is up.
    [[nodiscard]] Coro<Future<T>> next() const { return future(m_order); }

private:
    static Coro<T> result(std::shared_ptr<CompletionOrder> order)
    {
        Future<T> done = co_await future(std::move(order));
        if (!done)
            throw RuntimeError("asCompleted() has given everything already");
        co_return done.takeResult();
    }
    static Coro<Future<T>> future(std::shared_ptr<CompletionOrder> order)
    {
        if (order->exhausted())
            co_return Future<T>();
        Ref<FutureBase> state = co_await CompletionOrder::take(std::move(order));
        if (!state)
            throw TimeoutError();
        co_return Future<T>(std::move(state));
    }

    std::shared_ptr<CompletionOrder> m_order;
    std::size_t m_count;
};

// K-01: as many awaitables as were given, a future given twice counting once; the first to be
// awaited gives what is done first, or throws what that threw. Once the time is up, those that were
// not done throw TimeoutError. Of the loop that runs: ValueError for a future of another one.
//
//     for (auto &&next : asCompleted(std::move(downloads), 30s))
//         store(co_await std::move(next));
//
// asyncio's `async for` over it (Python 3.13) tells which one it is:
//     const auto finished = asCompleted(downloads, 30s);
//     while (const auto download = co_await finished.next())
//         store(nameOf(download), download.result());
template <Awaitable A>
[[nodiscard]] AsCompleted<ResultOf<A>> asCompleted(std::vector<A> awaitables, TimeLimit limit = {})
{
    EventLoop *const running = EventLoop::running();
    EventLoop &loop = running ? *running : loopFor(awaitables);
    return {loop, eachOnce(ensureFutures(loop, std::move(awaitables))), limit};
}

} // namespace loop
