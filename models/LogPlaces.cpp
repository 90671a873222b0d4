// SPDX-License-Identifier: GPL-3.0-or-later

// The second part of LogModel: where in the log something is.

#include "models/LogModel.h"

#include <algorithm>
#include <ranges>

namespace models {

namespace {
constexpr qint64 EventsNear = 5'000; // that are looked at for what happened at a moment
}

// Times of several loops may lie a little out of order, so the row is near where it should be, not
// exact.
int LogModel::rowAt(qint64 wallTime) const
{
    int low = 0, high = rows_;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        const StoredEvent event = eventAt(middle);
        if (event.number == 0)
            break; // it cannot be read
        if (event.time < wallTime)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int LogModel::matchesBefore(qint64 number) const
{
    const auto rows = std::views::iota(0, rows_);
    const auto before = [this, number](int row) { return numberOf(row) < number; };
    return static_cast<int>(std::ranges::partition_point(rows, before) - rows.begin());
}

int LogModel::rowOfEvent(qint64 number) const
{
    const int row = matchesBefore(number);
    return row < rows_ && numberOf(row) == number ? row : -1;
}

// The first event at or after a time, by number, whatever the filter shows; of times that lie a
// little out of order, one of them.
qint64 LogModel::firstAt(qint64 wallTime) const
{
    qint64 low = first_, high = total_ + 1;
    while (low < high) {
        const qint64 middle = low + (high - low) / 2;
        const auto event = reader()->event(middle);
        if (!event || event->number == 0)
            break; // it cannot be read
        if (event->time < wallTime)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

qint64 LogModel::find(const Happening &moment) const
{
    if (!reader() || total_ < first_)
        return 0;
    const qint64 at = firstAt(moment.wallTime);
    qint64 before = 0, after = 0;
    const auto visit = [&before, &after, at, &moment](const StoredEvent &event) {
        if (moment.connection == 0 && moment.task == 0 && event.kind != loop::EventKind::Warning)
            return true;
        if (event.number >= at)
            after = event.number;
        else
            before = event.number;
        return after == 0;
    };
    const QString problem
        = reader()->scan(std::max(first_, at - EventsNear), std::min(total_, at + EventsNear),
                         {moment.connection, moment.task}, visit);
    if (!problem.isEmpty())
        report(problem);
    return after != 0 ? after : before;
}

} // namespace models
