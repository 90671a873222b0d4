// SPDX-License-Identifier: MIT
#pragma once

// co_await signal(sender, &Class::signal): waits for a signal and gives what it carries: nothing,
// one value, or a std::tuple. Empty arguments, such as QPrivateSignal, are left out.
//
//     const QString text = co_await qt::signal(edit, &QLineEdit::textEdited, this);
//
// It is connected from the call on, so a signal between the call and the co_await is not missed;
// one emission is taken, the first. The task goes on through the ready queue of its own loop, also
// where the sender lives in another thread. Cancelling disconnects. If the sender is destroyed
// first, or the context at any time before the task goes on, ObjectDestroyedError is thrown.
//
// Thread: call it in a task. A sender or context of another thread must be alive until the call
// returns.

#include "loop/Coro.h"
#include "loop/Ids.h"

#include <QtCore/QObject>

#include <atomic>
#include <memory>
#include <thread>
#include <tuple>

namespace loop::qt {

class ObjectDestroyedError final : public RuntimeError {
public:
    using RuntimeError::RuntimeError;
};

class SignalAwaiterBase : public Suspension {
public:
    SignalAwaiterBase(const SignalAwaiterBase &) = delete;

    [[nodiscard]] bool await_ready() const noexcept { return m_link->arrived; }
    template <class P> void await_suspend(std::coroutine_handle<P> frame)
    {
        suspend(frame.promise());
    }
    bool cancel(const std::string &message) override;
    [[nodiscard]] WaitInfo waitInfo() const noexcept override { return {WaitKind::Signal, 0, 0}; }

protected:
    // What the awaiter shares with its connections, which may be called in any thread and outlive
    // it.
    struct Link : std::enable_shared_from_this<Link> {
        explicit Link(SignalAwaiterBase &owner);
        [[nodiscard]] bool claim() noexcept
        {
            return !claimed.exchange(true);
        } // true for one caller only
        void deliver(); // by that caller
        void fail(std::exception_ptr exception);
        void arrive() noexcept; // in the loop's thread

        const LoopId loop;
        const std::thread::id thread = std::this_thread::get_id(); // the loop's
        std::atomic<bool> claimed = false;
        std::atomic<bool> contextGone = false;
        std::exception_ptr error; // of who claimed, until it has delivered
        SignalAwaiterBase *awaiter; // the loop's thread from here on; null once it is gone
        bool arrived = false;
    };

    SignalAwaiterBase(std::shared_ptr<Link> link, const QObject *sender, const QObject *context);
    ~SignalAwaiterBase();

    void keep(const QMetaObject::Connection &connection) { m_connections.push_back(connection); }
    void
    endWithSender(); // after all connections to its signals: `destroyed` may be what is awaited
    void checkArrived(); // throws what there is instead of a signal
    [[nodiscard]] const std::shared_ptr<Link> &sharedLink() const noexcept { return m_link; }

private:
    void disconnectAll() noexcept;

    std::shared_ptr<Link> m_link;
    const QObject *m_sender;
    std::string m_contextName;
    std::vector<QMetaObject::Connection> m_connections;
};

// What one argument of a signal, and all of them, become.
template <class A>
using Kept = std::conditional_t<std::is_empty_v<std::decay_t<A>>, std::tuple<>,
                                std::tuple<std::decay_t<A>>>;
template <class... Args>
using KeptArguments = decltype(std::tuple_cat(std::declval<Kept<Args>>()...));

template <class Arguments> class [[nodiscard]] SignalAwaiter final : public SignalAwaiterBase {
public:
    template <class Sender, class Object, class... Args>
    SignalAwaiter(Sender *sender, void (Object::*member)(Args...), const QObject *context)
        : SignalAwaiterBase(std::make_shared<SignalLink>(*this), sender, context)
    {
        keep(QObject::connect(sender, member, [to = link()](Args... args) {
            if (to->claim())
                to->finish(std::tuple_cat(kept<Args>(args)...));
        }));
        endWithSender();
    }

    // Another signal that ends the wait: what `toException` makes of its arguments is thrown,
    // unless null.
    template <class Sender, class Object, class... Args, class F>
    void failOn(Sender *sender, void (Object::*member)(Args...), F toException)
    {
        keep(QObject::connect(sender, member,
                              [to = link(), f = std::move(toException)](Args... args) {
                                  if (std::exception_ptr error = f(args...))
                                      to->fail(std::move(error));
                              }));
    }

    // What is awaited may have happened already: `check` runs in the thread of `object`, now if
    // that is ours, and gives std::optional<Arguments>, or throws.
    template <class F> void checkFirst(QObject *object, F check)
    {
        QMetaObject::invokeMethod(object, [to = link(), f = std::move(check)] {
            try {
                if (std::optional<Arguments> arguments = f(); arguments && to->claim())
                    to->finish(std::move(*arguments));
            } catch (...) {
                to->fail(std::current_exception());
            }
        });
    }

    auto await_resume()
    {
        checkArrived();
        if constexpr (std::tuple_size_v<Arguments> == 1)
            return std::get<0>(std::move(*link()->arguments));
        else if constexpr (std::tuple_size_v<Arguments> > 1)
            return std::move(*link()->arguments);
    }

private:
    struct SignalLink final : Link {
        using Link::Link;
        void finish(Arguments &&values)
        {
            arguments.emplace(std::move(values));
            deliver();
        }
        std::optional<Arguments> arguments; // of who claimed, until it has delivered
    };

    template <class A> static Kept<A> kept(const std::decay_t<A> &argument)
    {
        if constexpr (std::tuple_size_v<Kept<A>> == 0)
            return {};
        else
            return Kept<A>(argument);
    }
    [[nodiscard]] std::shared_ptr<SignalLink> link() const
    {
        return std::static_pointer_cast<SignalLink>(sharedLink());
    }
};

template <class Sender, class Object, class... Args>
requires std::derived_from<Sender, Object>
[[nodiscard]] SignalAwaiter<KeptArguments<Args...>>
signal(Sender *sender, void (Object::*member)(Args...), const QObject *context = nullptr)
{
    return SignalAwaiter<KeptArguments<Args...>>(sender, member, context);
}

} // namespace loop::qt
