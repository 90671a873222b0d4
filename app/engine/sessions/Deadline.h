// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A time-out that judges a peer. Where the loop itself was held past it (by a callback, or since
// the whole program stood still), what the peer sent meanwhile may still wait in the socket: a late
// look judges nothing, and looks once more when that has been read, at what was late then. Net
// thread.

#include "loop/EventLoop.h"

#include <functional>

namespace app {

class Deadline {
public:
    // `expired` is given the time as of which it is to judge: now, or that of the late look.
    using Expired = std::function<void(loop::TimePoint asOf)>;

    Deadline(loop::EventLoop &loop, Expired expired)
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
        const loop::TimePoint now = loop_.time();
        if (now - when > lateness)
            timer_ = loop_.callAt(now + nextLook, [this, now] { expired_(now); });
        else
            expired_(now);
    }

    loop::EventLoop &loop_;
    const Expired expired_;
    loop::Handle timer_;
};

} // namespace app
