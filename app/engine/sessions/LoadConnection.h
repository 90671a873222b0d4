// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One connection of a LoadClient: it keeps up to `depth` messages in flight, reads each answer back
// and times it. With a rate, messages are due at fixed times and timed from then, whether or not
// they could be sent, so that a server which stalls is not flattered (coordinated omission). Each
// message that is due becomes exactly one of: answered, mismatch, timeout or unanswered; the last
// two enter the distribution with their age. Net thread.

#include "app/engine/sessions/Deadline.h"
#include "app/engine/sessions/ErrorCounts.h"
#include "app/engine/sessions/LatencyHistogram.h"
#include "app/engine/sessions/RunClock.h"

#include "loop/EventLoop.h"
#include "loop/Streams.h"

#include <deque>
#include <string>

namespace app {

// What all connections of a load do, and what they add to.
struct LoadPlan {
    std::size_t size = 0;
    std::size_t depth = 1;
    loop::Duration interval {}; // between two messages of one connection; 0: as fast as possible
    loop::Duration timeout {}; // for an answer
    std::string payload;

    [[nodiscard]] bool paced() const { return interval > loop::Duration::zero(); }
};
struct LoadTally {
    LatencyHistogram latencies;
    std::uint64_t answers = 0; // right ones
    std::uint64_t untimed = 0; // of these: under way while this machine stood still
    std::int64_t slowest = 0; // ns, of these
    loop::TimePoint last; // when the last of these came
    ErrorCounts errors;
};
// One run. All of its times are the clock's.
struct LoadRun {
    LoadRun(loop::EventLoop &loop, LoadPlan p, std::function<void(loop::Duration)> paused)
        : plan(std::move(p))
        , clock(loop, std::move(paused))
    { }

    // Messages that were due from `due` on, each plan.interval, up to `until`, will have no answer.
    void countUnsent(loop::TimePoint &due, loop::TimePoint upTo, loop::TimePoint now);
    [[nodiscard]] bool isEnding() const { return until != loop::TimePoint::max(); }

    const LoadPlan plan;
    LoadTally tally;
    RunClock clock;
    loop::TimePoint until = loop::TimePoint::max(); // no message becomes due later
};

class LoadConnection {
public:
    // `due`: when the first message is; then, always, the next one.
    LoadConnection(loop::EventLoop &loop, LoadRun &run, loop::Streams streams,
                   loop::TimePoint &due);
    ~LoadConnection();
    LoadConnection(const LoadConnection &) = delete;

    // Returns once the run ends and all that was due is answered. Throws what ended the connection
    // before, TimeoutError where an answer did not come in time; what was due then is counted.
    loop::Coro<void> run();
    void runEnds(); // run.until was set

private:
    struct Message {
        loop::TimePoint due; // what it is timed from
        loop::TimePoint sent;
        std::uint64_t pauses; // of the clock, before
    };

    loop::Coro<void> exchange();
    void checkOverdue(
        loop::TimePoint asOf); // cuts the connection where the oldest message has waited too long
    void sendWhatMayGo();
    void answered(const std::string &answer);
    void countWaiting();
    [[nodiscard]] bool isComplete() const;

    loop::EventLoop &loop_;
    LoadRun &run_;
    loop::Streams streams_;
    // Of the next message, where they are paced. By the run's clock, so that nothing becomes due
    // while this machine stands still, and nothing is made up for afterwards.
    loop::TimePoint &due_;
    loop::Handle sending_; // the next message that is due
    Deadline checking_; // when the oldest one would be overdue, or sooner
    std::deque<Message> inFlight_;
    bool overdue_ = false;
};

} // namespace app
