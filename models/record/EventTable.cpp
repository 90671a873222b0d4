// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/EventTable.h"

#include "models/record/RecordingReader.h"
#include "models/text/Format.h"

namespace models {

EventTable::Segments::Segments(const SqliteDatabase &database)
{
    SqliteStatement table(database,
                          "CREATE TEMP TABLE segments (id, whole, first_event, last_event, "
                          "first_time, last_time, kinds, connections, tasks, size, data)");
    table.run();
}

EventTable::EventTable(const SqliteDatabase &database)
    : database_(database)
    , segments_(database)
    , events_(database,
              "SELECT number, time, kind, loop, context, connection, task, bytes, merged, detail, "
              "payload FROM events WHERE number >= ?1 AND number <= ?2 AND (?3 = 0 OR connection = "
              "?3) AND (?4 = 0 OR task = ?4)")
{ }

qint64 EventTable::firstEvent()
{
    SqliteStatement first(database_, "SELECT min(number) FROM events");
    return first.step() ? first.integer(0) : 0;
}

qint64 EventTable::eventCount()
{
    SqliteStatement last(database_, "SELECT max(number) FROM events");
    return last.step() ? last.integer(0) : 0;
}

SegmentReader::Span EventTable::span()
{
    SqliteStatement times(database_, "SELECT min(time), max(time) FROM events");
    return times.step() ? SegmentReader::Span {times.integer(0), times.integer(1)}
                        : SegmentReader::Span();
}

qint64 EventTable::lastBefore(qint64 time)
{
    SqliteStatement last(database_, "SELECT max(number) FROM events WHERE time <= ?");
    last.bind(1, time);
    return last.step() ? last.integer(0) : 0;
}

void EventTable::scan(qint64 first, qint64 last, quint64 connection, quint64 task,
                      const std::function<bool(const StoredEvent &)> &visit)
{
    events_.bind(1, first);
    events_.bind(2, last);
    events_.bind(3, connection);
    events_.bind(4, task);
    bool more = true;
    while (more && events_.step()) {
        StoredEvent event;
        event.number = events_.integer(0);
        event.time = events_.integer(1);
        event.kind = static_cast<loop::EventKind>(events_.integer(2));
        event.loop = static_cast<quint64>(events_.integer(3));
        event.context = static_cast<quint64>(events_.integer(4));
        event.connection = static_cast<quint64>(events_.integer(5));
        event.task = static_cast<quint64>(events_.integer(6));
        event.bytes = static_cast<quint64>(events_.integer(7));
        event.merged = static_cast<quint32>(events_.integer(8));
        event.detail = format::text(events_.bytes(9));
        const std::string_view payload = events_.bytes(10);
        event.payload = QByteArray(payload.data(), static_cast<qsizetype>(payload.size()));
        more = visit(event);
    }
    events_.reset();
}

} // namespace models
