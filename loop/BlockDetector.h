// SPDX-License-Identifier: MIT
#pragma once

// BlockDetector: from looks at what a loop runs now (Recorder::running()) to findings: a handle
// that holds the loop for longer than a limit, still does, and has ended. What Watchdog and the
// window's feed share. Knows no clock, no thread and no warning: one reader calls it, on any
// thread.

#include "loop/Records.h"
#include "loop/Time.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace loop {

class BlockDetector {
public:
    struct Finding {
        RunningHandle handle; // which task, where it left off or was scheduled, since when
        Duration lasted {}; // so far; of one that is over, in all, as exactly as it was looked at
        bool over = false;
    };
    struct Look {
        std::optional<Finding> ended; // what was found before
        std::optional<Finding> blocks; // what holds the loop now
        bool isNew = false; // `blocks` was not found by the look before
    };

    // `now` in ns of the loop's clock. `known`: how long the loop itself says that it was held at
    // most since the look before, if it has said so; a look alone is late by the pace of looking.
    [[nodiscard]] Look look(const RunningHandle &running, std::int64_t now, Duration limit,
                            Duration known = {})
    {
        Look look;
        if (m_found && running.since != m_found->handle.since)
            look.ended = settle(known);
        if (running.since == 0 || Duration(now - running.since) < limit)
            return look;
        look.isNew = !m_found;
        m_found = Finding {running, Duration(now - running.since), false};
        look.blocks = m_found;
        return look;
    }

    // What was found last, as one that is over: nobody looks any more.
    [[nodiscard]] std::optional<Finding> settle(Duration known = {})
    {
        std::optional<Finding> over = std::exchange(m_found, std::nullopt);
        if (over) {
            over->lasted = std::max(over->lasted, known);
            over->over = true;
        }
        return over;
    }

    void forget() noexcept { m_found.reset(); } // as if it had not been found

private:
    std::optional<Finding> m_found; // still holds the loop, as far as is known
};

} // namespace loop
