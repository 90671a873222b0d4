// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A time-out that judges a peer. Where the loop itself was held past it (by a callback, or since
// the whole program stood still), what the peer sent meanwhile may still wait in the socket: a late
// look judges nothing, and looks once more when that has been read. Net thread.

#include "loop/EventLoop.h"

#include <functional>

namespace app {

class Deadline {
public:
    Deadline(loop::EventLoop &loop, std::function<void()> expired)
        : loop_(loop)
        , expired_(std::move(expired))
    { }
    ~Deadline() { cancel(); }
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;

    void set(loop::TimePoint when) // instead of what was set before
    {
        cancel();
        timer_ = loop_.callAt(when, [this, when] { look(when); });
    }
    void cancel() { timer_.cancel(); }

private:
    static constexpr loop::Duration lateness = std::chrono::milliseconds(20);
    static constexpr loop::Duration nextLook = std::chrono::milliseconds(100);

    void look(loop::TimePoint when)
    {
        if (const loop::TimePoint now = loop_.time(); now - when > lateness)
            timer_ = loop_.callAt(now + nextLook, [this] { expired_(); });
        else
            expired_();
    }

    loop::EventLoop &loop_;
    const std::function<void()> expired_;
    loop::Handle timer_;
};

} // namespace app
