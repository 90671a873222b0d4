// SPDX-License-Identifier: MIT
#pragma once

// Coro<T>: a coroutine that has not been started (T-10: calling one starts nothing). Awaiting it
// runs it inside the awaiting task; EventLoop::createTask() makes a task of it. Move-only; whoever
// holds it owns the frame; using one that was moved from is a RuntimeError. Coroutines take their
// parameters by value and are never capturing lambdas: the closure would die before the coroutine
// does.
//
// How frames are run: a task holds the frame to resume next, and resumes one after the other from a
// flat loop (TaskBase::step). Awaiting a coroutine, or returning from one, just names the next
// frame. So a chain of any depth uses the stack of one frame, in every build.
//
// What can be awaited: Coro, Future and Task, and Suspensions, the awaiters of this library.

#include "loop/Future.h"
#include "loop/Records.h"
#include "loop/Refused.h"

#include <coroutine>
#include <cstddef>
#include <source_location>
#include <utility>

namespace loop {

class PromiseBase;

struct WaitInfo {
    WaitKind kind = WaitKind::Other;
    std::uint64_t target = 0; // ConnectionId or TaskId
    std::int64_t deadline = 0; // of the loop's clock, for Sleep
};

// What a suspended task waits for: the base of every awaiter that really suspends. It lives in the
// frame that awaits. A derived class makes sure to be detached from its reader, timer or future in
// its destructor: a frame may be destroyed while it waits.
class Suspension {
public:
    Suspension() noexcept = default;
    Suspension(const Suspension &) = delete;
    Suspension &operator=(const Suspension &) = delete;

    // The task is being cancelled. Detach; then return false, and the task throws CancelledError at
    // its next step. True: what is waited for was itself cancelled, and will wake the task.
    virtual bool cancel(const std::string &message) = 0;
    [[nodiscard]] virtual WaitInfo waitInfo() const noexcept = 0;
    [[nodiscard]] virtual FutureBase *awaitedFuture() const noexcept
    {
        return nullptr;
    } // if it is one
    // Adds the tasks that are waited for, where waitInfo() names none, up to so many in all.
    virtual void addAwaited(std::vector<TaskId> & /*tasks*/, std::size_t /*most*/) const { }
    // Of WaitKind::Synchronisation: what is waited for.
    [[nodiscard]] virtual PrimitiveSample primitive() const noexcept { return {}; }

protected:
    ~Suspension() = default;
    void tellProbe() const noexcept; // what the task waits for has changed

    void suspend(PromiseBase &promise) noexcept; // the task waits for this now
    void wake() noexcept; // schedules the task's next step
    void checkCancelled(); // call in await_resume: throws CancelledError if due
    [[nodiscard]] TaskBase *task() const noexcept { return m_task; }
    [[nodiscard]] bool suspended() const noexcept; // still waiting: neither woken nor cancelled

private:
    TaskBase *m_task = nullptr;
};

class PromiseBase {
public:
    explicit PromiseBase(std::coroutine_handle<> handle, const std::source_location &at) noexcept
        : self(handle)
        , coroutine(at)
        , awaitedAt(at)
    { }
    PromiseBase(const PromiseBase &) = delete;

    static void *operator new(std::size_t bytes)
    {
        t_frameBytes = bytes;
        return ::operator new(bytes);
    }
    static void operator delete(void *frame, std::size_t bytes) noexcept
    {
#if defined(__cpp_sized_deallocation)
        ::operator delete(frame, bytes);
#else // clang before 19 has it only where -fsized-deallocation asks for it
        static_cast<void>(bytes);
        ::operator delete(frame);
#endif
    }

    std::coroutine_handle<> self;
    PromiseBase *parent = nullptr; // the frame that awaits this one
    TaskBase *task = nullptr; // null until started
    std::source_location coroutine; // where it begins
    std::source_location awaitedAt; // its last co_await
    std::exception_ptr exception;
    const std::size_t frameBytes = t_frameBytes; // of the whole frame

private:
    static thread_local constinit std::size_t t_frameBytes; // from operator new to the constructor
};

// Runs `child` next, and the frame it was awaited from after it.
void startChild(PromiseBase &parent, PromiseBase &child) noexcept;
void finishFrame(PromiseBase &frame) noexcept;
void reportNeverAwaited(const PromiseBase &promise) noexcept; // D-07
[[nodiscard]] bool isStarted(const PromiseBase &promise) noexcept;
[[noreturn]] void failReused(); // RuntimeError: a Coro that was moved from
[[noreturn]] void failEmpty(); // RuntimeError: a Future that refers to nothing

template <class T> class Coro;
template <class T> class Task;

class FutureAwaiterBase : public Suspension, private FutureWaiter {
public:
    explicit FutureAwaiterBase(Ref<FutureBase> future) noexcept
        : m_future(std::move(future))
    { }
    ~FutureAwaiterBase();

    [[nodiscard]] bool await_ready() const noexcept { return m_future->done(); }
    template <class P> void await_suspend(std::coroutine_handle<P> handle)
    {
        wait(handle.promise());
    }
    bool cancel(const std::string &message) override;
    [[nodiscard]] WaitInfo waitInfo() const noexcept override;
    [[nodiscard]] FutureBase *awaitedFuture() const noexcept override { return m_future.get(); }
    void addAwaited(std::vector<TaskId> &tasks, std::size_t most) const override;

protected:
    void wait(PromiseBase &promise); // ValueError if the future belongs to another loop
    void checkResult();

    Ref<FutureBase> m_future;

private:
    void futureDone(FutureBase &future) override;
    [[nodiscard]] FutureBase *awaiter() noexcept override;

    bool m_listed = false;
};

template <class T> class FutureAwaiter final : public FutureAwaiterBase {
public:
    using FutureAwaiterBase::FutureAwaiterBase;

    T await_resume()
    {
        checkResult();
        if constexpr (!std::is_void_v<T>) {
            T &value = *static_cast<T *>(m_future->value());
            if constexpr (IsCopyable<T>::value)
                return m_future->references() > 1 ? T(value) : T(std::move(value));
            else
                return std::move(value);
        }
    }
};

template <class T> class CoroAwaiter {
public:
    explicit CoroAwaiter(Coro<T> child) noexcept
        : m_child(std::move(child))
    { }
    CoroAwaiter(const CoroAwaiter &) = delete;

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class P> void await_suspend(std::coroutine_handle<P> parent)
    {
        startChild(parent.promise(), m_child.promise());
    }
    T await_resume() { return m_child.promise().takeResult(); }

private:
    Coro<T> m_child;
};

struct FinalAwaiter {
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class P> void await_suspend(std::coroutine_handle<P> frame) const noexcept
    {
        finishFrame(frame.promise());
    }
    void await_resume() const noexcept { }
};

template <class T>
concept SuspensionAwaiter = std::is_base_of_v<Suspension, std::remove_cvref_t<T>>;

template <class A>
concept Known = SuspensionAwaiter<A> // to await_transform
    || std::derived_from<std::remove_cvref_t<A>,
                         Future<typename std::remove_cvref_t<A>::Result>> || std::
        same_as<std::remove_cvref_t<A>, Coro<typename std::remove_cvref_t<A>::Result>>;

// Stands for an awaiter that lives elsewhere, to the end of its co_await at least: g++ 12 copies
// what await_transform returns by reference.
template <class A> class AwaiterReference {
public:
    explicit AwaiterReference(A &awaiter) noexcept
        : m_awaiter(awaiter)
    { }
    [[nodiscard]] bool await_ready() { return m_awaiter.await_ready(); }
    template <class P> void await_suspend(std::coroutine_handle<P> frame)
    {
        m_awaiter.await_suspend(frame);
    }
    decltype(auto) await_resume() { return m_awaiter.await_resume(); }

private:
    A &m_awaiter;
};

class PromiseCommon : public PromiseBase {
public:
    using PromiseBase::PromiseBase;

    [[nodiscard]] std::suspend_always initial_suspend() const noexcept { return {}; }
    [[nodiscard]] FinalAwaiter final_suspend() const noexcept { return {}; }
    void unhandled_exception() noexcept { exception = std::current_exception(); }

    template <class U>
    CoroAwaiter<U> await_transform(Coro<U> &&child,
                                   const std::source_location &at = std::source_location::current())
    {
        (void)child.promise(); // or throws
        awaitedAt = at;
        return CoroAwaiter<U>(std::move(child));
    }
    template <class U>
    FutureAwaiter<U> await_transform(Future<U> future,
                                     const std::source_location &at
                                     = std::source_location::current())
    {
        if (!future) [[unlikely]]
            failEmpty();
        awaitedAt = at;
        return FutureAwaiter<U>(future.takeState());
    }
    template <class U>
    FutureAwaiter<U> await_transform(Task<U> awaited,
                                     const std::source_location &at
                                     = std::source_location::current())
    {
        if (!awaited) [[unlikely]]
            failEmpty();
        awaitedAt = at;
        return FutureAwaiter<U>(awaited.takeState());
    }
    template <SuspensionAwaiter A>
    AwaiterReference<std::remove_reference_t<A>>
    await_transform(A &&awaiter,
                    const std::source_location &at = std::source_location::current()) noexcept
    {
        awaitedAt = at;
        return AwaiterReference<std::remove_reference_t<A>>(awaiter);
    }
    template <class U> std::suspend_never await_transform(Coro<U> &) noexcept
    {
        static_assert(refused<U>,
                      "a coroutine runs once: write co_await std::move(coro), or call the function "
                      "right there: co_await f()");
        return {};
    }
    template <class A>
    requires(!Known<A>) std::suspend_never await_transform(A &&)
    noexcept
    {
        static_assert(refused<A>,
                      "co_await takes a Coro, a Future, a Task or what a function of this library "
                      "returns for it; to pass time, write co_await sleep(1s)");
        return {};
    }
};

template <class T> class Promise final : public PromiseCommon {
public:
    explicit Promise(const std::source_location &at = std::source_location::current()) noexcept
        : PromiseCommon(std::coroutine_handle<Promise>::from_promise(*this), at)
    { }
    Coro<T> get_return_object() noexcept { return Coro<T>(*this); }
    template <class U = T>
    requires std::is_convertible_v<U &&, T>
    void return_value(U &&value) { m_value.emplace(std::forward<U>(value)); }
    T takeResult()
    {
        if (exception)
            std::rethrow_exception(std::exchange(exception, nullptr));
        return std::move(*m_value);
    }

private:
    std::optional<T> m_value;
};

template <> class Promise<void> final : public PromiseCommon {
public:
    explicit Promise(const std::source_location &at = std::source_location::current()) noexcept
        : PromiseCommon(std::coroutine_handle<Promise>::from_promise(*this), at)
    { }
    Coro<void> get_return_object() noexcept;
    void return_void() const noexcept { }
    void takeResult()
    {
        if (exception)
            std::rethrow_exception(std::exchange(exception, nullptr));
    }
};

template <class T = void> class [[nodiscard]] Coro {
public:
    using promise_type = Promise<T>;
    using Result = T;

    explicit Coro(promise_type &promise) noexcept
        : m_promise(&promise)
    { }
    Coro(Coro &&other) noexcept
        : m_promise(std::exchange(other.m_promise, nullptr))
    { }
    Coro &operator=(Coro &&other) noexcept
    {
        std::swap(m_promise, other.m_promise);
        return *this;
    }
    Coro(const Coro &) = delete; // a coroutine runs once and is moved: write std::move(coro)
    template <std::same_as<Coro> Same> Coro(Same &) // what was not moved comes here
    {
        static_assert(refused<Same>,
                      "a coroutine runs once, so a Coro is moved, never copied: write "
                      "std::move(coro), or call the function in the argument: createTask(f())");
    }
    ~Coro()
    {
        if (!m_promise)
            return;
        if (!isStarted(*m_promise))
            reportNeverAwaited(*m_promise);
        m_promise->self.destroy();
    }

    // RuntimeError if it was moved from: awaited or made a task already.
    [[nodiscard]] promise_type &promise() const
    {
        check();
        return *m_promise;
    }
    [[nodiscard]] promise_type *release()
    {
        check();
        return std::exchange(m_promise, nullptr);
    }
    explicit operator bool() const noexcept { return m_promise != nullptr; }

private:
    void check() const
    {
        if (!m_promise) [[unlikely]]
            failReused();
    }

    promise_type *m_promise;
};

inline Coro<void> Promise<void>::get_return_object() noexcept
{
    return Coro<void>(*this);
}

} // namespace loop
