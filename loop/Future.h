// SPDX-License-Identifier: MIT
#pragma once

// Future<T>: a result that is not there yet, once set and then for ever the same. A Future is a
// counted reference to the state that it shares with its copies. It belongs to one loop and that
// loop's thread (FU-05). FutureBase is the part that does not depend on T; Task<T> (loop/Task.h) is
// a Future, too.

#include "loop/Errors.h"
#include "loop/Records.h"
#include "loop/Ref.h"

#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace loop {

class EventLoop;
class FutureBase;
class TaskBase;

// Outlives its loop, so that whatever refers to a loop can see that it is gone. One for each loop.
struct LoopAnchor final : RefCounted {
    EventLoop *loop = nullptr;
};

// Something that is told, once and in the order of registration, that a future is done.
class FutureWaiter {
public:
    FutureWaiter() = default;
    FutureWaiter(const FutureWaiter &) = delete;
    FutureWaiter &operator=(const FutureWaiter &) = delete;
    virtual void futureDone(FutureBase &future) = 0; // already out of the list; may delete itself
    [[nodiscard]] virtual FutureBase *awaiter() noexcept
    {
        return nullptr;
    } // the task or future it is for
    [[nodiscard]] virtual std::vector<FutureBase *>
    awaiters(); // that one, unless it is for several
    [[nodiscard]] virtual bool needsIt() const noexcept
    {
        return true;
    } // false: others may do as well, or a time limit

protected:
    virtual ~FutureWaiter() = default;

private:
    friend class FutureBase;
    FutureWaiter *m_previous = nullptr;
    FutureWaiter *m_next = nullptr;
};

class FutureBase : public RefCounted {
public:
    using DoneCallback = std::function<void(FutureBase &)>;
    using CallbackKey = std::uintptr_t;

    FutureBase(EventLoop &loop, const std::source_location &created);
    ~FutureBase() override;

    [[nodiscard]] bool done() const noexcept { return m_state != State::Pending; }
    [[nodiscard]] bool cancelled() const noexcept { return m_state == State::Cancelled; }
    [[nodiscard]] bool failed() const noexcept { return m_state == State::Failed; }

    // FU-07. False if done already. Waiters and callbacks are scheduled, none runs inside.
    virtual bool cancel(const std::string &message = {});

    // FU-01. Null after a result; throws InvalidStateError while pending, CancelledError if
    // cancelled.
    [[nodiscard]] std::exception_ptr exception();
    void setException(std::exception_ptr exception); // FU-02: InvalidStateError if done

    // FU-03: scheduled through the loop, never called inside; also if done already. The same key
    // may be given many times; 0 takes a fresh one. Returns the key.
    CallbackKey addDoneCallback(DoneCallback callback, CallbackKey key = 0);
    std::size_t removeDoneCallback(CallbackKey key); // FU-04: how many were removed

    void addWaiter(FutureWaiter &waiter) noexcept; // pending only; the waiter must remove itself
    void removeWaiter(FutureWaiter &waiter) noexcept; // or be told

    [[nodiscard]] EventLoop &loop() const; // RuntimeError if the loop is gone
    [[nodiscard]] const std::source_location &created() const noexcept { return m_created; }
    [[nodiscard]] virtual TaskBase *asTask() noexcept { return nullptr; }
    [[nodiscard]] virtual void *value() noexcept { return nullptr; } // a T, once there is a result
    // Who sets the result, if that is not just anybody: "Task", "gather". Else null.
    [[nodiscard]] virtual const char *resultOwner() const noexcept { return nullptr; }
    [[nodiscard]] virtual WaitKind waitKind() const noexcept
    {
        return WaitKind::Future;
    } // of who awaits it
    // Adds this if it is a task, else the tasks that its result depends on, up to so many in all.
    void addTasks(std::vector<TaskId> &tasks, std::size_t most);
    [[nodiscard]] std::vector<Ref<FutureBase>>
    awaitedBy() const; // tasks and futures that wait for this, each once
    [[nodiscard]] std::vector<Ref<FutureBase>>
    neededBy() const; // those of them that cannot go on without it

    // Throws what result() has to throw: InvalidStateError, CancelledError or the exception set.
    void checkResult();

    void setLogTraceback(bool on) noexcept
    {
        m_logTraceback = on;
    } // asyncio's name: report if unread

protected:
    virtual void addSources(std::vector<TaskId> & /*tasks*/, std::size_t /*most*/) { }
    enum class State : std::uint8_t { Pending, Finished, Failed, Cancelled };

    void checkPending() const; // InvalidStateError; and checkThread()
    void checkThread() const; // in debug mode, before a change: RuntimeError in another thread
    void finish(State state);
    [[nodiscard]] const Ref<LoopAnchor> &anchor() const noexcept { return m_anchor; }
    [[nodiscard]] EventLoop *loopOrNull() const noexcept { return m_anchor->loop; }
    void setError(std::exception_ptr error) noexcept { m_exception = std::move(error); }
    [[nodiscard]] const std::exception_ptr &error() const noexcept { return m_exception; }
    void lastReferenceGone() noexcept override; // D-07: reports an exception that nobody retrieved

private:
    class Callback;
    using IsMeant = bool (*)(const FutureWaiter &);

    [[nodiscard]] std::vector<Ref<FutureBase>> awaitersOf(IsMeant isMeant) const;

    Ref<LoopAnchor> m_anchor;
    std::exception_ptr m_exception;
    FutureWaiter *m_first = nullptr;
    FutureWaiter *m_last = nullptr;
    std::source_location m_created;
    State m_state = State::Pending;
    bool m_logTraceback = false;
};

// ValueError, and an OtherLoop warning, for a future of another loop.
void checkLoop(EventLoop &loop, const FutureBase &future);

// Whether a T can really be copied: a container says so even where its elements cannot be.
template <class T> struct IsCopyable : std::is_copy_constructible<T> { };
template <class T>
requires(!std::same_as<typename T::value_type, T>) struct IsCopyable<T>
    : std::bool_constant<
          std::is_copy_constructible_v<T> && IsCopyable<typename T::value_type>::value> {
};

// What a future keeps of its T: nothing for void.
template <class T> using Stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

template <class T, class Base> class WithResult : public Base {
public:
    using Base::Base;

    template <class... Args> void setResult(Args &&...args)
    {
        this->checkPending();
        m_value.emplace(std::forward<Args>(args)...);
        this->finish(Base::State::Finished);
    }
    [[nodiscard]] void *value() noexcept override { return m_value ? &*m_value : nullptr; }

protected:
    std::optional<Stored<T>> m_value;
};

template <class T> using FutureState = WithResult<T, FutureBase>;

template <class T> class Future {
public:
    using Result = T;

    Future() noexcept = default; // refers to nothing; only assignment and `if (future)` are legal
    explicit Future(Ref<FutureBase> state) noexcept
        : m_state(std::move(state))
    { }

    [[nodiscard]] bool done() const noexcept { return m_state->done(); }
    [[nodiscard]] bool cancelled() const noexcept { return m_state->cancelled(); }
    bool cancel(const std::string &message = {}) const { return m_state->cancel(message); }

    // FU-01: InvalidStateError while pending, CancelledError, or what setException() was given.
    decltype(auto) result() const
    {
        m_state->checkResult();
        if constexpr (!std::is_void_v<T>)
            return static_cast<const T &>(*static_cast<T *>(m_state->value()));
    }
    // As result(), but moves the value out: for the one reader of a move-only result.
    T takeResult()
    {
        m_state->checkResult();
        if constexpr (!std::is_void_v<T>)
            return std::move(*static_cast<T *>(m_state->value()));
    }
    [[nodiscard]] std::exception_ptr exception() const { return m_state->exception(); }

    template <class... Args> void setResult(Args &&...args) const
    {
        if (const char *const owner = m_state->resultOwner())
            throw RuntimeError(std::string(owner) + " does not support set_result operation");
        static_cast<FutureState<T> &>(*m_state).setResult(std::forward<Args>(args)...);
    }
    void setException(std::exception_ptr exception) const
    {
        if (const char *const owner = m_state->resultOwner())
            throw RuntimeError(std::string(owner) + " does not support set_exception operation");
        m_state->setException(std::move(exception));
    }
    template <class E>
    requires(!std::is_same_v<std::decay_t<E>, std::exception_ptr>) void setException(
        E &&exception) const
    {
        setException(std::make_exception_ptr(std::forward<E>(exception)));
    }

    // The callback takes a Future<T>, or nothing.
    template <class F>
    FutureBase::CallbackKey addDoneCallback(F callback, FutureBase::CallbackKey key = 0) const
    {
        return m_state->addDoneCallback(
            [f = std::move(callback)](FutureBase &state) mutable {
                if constexpr (std::is_invocable_v<F &, Future<T>>)
                    f(Future<T>(Ref<FutureBase>(&state)));
                else
                    f();
            },
            key);
    }
    std::size_t removeDoneCallback(FutureBase::CallbackKey key) const
    {
        return m_state->removeDoneCallback(key);
    }

    [[nodiscard]] EventLoop &loop() const { return m_state->loop(); }
    [[nodiscard]] const Ref<FutureBase> &state() const noexcept { return m_state; }
    [[nodiscard]] Ref<FutureBase> takeState() noexcept
    {
        return std::move(m_state);
    } // refers to nothing then
    explicit operator bool() const noexcept { return static_cast<bool>(m_state); }
    friend bool operator==(const Future &, const Future &) = default; // the same object

private:
    Ref<FutureBase> m_state;
};

} // namespace loop
