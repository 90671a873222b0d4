// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Small coroutines that the tests of combinators and primitives are made of, and a loop whose clock
// jumps from timer to timer.

#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "tests/support/ManualDriver.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;

// A loop on a ManualDriver: programs of seconds run in milliseconds.
class ManualLoop {
    std::unique_ptr<ManualDriver> m_made = std::make_unique<ManualDriver>();

public:
    ManualDriver &driver = *m_made;
    loop::EventLoop loop {std::move(m_made)};
};

inline loop::Coro<int> after(loop::Duration duration, int value)
{
    co_await loop::sleep(duration);
    co_return value;
}

inline loop::Coro<void> idle(loop::Duration duration)
{
    co_await loop::sleep(duration);
}

inline loop::Coro<int> failAfter(loop::Duration duration, std::string what)
{
    co_await loop::sleep(duration);
    throw std::runtime_error(what);
}

inline loop::Coro<int> cancelItself()
{
    co_await loop::sleep(0s);
    throw loop::CancelledError();
}

// Says in `log` when it is cancelled, and passes it on.
inline loop::Coro<int> noteCancel(std::vector<std::string> &log, std::string name)
{
    bool cancelled = false;
    try {
        co_await loop::sleep(1h);
    } catch (const loop::CancelledError &) {
        cancelled = true;
    }
    if (!cancelled)
        co_return 0;
    log.push_back(name);
    throw loop::CancelledError();
}

// Refuses to be cancelled, and returns `value`.
inline loop::Coro<int> refuseCancel(int value)
{
    try {
        co_await loop::sleep(1h);
    } catch (const loop::CancelledError &) { }
    co_return value;
}

// Moves, but refuses to be copied.
struct Uncopyable {
    Uncopyable() = default;
    Uncopyable(Uncopyable &&) noexcept = default;
    Uncopyable(const Uncopyable &) { throw std::runtime_error("no copies"); }
};

inline loop::Coro<Uncopyable> uncopyable()
{
    co_await loop::sleep(0s);
    co_return Uncopyable();
}

// The message of the std::exception that a callable throws; "cancelled" for CancelledError, "" for
// none.
template <class F> [[nodiscard]] std::string messageThrownBy(F callable)
{
    try {
        (void)callable();
    } catch (const loop::CancelledError &) {
        return "cancelled";
    } catch (const std::exception &error) {
        return error.what();
    }
    return {};
}

[[nodiscard]] inline std::string messageOf(const std::exception_ptr &exception)
{
    return messageThrownBy([&] {
        if (exception)
            std::rethrow_exception(exception);
        return 0;
    });
}
