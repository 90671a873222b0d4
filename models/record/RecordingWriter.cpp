// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordingWriter.h"

#include "models/record/DeltaParts.h"
#include "models/record/Growth.h"
#include "models/text/Format.h"

#include <algorithm>
#include <iterator>
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
constexpr std::size_t MostDeltas = 100'000; // that wait for their tables
// A piece of the stream that has come so far is worth waiting for the rest of it.
constexpr std::size_t SoonWhole = SegmentWriter::WholeSize / 4;

} // namespace

// WAL lets others read while this writes. The disk is never waited for: a recording need not
// outlive a crash of the machine.
RecordingWriter::Schema::Schema(SqliteDatabase &database)
{
    database.run("PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL;"
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
                 "PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -4000;");
    database.run("BEGIN");
    const auto pragma = [&database](const std::string &name, std::int64_t value) {
        database.run(("PRAGMA " + name + " = " + std::to_string(value)).c_str());
    };
    pragma("application_id", ApplicationId);
    pragma("user_version", Version);
    database.run(Tables);
    database.run(SegmentTable::Schema);
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
    , pages_(database_, "PRAGMA page_count")
    , freePages_(database_, "PRAGMA freelist_count")
    , table_(database_)
{ }

void RecordingWriter::take(const std::shared_ptr<const loop::Delta> &delta)
{
    eachPart(delta, SegmentWriter::WholeSize,
             [this](std::shared_ptr<const loop::Delta> part) { takePart(std::move(part)); });
}

void RecordingWriter::takePart(std::shared_ptr<const loop::Delta> taken)
{
    const loop::Delta &delta = *taken;
    if (keyframeAt_ == 0)
        keyframeAt_ = delta.time + delta.wallOffset; // nothing lived before the first
    if (keyframeIsDue(delta.time + delta.wallOffset))
        takeKeyframe();
    if (lost_ != 0)
        tellLost(delta);
    mirror_.apply(delta);
    count(delta);
    Second &second = seconds_[delta.loop];
    const bool entities = !delta.opened.empty() || !delta.created.empty()
        || !delta.connections.empty() || !delta.tasks.empty() || !delta.warnings.empty();
    const bool idle = !entities && delta.events.empty() && delta.spans.empty() && !delta.closed;
    if (idle && second.streamed != 0 && delta.time - second.streamed < IdlePace)
        return;
    second.streamed = delta.time;
    const std::size_t before = segments_.pending();
    segments_.append(delta);
    waitingBytes_ += segments_.pending() - before;
    if (segments_.pieceSize() >= SegmentWriter::WholeSize)
        takeRows(segments_.pending() > 2 * SegmentWriter::WholeSize);
    if (entities)
        waiting_.deltas.push_back(std::move(taken));
}

// A blocked loop cannot report it itself: it stands in the stream once it is over.
void RecordingWriter::take(const Blocked &blocked)
{
    loop::Delta made;
    made.loop = blocked.loop;
    if (const loop::Delta *head = mirror_.head(blocked.loop))
        made = *head;
    else
        made.loopName = blocked.loopName.toStdString();
    const loop::TaskCreated *const task = mirror_.task(blocked.handle.task);
    const format::Spelling plain(format::Spelling::Plain); // scripts read it, too
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
    made.time = std::max(made.time, event.time + blocked.lasted); // when it was over
    made.sample.lag = blocked.lasted;
    take(std::make_shared<const loop::Delta>(std::move(made)));
}

// The sums of a second are those of the Deltas that came in it.
void RecordingWriter::count(const loop::Delta &delta)
{
    Second &second = seconds_[delta.loop];
    const std::int64_t wall = delta.time + delta.wallOffset;
    const qint64 begin = wall - wall % ActivitySample::Length;
    if (second.sums.time != begin) {
        endSecond(second);
        second.sums = {};
        second.sums.time = begin;
        second.sums.loop = delta.loop.value;
    }
    const loop::LoopSample &from = second.before, &to = delta.sample;
    ActivitySample &sums = second.sums;
    if (second.known) {
        sums.messages += growth(from.messagesIn + from.messagesOut, to.messagesIn + to.messagesOut);
        sums.bytesIn += growth(from.bytesIn, to.bytesIn);
        sums.bytesOut += growth(from.bytesOut, to.bytesOut);
    }
    for (const loop::LogEvent &event : delta.events) {
        sums.events += event.merged;
        sums.faults += event.kind == loop::EventKind::Fault ? event.merged : 0;
        sums.errors += event.kind == loop::EventKind::Error;
    }
    sums.warnings += delta.warnings.size();
    sums.lag = std::max<qint64>(sums.lag, to.lag);
    sums.connections = to.connections;
    sums.tasks = to.tasks;
    second.before = to;
    second.known = second.changed = true;
}

void RecordingWriter::endSecond(Second &second)
{
    if (std::exchange(second.changed, false))
        waiting_.seconds.push_back(second.sums);
}

bool RecordingWriter::keyframeIsDue(std::int64_t time) const
{
    if (keyframeWanted_ || segments_.sinceKeyframe() == 0)
        return keyframeWanted_;
    std::size_t after = std::max(KeyframeAfter, KeyframeTimes * segments_.keyframeSize());
    if (bounds_.bytes != 0) // what leaves at once is a small part of it
        after = std::max(segments_.keyframeSize(),
                         std::min(after, static_cast<std::size_t>(bounds_.bytes / 8)));
    return time - keyframeAt_ >= KeyframeEvery || time < keyframeAt_ - KeyframeEvery
        || segments_.sinceKeyframe() > after;
}

void RecordingWriter::takeKeyframe()
{
    keyframeAt_ = std::max(mirror_.time(), sessionsAt_); // of the newest that is in it
    segments_.appendKeyframe(mirror_.snapshot(), sessions_, keyframeAt_);
    keyframeWanted_ = false;
}

void RecordingWriter::take(const SessionRecord &session, qint64 time)
{
    const auto known
        = std::find_if(sessions_.begin(), sessions_.end(),
                       [&session](const SessionRecord &each) { return each.id == session.id; });
    if (known == sessions_.end())
        sessions_ << session;
    else
        *known = session;
    sessionsAt_ = time;
    segments_.append(session, time);
    waiting_.sessions.push_back(session);
}

void RecordingWriter::take(Mark mark)
{
    mark.event = segments_.eventCount();
    waiting_.marks.push_back(std::move(mark));
}

void RecordingWriter::takeRows(bool hurry)
{
    segments_.finishPart(hurry);
    for (SegmentRow &row : segments_.takeRows())
        waiting_.rows.push_back(std::move(row));
    waitingBytes_ = 0;
    for (const SegmentRow &row : waiting_.rows)
        waitingBytes_ += row.data.size();
}

// Of Deltas that have to wait, the tables need no events.
void RecordingWriter::strip()
{
    if (std::exchange(stripped_, true))
        return;
    for (std::shared_ptr<const loop::Delta> &each : waiting_.deltas) {
        auto bare = std::make_shared<loop::Delta>();
        bare->loop = each->loop;
        bare->wallOffset = each->wallOffset;
        bare->opened = each->opened;
        bare->created = each->created;
        bare->warnings = each->warnings;
        std::copy_if(each->connections.begin(), each->connections.end(),
                     std::back_inserter(bare->connections),
                     [](const loop::ConnectionSample &sample) { return sample.closed != 0; });
        std::copy_if(each->tasks.begin(), each->tasks.end(), std::back_inserter(bare->tasks),
                     [](const loop::TaskSample &sample) { return sample.ended != 0; });
        each = std::move(bare);
    }
}

// Entities stay, unless there are very many.
std::int64_t RecordingWriter::dropWaiting()
{
    const std::int64_t notices = told_ != 0 ? 1 : 0;
    const std::int64_t events = segments_.eventCount() - written_ - notices;
    segments_.forgetParts(written_);
    waiting_.rows.clear();
    if (waiting_.deltas.size() > MostDeltas)
        waiting_.deltas.clear();
    for (Mark &mark : waiting_.marks)
        mark.event = std::min<qint64>(mark.event, written_);
    waitingBytes_ = 0;
    keyframeWanted_ = true;
    lost_ += events + std::exchange(told_, 0);
    return events;
}

// Where events were lost it is said.
void RecordingWriter::tellLost(const loop::Delta &delta)
{
    loop::Delta made;
    made.loop = delta.loop;
    made.loopName = delta.loopName;
    made.time = delta.time;
    made.wallOffset = delta.wallOffset;
    made.sample = delta.sample;
    told_ = std::exchange(lost_, 0);
    made.text = std::to_string(told_) + " events are missing here: the disk took none for too long";
    loop::LogEvent &event = made.events.emplace_back();
    event.time = delta.time;
    event.kind = loop::EventKind::Warning;
    event.detailSize = static_cast<std::uint32_t>(made.text.size());
    segments_.append(made);
}

bool RecordingWriter::isSoonWhole() const
{
    return waiting_.rows.empty() && segments_.pending() >= SoonWhole;
}

void RecordingWriter::commit(Extent extent, bool hurry)
{
    takeRows(hurry);
    std::int64_t samples = 0;
    if (extent != Extent::Stream) {
        for (auto &[loop, second] : seconds_)
            endSecond(second);
    }
    try {
        if (extent != Extent::Stream && database_.hasMoved())
            throw SqliteError(RecordingWriter::FileIsGone, "");
        checkRoom();
        database_.run("BEGIN IMMEDIATE");
        writeRest(waiting_);
        writeRows();
        if (extent == Extent::All)
            samples = writeSamples();
        keepBounds();
        database_.run("COMMIT");
    } catch (const SqliteError &) {
        sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
        strip();
        throw;
    }
    if (extent == Extent::All) {
        mirror_.settle();
        samples_ = samples;
    }
    waiting_ = {};
    waitingBytes_ = 0;
    stripped_ = false;
    written_ = segments_.eventCount();
    told_ = 0;
}

std::int64_t RecordingWriter::commitRest()
{
    const std::int64_t lost = dropWaiting();
    bounds_.reserve = 0;
    commit(Extent::All, true);
    return lost;
}

void RecordingWriter::writeRest(const Waiting &waiting)
{
    for (const SessionRecord &session : waiting.sessions)
        write(session);
    for (const auto &delta : waiting.deltas)
        write(*delta);
    for (const ActivitySample &second : waiting.seconds)
        write(second);
    for (const Mark &mark : waiting.marks)
        mark_.runWith(mark.time, mark.event, mark.name.toStdString());
}

void RecordingWriter::write(const loop::Delta &delta)
{
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
}

void RecordingWriter::write(const SessionRecord &session)
{
    session_.runWith(session.id.value, session.loop.value, session.server,
                     session.kind.toStdString(), session.address.toStdString(),
                     session.url.toString().toStdString(), static_cast<std::int64_t>(session.state),
                     session.error.toStdString());
}

void RecordingWriter::write(const ActivitySample &sums)
{
    sample_.runWith(sums.time, sums.loop, sums.messages, sums.bytesIn, sums.bytesOut, sums.events,
                    sums.warnings, sums.faults, sums.errors, sums.lag, sums.connections,
                    sums.tasks);
}

// How many.
std::int64_t RecordingWriter::writeSamples()
{
    std::int64_t written = 0;
    const auto write = [this, &written](const auto &sample, std::int64_t offset) {
        update(sample, offset);
        ++written;
    };
    mirror_.visitChanged(write, write);
    return written;
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
