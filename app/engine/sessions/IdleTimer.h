// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Ends something that has been idle for a time: the `idle=` option of servers. It lives in the
// coroutine that serves a connection, which restarts it at each sign of life. Net thread.

#include "app/engine/sessions/Deadline.h"

#include <functional>

namespace app {

class IdleTimer {
public:
    // `expired` is called on the loop, `idle` after the last restart(); never if `idle` is 0.
    IdleTimer(loop::EventLoop &loop, loop::Duration idle, std::function<void()> expired)
        : loop_(loop)
        , idle_(idle)
        , timer_(loop, [call = std::move(expired)](loop::TimePoint) { call(); })
    {
        restart();
    }
    IdleTimer(const IdleTimer &) = delete;
    IdleTimer &operator=(const IdleTimer &) = delete;

    void restart()
    {
        if (idle_ > loop::Duration::zero())
            timer_.set(loop_.time() + idle_);
    }

private:
    loop::EventLoop &loop_;
    const loop::Duration idle_;
    Deadline timer_; // so what came while the loop was held is a sign of life
};

} // namespace app
