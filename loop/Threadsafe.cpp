// SPDX-License-Identifier: MIT
#include "loop/Threadsafe.h"

#include "loop/Log.h"

namespace loop {

namespace {

// What a callback throws is logged, as Python does it: the others are called all the same, and who
// set the result goes on.
void callAndLog(Callable &callback)
{
    try {
        callback();
    } catch (...) {
        log(LogLevel::Error,
            "exception calling callback " + callback.describe() + ": "
                + describe(std::current_exception()));
    }
}

} // namespace

bool ThreadResult::done() const
{
    const std::lock_guard lock(m_mutex);
    return m_state != State::Pending;
}

bool ThreadResult::cancelled() const
{
    const std::lock_guard lock(m_mutex);
    return m_state == State::Cancelled;
}

bool ThreadResult::cancel()
{
    TaskId task;
    if (!finish(State::Cancelled, [&] { task = m_task; }))
        return false;
    if (task)
        EventLoop::post(m_loop, [task] {
            if (TaskBase *const running = getRunningLoop().findTask(task))
                running->cancel();
        });
    return true;
}

bool ThreadResult::wait(TimeLimit limit)
{
    std::unique_lock lock(m_mutex);
    const auto isDone = [this] { return m_state != State::Pending; };
    if (isDone())
        return true;
    if (const EventLoop *const loop = EventLoop::running(); loop && loop->id() == m_loop)
        throw RuntimeError(
            "the loop's own thread would wait for itself: await the coroutine instead");
    if (!limit.duration()) {
        m_changed.wait(lock, isDone);
        return true;
    }
    return m_changed.wait_for(lock, *limit.duration(), isDone);
}

void ThreadResult::checkResult(TimeLimit limit)
{
    if (std::exception_ptr error = exception(limit))
        std::rethrow_exception(error);
}

std::exception_ptr ThreadResult::exception(TimeLimit limit)
{
    if (!wait(limit))
        throw TimeoutError();
    const std::lock_guard lock(m_mutex);
    if (m_state == State::Cancelled)
        throw CancelledError();
    return m_error;
}

void ThreadResult::whenDone(Callable callback)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_state == State::Pending) {
            m_callbacks.push_back(std::move(callback));
            return;
        }
    }
    callAndLog(callback);
}

bool ThreadResult::fail(std::exception_ptr error)
{
    const State state = isCancelled(error) ? State::Cancelled : State::Failed;
    return finish(state, [&] { m_error = std::move(error); });
}

bool ThreadResult::begun(TaskId task)
{
    const std::lock_guard lock(m_mutex);
    m_task = task;
    return m_state == State::Pending;
}

void ThreadResult::tellAll(std::unique_lock<std::mutex> lock)
{
    std::vector<Callable> callbacks = std::move(m_callbacks);
    m_changed.notify_all();
    lock.unlock();
    for (Callable &callback : callbacks)
        callAndLog(callback);
}

} // namespace loop
