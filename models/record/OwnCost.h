// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What watching costs while it goes on, as shares of one processor core over the last second: on
// the threads of the loops (Recorder::cost()), on the thread that writes the recording, and on this
// one, which shows it. Measured by the clocks of the threads, so that what other programs take does
// not count. Costs a few looks at clocks a second. Main thread.

#include <cstdint>
#include <ctime>

namespace models {

class EventStore;
class Feed;

// What the calling thread has used of a processor so far, ns.
[[nodiscard]] std::int64_t threadTime() noexcept;
// The same of a clock of a thread, 0 once that is over; see pthread_getcpuclockid().
[[nodiscard]] std::int64_t threadTime(clockid_t clock) noexcept;

class OwnCost {
public:
    struct Shares { // of one core
        double loops = 0, writing = 0, showing = 0;
        bool known = false;

        [[nodiscard]] double all() const { return loops + writing + showing; }
    };

    // Both must outlive this.
    OwnCost(const Feed &feed, const EventStore &file);

    // True where a second is over, and shares() are new.
    bool look();
    [[nodiscard]] const Shares &shares() const { return shares_; }

private:
    struct Times {
        std::int64_t wall = 0, loops = 0, writing = 0, showing = 0; // ns so far
    };
    [[nodiscard]] Times now(std::int64_t wall) const;

    const Feed &feed_;
    const EventStore &file_;
    Times before_;
    Shares shares_;
};

} // namespace models
