// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordingWriter.h"

#include <algorithm>
#include <utility>

namespace models {

namespace {

// Times are nanoseconds since 1970, durations nanoseconds; 0 means none or not yet.
constexpr const char *Tables = R"(
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
CREATE TABLE samples (time INTEGER, loop INTEGER, messages INTEGER, bytes_in INTEGER, bytes_out INTEGER,
    events INTEGER, warnings INTEGER, faults INTEGER, errors INTEGER, lag INTEGER, connections INTEGER,
    tasks INTEGER, PRIMARY KEY (time, loop)) WITHOUT ROWID;
CREATE TABLE marks (number INTEGER PRIMARY KEY, time INTEGER, event INTEGER, name TEXT);
)";

// A reader begins at the keyframe before what it looks for: it has this much to read at most, or a
// multiple of what lives, which takes longer to read than what it saves.
constexpr std::int64_t KeyframeEvery = 30'000'000'000; // ns
constexpr std::size_t KeyframeAfter = std::size_t {8} << 20; // bytes
constexpr std::size_t KeyframeTimes = 4;
// An idle loop says this often that it is.
constexpr std::int64_t IdlePace = 1'000'000'000; // ns

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
    const auto pragma = [&database](const std::string &name, std::int64_t value) {
        database.run(("PRAGMA " + name + " = " + std::to_string(value)).c_str());
    };
    pragma("application_id", ApplicationId);
    pragma("user_version", Version);
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
    , sample_(database_, "INSERT OR REPLACE INTO samples VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")
    , mark_(database_, "INSERT INTO marks (time, event, name) VALUES (?,?,?)")
    , segments_(database_)
{ }

void RecordingWriter::rollBack()
{
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void RecordingWriter::write(const loop::Delta &delta)
{
    if (keyframeAt_ == 0)
        keyframeAt_ = delta.time + delta.wallOffset; // nothing lived before the first
    if (keyframeIsDue(delta.time + delta.wallOffset))
        writeKeyframe();
    mirror_.apply(delta);
    for (const loop::ConnectionOpened &opened : delta.opened)
        writeOpened(delta, opened);
    for (const loop::TaskCreated &created : delta.created)
        writeCreated(delta, created);
    for (const loop::ConnectionSample &sample : delta.connections) {
        if (sample.closed != 0)
            update(sample, delta.wallOffset);
    }
    for (const loop::TaskSample &sample : delta.tasks) {
        if (sample.ended != 0)
            update(sample, delta.wallOffset);
    }
    for (const loop::WarningRecord &warning : delta.warnings)
        writeWarning(delta, warning);
    count(delta);
    Second &second = seconds_[delta.loop];
    const bool idle = delta.events.empty() && delta.opened.empty() && delta.connections.empty()
        && delta.created.empty() && delta.tasks.empty() && delta.warnings.empty()
        && delta.spans.empty() && !delta.closed;
    if (idle && second.streamed != 0 && delta.time - second.streamed < IdlePace)
        return;
    second.streamed = delta.time;
    segments_.append(delta);
}

// A blocked loop cannot report it itself: it stands in the stream once it is over.
void RecordingWriter::write(const Blocked &blocked)
{
    loop::Delta made;
    made.loop = blocked.loop;
    if (const loop::Delta *head = mirror_.head(blocked.loop))
        made = *head;
    else
        made.loopName = blocked.loopName.toStdString();
    const loop::TaskCreated *const task = mirror_.task(blocked.handle.task);
    loop::WarningRecord warning;
    warning.kind = loop::WarningKind::LoopBlocked;
    warning.time = blocked.since - made.wallOffset;
    warning.message
        = blockedMessage(blocked,
                         task ? describeTask(blocked.handle.task.value,
                                             QString::fromStdString(task->coroutine.name()))
                              : QString())
              .toStdString();
    warning.created = blocked.handle.place;
    warning.context = blocked.handle.context;
    warning.task = blocked.handle.task;
    warning.connection = blocked.handle.connection;
    loop::LogEvent event;
    event.time = warning.time;
    event.kind = loop::EventKind::Warning;
    event.context = warning.context;
    event.connection = warning.connection;
    event.task = warning.task;
    event.detailSize = static_cast<std::uint32_t>(warning.message.size());
    made.text = warning.message;
    made.events.push_back(event);
    made.warnings.push_back(std::move(warning));
    made.time = std::max(made.time, event.time);
    made.sample.lag = blocked.lasted;
    write(made);
}

// The sums of a second are those of the Deltas that came in it.
void RecordingWriter::count(const loop::Delta &delta)
{
    Second &second = seconds_[delta.loop];
    const std::int64_t wall = delta.time + delta.wallOffset;
    const qint64 begin = wall - wall % ActivitySample::Length;
    if (second.sums.time != begin) {
        writeSecond(second);
        second.sums = {};
        second.sums.time = begin;
        second.sums.loop = delta.loop.value;
    }
    const auto growth
        = [](std::uint64_t from, std::uint64_t to) { return to > from ? to - from : 0; };
    const loop::LoopSample &from = second.before, &to = delta.sample;
    ActivitySample &sums = second.sums;
    if (second.known) {
        sums.messages += growth(from.messagesIn + from.messagesOut, to.messagesIn + to.messagesOut);
        sums.bytesIn += growth(from.bytesIn, to.bytesIn);
        sums.bytesOut += growth(from.bytesOut, to.bytesOut);
    }
    for (const loop::LogEvent &event : delta.events) {
        sums.events += event.merged;
        sums.faults += event.kind == loop::EventKind::Fault;
        sums.errors += event.kind == loop::EventKind::Error;
    }
    sums.warnings += delta.warnings.size();
    sums.lag = std::max<qint64>(sums.lag, to.lag);
    sums.connections = to.connections;
    sums.tasks = to.tasks;
    second.before = to;
    second.known = second.changed = true;
}

void RecordingWriter::writeSecond(Second &second)
{
    if (!std::exchange(second.changed, false))
        return;
    const ActivitySample &sums = second.sums;
    sample_.runWith(sums.time, sums.loop, sums.messages, sums.bytesIn, sums.bytesOut, sums.events,
                    sums.warnings, sums.faults, sums.errors, sums.lag, sums.connections,
                    sums.tasks);
}

bool RecordingWriter::keyframeIsDue(std::int64_t time) const
{
    if (segments_.sinceKeyframe() == 0)
        return false;
    return time - keyframeAt_ >= KeyframeEvery || time < keyframeAt_ - KeyframeEvery
        || segments_.sinceKeyframe()
        > std::max(KeyframeAfter, KeyframeTimes * segments_.keyframeSize());
}

void RecordingWriter::writeKeyframe()
{
    segments_.appendKeyframe(mirror_.snapshot(), sessions_, mirror_.time());
    keyframeAt_ = mirror_.time();
}

void RecordingWriter::writeStream()
{
    segments_.write();
    written_ = segments_.eventCount();
}

void RecordingWriter::write(const SessionRecord &session, qint64 time)
{
    session_.runWith(session.id.value, session.loop.value, session.server, utf8(session.kind),
                     utf8(session.address), utf8(session.url.toString()),
                     static_cast<std::int64_t>(session.state), utf8(session.error));
    const auto known
        = std::find_if(sessions_.begin(), sessions_.end(),
                       [&session](const SessionRecord &each) { return each.id == session.id; });
    if (known == sessions_.end())
        sessions_ << session;
    else
        *known = session;
    segments_.append(session, time);
}

void RecordingWriter::write(const Mark &mark)
{
    mark_.runWith(mark.time, segments_.eventCount(), utf8(mark.name));
}

void RecordingWriter::writeSamples()
{
    mirror_.visitChanged(
        [this](const loop::ConnectionSample &sample, std::int64_t offset) {
            update(sample, offset);
        },
        [this](const loop::TaskSample &sample, std::int64_t offset) { update(sample, offset); });
    for (auto &[loop, second] : seconds_)
        writeSecond(second);
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

void RecordingWriter::update(const loop::ConnectionSample &sample, std::int64_t wallOffset)
{
    connection_.runWith(sample.id.value, sample.closed != 0 ? sample.closed + wallOffset : 0,
                        toString(sample.state), sample.bytesIn, sample.bytesOut, sample.messagesIn,
                        sample.messagesOut, sample.pauses, sample.error);
}

void RecordingWriter::update(const loop::TaskSample &sample, std::int64_t wallOffset)
{
    task_.runWith(sample.id.value, sample.ended != 0 ? sample.ended + wallOffset : 0,
                  toString(sample.state), sample.steps, sample.busy, sample.longest, sample.error);
}

} // namespace models
