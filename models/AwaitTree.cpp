// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/AwaitTree.h"

#include <algorithm>
#include <utility>

namespace models {

namespace {

std::size_t at(int index)
{
    return std::size_t(index);
}

// Edges of all nodes in one piece of memory, so that they are asked for once.
struct Edges {
    Edges(const std::vector<int> &nodes, int slots, const AwaitTree::Visit &visit)
        : begin(at(slots), 0)
        , end(at(slots), 0)
        , known(at(slots), 0)
    {
        for (const int node : nodes)
            known[at(node)] = 1;
        for (const int node : nodes) {
            begin[at(node)] = int(targets.size());
            visit(node, [this](int target) {
                if (target >= 0 && at(target) < known.size() && known[at(target)])
                    targets.push_back(target);
            });
            end[at(node)] = int(targets.size());
        }
    }
    std::vector<int> begin, end, targets; // of a node those from begin to end
    std::vector<char> known;
};

// Tarjan's algorithm with a stack of its own.
class Parts {
public:
    Parts(const std::vector<int> &nodes, int slots, const Edges &edges)
        : edges_(edges)
        , number_(at(slots), 0)
        , lowest_(at(slots), 0)
        , onStack_(at(slots), 0)
    {
        circles.part.assign(at(slots), -1);
        for (const int node : nodes) {
            if (number_[at(node)] == 0)
                walk(node);
        }
    }
    Circles circles;

private:
    struct Frame {
        int node, edge;
    };
    void enter(int node)
    {
        number_[at(node)] = lowest_[at(node)] = ++last_;
        stack_.push_back(node);
        onStack_[at(node)] = 1;
        frames_.push_back({node, edges_.begin[at(node)]});
    }
    void walk(int root)
    {
        enter(root);
        while (!frames_.empty()) {
            Frame &frame = frames_.back();
            if (frame.edge == edges_.end[at(frame.node)]) {
                leave();
                continue;
            }
            const int target = edges_.targets[at(frame.edge++)];
            if (number_[at(target)] == 0)
                enter(target);
            else if (onStack_[at(target)])
                lowest_[at(frame.node)] = std::min(lowest_[at(frame.node)], number_[at(target)]);
        }
    }
    void leave()
    {
        const int node = frames_.back().node;
        frames_.pop_back();
        if (!frames_.empty()) {
            int &above = lowest_[at(frames_.back().node)];
            above = std::min(above, lowest_[at(node)]);
        }
        if (lowest_[at(node)] != number_[at(node)])
            return;
        const int part = int(circles.isCircle.size());
        int members = 0, member = -1;
        do {
            member = stack_.back();
            stack_.pop_back();
            onStack_[at(member)] = 0;
            circles.part[at(member)] = part;
            ++members;
        } while (member != node);
        const auto begin = edges_.targets.begin();
        const bool toItself
            = std::find(begin + edges_.begin[at(node)], begin + edges_.end[at(node)], node)
            != begin + edges_.end[at(node)];
        circles.isCircle.push_back(members > 1 || toItself);
    }

    const Edges &edges_;
    std::vector<int> number_, lowest_, stack_;
    std::vector<char> onStack_;
    std::vector<Frame> frames_;
    int last_ = 0;
};

// Each node below the first of those that lead to it.
class Forest {
public:
    Forest(const std::vector<int> &order, int slots, const Edges &edges)
        : depth(at(slots), 0)
        , parent_(at(slots), -1)
        , firstChild_(at(slots), -1)
        , next_(at(slots), -1)
        , placed_(at(slots), 0)
    {
        hang(order, edges);
        walked.reserve(order.size());
        for (const int node : order) {
            if (parent_[at(node)] < 0)
                walk(node);
        }
        for (const int node : order) { // what circles alone lead to
            if (!placed_[at(node)])
                walk(node);
        }
    }
    std::vector<int> walked; // from the roots down
    std::vector<int> depth; // by slot

private:
    void hang(const std::vector<int> &order, const Edges &edges)
    {
        for (const int node : order) {
            for (int edge = edges.begin[at(node)]; edge < edges.end[at(node)]; ++edge) {
                const int target = edges.targets[at(edge)];
                if (parent_[at(target)] < 0 && target != node)
                    parent_[at(target)] = node;
            }
        }
        for (auto node = order.rbegin(); node != order.rend(); ++node) {
            if (const int above = parent_[at(*node)]; above >= 0) {
                next_[at(*node)] = firstChild_[at(above)];
                firstChild_[at(above)] = *node;
            }
        }
    }
    void walk(int root)
    {
        for (open_ = {root}; !open_.empty();) {
            const int node = open_.back();
            open_.pop_back();
            if (std::exchange(placed_[at(node)], 1))
                continue;
            walked.push_back(node);
            const auto mark = std::ptrdiff_t(open_.size());
            for (int child = firstChild_[at(node)]; child >= 0; child = next_[at(child)]) {
                if (placed_[at(child)])
                    continue;
                depth[at(child)] = depth[at(node)] + 1;
                open_.push_back(child);
            }
            std::reverse(open_.begin() + mark, open_.end());
        }
    }

    std::vector<int> parent_, firstChild_, next_, open_;
    std::vector<char> placed_;
};

} // namespace

Circles circlesOf(const std::vector<int> &nodes, int slots, const AwaitTree::Visit &leadsTo)
{
    const Edges edges(nodes, slots, leadsTo);
    return Parts(nodes, slots, edges).circles;
}

bool AwaitTree::arrange(std::vector<int> &order, int slots, const Visit &awaited,
                        const Visit &needed)
{
    const Forest forest(order, slots, Edges(order, slots, awaited));
    const Circles circles = circlesOf(order, slots, needed);
    std::vector<Place> places(at(slots));
    for (const int node : order)
        places[at(node)]
            = {forest.depth[at(node)], circles.isCircle[at(circles.part[at(node)])] != 0};
    order = forest.walked;
    std::swap(places, places_);
    return places_ != places;
}

} // namespace models
