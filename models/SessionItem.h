// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A line of the tree of sessions, for SessionModel alone: the model owns the root, each line those
// below it. Main thread.

#include "models/SessionModel.h"

#include <algorithm>

namespace models {

struct SessionModel::Item {
    Node node = Node::Loop;
    Item *parent = nullptr;
    std::vector<std::unique_ptr<Item>> children;
    quint64 loop = 0;
    QString name; // of a loop
    std::int64_t lag = 0; // of a loop, ns
    std::int64_t blockedFor = 0; // of a loop, ns
    bool running = false, closed = false; // of a loop
    bool server = false; // of a group
    SessionRecord session;
    QString shownDetail;
    bool stale = false; // it was not told of since the reset

    [[nodiscard]] int row() const
    {
        const auto at = std::find_if(parent->children.begin(), parent->children.end(),
                                     [this](const auto &each) { return each.get() == this; });
        return static_cast<int>(at - parent->children.begin());
    }
};

} // namespace models
