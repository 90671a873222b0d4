// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The events of a recording of version 1, which had a row for each instead of segments. Read only;
// one object belongs to one thread; what cannot be read throws SqliteError.

#include "models/record/SegmentReader.h"
#include "models/record/Sqlite.h"

#include <QtCore/QtGlobal>

#include <functional>

namespace models {

struct StoredEvent;

class EventTable {
public:
    explicit EventTable(const SqliteDatabase &database);

    // As those of SegmentReader, which has nothing to read there.
    [[nodiscard]] qint64 firstEvent();
    [[nodiscard]] qint64 eventCount();
    [[nodiscard]] SegmentReader::Span span();
    // The newest event at or before a time (wall clock, ns), by its number; 0: there is none.
    [[nodiscard]] qint64 lastBefore(qint64 time);
    // As SegmentReader::scan().
    void scan(qint64 first, qint64 last, quint64 connection, quint64 task,
              const std::function<bool(const StoredEvent &)> &visit);

private:
    // An empty table of segments, in memory: they are looked for in every recording.
    struct Segments {
        explicit Segments(const SqliteDatabase &database);
    };

    const SqliteDatabase &database_;
    Segments segments_;
    SqliteStatement events_;
};

} // namespace models
