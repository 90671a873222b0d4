// SPDX-License-Identifier: MIT
#pragma once

// Executors: where blocking work goes (E-01). ThreadPoolExecutor is the default one; another is any
// class that runs a callable on a thread of its own. Work reports back through EventLoop::post(),
// so a loop that is gone by then is no harm.

#include "loop/Callable.h"
#include "loop/EventLoop.h"

#include <atomic>
#include <memory>
#include <optional>

namespace loop {

class Executor {
public:
    virtual ~Executor() = default;
    virtual void submit(Callable work) = 0; // any thread
    virtual void shutdown() noexcept { } // no more work; does not wait (L-08)
    virtual void finish() { } // no more work; blocks until all that was submitted is done
};

// Starts threads as work comes, up to `threads`; idle ones are reused. Work that has not begun is
// dropped at shutdown; what runs goes on, and its thread is left to end by itself. What submitted
// work throws is logged: only runInExecutor() has somebody to tell.
class ThreadPoolExecutor final : public Executor {
public:
    explicit ThreadPoolExecutor(std::size_t threads
                                = 0); // 0: asyncio's default, cores + 4, at most 32
    ~ThreadPoolExecutor() override;
    void submit(Callable work) override; // RuntimeError after shutdown
    void shutdown() noexcept override;
    void finish() override;

private:
    struct Shared;

    static void work(const std::shared_ptr<Shared> &shared);

    std::shared_ptr<Shared> m_shared; // kept by the threads, too
    std::size_t m_limit;
};

// The worker never touches the future, which counts without atomics: the loop keeps it under a
// number until the work reports back, or until the loop is closed. A Job is that number, on its
// way; where the work is dropped, so is the Job, and the future is cancelled: nobody waits for
// ever.
class Job {
public:
    Job(LoopId loop, std::uint64_t number) noexcept
        : m_loop(loop)
        , m_number(number)
    { }
    Job(Job &&other) noexcept
        : m_loop(other.m_loop)
        , m_number(std::exchange(other.m_number, 0))
    { }
    Job &operator=(Job &&) = delete;
    ~Job()
    {
        if (m_number)
            EventLoop::post(m_loop, [n = m_number] { EventLoop::running()->takeJob(n)->cancel(); });
    }

    template <class F> void report(F function)
    {
        EventLoop::post(m_loop,
                        [n = std::exchange(m_number, 0), f = std::move(function)]() mutable {
                            f(EventLoop::running()->takeJob(n));
                        });
    }

private:
    LoopId m_loop;
    std::uint64_t m_number;
};

// What a job's result is waited for with: cancelled before the job begins, it keeps it from
// running.
template <class R> class JobFuture final : public FutureState<R> {
public:
    using Flag = std::shared_ptr<std::atomic<bool>>;
    using FutureState<R>::FutureState;

    bool cancel(const std::string &message = {}) override
    {
        if (!FutureState<R>::cancel(message))
            return false;
        *m_cancelled = true;
        return true;
    }
    [[nodiscard]] const Flag &cancelledFlag() const noexcept { return m_cancelled; }

private:
    Flag m_cancelled = std::make_shared<std::atomic<bool>>(false); // the worker looks at it, too
};

template <class R, class F>
void submitWork(Executor &executor, EventLoop &loop, const Ref<JobFuture<R>> &future, F function)
{
    Job kept(loop.id(), loop.keepJob(future));
    executor.submit([job = std::move(kept), cancelled = future->cancelledFlag(),
                     f = std::move(function)]() mutable {
        if (*cancelled)
            return;
        // On the heap, for to move it may throw, and outside the `try` nothing may.
        auto value = std::make_unique<std::optional<Stored<R>>>();
        std::exception_ptr error;
        try {
            if constexpr (std::is_void_v<R>) {
                f();
                value->emplace();
            } else {
                value->emplace(f());
            }
        } catch (...) {
            error = std::current_exception();
        }
        job.report([v = std::move(value), e = std::move(error)](Ref<FutureBase> state) mutable {
            const Future<R> done(std::move(state));
            if (done.done())
                return; // cancelled meanwhile
            try {
                if (!e)
                    done.setResult(std::move(**v));
            } catch (...) {
                e = std::current_exception();
            }
            if (e)
                done.setException(std::move(e));
        });
    });
}

template <class F>
Future<std::invoke_result_t<F &>> EventLoop::runInExecutor(std::shared_ptr<Executor> given,
                                                           F function)
{
    using R = std::invoke_result_t<F &>;
    checkCall();
    const Ref<JobFuture<R>> future(new JobFuture<R>(*this, std::source_location::current()));
    futureCreated(*future);
    submitWork<R>(executor(given), *this, future, std::move(function));
    return Future<R>(future);
}

} // namespace loop
