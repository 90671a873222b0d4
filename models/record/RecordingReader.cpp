// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordingReader.h"

#include "models/record/SegmentReader.h"
#include "models/record/Sqlite.h"
#include "models/text/Format.h"

#include <QtCore/QCoreApplication>

namespace models {

namespace {

StoredEvent stored(qint64 number, const loop::Delta &delta, const loop::LogEvent &event)
{
    StoredEvent made;
    made.number = number;
    made.time = event.time + delta.wallOffset;
    made.kind = event.kind;
    made.loop = delta.loop.value;
    made.context = event.context.value;
    made.connection = event.connection.value;
    made.task = event.task.value;
    made.bytes = event.bytes;
    made.merged = event.merged;
    made.detail = format::text(delta.detail(event));
    const std::string_view payload = delta.payload(event);
    made.payload = QByteArray(payload.data(), static_cast<qsizetype>(payload.size()));
    return made;
}

Failure unreadable(const QString &path, const SqliteError &error)
{
    return {QCoreApplication::translate("models::RecordingReader",
                                        "The recording %1 cannot be read: %2. Check its disk, and "
                                        "that the file is still there.")
                .arg(path, format::text(error.what()))};
}

} // namespace

struct RecordingReader::Database {
    explicit Database(const std::string &path)
        : connection(path, SqliteDatabase::Mode::Read)
        , segments(connection)
    { }

    SqliteDatabase connection;
    SegmentReader segments;
};

RecordingReader::RecordingReader(const QString &path)
    : path_(path)
    , database_(std::make_unique<Database>(path.toStdString()))
{ }

RecordingReader::~RecordingReader() = default;

Result<std::unique_ptr<RecordingReader>> RecordingReader::open(const QString &path)
{
    try {
        return std::unique_ptr<RecordingReader>(new RecordingReader(path));
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

Result<qint64> RecordingReader::eventCount() const
{
    return reading([this] { return database_->segments.eventCount(); });
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
        database_->segments.scan(
            first, last, narrowing.connection, narrowing.task,
            [&visit](qint64 number, const loop::Delta &delta, const loop::LogEvent &event) {
                return visit(stored(number, delta, event));
            });
        return {};
    } catch (const SqliteError &error) {
        return unreadable(path_, error).sentence;
    }
}

Result<QHash<quint64, QString>> RecordingReader::sessionNames() const
{
    return reading([this] {
        SqliteStatement sessions(database_->connection, "SELECT id, kind, address FROM sessions");
        QHash<quint64, QString> names;
        while (sessions.step())
            names.insert(
                static_cast<quint64>(sessions.integer(0)),
                QString(format::text(sessions.bytes(1)) + u' ' + format::text(sessions.bytes(2)))
                    .trimmed());
        return names;
    });
}

} // namespace models
