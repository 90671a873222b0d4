// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether this process keeps busy all the processors that it may run on. Drawing then takes time
// from serving, so views are refreshed less often; with a processor to spare it costs nothing.
// Ignores other processes and container quotas. One thread.

#include <cstdint>
#include <functional>

namespace models {

class Crowding {
public:
    struct Clocks {
        std::function<std::int64_t()> wall, processor; // ns; the latter of all threads
        std::function<int()> processors; // that this process may run on now

        [[nodiscard]] static Clocks ofThisProcess();
    };

    explicit Crowding(Clocks clocks = Clocks::ofThisProcess());

    // Measures once a second of the wall clock; between, it costs one look at that clock. True:
    // isCrowded() changed.
    bool look();
    [[nodiscard]] bool isCrowded() const { return crowded_; }

private:
    static constexpr std::int64_t Pace = 1'000'000'000; // ns
    // Shares of all processors: apart, so that drawing less does not end it at once.
    static constexpr double Full = 0.9, Free = 0.7;

    Clocks clocks_;
    std::int64_t wall_, processor_; // at the last measurement
    bool crowded_ = false;
};

} // namespace models
