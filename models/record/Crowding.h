// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether this process wants more of the one processor that it may run on than there is: what its
// threads ran and what they waited for it, be it for each other or for another program. Drawing,
// an eighth of a processor at its busiest, then takes time from serving, so views are refreshed
// less often. Of several processors that is little, and nothing is measured. One thread.

#include <cstdint>
#include <functional>
#include <optional>

namespace models {

class Crowding {
public:
    struct Clocks {
        std::function<std::int64_t()> wall; // ns
        std::function<std::int64_t()> processor; // ns that all threads ran, and waited to run
        std::function<int()> processors; // that this process may run on now

        [[nodiscard]] static Clocks ofThisProcess();
    };

    explicit Crowding(Clocks clocks = Clocks::ofThisProcess());

    // Measures once a second of the wall clock; between, it costs one look at that clock. True:
    // isCrowded() changed.
    bool look();
    [[nodiscard]] bool isCrowded() const { return crowded_; }

private:
    void measure();

    static constexpr std::int64_t Pace = 1'000'000'000; // ns
    // Shares of the processor: apart, so that drawing less does not end it at once.
    static constexpr double Full = 0.9, Free = 0.7;

    Clocks clocks_;
    std::int64_t wall_; // at the last measurement
    std::optional<std::int64_t> processor_; // then; none where there were several
    bool crowded_ = false;
};

} // namespace models
