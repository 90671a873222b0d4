// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One connection of a LoadClient: it keeps up to `depth` messages on their way, reads each answer
// back and counts how long it took. With a rate, messages are due at fixed times and timed from
// then, whether or not they could be sent; what was due and has no answer when the time is up
// counts with the time it has waited, so that a server which stalls is not flattered (coordinated
// omission). Net thread.

#include "app/engine/sessions/ErrorCounts.h"
#include "app/engine/sessions/LatencyHistogram.h"

#include "loop/EventLoop.h"
#include "loop/Streams.h"

#include <deque>
#include <string>

namespace app {

// What all connections of a load do, and what they add to.
struct LoadPlan {
    std::size_t size = 0;
    std::size_t depth = 1;
    loop::Duration interval {}; // between two messages of one connection; 0: as fast as it goes
    loop::Duration timeout {}; // for an answer
    std::string payload;
};
struct LoadTally {
    LatencyHistogram latencies;
    std::uint64_t answers = 0;
    ErrorCounts errors;
};

class LoadConnection {
public:
    LoadConnection(loop::EventLoop &loop, const LoadPlan &plan, LoadTally &tally,
                   loop::Streams streams);
    ~LoadConnection(); // closes it
    LoadConnection(const LoadConnection &) = delete;

    // The first message is due at `first`. Throws what ended the connection, TimeoutError where an
    // answer did not come in time: it goes on until cancelled.
    loop::Coro<void> run(loop::TimePoint first);

private:
    struct Message {
        loop::TimePoint due; // what it is timed from
        loop::TimePoint sent;
    };

    loop::Coro<void> exchange();
    void checkOverdue(); // cuts the connection where the oldest message has waited too long
    void sendWhatMayGo();
    void answered(const std::string &answer);
    void countWaiting();
    [[nodiscard]] bool paced() const { return plan_.interval > loop::Duration::zero(); }

    loop::EventLoop &loop_;
    const LoadPlan &plan_;
    LoadTally &tally_;
    loop::Streams streams_;
    loop::Handle sending_; // the next message that is due
    loop::Handle checking_; // when the oldest one would be overdue, or sooner
    loop::TimePoint due_; // of the next message
    std::deque<Message> inFlight_;
    bool overdue_ = false;
};

} // namespace app
