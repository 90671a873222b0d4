// SPDX-License-Identifier: MIT
#pragma once

// co_await sleep(d): suspends the task for d, never less (C-10). Zero and negative let every other
// ready callback run once. sleep(d, result) returns result. CancelledError if the task is cancelled
// meanwhile, ValueError for NaN. Thread: the loop's, in a task.
//
// ::sleep() of unistd.h, which the standard library's headers bring along, blocks the whole loop.
// Nobody calls it by accident: without a unit, loop::sleep() does not compile, and an unqualified
// sleep(1) that finds the other one is warned of. Who means it writes ::sleep(1U).

#include "loop/Coro.h"
#include "loop/Handle.h"
#include "loop/Refused.h"

#include <concepts>

#include <unistd.h>

namespace loop {

template <class N>
concept UnitlessSleep = BareNumber<N> && !std::same_as<N, unsigned>; // that one is ::sleep()'s own

} // namespace loop

template <loop::UnitlessSleep N>
[[deprecated("this sleep() blocks the thread and every task of its loop: write co_await "
             "loop::sleep(1s), or std::this_thread::sleep_for(1s) where no loop runs")]] unsigned
sleep(N seconds)
{
    return sleep(static_cast<unsigned>(seconds));
}

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

template <UnitlessSleep N>
requires true // preferred to ::sleep() where both are in sight
    SleepAwaiter
    sleep(N)
{
    static_assert(refused<N>,
                  "sleep() takes a duration: write co_await sleep(1s) or sleep(500ms), "
                  "with using namespace std::chrono_literals");
    return SleepAwaiter({});
}
template <BareNumber N, class T> Coro<T> sleep(N, T)
{
    static_assert(refused<N>,
                  "sleep() takes a duration: write co_await sleep(1s, result) or "
                  "sleep(500ms, result), with using namespace std::chrono_literals");
    co_return T();
}
void sleep(unsigned) = delete; // takes a duration: write co_await sleep(1s) or sleep(500ms)

} // namespace loop
