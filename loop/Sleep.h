// SPDX-License-Identifier: MIT
#pragma once

// co_await sleep(d): suspends the task for d, never less (C-10). Zero and negative let every other
// ready callback run once. sleep(d, result) returns result. CancelledError if the task is cancelled
// meanwhile, ValueError for NaN. Thread: the loop's, in a task.

#include "loop/Coro.h"
#include "loop/Handle.h"

namespace loop {

class SleepAwaiter;

struct SleepWaker { // the timer's callback; a type of its own, so that instruments can tell who
                    // sleeps
    SleepAwaiter *awaiter;
    TaskBase *task;
    void operator()() const;
};

class [[nodiscard]] SleepAwaiter final : public Suspension {
public:
    explicit SleepAwaiter(Duration duration) noexcept
        : m_duration(duration)
    { }
    ~SleepAwaiter();

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class P> void await_suspend(std::coroutine_handle<P> handle)
    {
        start(handle.promise());
    }
    void await_resume() { checkCancelled(); }

    bool cancel(const std::string &message) override;
    [[nodiscard]] WaitInfo waitInfo() const noexcept override;

private:
    friend struct SleepWaker;
    void start(PromiseBase &promise);

    Duration m_duration;
    TimePoint m_deadline;
    Handle m_timer;
    bool m_armed = false;
};

template <class Rep, class Period>
[[nodiscard]] SleepAwaiter sleep(std::chrono::duration<Rep, Period> duration)
{
    return SleepAwaiter(toDuration(duration));
}

template <class Rep, class Period, class T>
[[nodiscard]] Coro<T> sleep(std::chrono::duration<Rep, Period> duration, T result)
{
    co_await sleep(duration);
    co_return result;
}

} // namespace loop
