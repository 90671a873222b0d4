// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The events of a recording as a table of SQLite's, `events`, that is read out of the stream as it
// is asked for: of a connection or a task, only what can hold it; of a range of numbers, only that.
// Nothing of it is in memory but some hundred rows. Reader and database belong to one thread.
//
//   number      from 1, in order
//   time        wall clock, ns since 1970
//   kind        connect, data in, data out, eof, ..., as in every export
//   loop, session, connection, task   ids; NULL where there is none
//   bytes       over the wire, all merged events together
//   merged      how many events became this one
//   detail      words
//   payload     the bytes that were kept; missing says how many were not

#include "models/record/RecordingReader.h"
#include "models/record/Sqlite.h"

namespace models {

// Adds it to the database; the reader outlives that. Throws SqliteError.
void addEventsTable(SqliteDatabase &database, const RecordingReader &reader);

// The columns, in their order, as SQL declares them.
inline constexpr const char *EventsColumns
    = "number INTEGER PRIMARY KEY, time INTEGER, kind TEXT, loop INTEGER, session INTEGER, "
      "connection INTEGER, task INTEGER, bytes INTEGER, merged INTEGER, detail TEXT, payload BLOB, "
      "missing INTEGER";

} // namespace models
