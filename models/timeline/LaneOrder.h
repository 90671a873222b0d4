// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// In which order the lanes of a timeline stand, in which groups, and which of them a filter shows.
// Loops come first. Values; any thread.

#include "models/Filter.h"

#include <QtCore/QHash>
#include <QtCore/QString>

#include <vector>

namespace models {

class Lanes;

struct LaneOrder {
    enum Sort { ById, ByBusyTime, ByCoroutine };
    enum Group { NoGroups, BySession, ByCoroutines };

    Sort sort = ById;
    Group group = NoGroups;
    Filter filter; // with laneKeys()
    QHash<quint64, QString> sessions; // their names by context

    // What can be asked of a lane: task, session, coroutine, busy.
    [[nodiscard]] static QList<FilterKey> keys();
};

// One row of the timeline: the lane of a loop, of a task, or the title of a group.
struct LaneRow {
    quint64 loop = 0, task = 0; // both 0: a title
    QString title; // of a group
    int size = 0; // lanes in it

    [[nodiscard]] bool isTitle() const { return loop == 0 && task == 0; }
    friend bool operator==(const LaneRow &, const LaneRow &) = default;
};

// Of `lanes`, whose lock the caller holds or which nobody else fills.
[[nodiscard]] std::vector<LaneRow> rowsOf(const Lanes &lanes, const LaneOrder &order);

// "echo()" for "echo(StreamReader, StreamWriter)".
[[nodiscard]] QString callOf(const QString &coroutine);

} // namespace models
