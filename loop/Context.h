// SPDX-License-Identifier: MIT
#pragma once

// InContext: says on whose behalf a call, a callback or a task runs: asyncio's `context=`. Without
// it, each inherits the context of the code that asks for it.
//
//     InContext(session).createTask(serve());
//     InContext(loop, session).callLater(5s, report);
//     InContext(session).run([&] { return group.createTask(serve()); }); // and whatever else
//
// Thread: the loop's, but for callSoonThreadsafe(). Which context a call has is asked of
// EventLoop::context() inside it, of Handle::context() and TaskBase::context() outside.

#include "loop/EventLoop.h"
#include "loop/Policy.h"

namespace loop {

class InContext {
public:
    explicit InContext(ContextId context) // of the running loop: RuntimeError if there is none
        : InContext(getRunningLoop(), context)
    { }
    InContext(EventLoop &loop, ContextId context) noexcept
        : m_loop(loop)
        , m_context(context)
    { }

    // Calls f() at once, in this context: contextvars' Context.run(). What f() gives or throws.
    template <std::invocable<> F> decltype(auto) run(F &&f) const
    {
        const Inside inside(m_loop, m_context);
        return std::forward<F>(f)();
    }

    // As EventLoop's and Future's of the same names.
    template <std::invocable<> F>
    Handle callSoon(F &&f, const std::source_location &at = std::source_location::current()) const
    {
        const Inside inside(m_loop, m_context);
        return m_loop.callSoon(std::forward<F>(f), at);
    }
    template <class Rep, class Period, std::invocable<> F>
    Handle callLater(std::chrono::duration<Rep, Period> delay, F &&f,
                     const std::source_location &at = std::source_location::current()) const
    {
        const Inside inside(m_loop, m_context);
        return m_loop.callLater(delay, std::forward<F>(f), at);
    }
    template <std::invocable<> F>
    Handle callAt(TimePoint when, F &&f,
                  const std::source_location &at = std::source_location::current()) const
    {
        const Inside inside(m_loop, m_context);
        return m_loop.callAt(when, std::forward<F>(f), at);
    }
    template <std::invocable<> F> // any thread
    Handle callSoonThreadsafe(F &&f,
                              const std::source_location &at
                              = std::source_location::current()) const
    {
        return m_loop.callSoonThreadsafe(
            [&loop = m_loop, context = m_context, g = std::forward<F>(f)]() mutable {
                loop.setContext(context);
                g();
            },
            at);
    }
    template <class T>
    Task<T> createTask(Coro<T> coro, std::string_view name = {},
                       const std::source_location &at = std::source_location::current()) const
    {
        const Inside inside(m_loop, m_context);
        return m_loop.createTask(std::move(coro), name, at);
    }
    template <class T>
    Task<T> createTask(EagerStart, Coro<T> coro, std::string_view name = {},
                       const std::source_location &at = std::source_location::current()) const
    {
        const Inside inside(m_loop, m_context);
        return m_loop.createTask(eagerStart, std::move(coro), name, at);
    }
    template <class T, class F>
    FutureBase::CallbackKey addDoneCallback(const Future<T> &future, F callback,
                                            FutureBase::CallbackKey key = 0) const
    {
        const Inside inside(m_loop, m_context);
        return future.addDoneCallback(std::move(callback), key);
    }

private:
    class Inside {
    public:
        Inside(EventLoop &loop, ContextId context) noexcept
            : m_loop(loop)
            , m_before(loop.context())
        {
            loop.setContext(context);
        }
        ~Inside() { m_loop.setContext(m_before); }
        Inside(const Inside &) = delete;
        Inside &operator=(const Inside &) = delete;

    private:
        EventLoop &m_loop;
        ContextId m_before;
    };

    EventLoop &m_loop;
    ContextId m_context;
};

} // namespace loop
