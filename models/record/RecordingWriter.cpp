// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordingWriter.h"

namespace models {

namespace {

// Times are nanoseconds since 1970, durations nanoseconds; 0 means none or not yet.
constexpr const char *Tables = R"(
PRAGMA application_id = 1280266067;
PRAGMA user_version = 2;
CREATE TABLE event_kinds (kind INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE connections (id INTEGER PRIMARY KEY, loop INTEGER, context INTEGER, server INTEGER,
    transport TEXT, role TEXT, local TEXT, peer TEXT, opened INTEGER, closed INTEGER DEFAULT 0,
    state TEXT, bytes_in INTEGER DEFAULT 0, bytes_out INTEGER DEFAULT 0,
    messages_in INTEGER DEFAULT 0, messages_out INTEGER DEFAULT 0, pauses INTEGER DEFAULT 0, error TEXT);
CREATE TABLE tasks (id INTEGER PRIMARY KEY, loop INTEGER, context INTEGER, parent INTEGER, name TEXT,
    coroutine TEXT, created_at TEXT, started INTEGER, ended INTEGER DEFAULT 0, state TEXT,
    steps INTEGER DEFAULT 0, busy INTEGER DEFAULT 0, longest INTEGER DEFAULT 0, error TEXT);
CREATE TABLE warnings (number INTEGER PRIMARY KEY, time INTEGER, kind TEXT, message TEXT,
    created_at TEXT, loop INTEGER, context INTEGER, task INTEGER, connection INTEGER);
CREATE TABLE sessions (id INTEGER PRIMARY KEY, loop INTEGER, server INTEGER, kind TEXT, address TEXT,
    url TEXT, state INTEGER, error TEXT);
)";

std::string utf8(const QString &text)
{
    return text.toStdString();
}

} // namespace

// WAL lets others read while this writes. The disk is never waited for: a recording need not
// outlive a crash of the machine.
RecordingWriter::Schema::Schema(SqliteDatabase &database)
{
    database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
                 "PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16000;");
    database.run("BEGIN");
    database.run(Tables);
    database.run(SegmentWriter::Table);
    SqliteStatement kind(database, "INSERT INTO event_kinds VALUES (?, ?)");
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(loop::EventKind::Count); ++i) {
        kind.bind(1, i);
        kind.bindText(2, toString(static_cast<loop::EventKind>(i)));
        kind.run();
    }
    database.run("COMMIT");
}

RecordingWriter::RecordingWriter(const std::string &path)
    : database_(path, SqliteDatabase::Mode::Write)
    , schema_(database_)
    , opened_(database_,
              "INSERT OR REPLACE INTO connections (id, loop, context, server, transport, role, "
              "local, peer, opened, state) VALUES (?,?,?,?,?,?,?,?,?,'open')")
    , connection_(database_,
                  "UPDATE connections SET closed=?2, state=?3, bytes_in=?4, bytes_out=?5, "
                  "messages_in=?6, messages_out=?7, pauses=?8, error=?9 WHERE id=?1")
    , created_(database_,
               "INSERT OR REPLACE INTO tasks (id, loop, context, parent, name, coroutine, "
               "created_at, started, state) VALUES (?,?,?,?,?,?,?,?,'ready')")
    , task_(database_,
            "UPDATE tasks SET ended=?2, state=?3, steps=?4, busy=?5, longest=?6, error=?7 "
            "WHERE id=?1")
    , warning_(database_,
               "INSERT INTO warnings (time, kind, message, created_at, loop, context, task, "
               "connection) VALUES (?,?,?,?,?,?,?,?)")
    , session_(database_, "INSERT OR REPLACE INTO sessions VALUES (?,?,?,?,?,?,?,?)")
    , segments_(database_)
{ }

void RecordingWriter::rollBack()
{
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

template <class Map, class Sample>
void RecordingWriter::keep(Map &pending, const Sample &sample, const loop::Delta &delta,
                           bool isLast)
{
    auto &entry = pending[sample.id];
    entry = {delta.wallOffset, sample};
    if (isLast) {
        update(entry);
        pending.erase(sample.id);
    }
}

void RecordingWriter::write(const loop::Delta &delta)
{
    for (const loop::ConnectionOpened &opened : delta.opened)
        writeOpened(delta, opened);
    for (const loop::TaskCreated &created : delta.created)
        writeCreated(delta, created);
    for (const loop::ConnectionSample &sample : delta.connections)
        keep(connections_, sample, delta, sample.closed != 0);
    for (const loop::TaskSample &sample : delta.tasks)
        keep(tasks_, sample, delta, sample.ended != 0);
    for (const loop::WarningRecord &warning : delta.warnings)
        writeWarning(delta, warning);
    segments_.append(delta);
}

void RecordingWriter::writeStream()
{
    segments_.write();
    written_ = segments_.eventCount();
}

void RecordingWriter::write(const SessionRecord &session)
{
    session_.runWith(session.id.value, session.loop.value, session.server, utf8(session.kind),
                     utf8(session.address), utf8(session.url.toString()),
                     static_cast<std::int64_t>(session.state), utf8(session.error));
}

void RecordingWriter::writeSamples()
{
    for (const auto &[id, pending] : connections_)
        update(pending);
    for (const auto &[id, pending] : tasks_)
        update(pending);
    connections_.clear();
    tasks_.clear();
}

void RecordingWriter::writeOpened(const loop::Delta &delta, const loop::ConnectionOpened &opened)
{
    opened_.runWith(opened.id.value, delta.loop.value, opened.context.value, opened.server.value,
                    toString(opened.kind), toString(opened.role), opened.local, opened.peer,
                    opened.time + delta.wallOffset);
}

void RecordingWriter::writeCreated(const loop::Delta &delta, const loop::TaskCreated &created)
{
    created_.runWith(created.id.value, delta.loop.value, created.context.value,
                     created.parent.value, created.name, created.coroutine.name(),
                     created.created.fileAndLine(), created.time + delta.wallOffset);
}

void RecordingWriter::writeWarning(const loop::Delta &delta, const loop::WarningRecord &warning)
{
    warning_.runWith(warning.time + delta.wallOffset, toString(warning.kind), warning.message,
                     warning.created.fileAndLine(), delta.loop.value, warning.context.value,
                     warning.task.value, warning.connection.value);
}

void RecordingWriter::update(const PendingConnection &pending)
{
    const loop::ConnectionSample &sample = pending.sample;
    connection_.runWith(sample.id.value,
                        sample.closed != 0 ? sample.closed + pending.wallOffset : 0,
                        toString(sample.state), sample.bytesIn, sample.bytesOut, sample.messagesIn,
                        sample.messagesOut, sample.pauses, sample.error);
}

void RecordingWriter::update(const PendingTask &pending)
{
    const loop::TaskSample &sample = pending.sample;
    task_.runWith(sample.id.value, sample.ended != 0 ? sample.ended + pending.wallOffset : 0,
                  toString(sample.state), sample.steps, sample.busy, sample.longest, sample.error);
}

} // namespace models
