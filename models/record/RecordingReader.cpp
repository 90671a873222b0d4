// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordingReader.h"

#include "models/record/EventTable.h"
#include "models/record/Mirror.h"
#include "models/record/RecordingIdentity.h"
#include "models/record/SegmentReader.h"
#include "models/record/Sqlite.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <algorithm>
#include <limits>

namespace models {

namespace {

void keep(QList<SessionRecord> &sessions, const SessionRecord &session)
{
    const auto known
        = std::find_if(sessions.begin(), sessions.end(),
                       [&session](const SessionRecord &each) { return each.id == session.id; });
    if (known == sessions.end())
        sessions << session;
    else
        *known = session;
}

constexpr qint64 SamplesVersion = 3; // since then there are samples and marks
constexpr qint64 HistoryLength = 60 * ActivitySample::Length;

} // namespace

namespace {

// Again and again into the same: its room is used again, where nobody has taken a copy.
void fill(StoredEvent &made, qint64 number, const loop::Delta &delta, const loop::LogEvent &event,
          bool withPayload)
{
    made.number = number;
    made.time = event.time + delta.wallOffset;
    made.kind = event.kind;
    made.loop = delta.loop.value;
    made.context = event.context.value;
    made.connection = event.connection.value;
    made.task = event.task.value;
    made.bytes = event.bytes;
    made.merged = event.merged;
    made.detail = event.detailSize == 0 ? QString() : format::text(delta.detail(event));
    made.payload.resize(0);
    if (!withPayload)
        return;
    made.payload.reserve(event.payloadSize);
    delta.eachOfPayload(event, [&made](std::string_view bytes) {
        made.payload.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
    });
}

} // namespace

StoredEvent storedEvent(qint64 number, const loop::Delta &delta, const loop::LogEvent &event,
                        bool withPayload)
{
    StoredEvent made;
    fill(made, number, delta, event, withPayload);
    return made;
}

struct RecordingReader::Database {
    Database(const std::string &path, qint64 versionOfFile)
        : connection(path, SqliteDatabase::Mode::Read)
        , version(versionOfFile)
        , events(version == RecordingIdentity::EventTables
                     ? std::make_unique<EventTable>(connection)
                     : nullptr)
        , segments(connection, version)
    { }

    SqliteDatabase connection;
    const qint64 version;
    const std::unique_ptr<EventTable> events; // of a file without segments: those are empty
    SegmentReader segments;
    bool lacksRows = false; // some of another table could not be read
};

RecordingReader::RecordingReader(const QString &path, qint64 version)
    : path_(path)
    , database_(std::make_unique<Database>(path.toStdString(), version))
{ }

RecordingReader::~RecordingReader() = default;

Result<std::unique_ptr<RecordingReader>> RecordingReader::open(const QString &path)
{
    const auto identity = RecordingIdentity::of(path);
    if (!identity)
        return Failure {identity.problem()};
    try {
        return std::unique_ptr<RecordingReader>(new RecordingReader(path, identity->version));
    } catch (const SqliteError &error) {
        return unreadable(path, error);
    }
}

template <class Work> auto RecordingReader::reading(Work work) const -> Result<decltype(work())>
{
    try {
        return work();
    } catch (const SqliteError &error) {
        return unreadable(path_, error);
    }
}

// False at the end of the rows, and where they are damaged.
bool RecordingReader::next(SqliteStatement &statement) const
{
    try {
        return statement.step();
    } catch (const SqliteError &error) {
        if (error.code != SQLITE_CORRUPT)
            throw;
        database_->lacksRows = true;
        return false;
    }
}

void RecordingReader::readAhead()
{
    database_->segments.readAhead();
}

QString RecordingReader::damage() const
{
    const SegmentReader::Damage &damage = database_->segments.damage();
    if (isLost())
        return tr("%1 is damaged: none of its events can be read.").arg(path_);
    const QString events = format::integer(damage.events), first = format::integer(damage.first),
                  last = format::integer(damage.last);
    if (damage.isCut && damage.events == 0)
        return tr("%1 is damaged: its events after number %2 cannot be read. The others are shown "
                  "and exported.")
            .arg(path_, format::integer(database_->segments.eventCount()));
    if (damage.isCut)
        return tr("%1 is damaged: %2 of its events, between number %3 and %4, and those after "
                  "number %5 cannot be read. The others are shown and exported.")
            .arg(path_, events, first, last, format::integer(database_->segments.eventCount()));
    if (damage.events != 0)
        return tr("%1 is damaged: %2 of its events, between number %3 and %4, cannot be read. The "
                  "others are shown and exported.")
            .arg(path_, events, first, last);
    return database_->lacksRows
        ? tr("%1 is damaged: some of its sessions, connections, tasks, warnings or figures cannot "
             "be read. Its events are all there.")
              .arg(path_)
        : QString();
}

bool RecordingReader::isLost() const
{
    const SegmentReader::Damage &damage = database_->segments.damage();
    if (damage.events == 0 && !damage.isCut)
        return false;
    const auto first = firstEvent();
    const auto last = eventCount();
    return first && last && (*last == 0 || damage.events > *last - *first);
}

Result<qint64> RecordingReader::eventCount() const
{
    return reading([this] {
        return database_->events ? database_->events->eventCount()
                                 : database_->segments.eventCount();
    });
}

Result<qint64> RecordingReader::firstEvent() const
{
    return reading([this] {
        return database_->events ? database_->events->firstEvent()
                                 : database_->segments.firstEvent();
    });
}

Result<RecordingReader::Span> RecordingReader::span() const
{
    return reading([this] {
        const SegmentReader::Span span
            = database_->events ? database_->events->span() : database_->segments.span();
        return Span {span.first, span.last};
    });
}

// A Delta too long for a packet is several in the stream, and is told whole or not at all.
Result<Moment> RecordingReader::momentAt(qint64 wallTime) const
{
    return reading([this, wallTime] { return readMoment(wallTime, 0); });
}

Result<Moment> RecordingReader::momentOf(qint64 event) const
{
    return reading([this, event] {
        qint64 time = 0;
        if (database_->events) {
            database_->events->scan(event, event, 0, 0, [&time](const StoredEvent &found) {
                time = found.time;
                return false;
            });
        } else {
            database_->segments.scan(
                event, event, {},
                [&time](qint64, const loop::Delta &delta, const loop::LogEvent &) {
                    time = delta.time + delta.wallOffset;
                    return false;
                });
        }
        Moment moment = readMoment(time, event);
        if (moment.time > time) // what sessions told until then is in it, too
            moment = readMoment(moment.time, 0);
        return moment;
    });
}

// With that event, too, where another loop's clock was ahead.
Moment RecordingReader::readMoment(qint64 wallTime, qint64 event) const
{
    Moment moment;
    moment.time = wallTime;
    Mirror mirror;
    database_->segments.play(wallTime, wallTime,
                             [&](const StreamDecoder::Decoded &each, qint64 lastEvent, double) {
                                 if (each.session) {
                                     if (each.time <= wallTime)
                                         keep(moment.sessions, *each.session);
                                     return true;
                                 }
                                 if (each.time > wallTime && !each.ofKeyframe) {
                                     if (moment.lastEvent >= event)
                                         return false;
                                     moment.time = std::max(moment.time, each.time);
                                 }
                                 if (each.keyframe)
                                     mirror.applyKeyframe(each.delta);
                                 else
                                     mirror.apply(each.delta);
                                 moment.lastEvent = lastEvent;
                                 return true;
                             });
    if (database_->events) // all that is known of then
        moment.lastEvent = database_->events->lastBefore(wallTime);
    moment.loops = mirror.snapshot();
    moment.history = readSamples(wallTime - HistoryLength, wallTime);
    return moment;
}

QString RecordingReader::deltas(qint64 from, qint64 to,
                                const std::function<bool(const Played &)> &visit) const
{
    const auto read = reading([&] {
        bool after = false; // the place of the moment `from`
        database_->segments.play(from, to,
                                 [&](const StreamDecoder::Decoded &each, qint64 lastEvent, double) {
                                     if (each.ofKeyframe)
                                         return true;
                                     after = after || (!each.session && each.time > from);
                                     if (!each.session && each.time > to)
                                         return false;
                                     // Of those before the place, sessions that came later than the
                                     // moment were not in it.
                                     if (!after && !(each.session && each.time > from))
                                         return true;
                                     return visit({each.session ? nullptr : &each.delta,
                                                   each.session.get(), each.time, lastEvent});
                                 });
        return true;
    });
    return read.problem();
}

QString RecordingReader::stream(qint64 from, qint64 to,
                                const std::function<bool(const Played &)> &visit) const
{
    if (database_->events)
        return tr("%1 is of a version that kept only events: use .jsonl or .csv.").arg(path_);
    const auto read = reading([&] {
        database_->segments.play(
            from, to, [&](const StreamDecoder::Decoded &each, qint64 lastEvent, double place) {
                return visit({each.session ? nullptr : &each.delta, each.session.get(), each.time,
                              lastEvent, each.ofKeyframe, each.continued, place});
            });
        return true;
    });
    return read.problem();
}

QString RecordingReader::stretch(qint64 from, qint64 to,
                                 const std::function<bool(const loop::Delta &)> &visit) const
{
    const auto read = reading([&] {
        database_->segments.playBetween(from, to, [&visit](const auto &each, qint64, double) {
            return each.session || visit(each.delta);
        });
        return true;
    });
    return read.problem();
}

Result<QList<RecordingReader::StoredTask>>
RecordingReader::tasks(const std::vector<quint64> &ids) const
{
    return reading([this, &ids] {
        SqliteStatement statement(database_->connection,
                                  "SELECT context, coroutine FROM tasks WHERE id = ?");
        QList<StoredTask> tasks;
        for (const quint64 id : ids) {
            statement.bind(1, static_cast<qint64>(id));
            if (next(statement))
                tasks.append({id, static_cast<quint64>(statement.integer(0)),
                              format::text(statement.bytes(1))});
            statement.reset();
        }
        return tasks;
    });
}

Result<RecordingReader::StoredConnection> RecordingReader::connection(quint64 id) const
{
    return reading([this, id] {
        SqliteStatement statement(database_->connection,
                                  "SELECT role, bytes_in, bytes_out, transport, local, peer FROM "
                                  "connections WHERE id = ?");
        statement.bind(1, id);
        StoredConnection found;
        if (!next(statement))
            return found;
        const auto text = [&statement](int column) {
            const std::string_view bytes = statement.bytes(column);
            return QByteArray(bytes.data(), qsizetype(bytes.size()));
        };
        found.id = id;
        found.server = statement.bytes(0) == toString(loop::Role::Server);
        found.bytesIn = static_cast<quint64>(statement.integer(1));
        found.bytesOut = static_cast<quint64>(statement.integer(2));
        found.transport = text(3);
        found.local = text(4);
        found.peer = text(5);
        return found;
    });
}

Result<QList<quint64>> RecordingReader::busyConnections(int limit) const
{
    return reading([this, limit] {
        SqliteStatement statement(
            database_->connection,
            "SELECT id FROM connections WHERE bytes_in + bytes_out > 0 ORDER BY id LIMIT ?");
        statement.bind(1, limit);
        QList<quint64> ids;
        while (next(statement))
            ids << static_cast<quint64>(statement.integer(0));
        return ids;
    });
}

QList<ActivitySample> RecordingReader::readSamples(qint64 from, qint64 to) const
{
    QList<ActivitySample> samples;
    if (database_->version < SamplesVersion)
        return samples;
    SqliteStatement statement(
        database_->connection,
        "SELECT time, loop, messages, bytes_in, bytes_out, events, warnings, faults, errors, lag, "
        "connections, tasks FROM samples WHERE time BETWEEN ? AND ? ORDER BY time, loop");
    statement.bind(1, from);
    statement.bind(2, to);
    while (next(statement)) {
        const auto count
            = [&statement](int column) { return static_cast<quint64>(statement.integer(column)); };
        samples << ActivitySample {statement.integer(0),
                                   count(1),
                                   count(2),
                                   count(3),
                                   count(4),
                                   count(5),
                                   count(6),
                                   count(7),
                                   count(8),
                                   statement.integer(9),
                                   count(10),
                                   count(11)};
    }
    return samples;
}

Result<QList<ActivitySample>> RecordingReader::samples(qint64 from, qint64 to) const
{
    return reading([this, from, to] { return readSamples(from, to); });
}

Result<QList<Mark>> RecordingReader::marks() const
{
    return reading([this] {
        QList<Mark> marks;
        if (database_->version < SamplesVersion)
            return marks;
        SqliteStatement statement(database_->connection,
                                  "SELECT number, time, event, name FROM marks ORDER BY time");
        while (next(statement))
            marks << Mark {statement.integer(0), statement.integer(1), statement.integer(2),
                           format::text(statement.bytes(3))};
        return marks;
    });
}

Result<StoredEvent> RecordingReader::event(qint64 number) const
{
    StoredEvent found;
    const QString problem = scan(number, number, {}, [&found](const StoredEvent &event) {
        found = event;
        return false;
    });
    if (!problem.isEmpty())
        return Failure {problem};
    return found;
}

Result<QList<StoredEvent>> RecordingReader::events(qint64 first, int limit) const
{
    QList<StoredEvent> list;
    list.reserve(limit);
    const QString problem = scan(first, first + limit - 1, {}, [&list](const StoredEvent &event) {
        list.push_back(event);
        return true;
    });
    if (!problem.isEmpty())
        return Failure {problem};
    return list;
}

QString RecordingReader::scan(qint64 first, qint64 last, const Narrowing &narrowing,
                              const std::function<bool(const StoredEvent &)> &visit) const
{
    try {
        if (database_->events) {
            database_->events->scan(first, last, narrowing.connection, narrowing.task, visit);
            return {};
        }
        StoredEvent found;
        database_->segments.scan(
            first, last, {narrowing.connection, narrowing.task, narrowing.kinds},
            [&](qint64 number, const loop::Delta &delta, const loop::LogEvent &event) {
                fill(found, number, delta, event, narrowing.payload);
                return visit(found);
            });
        return {};
    } catch (const SqliteError &error) {
        return unreadable(path_, error).sentence;
    }
}

Result<QList<StoredWarning>> RecordingReader::warnings(qint64 after, int limit) const
{
    return reading([this, after, limit] {
        const std::string_view blocked = toString(loop::WarningKind::LoopBlocked);
        SqliteStatement statement(database_->connection,
                                  "SELECT number, time, kind, message FROM warnings "
                                  "WHERE number > ? ORDER BY number LIMIT ?");
        statement.bind(1, after);
        statement.bind(2, limit);
        QList<StoredWarning> warnings;
        while (next(statement))
            warnings.append({statement.integer(0), statement.integer(1),
                             statement.bytes(2) == blocked, format::text(statement.bytes(3))});
        return warnings;
    });
}

Result<QHash<quint64, QString>> RecordingReader::sessionNames() const
{
    return reading([this] {
        SqliteStatement sessions(database_->connection, "SELECT id, kind, address FROM sessions");
        QHash<quint64, QString> names;
        while (next(sessions))
            names.insert(
                static_cast<quint64>(sessions.integer(0)),
                QString(format::text(sessions.bytes(1)) + u' ' + format::text(sessions.bytes(2)))
                    .trimmed());
        return names;
    });
}

} // namespace models
