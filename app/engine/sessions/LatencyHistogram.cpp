// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/LatencyHistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace app {

namespace {

constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();

// value + steps * step; no more than there is.
std::int64_t after(std::int64_t value, std::uint64_t steps, std::int64_t step) noexcept
{
    const std::uint64_t room = std::uint64_t(greatest) - std::uint64_t(value);
    return steps > room / std::uint64_t(step)
        ? greatest
        : std::int64_t(std::uint64_t(value) + steps * std::uint64_t(step));
}

} // namespace

void LatencyHistogram::record(std::int64_t nanoseconds) noexcept
{
    const std::int64_t value = std::max<std::int64_t>(0, nanoseconds);
    ++buckets_[bucketOf(std::uint64_t(value))];
    ++count_;
    max_ = std::max(max_, value);
}

void LatencyHistogram::recordRun(std::int64_t least, std::int64_t step,
                                 std::uint64_t count) noexcept
{
    for (std::int64_t value = least; count > 0;) {
        const std::int64_t positive = std::max<std::int64_t>(0, value);
        const std::size_t bucket = bucketOf(std::uint64_t(positive));
        const bool last = bucket == bucketCount - 1;
        const std::uint64_t inside = last
            ? count
            : (std::uint64_t(highestIn(bucket)) - std::uint64_t(value)) / std::uint64_t(step) + 1;
        const std::uint64_t here = std::min(count, inside);
        buckets_[bucket] += here;
        count_ += here;
        count -= here;
        max_ = std::max(max_, after(value, here - 1, step));
        value = after(value, here, step);
    }
}

std::int64_t LatencyHistogram::percentile(double fraction) const noexcept
{
    if (count_ == 0)
        return 0;
    const auto rank = std::uint64_t(std::ceil(std::clamp(fraction, 0.0, 1.0) * double(count_)));
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < bucketCount; ++bucket) {
        seen += buckets_[bucket];
        if (seen >= std::max<std::uint64_t>(rank, 1))
            return std::min(highestIn(bucket), max_);
    }
    return max_;
}

std::vector<LatencyHistogram::Range> LatencyHistogram::ranges(std::size_t most) const
{
    std::vector<Range> ranges;
    const auto filled = [](std::uint64_t count) { return count != 0; };
    const auto first = std::find_if(buckets_.begin(), buckets_.end(), filled);
    if (first == buckets_.end())
        return ranges;
    const auto begin = std::size_t(first - buckets_.begin());
    const auto end = std::size_t(std::find_if(buckets_.rbegin(), buckets_.rend(), filled).base()
                                 - buckets_.begin());
    // As many buckets in each: they are equally wide on a logarithmic scale.
    const std::size_t each = (end - begin + most - 1) / most;
    for (std::size_t from = begin; from < end; from += each) {
        const std::size_t to = std::min(from + each, bucketCount);
        Range range {from == 0 ? 0 : highestIn(from - 1) + 1, highestIn(to - 1) + 1, 0};
        for (std::size_t bucket = from; bucket < to; ++bucket)
            range.count += buckets_[bucket];
        ranges.push_back(range);
    }
    ranges.back().below = std::max(ranges.back().below, after(max_, 1, 1));
    return ranges;
}

// Values below 2^subBits have a bucket each; above, the first subBits + 1 bits of a value choose
// it.
std::size_t LatencyHistogram::bucketOf(std::uint64_t value) noexcept
{
    const int power = std::max(0, int(std::bit_width(value)) - 1 - subBits);
    const std::size_t bucket = (std::size_t(power) << subBits) + std::size_t(value >> power);
    return std::min(bucket, bucketCount - 1);
}

std::int64_t LatencyHistogram::highestIn(std::size_t bucket) noexcept
{
    constexpr std::size_t perPower = std::size_t(1) << subBits;
    const std::size_t power = bucket < 2 * perPower ? 0 : (bucket >> subBits) - 1;
    const std::uint64_t first = bucket - (power << subBits);
    return std::int64_t(((first + 1) << power) - 1);
}

} // namespace app
