// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How long answers took on one connection, by its events while somebody looks at it: from the first
// bytes of a client to the first ones back, as either end sees it. Events that stand for many have
// no time of their own and are left out. A plain value.

#include "loop/Records.h"

#include <algorithm>
#include <cstdint>

namespace models {

class AnswerTimes {
public:
    void see(const loop::LogEvent &event, loop::Role role)
    {
        using loop::EventKind;
        if (event.kind != EventKind::DataIn && event.kind != EventKind::DataOut)
            return;
        const bool asks = (event.kind == EventKind::DataOut) == (role == loop::Role::Client);
        if (event.merged > 1) {
            asked_ = 0;
        } else if (asks) {
            asked_ = asked_ == 0 ? event.time : asked_;
        } else if (asked_ != 0) {
            last_ = event.time - asked_;
            longest_ = std::max(longest_, last_);
            asked_ = 0;
            ++count_;
        }
    }

    [[nodiscard]] std::int64_t last() const { return last_; } // ns
    [[nodiscard]] std::int64_t longest() const { return longest_; }
    [[nodiscard]] std::int64_t count() const { return count_; }

private:
    std::int64_t asked_ = 0; // when; 0: nothing waits for its answer
    std::int64_t last_ = 0, longest_ = 0, count_ = 0;
};

} // namespace models
