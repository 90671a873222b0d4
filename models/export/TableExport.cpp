// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/TableExport.h"

#include "models/export/EventsModule.h"
#include "models/files/CheckedFile.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <QtCore/QFile>
#include <QtCore/QScopeGuard>

#include <algorithm>
#include <string>

namespace models {

namespace {

using namespace Qt::StringLiterals;

constexpr qint64 TableChunk = 5000; // events between two looks at progress

// A table of the recording as it is there; an older file lacks some.
void copyTable(SqliteDatabase &database, const SqliteDatabase &recording, const std::string &name)
{
    SqliteStatement schema(recording,
                           "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?");
    schema.bindText(1, name);
    if (!schema.step())
        return;
    SqliteStatement(database, std::string(schema.bytes(0))).run();
    SqliteStatement rows(recording, "SELECT * FROM " + name);
    std::string insert = "INSERT INTO " + name + " VALUES (?";
    for (int i = 1; i < rows.columns(); ++i)
        insert += ",?";
    SqliteStatement inserting(database, insert + ')');
    while (rows.step()) {
        for (int i = 0; i < rows.columns(); ++i)
            inserting.bindValueOf(i + 1, rows, i);
        inserting.run();
    }
}

class Rows {
public:
    explicit Rows(SqliteDatabase &database)
        : insert_(database, "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")
    { }

    void add(const StoredEvent &event)
    {
        const QByteArray detail = event.detail.toUtf8();
        const auto kept = static_cast<quint64>(event.payload.size());
        const quint64 missing = event.isData() && event.bytes > kept ? event.bytes - kept : 0;
        using Id = SqliteStatement::Id;
        insert_.runWith(event.number, event.time, toString(event.kind), Id {event.loop},
                        Id {event.context}, Id {event.connection}, Id {event.task}, event.bytes,
                        event.merged,
                        std::string_view(detail.constData(), std::size_t(detail.size())),
                        SqliteStatement::Blob {{event.payload.constData(), kept}}, missing);
    }

private:
    SqliteStatement insert_;
};

QString copyEvents(SqliteDatabase &database, const RecordingReader &reader,
                   const Export::Options &options)
{
    std::string table = "CREATE TABLE events (";
    table.append(EventsColumns).append(")");
    database.run(table.c_str());
    const auto names = reader.sessionNames();
    const auto first = reader.firstEvent(), last = reader.eventCount();
    if (!names || !first || !last)
        return names.problem() + first.problem() + last.problem();
    Rows rows(database);
    const auto visit = [&](const StoredEvent &event) {
        if (options.holds(event.time)
            && (!options.shows || options.shows(event, names->value(event.context))))
            rows.add(event);
        if (options.progress && event.number % TableChunk == 0)
            options.progress(double(event.number - *first) / double(*last - *first + 1));
        return !options.stop.stop_requested();
    };
    const QString problem = reader.scan(*first, *last, {}, visit);
    // What is sorted at once fits into the processor's cache: with 16 MB it takes half as long
    // again.
    database.run("PRAGMA cache_size = -2000");
    database.run("CREATE INDEX events_of_connection ON events (connection);"
                 "CREATE INDEX events_of_task ON events (task)");
    return problem;
}

} // namespace

QString exportTables(const RecordingReader &reader, const QString &recording, const QString &target,
                     const Export::Options &options)
{
    const QString part = target + u".part"_s;
    QFile::remove(part);
    if (const QString problem = writeFile(part, {}); !problem.isEmpty())
        return problem;
    auto removed = qScopeGuard([&part] { QFile::remove(part); });
    try {
        SqliteDatabase database(part.toStdString(), SqliteDatabase::Mode::Write);
        database.run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                     "PRAGMA cache_size = -16000; PRAGMA temp_store = FILE;"
                     "PRAGMA threads = 2; PRAGMA locking_mode = EXCLUSIVE;");
        database.run("BEGIN");
        const SqliteDatabase source(recording.toStdString(), SqliteDatabase::Mode::Read);
        for (const char *name :
             {"sessions", "connections", "tasks", "warnings", "samples", "marks"})
            copyTable(database, source, name);
        const QString problem = copyEvents(database, reader, options);
        database.run("COMMIT");
        if (!problem.isEmpty() || options.stop.stop_requested())
            return problem;
    } catch (const SqliteError &error) {
        return tr("%1 cannot be written: %2. Free some space there, or choose another place.")
            .arg(target, format::text(error.what()));
    }
    removed.dismiss();
    return replaceFile(part, target);
}

} // namespace models
