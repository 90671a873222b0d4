// SPDX-License-Identifier: MIT
#pragma once

// Across threads: runCoroutineThreadsafe() runs a coroutine on a loop from any other thread, which
// may block for the result (K-12); wrapFuture() lets a task await the result of a thread (FU-08);
// toThread() has a thread do what would block the loop.
//
//     ThreadFuture<int> answer = runCoroutineThreadsafe(compute(), loop);   // in a worker thread
//     use(answer.get(2s));

#include "loop/Executor.h"
#include "loop/Wait.h"

#include <condition_variable>
#include <future>
#include <mutex>
#include <tuple>

namespace loop {

// What threads share of one result. Not a Future: that belongs to a loop (FU-05).
class ThreadResult {
public:
    ThreadResult(LoopId loop) noexcept
        : m_loop(loop)
    { }
    ThreadResult(const ThreadResult &) = delete;
    ThreadResult &operator=(const ThreadResult &) = delete;

    [[nodiscard]] bool done() const;
    [[nodiscard]] bool cancelled() const;
    bool cancel(); // false if done; the task is cancelled by its own thread
    [[nodiscard]] bool wait(TimeLimit limit); // false if the time is up
    void checkResult(TimeLimit limit); // waits; throws TimeoutError, CancelledError, what was set
    [[nodiscard]] std::exception_ptr exception(TimeLimit limit);
    // Called on the thread that ends it, or at once; what it throws is logged.
    void whenDone(Callable callback);

    bool fail(std::exception_ptr error); // false if done; a CancelledError cancels
    [[nodiscard]] bool begun(TaskId task); // false if cancelled meanwhile

protected:
    enum class State { Pending, Finished, Failed, Cancelled };
    // Calls `set` under the lock, unless done already.
    template <class F> bool finish(State state, F set)
    {
        std::unique_lock lock(m_mutex);
        if (m_state != State::Pending)
            return false;
        set();
        m_state = state;
        tellAll(std::move(lock));
        return true;
    }

private:
    void tellAll(std::unique_lock<std::mutex> lock);

    const LoopId m_loop; // none: of no loop
    mutable std::mutex m_mutex; // protects all below
    std::condition_variable m_changed;
    State m_state = State::Pending;
    TaskId m_task;
    std::exception_ptr m_error;
    std::vector<Callable> m_callbacks;
};

template <class T> class ThreadResultOf final : public ThreadResult {
public:
    using ThreadResult::ThreadResult;
    bool set(Stored<T> result)
    {
        return finish(State::Finished, [&] { m_value.emplace(std::move(result)); });
    }
    [[nodiscard]] Stored<T> &value() noexcept { return *m_value; } // once done, of one thread

private:
    std::optional<Stored<T>> m_value;
};

// Python's concurrent.futures.Future. Any thread; copies share the result.
template <class T> class ThreadFuture {
public:
    using ThreadResultPointer = std::shared_ptr<ThreadResultOf<T>>;
    explicit ThreadFuture(ThreadResultPointer result) noexcept
        : m_result(std::move(result))
    { }

    [[nodiscard]] bool done() const { return m_result->done(); }
    [[nodiscard]] bool cancelled() const { return m_result->cancelled(); }
    bool cancel() const { return m_result->cancel(); }
    [[nodiscard]] bool wait(TimeLimit limit = {}) const { return m_result->wait(limit); }

    // Blocks until there is a result. TimeoutError, CancelledError, or what the coroutine threw;
    // RuntimeError on the loop's own thread, which would wait for itself. A move-only result is
    // moved out.
    T get(TimeLimit limit = {}) const
    {
        m_result->checkResult(limit);
        if constexpr (std::is_void_v<T>)
            return;
        else if constexpr (IsCopyable<T>::value)
            return m_result->value();
        else
            return std::move(m_result->value());
    }
    [[nodiscard]] std::exception_ptr exception(TimeLimit limit = {}) const
    {
        return m_result->exception(limit);
    }
    void addDoneCallback(Callable callback) const
    {
        m_result->whenDone(std::move(callback));
    } // on some thread
    [[nodiscard]] const ThreadResultPointer &result() const noexcept { return m_result; }

private:
    ThreadResultPointer m_result;
};

// Brings what became of a task to a ThreadResult; if the loop is closed first, that it was.
template <class T> class Delivery {
public:
    explicit Delivery(std::shared_ptr<ThreadResultOf<T>> result) noexcept
        : m_result(std::move(result))
    { }
    Delivery(const Delivery &) = delete;
    Delivery &operator=(const Delivery &) = delete;
    ~Delivery() { m_result->fail(std::make_exception_ptr(RuntimeError("Event loop is closed"))); }

    [[nodiscard]] ThreadResultOf<T> &result() const noexcept { return *m_result; }
    void deliver(Future<T> done) const
    {
        try {
            if constexpr (std::is_void_v<T>) {
                done.result();
                m_result->set({});
            } else {
                m_result->set(done.takeResult());
            }
        } catch (...) {
            m_result->fail(std::current_exception());
        }
    }

private:
    std::shared_ptr<ThreadResultOf<T>> m_result;
};

// Any thread but the loop's own. RuntimeError if the loop is closed.
template <class T> ThreadFuture<T> runCoroutineThreadsafe(Coro<T> coro, EventLoop &loop)
{
    const auto result = std::make_shared<ThreadResultOf<T>>(loop.id());
    loop.callSoonThreadsafe(
        [c = std::move(coro), delivery = std::make_shared<Delivery<T>>(result)]() mutable {
            const std::source_location at = c.promise().coroutine;
            try {
                const Task<T> task = getRunningLoop().createTask(std::move(c), {}, at);
                if (!delivery->result().begun(task.id()))
                    task.base().cancel();
                task.addDoneCallback(
                    [delivery](Future<T> done) { delivery->deliver(std::move(done)); });
            } catch (...) { // of the task factory: the thread is told, and so is the loop
                delivery->result().fail(std::current_exception());
                throw;
            }
        });
    return ThreadFuture<T>(result);
}

// FU-08, on the loop's thread. Cancelling the future cancels the thread's.
template <class T> Future<T> wrapFuture(ThreadFuture<T> thread, EventLoop &loop = getEventLoop())
{
    const Future<T> future = loop.createFuture<T>();
    const std::uint64_t job = loop.keepJob(future.state());
    thread.addDoneCallback([id = loop.id(), job, thread] {
        EventLoop::post(id, [job, thread] {
            const Future<T> waiting(getRunningLoop().takeJob(job));
            if (!waiting || waiting.done())
                return;
            try {
                if constexpr (std::is_void_v<T>) {
                    thread.get();
                    waiting.setResult();
                } else {
                    waiting.setResult(thread.get());
                }
            } catch (const CancelledError &) {
                waiting.state()->cancel();
            } catch (...) {
                waiting.setException(std::current_exception());
            }
        });
    });
    future.addDoneCallback([thread](Future<T> done) {
        if (done.cancelled())
            thread.cancel();
    });
    return future;
}

// A std::future cannot say when it is ready: a thread of the default executor waits for it.
template <class T> Future<T> wrapFuture(std::future<T> thread, EventLoop &loop = getEventLoop())
{
    return loop.runInExecutor(nullptr, [f = std::move(thread)]() mutable { return f.get(); });
}

template <class F> Coro<std::invoke_result_t<F &>> runInThread(F work)
{
    auto result = getRunningLoop().runInExecutor(nullptr, std::move(work));
    co_return co_await std::move(result);
}

// asyncio.to_thread (Python 3.9): calls function(args...) on a thread of the running loop's default
// executor once it is awaited; its result, or what it throws, comes back. Function and arguments
// are kept by value and handed over as std::thread does. The thread has no context. Cancelled
// before a thread has taken it up, it never runs; later, it runs to its end and nobody hears of it.
template <class F, class... Args>
requires std::invocable<std::decay_t<F>, std::decay_t<Args>...>
auto toThread(F &&function, Args &&...args)
    -> Coro<std::decay_t<std::invoke_result_t<std::decay_t<F>, std::decay_t<Args>...>>>
{
    return runInThread(
        [f = std::decay_t<F>(std::forward<F>(function)),
         a = std::tuple<std::decay_t<Args>...>(std::forward<Args>(args)...)]() mutable {
            return std::apply(std::move(f), std::move(a));
        });
}

} // namespace loop
