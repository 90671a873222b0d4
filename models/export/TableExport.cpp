// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/TableExport.h"

#include "models/export/EventsModule.h"
#include "models/files/CheckedFile.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <QtCore/QFile>
#include <QtCore/QScopeGuard>

#include <algorithm>
#include <array>
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

std::string insertOf(std::size_t rows)
{
    std::string sql = "INSERT INTO events VALUES ";
    for (std::size_t i = 0; i < rows; ++i)
        sql.append(i == 0 ? "" : ",").append("(?,?,?,?,?,?,?,?,?,?,?,?)");
    return sql;
}

// Many rows a statement take SQLite two thirds of the time that they take one by one.
class Rows {
public:
    explicit Rows(SqliteDatabase &database)
        : insertMany_(database, insertOf(Most))
        , insertOne_(database, insertOf(1))
    { }

    void add(const StoredEvent &event)
    {
        Row &row = rows_[count_++];
        row.event = event;
        row.event.payload.clear(); // the reader's, which it fills again
        row.payloadAt = payloads_.size();
        row.payloadSize = static_cast<std::size_t>(event.payload.size());
        row.detail = event.detail.toUtf8();
        payloads_.append(event.payload.constData(), row.payloadSize);
        if (count_ == Most || payloads_.size() >= MostPayload)
            insert();
    }
    // What waits; after the last, too.
    void insert()
    {
        for (std::size_t i = 0; i < count_; ++i) {
            if (count_ == Most) {
                bind(insertMany_, static_cast<int>(i), rows_[i]);
            } else {
                bind(insertOne_, 0, rows_[i]);
                insertOne_.run();
            }
        }
        if (count_ == Most)
            insertMany_.run();
        count_ = 0;
        payloads_.clear();
    }

private:
    static constexpr std::size_t Most = 16; // rows that wait
    static constexpr std::size_t MostPayload = 256 << 10; // bytes of these, and of the last

    struct Row {
        StoredEvent event; // without its payload
        QByteArray detail;
        std::size_t payloadAt = 0, payloadSize = 0; // in payloads_
    };

    void bind(SqliteStatement &statement, int row, const Row &of) const
    {
        const StoredEvent &event = of.event;
        const quint64 missing
            = event.isData() && event.bytes > of.payloadSize ? event.bytes - of.payloadSize : 0;
        using Id = SqliteStatement::Id;
        statement.bindRow(row, event.number, event.time, toString(event.kind), Id {event.loop},
                          Id {event.context}, Id {event.connection}, Id {event.task}, event.bytes,
                          event.merged,
                          std::string_view(of.detail.constData(), std::size_t(of.detail.size())),
                          SqliteStatement::Blob {
                              std::string_view(payloads_).substr(of.payloadAt, of.payloadSize)},
                          missing);
    }

    SqliteStatement insertMany_, insertOne_;
    std::array<Row, Most> rows_;
    std::size_t count_ = 0; // of these
    std::string payloads_;
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
    rows.insert();
    // What is sorted at once fits into the processor's cache: with 16 MB it takes half as long
    // again. So it does with threads of SQLite's.
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
        database.run(
            "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "PRAGMA cache_size = -16000; PRAGMA temp_store = FILE;"
            "PRAGMA locking_mode = EXCLUSIVE;");
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
