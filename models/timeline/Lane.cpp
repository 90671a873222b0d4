// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/Lane.h"

#include <algorithm>

namespace models {

void Bar::join(const Bar &next) noexcept
{
    end = std::max(end, next.end);
    busy += next.busy;
    longest = std::max(longest, next.longest);
    count += next.count;
    wokenBy = 0;
}

std::int64_t Step::busy() const noexcept
{
    return count_ == 1 ? length_ : static_cast<std::int64_t>(double(share_) * double(length_));
}

std::int64_t Step::longest() const noexcept
{
    return count_ == 1 ? length_ : static_cast<std::int64_t>(detail_);
}

void Step::join(const Step &next) noexcept
{
    const std::int64_t both = busy() + next.busy();
    detail_ = static_cast<std::uint64_t>(std::max(longest(), next.longest()));
    length_ = std::max(length_, next.end() - start_);
    share_ = length_ > 0 ? static_cast<float>(double(both) / double(length_)) : 1;
    count_ += next.count_;
}

void Step::setCount(std::uint32_t count) noexcept
{
    if (count <= 1)
        return;
    count_ = count;
    detail_ = static_cast<std::uint64_t>(length_ / count);
}

void Lane::append(const Step &step)
{
    steps_.push_back(step);
    if (steps_.size() > 1)
        steps_.back().beginAt(std::max(step.start(), steps_[steps_.size() - 2].start()));
    sumUp();
}

void Lane::joinLast(const Step &step)
{
    Bar added = barOf(step, 0);
    added.start = steps_.back().start();
    std::size_t at = steps_.size() - 1;
    steps_.back().join(step);
    for (std::vector<Bar> &level : sums_)
        level[at /= Fan].join(added);
}

// Brings the last step into the sums.
void Lane::sumUp()
{
    std::size_t size = 1;
    for (std::size_t level = 0;; ++level) {
        size *= Fan;
        if (level < sums_.size()) {
            const Bar added = barOf(steps_.back(), steps_.size() - 1);
            const std::size_t at = added.first / size;
            if (at < sums_[level].size())
                sums_[level][at].join(added);
            else
                sums_[level].push_back(added);
            continue;
        }
        if (steps_.size() < size)
            return;
        Bar whole = level == 0 ? barOf(steps_[0], 0) : sums_[level - 1][0];
        for (std::size_t i = 1; i < Fan; ++i)
            whole.join(level == 0 ? barOf(steps_[i], i) : sums_[level - 1][i]);
        sums_.push_back({whole});
    }
}

Bar Lane::barOf(const Step &step, std::size_t index) noexcept
{
    return {step.start(), step.end(), step.busy(),   step.longest(),
            step.count(), index,      step.wokenBy()};
}

std::size_t Lane::begunBy(std::int64_t time) const noexcept
{
    const auto end = std::partition_point(
        steps_.begin(), steps_.end(), [time](const Step &each) { return each.start() <= time; });
    return static_cast<std::size_t>(end - steps_.begin());
}

// Steps of a lane follow each other, so they end in the order in which they begin.
std::size_t Lane::endedBy(std::int64_t time) const noexcept
{
    const auto end = std::partition_point(steps_.begin(), steps_.end(),
                                          [time](const Step &each) { return each.end() < time; });
    return static_cast<std::size_t>(end - steps_.begin());
}

Bar Lane::coarsest(std::size_t index, std::size_t end, std::int64_t resolution,
                   std::size_t &steps) const noexcept
{
    const Bar *found = nullptr;
    std::size_t size = 1;
    for (const std::vector<Bar> &level : sums_) {
        size *= Fan;
        if (index % size != 0 || index + size > end)
            break;
        const Bar &sum = level[index / size];
        if (sum.end - sum.start > resolution)
            break;
        found = &sum;
        steps = size;
    }
    return found ? *found : barOf(steps_[index], index);
}

Bar Lane::sum(std::int64_t from, std::int64_t to) const
{
    Bar all;
    visit(from, to, to - from, [&all](const Bar &bar) {
        if (all.count == 0)
            all = bar;
        else
            all.join(bar);
    });
    return all;
}

bool Lane::isWorthDropping(std::int64_t time) const
{
    constexpr std::size_t part = 4; // each step is moved a few times in its life
    const std::size_t gone = endedBy(time);
    return gone != 0 && gone >= steps_.size() / part;
}

Lane Lane::keptFrom(std::int64_t time) const
{
    Lane kept;
    kept.steps_.reserve(steps_.size() - endedBy(time));
    for (std::size_t i = endedBy(time); i < steps_.size(); ++i)
        kept.append(steps_[i]);
    return kept;
}

Lane Lane::thinned(std::int64_t resolution) const
{
    Lane made;
    for (const Step &step : steps_) {
        if (made.isEmpty() || step.end() - made.last().start() > resolution)
            made.append(step);
        else
            made.joinLast(step);
    }
    made.steps_.shrink_to_fit();
    return made;
}

} // namespace models
