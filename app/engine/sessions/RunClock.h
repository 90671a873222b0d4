// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The clock of a run that measures: the loop's time, less what this machine stood still. Where the
// whole program did not run for a while (a stopped process, a virtual machine that was paused), no
// message could be sent and no answer read, so the server is not to blame and nothing became due.
// A loop held by one of its own callbacks is not a pause: a thread of its own, the Pulse, tells the
// two apart. Net thread, but for the Pulse.

#include "loop/EventLoop.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace app {

// A thread that only looks at the steady clock, ten times a second. Any thread.
class Pulse {
public:
    Pulse();

    // Whether this thread, too, missed most of the time from `from` to `to`, which is now.
    [[nodiscard]] bool missed(loop::TimePoint from, loop::TimePoint to) const;

private:
    void beat(const std::stop_token &stop);

    mutable std::mutex mutex_; // of what follows
    std::condition_variable_any wake_;
    loop::TimePoint last_; // beat
    loop::TimePoint gapBegan_; // the last time it was late, from one beat to the next
    loop::TimePoint gapEnded_;
    std::jthread thread_; // last: it uses the others
};

class RunClock {
public:
    // What is shorter is the machine's usual unrest, and part of what is measured.
    static constexpr loop::Duration shortestPause = std::chrono::milliseconds(250);

    // `paused` is called with the length of each pause, when it is over.
    RunClock(loop::EventLoop &loop, std::function<void(loop::Duration)> paused);
    ~RunClock();
    RunClock(const RunClock &) = delete;
    RunClock &operator=(const RunClock &) = delete;

    [[nodiscard]] loop::TimePoint now(); // looks for a pause first, so it is right after one, too
    // When the loop's clock will show what this one calls `time`, if nothing pauses until then.
    [[nodiscard]] loop::TimePoint onLoop(loop::TimePoint time) const { return time + paused_; }

    [[nodiscard]] std::uint64_t pauses() const { return pauses_; } // so far
    [[nodiscard]] loop::Duration paused() const { return paused_; } // in all

private:
    void tick();

    loop::EventLoop &loop_;
    const std::function<void(loop::Duration)> report_;
    Pulse pulse_;
    loop::TimePoint seen_; // by the loop's clock: when it was last asked
    loop::Duration paused_ {};
    std::uint64_t pauses_ = 0;
    loop::Handle timer_; // so that it is asked
};

} // namespace app
