// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/SessionWriter.h"

namespace models {

namespace {

// Times are nanoseconds since 1970, durations nanoseconds; 0 means none or not yet.
constexpr const char *Tables = R"(
PRAGMA application_id = 1280266067;
PRAGMA user_version = 1;
CREATE TABLE events (number INTEGER PRIMARY KEY, time INTEGER, kind INTEGER, loop INTEGER,
    context INTEGER, connection INTEGER, task INTEGER, bytes INTEGER, merged INTEGER,
    detail TEXT, payload BLOB);
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

std::string utf8(const QString &text) { return text.toStdString(); }

} // namespace

// WAL lets others read while this writes. The disk is never waited for: a session file need not outlive a
// crash of the machine.
SessionWriter::Schema::Schema(SqliteDatabase &database)
{
    database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
                 "PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16000;");
    database.run("BEGIN");
    database.run(Tables);
    SqliteStatement kind(database, "INSERT INTO event_kinds VALUES (?, ?)");
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(loop::EventKind::Count); ++i) {
        kind.bind(1, i);
        kind.bindText(2, toString(static_cast<loop::EventKind>(i)));
        kind.run();
    }
    database.run("COMMIT");
}

SessionWriter::SessionWriter(const std::string &path)
    : database_(path, SqliteDatabase::Mode::Write)
    , schema_(database_)
    , event_(database_, "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?)")
    , opened_(database_, "INSERT OR REPLACE INTO connections (id, loop, context, server, transport, role, "
                         "local, peer, opened, state) VALUES (?,?,?,?,?,?,?,?,?,'open')")
    , connection_(database_, "UPDATE connections SET closed=?2, state=?3, bytes_in=?4, bytes_out=?5, "
                             "messages_in=?6, messages_out=?7, pauses=?8, error=?9 WHERE id=?1")
    , created_(database_, "INSERT OR REPLACE INTO tasks (id, loop, context, parent, name, coroutine, "
                          "created_at, started, state) VALUES (?,?,?,?,?,?,?,?,'ready')")
    , task_(database_, "UPDATE tasks SET ended=?2, state=?3, steps=?4, busy=?5, longest=?6, error=?7 "
                       "WHERE id=?1")
    , warning_(database_, "INSERT INTO warnings (time, kind, message, created_at, loop, context, task, "
                          "connection) VALUES (?,?,?,?,?,?,?,?)")
    , session_(database_, "INSERT OR REPLACE INTO sessions VALUES (?,?,?,?,?,?,?,?)")
{
}

void SessionWriter::rollBack()
{
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void SessionWriter::write(const loop::Delta &delta)
{
    for (const loop::ConnectionOpened &opened : delta.opened)
        writeOpened(delta, opened);
    for (const loop::TaskCreated &created : delta.created)
        writeCreated(delta, created);
    for (const loop::ConnectionSample &sample : delta.connections) {
        PendingConnection &pending = connections_[sample.id];
        pending.loop = delta.loop;
        pending.wallOffset = delta.wallOffset;
        pending.sample = sample;
        if (sample.closed != 0) {
            update(pending);
            connections_.erase(sample.id);
        }
    }
    for (const loop::TaskSample &sample : delta.tasks) {
        PendingTask &pending = tasks_[sample.id];
        pending.loop = delta.loop;
        pending.wallOffset = delta.wallOffset;
        pending.sample = sample;
        if (sample.ended != 0) {
            update(pending);
            tasks_.erase(sample.id);
        }
    }
    for (const loop::WarningRecord &warning : delta.warnings)
        writeWarning(delta, warning);
    for (const loop::LogEvent &event : delta.events)
        writeEvent(delta, event);
}

void SessionWriter::write(const SessionRecord &session)
{
    const std::string kind = utf8(session.kind), address = utf8(session.address),
                      url = utf8(session.url), error = utf8(session.error);
    session_.bind(1, session.id.value);
    session_.bind(2, session.loop.value);
    session_.bind(3, session.server);
    session_.bindText(4, kind);
    session_.bindText(5, address);
    session_.bindText(6, url);
    session_.bind(7, static_cast<std::int64_t>(session.state));
    session_.bindText(8, error);
    session_.run();
}

void SessionWriter::writeSamples()
{
    for (const auto &[id, pending] : connections_)
        update(pending);
    for (const auto &[id, pending] : tasks_)
        update(pending);
    connections_.clear();
    tasks_.clear();
}

void SessionWriter::writeEvent(const loop::Delta &delta, const loop::LogEvent &event)
{
    event_.bind(1, ++events_);
    event_.bind(2, event.time + delta.wallOffset);
    event_.bind(3, static_cast<std::int64_t>(event.kind));
    event_.bind(4, delta.loop.value);
    event_.bind(5, event.context.value);
    event_.bind(6, event.connection.value);
    event_.bind(7, event.task.value);
    event_.bind(8, event.bytes);
    event_.bind(9, event.merged);
    event_.bindText(10, delta.detail(event));
    event_.bindBytes(11, delta.payload(event));
    event_.run();
}

void SessionWriter::writeOpened(const loop::Delta &delta, const loop::ConnectionOpened &opened)
{
    opened_.bind(1, opened.id.value);
    opened_.bind(2, delta.loop.value);
    opened_.bind(3, opened.context.value);
    opened_.bind(4, opened.server.value);
    opened_.bindText(5, toString(opened.kind));
    opened_.bindText(6, toString(opened.role));
    opened_.bindText(7, opened.local);
    opened_.bindText(8, opened.peer);
    opened_.bind(9, opened.time + delta.wallOffset);
    opened_.run();
}

void SessionWriter::writeCreated(const loop::Delta &delta, const loop::TaskCreated &created)
{
    const std::string coroutine = created.coroutine.name(), place = created.created.fileAndLine();
    created_.bind(1, created.id.value);
    created_.bind(2, delta.loop.value);
    created_.bind(3, created.context.value);
    created_.bind(4, created.parent.value);
    created_.bindText(5, created.name);
    created_.bindText(6, coroutine);
    created_.bindText(7, place);
    created_.bind(8, created.time + delta.wallOffset);
    created_.run();
}

void SessionWriter::writeWarning(const loop::Delta &delta, const loop::WarningRecord &warning)
{
    const std::string place = warning.created.fileAndLine();
    warning_.bind(1, warning.time + delta.wallOffset);
    warning_.bindText(2, toString(warning.kind));
    warning_.bindText(3, warning.message);
    warning_.bindText(4, place);
    warning_.bind(5, delta.loop.value);
    warning_.bind(6, warning.context.value);
    warning_.bind(7, warning.task.value);
    warning_.bind(8, warning.connection.value);
    warning_.run();
}

void SessionWriter::update(const PendingConnection &pending)
{
    const loop::ConnectionSample &sample = pending.sample;
    connection_.bind(1, sample.id.value);
    connection_.bind(2, sample.closed != 0 ? sample.closed + pending.wallOffset : 0);
    connection_.bindText(3, toString(sample.state));
    connection_.bind(4, sample.bytesIn);
    connection_.bind(5, sample.bytesOut);
    connection_.bind(6, sample.messagesIn);
    connection_.bind(7, sample.messagesOut);
    connection_.bind(8, sample.pauses);
    connection_.bindText(9, sample.error);
    connection_.run();
}

void SessionWriter::update(const PendingTask &pending)
{
    const loop::TaskSample &sample = pending.sample;
    task_.bind(1, sample.id.value);
    task_.bind(2, sample.ended != 0 ? sample.ended + pending.wallOffset : 0);
    task_.bindText(3, toString(sample.state));
    task_.bind(4, sample.steps);
    task_.bind(5, sample.busy);
    task_.bind(6, sample.longest);
    task_.bindText(7, sample.error);
    task_.run();
}

} // namespace models
