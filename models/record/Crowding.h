// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether this process keeps all the processors busy that it may run on. What only shows then steps
// back, since each picture is paid for by those who are served; where a processor is free, it costs
// them nothing. Other processes do not count, nor does a quota of a container. One thread.

#include <cstdint>
#include <functional>

namespace models {

class Crowding {
public:
    struct Use { // so far
        std::int64_t wall = 0, processor = 0; // ns; of all threads
        int processors = 1; // that this process may run on now

        [[nodiscard]] static Use now() noexcept;
    };

    explicit Crowding(std::function<Use()> now = &Use::now);

    // Once a second of the wall clock it is found out anew. True: that changed something.
    bool look();
    [[nodiscard]] bool isCrowded() const { return crowded_; }

private:
    static constexpr std::int64_t Pace = 1'000'000'000; // ns
    // Of what all could do; as what shows steps back, it does not begin to come and go.
    static constexpr double Full = 0.9, Free = 0.7;

    std::function<Use()> now_;
    Use before_;
    bool crowded_ = false;
};

} // namespace models
