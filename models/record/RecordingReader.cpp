// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordingReader.h"

#include "models/record/Sqlite.h"
#include "models/text/Format.h"

#include <QtCore/QCoreApplication>

namespace models {

namespace {

constexpr const char *Columns
    = "SELECT number, time, kind, loop, context, connection, task, bytes, merged, detail, payload "
      "FROM events WHERE number >= ?1 AND number <= ?2";

void read(const SqliteStatement &row, StoredEvent &event)
{
    event.number = row.integer(0);
    event.time = row.integer(1);
    event.kind = static_cast<loop::EventKind>(row.integer(2));
    event.loop = static_cast<quint64>(row.integer(3));
    event.context = static_cast<quint64>(row.integer(4));
    event.connection = static_cast<quint64>(row.integer(5));
    event.task = static_cast<quint64>(row.integer(6));
    event.bytes = static_cast<quint64>(row.integer(7));
    event.merged = static_cast<quint32>(row.integer(8));
    event.detail = format::text(row.bytes(9));
    const std::string_view payload = row.bytes(10);
    event.payload = QByteArray(payload.data(), static_cast<qsizetype>(payload.size()));
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
        , range(connection, Columns)
        , ofConnection(connection, std::string(Columns) + " AND connection = ?3")
        , ofTask(connection, std::string(Columns) + " AND task = ?3")
        , ofBoth(connection, std::string(Columns) + " AND connection = ?3 AND task = ?4")
        , last(connection, "SELECT max(number) FROM events")
    { }

    SqliteStatement &narrowed(const Narrowing &narrowing)
    {
        if (narrowing.connection != 0 && narrowing.task != 0) {
            ofBoth.bind(3, narrowing.connection);
            ofBoth.bind(4, narrowing.task);
            return ofBoth;
        }
        if (narrowing.connection == 0 && narrowing.task == 0)
            return range;
        SqliteStatement &one = narrowing.connection != 0 ? ofConnection : ofTask;
        one.bind(3, narrowing.connection != 0 ? narrowing.connection : narrowing.task);
        return one;
    }

    SqliteDatabase connection;
    SqliteStatement range, ofConnection, ofTask, ofBoth, last;
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
    return reading([this] {
        const qint64 count = database_->last.step() ? database_->last.integer(0) : 0;
        database_->last.reset();
        return count;
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
    SqliteStatement &statement = database_->narrowed(narrowing);
    statement.bind(1, first);
    statement.bind(2, last);
    // Whatever happens, the statement lets go of its snapshot, or the writer's log could never
    // shrink.
    const auto reset = [](SqliteStatement *each) { each->reset(); };
    const std::unique_ptr<SqliteStatement, decltype(reset)> guard(&statement, reset);
    StoredEvent event;
    const auto next = [&] { return statement.step(); };
    for (Result<bool> more = reading(next);; more = reading(next)) {
        if (!more)
            return more.problem();
        if (!*more)
            return {};
        read(statement, event);
        if (!visit(event))
            return {};
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
