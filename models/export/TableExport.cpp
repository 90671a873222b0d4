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
#include <exception>
#include <string>

namespace models {

namespace {

using namespace Qt::StringLiterals;

constexpr qint64 TableChunk = 5000; // events between two looks at progress
constexpr double RowsPart = 0.6, IndexPart = 0.2; // of the time that all of it takes

// While it lives, whatever SQLite does ends by SQLITE_INTERRUPT once a stop is asked for, and an
// index tells how far it is.
class Looks {
public:
    Looks(SqliteDatabase &database, const Export::Options &options)
        : database_(database)
        , options_(options)
    {
        sqlite3_progress_handler(database_.handle(), Every, &Looks::look, this);
    }
    ~Looks() { sqlite3_progress_handler(database_.handle(), 0, nullptr, nullptr); }
    Q_DISABLE_COPY_MOVE(Looks)

    // What follows is an index of so many rows.
    void beginIndex(double done, double rows)
    {
        done_ = done;
        steps_ = 0;
        all_ = rows * StepsOfRow / Every;
    }

private:
    static constexpr int Every = 10'000; // of SQLite's steps
    static constexpr double StepsOfRow = 9; // to sort it, and to put it in its place

    static int look(void *self)
    {
        Looks &looks = *static_cast<Looks *>(self);
        if (looks.all_ > 0 && looks.options_.progress)
            looks.options_.progress(looks.done_
                                    + IndexPart * std::min(++looks.steps_ / looks.all_, 1.0));
        return looks.options_.stop.stop_requested() ? 1 : 0;
    }

    SqliteDatabase &database_;
    const Export::Options &options_;
    double done_ = 0, steps_ = 0, all_ = 0;
};

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
                          Id {event.context}, Id {event.connection}, Id {event.task},
                          event.isData() ? std::optional(event.bytes) : std::nullopt, event.merged,
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

// Whoever reads events takes a SqliteError for one of the recording's: one of ours is held
// meanwhile.
QString copyEvents(SqliteDatabase &database, Looks &looks, const RecordingReader &reader,
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
    double count = 0;
    std::exception_ptr failure;
    const auto visit = [&](const StoredEvent &event) {
        if (options.holds(event.time)
            && (!options.shows || options.shows(event, names->value(event.context)))) {
            try {
                rows.add(event);
            } catch (const SqliteError &) {
                failure = std::current_exception();
                return false;
            }
            ++count;
        }
        if (options.progress && event.number % TableChunk == 0)
            options.progress(RowsPart * double(event.number - *first) / double(*last - *first + 1));
        return !options.stop.stop_requested();
    };
    QString problem = reader.scan(*first, *last, {}, visit);
    if (failure)
        std::rethrow_exception(failure);
    if (!problem.isEmpty() || options.stop.stop_requested())
        return problem;
    rows.insert();
    // What is sorted at once fits into the processor's cache: with 16 MB it takes half as long
    // again. So it does with threads of SQLite's.
    database.run("PRAGMA cache_size = -2000");
    looks.beginIndex(RowsPart, count);
    database.run("CREATE INDEX events_of_connection ON events (connection)");
    looks.beginIndex(RowsPart + IndexPart, count);
    database.run("CREATE INDEX events_of_task ON events (task)");
    return problem;
}

} // namespace

QString exportTables(const RecordingReader &reader, const QString &recording, const QString &target,
                     const Export::Options &options)
{
    const QString part = target + u".part"_s;
    QFile::remove(part);
    if (QString problem = writeFile(part, {}); !problem.isEmpty())
        return problem;
    auto removed = qScopeGuard([&part] { QFile::remove(part); });
    try {
        SqliteDatabase database(part.toStdString(), SqliteDatabase::Mode::Write);
        database.run(
            "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "PRAGMA cache_size = -16000; PRAGMA temp_store = FILE;"
            "PRAGMA locking_mode = EXCLUSIVE; BEGIN");
        Looks looks(database, options);
        const SqliteDatabase source(recording.toStdString(), SqliteDatabase::Mode::Read);
        for (const char *name :
             {"sessions", "connections", "tasks", "warnings", "samples", "marks"})
            copyTable(database, source, name);
        QString problem = copyEvents(database, looks, reader, options);
        if (!problem.isEmpty() || options.stop.stop_requested())
            return problem;
        database.run("COMMIT");
    } catch (const SqliteError &error) {
        if (options.stop.stop_requested())
            return {};
        return tr("%1 cannot be written: %2. Free some space there, or choose another place.")
            .arg(target, format::text(error.what()));
    }
    removed.dismiss();
    return replaceFile(part, target);
}

} // namespace models
