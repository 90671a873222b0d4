// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Puts tasks below those that await them: an order of slots becomes that of a tree that is walked
// from its roots down, siblings as they stood, with the depth of each. A task that several await
// stands below the first of them; those that only a circle leads to begin with the first of it. No
// recursion, so a chain may be of any length; time and memory grow as the tasks and what they wait
// for. Main thread.

#include <QtCore/QtGlobal>

#include <functional>
#include <vector>

namespace models {

class AwaitTree {
public:
    // Calls its argument for each slot that the task in `slot` awaits.
    using Visit = std::function<void(int slot, const std::function<void(int)> &)>;

    // `awaited` is what places them, `needed` (these, and who holds a lock) what makes circles.
    // Rearranges `order`; true where the depth or the mark of any slot is another than before.
    bool arrange(std::vector<int> &order, int slots, const Visit &awaited, const Visit &needed);
    void clear() { places_.clear(); }
    [[nodiscard]] int depth(int slot) const { return placeOf(slot).depth; }
    [[nodiscard]] bool inCircle(int slot) const { return placeOf(slot).circle; }

private:
    struct Place {
        int depth = 0;
        bool circle = false;
        friend bool operator==(const Place &, const Place &) = default;
    };
    [[nodiscard]] Place placeOf(int slot) const
    {
        return std::size_t(slot) < places_.size() ? places_[std::size_t(slot)] : Place {};
    }

    std::vector<Place> places_; // by slot
};

// The strongly connected parts of a graph of `slots` nodes: by slot the number of its part, and
// whether that is a circle (several nodes, or one that leads to itself). Only `nodes` are looked
// at.
struct Circles {
    std::vector<int> part; // -1: not one of the nodes
    std::vector<char> isCircle; // by part
};
[[nodiscard]] Circles circlesOf(const std::vector<int> &nodes, int slots,
                                const AwaitTree::Visit &leadsTo);

} // namespace models
