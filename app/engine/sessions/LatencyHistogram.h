// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How long things took, as counts in buckets that grow with the value (log-linear, as in
// HdrHistogram): any value is known to within 1.6 %, from 1 ns to 18 minutes, in 18 KiB and without
// allocation. One thread at a time.

#include <array>
#include <cstdint>
#include <vector>

namespace app {

class LatencyHistogram {
public:
    void
    record(std::int64_t nanoseconds) noexcept; // below 0 counts as 0, above the range as its end

    // `count` values, each `step` (above 0) more than the one before: many at the price of a few.
    // Those that would be above INT64_MAX count as that.
    void recordRun(std::int64_t least, std::int64_t step, std::uint64_t count) noexcept;

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    [[nodiscard]] std::int64_t max() const noexcept { return max_; } // exact; 0 when empty
    // The nearest rank: the least value that `fraction` (0..1) of all values do not exceed, ns;
    // 0 when empty.
    [[nodiscard]] std::int64_t percentile(double fraction) const noexcept;

    // How many values are in each of at most `most` (above 0) ranges that grow alike, from the
    // least value to the greatest; the last one ends above max(), or with max() where that is
    // INT64_MAX. Empty when there are none.
    struct Range {
        std::int64_t least = 0, below = 0;
        std::uint64_t count = 0;
    };
    [[nodiscard]] std::vector<Range> ranges(std::size_t most) const;

private:
    static constexpr int subBits = 6; // 64 buckets for each power of two
    static constexpr int powers = 35;
    static constexpr std::size_t bucketCount = std::size_t(powers + 1) << subBits;

    [[nodiscard]] static std::size_t bucketOf(std::uint64_t value) noexcept;
    [[nodiscard]] static std::int64_t highestIn(std::size_t bucket) noexcept;

    std::array<std::uint64_t, bucketCount> buckets_ {};
    std::uint64_t count_ = 0;
    std::int64_t max_ = 0;
};

} // namespace app
