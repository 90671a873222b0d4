// SPDX-License-Identifier: MIT
#pragma once

// taskGroup(): structured concurrency, Python's `async with TaskGroup()`. No task of the group
// outlives it. The first that fails cancels the others and what the body awaits; when all have
// ended, their errors are thrown as one ExceptionGroup. Cancelling the task that runs the group
// cancels them all.
//
//     co_await taskGroup([](TaskGroup &group) -> Coro<void> {
//         group.createTask(serve());
//         group.createTask(measure());
//         co_return;
//     });
//
// The body is kept until it has returned, so it may be a lambda with captures; name it first, then
// await the call (see HACKING.md, g++ 12). What it returns is what taskGroup() gives. What it
// throws cancels the tasks and is one of the group's errors; a CancelledError comes out as itself,
// unless there are errors. A task that began eagerly ends for the group one iteration later at the
// earliest; one that joins while the group is ending is cancelled. Thread: the loop's, in a task.

#include "loop/Awaitable.h"
#include "loop/Handle.h"
#include "loop/Synchronisation.h"

#include <list>
#include <string>
#include <string_view>

namespace loop {

// Several errors as one. what(): "unhandled errors in a TaskGroup (2 sub-exceptions)".
class ExceptionGroup : public std::runtime_error {
public:
    ExceptionGroup(const std::string &message,
                   std::vector<std::exception_ptr> exceptions); // ValueError if none

    [[nodiscard]] const std::vector<std::exception_ptr> &exceptions() const noexcept
    {
        return m_exceptions;
    }

    // Those that are an E, also inside of groups: what `except*` would take.
    template <class E> [[nodiscard]] std::vector<std::exception_ptr> matching() const
    {
        std::vector<std::exception_ptr> found;
        for (const std::exception_ptr &each : m_exceptions) {
            try {
                std::rethrow_exception(each);
            } catch (const ExceptionGroup &group) {
                for (std::exception_ptr &inner : group.matching<E>())
                    found.push_back(std::move(inner));
            } catch (const E &) {
                found.push_back(each);
            } catch (...) { // NOLINT: another type, which is not asked for
            }
        }
        return found;
    }

private:
    std::vector<std::exception_ptr> m_exceptions;
};

class TaskGroup {
public:
    TaskGroup();
    TaskGroup(const TaskGroup &) = delete;
    TaskGroup &operator=(const TaskGroup &) = delete;
    ~TaskGroup();

    // From inside the group, its own tasks included. RuntimeError once it is shutting down.
    template <class T>
    Task<T> createTask(Coro<T> coro, std::string_view name = {},
                       const std::source_location &at = std::source_location::current())
    {
        return start(std::move(coro), name, at);
    }
    template <class T>
    Task<T> createTask(EagerStart, Coro<T> coro, std::string_view name = {},
                       const std::source_location &at = std::source_location::current())
    {
        return start(std::move(coro), name, at, eagerStart);
    }
    // Ends the group early and without an error (Python 3.15): cancels its tasks and what the body
    // awaits, and taskGroup() returns once all have ended; what they throw meanwhile is thrown all
    // the same. A body that was to give a result and was cut short has none: CancelledError. Any
    // time, again: nothing.
    void cancel();

    // For taskGroup(): in the task that runs the group.
    void enter();
    Coro<void> leave(std::exception_ptr error); // what the body threw, or null

private:
    class Child;
    class AllDone;
    template <class T, class... Eager>
    Task<T> start(Coro<T> coro, std::string_view name, const std::source_location &at,
                  Eager... eager)
    {
        try {
            checkOpen();
        } catch (...) { // nobody forgot to await it
            coro.release()->self.destroy();
            throw;
        }
        Task<T> task = m_parent->loop().createTask(eager..., std::move(coro), name, at);
        adopt(task.base());
        return task;
    }
    void checkOpen() const;
    void adopt(TaskBase &task);
    void childDone(std::list<Child>::iterator child);
    void abort() noexcept;
    void interruptBody(); // unless it has returned

    Ref<TaskBase> m_parent;
    std::list<Child> m_children; // not done
    Event m_allDone;
    std::vector<std::exception_ptr> m_errors;
    std::exception_ptr m_interrupt; // a KeyboardInterrupt among them: it comes out as itself
    bool m_exiting = false;
    bool m_aborting = false;
    bool m_parentCancelled = false; // by us, to end what the body awaits
};

template <class F>
requires AsyncCallable<F, TaskGroup &> Coro<ResultOf<std::invoke_result_t<F &, TaskGroup &>>>
taskGroup(F body)
{
    using T = ResultOf<std::invoke_result_t<F &, TaskGroup &>>;
    TaskGroup group;
    std::optional<Stored<T>> value;
    std::exception_ptr error;
    group.enter();
    try {
        if constexpr (std::is_void_v<T>)
            co_await body(group);
        else
            value.emplace(co_await body(group));
    } catch (...) {
        error = std::current_exception();
    }
    co_await group.leave(std::move(error));
    if constexpr (!std::is_void_v<T>) {
        if (!value)
            throw CancelledError(); // by TaskGroup::cancel()
        co_return std::move(*value);
    }
}

} // namespace loop
