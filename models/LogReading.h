// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a LogModel has read for it: pages of rows, searches, and where something is. All of it takes
// the reader of the thread it runs on; plain values go in and out.

#include "models/EventFilter.h"
#include "models/TimeSpan.h"
#include "models/record/RecordingReader.h"

#include <QtCore/QHash>

#include <limits>
#include <optional>
#include <vector>

namespace models {

// Some rows, without the most of a long payload. What could not be read has number 0.
struct LogPage {
    std::vector<StoredEvent> events;
    QString problem;
    bool failed = false; // it may go well later
};
// Events first..last, or those with these numbers.
[[nodiscard]] LogPage readPage(const RecordingReader &reader, qint64 first, qint64 last);
[[nodiscard]] LogPage readPage(const RecordingReader &reader, const std::vector<qint64> &numbers);

// The first event in first..last at or after a time, by number, else last + 1; of times that lie a
// little out of order, one of them.
[[nodiscard]] qint64 firstAt(const RecordingReader &reader, qint64 first, qint64 last,
                             qint64 wallTime);

// What happened to a connection, a task or both (0: to neither: a warning) at a time.
struct LoggedMoment {
    qint64 wallTime = 0;
    quint64 connection = 0;
    quint64 task = 0;
};
// The number of such an event in first..last, at that time or the next near it; 0: there is none.
struct FoundEvent {
    qint64 number = 0;
    QString problem;
};
[[nodiscard]] FoundEvent placeOf(const RecordingReader &reader, qint64 first, qint64 last,
                                 const LoggedMoment &moment);

// A search of first..last, in slices of a few milliseconds.
class LogSearch {
public:
    EventFilter filter;
    RecordingReader::Narrowing narrowing;
    std::optional<TimeSpan> span;
    QHash<quint64, QString> sessions; // names in full, by id
    qint64 first = 1, last = 0;

    struct Found {
        std::vector<qint64> numbers;
        qint64 searched = 0; // the last number looked at
        // The events that may lie in the span.
        qint64 spanFirst = 1, spanLast = std::numeric_limits<qint64>::max();
        bool done = false;
        QString problem; // then what follows `searched` could not be read
    };
    [[nodiscard]] Found next(const RecordingReader &reader);

private:
    void findSpan(const RecordingReader &reader);
    [[nodiscard]] bool shows(const StoredEvent &event) const;

    bool spanFound_ = false;
    qint64 spanFirst_ = 1, spanLast_ = std::numeric_limits<qint64>::max();
};

} // namespace models
