// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The steps of one lane of the timeline, in the order of their times, and above them sums of 16, of
// 256 and so on: a stretch is drawn from the coarsest sums that are too short to be seen apart, so
// that the cost of a picture follows its pixels, not the steps. Times are wall clock, ns since
// 1970. A value; any one thread at a time.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace models {

// One step of a task, or several that were joined because there were very many. 32 bytes: there may
// be a million.
class Step {
public:
    Step() = default;
    Step(std::int64_t start, std::int64_t length, std::uint64_t wokenBy)
        : start_(start)
        , length_(length)
        , detail_(wokenBy)
    { }

    [[nodiscard]] std::int64_t start() const noexcept { return start_; }
    [[nodiscard]] std::int64_t end() const noexcept { return start_ + length_; } // of the last
    [[nodiscard]] std::int64_t length() const noexcept { return length_; }
    [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
    // Of a single one: the task in whose step it was woken; 0: by none, or nobody knows.
    [[nodiscard]] std::uint64_t wokenBy() const noexcept { return count_ == 1 ? detail_ : 0; }
    // Of joined ones as far as it is known.
    [[nodiscard]] std::int64_t busy() const noexcept;
    [[nodiscard]] std::int64_t longest() const noexcept;

    // This one and `next`, which is of no earlier time.
    void join(const Step &next) noexcept;
    // Several, of which no more is known than that they ran in this time, none of them for long.
    void setCount(std::uint32_t count) noexcept;
    void beginAt(std::int64_t time) noexcept { start_ = time; }

private:
    std::int64_t start_ = 0;
    std::int64_t length_ = 0;
    std::uint64_t detail_ = 0; // wokenBy, or of joined ones longest
    std::uint32_t count_ = 1;
    float share_ = 1; // of the length, that was busy
};

// What is drawn as one: a step, or several too close to be seen apart.
struct Bar {
    std::int64_t start = 0, end = 0;
    std::int64_t busy = 0;
    std::int64_t longest = 0; // of the steps in it, ns
    std::uint64_t count = 0; // of steps
    std::size_t first = 0; // the index of its first step
    std::uint64_t wokenBy = 0; // of a single one

    void join(const Bar &next) noexcept;
};

class Lane {
public:
    // A step that began before the last one (a clock was set) is taken for one that began then.
    void append(const Step &step);
    // Joins a step to the last one.
    void joinLast(const Step &step);

    [[nodiscard]] std::size_t size() const noexcept { return steps_.size(); }
    [[nodiscard]] bool isEmpty() const noexcept { return steps_.empty(); }
    [[nodiscard]] const Step &step(std::size_t index) const { return steps_[index]; }
    [[nodiscard]] const Step &last() const { return steps_.back(); }
    // How many began at or before a time.
    [[nodiscard]] std::size_t begunBy(std::int64_t time) const noexcept;
    // All of it, as one; of none, all zeros.
    [[nodiscard]] Bar sum(std::int64_t from, std::int64_t to) const;

    // Calls `draw` with the bars in from..to in their order. What ends within `resolution` ns of
    // a bar's beginning is in that bar, so there are at most 2 (to - from) / resolution of them.
    template <class Draw>
    void visit(std::int64_t from, std::int64_t to, std::int64_t resolution, const Draw &draw) const
    {
        const std::size_t end = begunBy(to);
        Bar open;
        for (std::size_t at = endedBy(from); at < end;) {
            std::size_t steps = 1;
            const Bar next = coarsest(at, end, resolution, steps);
            at += steps;
            if (open.count != 0 && next.end - open.start <= resolution) {
                open.join(next);
                continue;
            }
            if (open.count != 0)
                draw(open);
            open = next;
        }
        if (open.count != 0)
            draw(open);
    }

    // Whether so much of it ended before a time that keptFrom() is worth its cost.
    [[nodiscard]] bool isWorthDropping(std::int64_t time) const;
    // The same without what ended before a time.
    [[nodiscard]] Lane keptFrom(std::int64_t time) const;
    // The same where what ends within `resolution` ns of a step's beginning is joined to it.
    [[nodiscard]] Lane thinned(std::int64_t resolution) const;

private:
    static constexpr std::size_t Fan = 16; // of a sum over those below it

    [[nodiscard]] std::size_t endedBy(std::int64_t time) const noexcept;
    [[nodiscard]] static Bar barOf(const Step &step, std::size_t index) noexcept;
    // The largest sum that begins at a step, ends before `end`, and is no longer than `resolution`.
    [[nodiscard]] Bar coarsest(std::size_t index, std::size_t end, std::int64_t resolution,
                               std::size_t &steps) const noexcept;
    void sumUp();

    std::vector<Step> steps_;
    // [k][i]: of Fan^(k+1) steps from i times as many on. A level begins once it has one whole sum.
    std::vector<std::vector<Bar>> sums_;
};

} // namespace models
