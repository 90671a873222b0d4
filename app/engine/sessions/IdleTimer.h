// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Ends something that has been idle for a time: the `idle=` option of servers. It lives in the
// coroutine that serves a connection, which restarts it at each sign of life. Net thread.

#include "loop/EventLoop.h"

#include <functional>

namespace app {

class IdleTimer {
public:
    // `expired` is called on the loop, `idle` after the last restart(); never if `idle` is 0.
    IdleTimer(loop::EventLoop &loop, loop::Duration idle, std::function<void()> expired)
        : loop_(loop)
        , idle_(idle)
        , expired_(std::move(expired))
    {
        restart();
    }
    ~IdleTimer() { timer_.cancel(); }
    IdleTimer(const IdleTimer &) = delete;
    IdleTimer &operator=(const IdleTimer &) = delete;

    void restart()
    {
        if (idle_ == loop::Duration::zero())
            return;
        timer_.cancel();
        timer_ = loop_.callLater(idle_, [this] { expired_(); });
    }

private:
    loop::EventLoop &loop_;
    const loop::Duration idle_;
    const std::function<void()> expired_;
    loop::Handle timer_;
};

} // namespace app
