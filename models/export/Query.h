// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// SQL over a recording, also while it is written: its tables, and its events as one (EventsModule).
// It only reads, whatever the SQL says. Rows come as they are found and are not kept. One thread at
// a time. What is wrong is a returned sentence; nothing is thrown.

#include "models/files/Result.h"
#include "models/record/RecordingReader.h"

#include <QtCore/QByteArray>
#include <QtCore/QStringList>

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

struct sqlite3_stmt;

namespace models {

class SqliteDatabase;

class Query {
public:
    // A row while it is visited.
    class Row {
    public:
        enum class Type { Null, Integer, Real, Text, Bytes };
        explicit Row(sqlite3_stmt *statement)
            : statement_(statement)
        { }
        [[nodiscard]] int size() const;
        [[nodiscard]] Type type(int column) const;
        // As SQLite writes it; of Bytes, those. Valid until the next row.
        [[nodiscard]] QByteArrayView value(int column) const;

    private:
        sqlite3_stmt *statement_;
    };

    // Of SQLite in the whole process, for one that only answers queries: sorting and joining need
    // memory, and SQL from anywhere can ask for any amount. What needs more is a sentence of run().
    static constexpr std::int64_t MostMemory = std::int64_t {1} << 30; // bytes
    static void boundMemory(std::int64_t bytes = MostMemory);

    static Result<std::unique_ptr<Query>> open(const QString &recording);
    ~Query();
    Q_DISABLE_COPY_MOVE(Query)

    // Runs one statement: `columns` is called once, with their names, then `row` for each row,
    // until it returns false. "" or why the rest does not come; after a stop, too, "".
    [[nodiscard]] QString run(const QString &sql,
                              const std::function<void(const QStringList &)> &columns,
                              const std::function<bool(const Row &)> &row,
                              const std::stop_token &stop = {}) const;

private:
    Query(std::unique_ptr<RecordingReader> reader, const QString &path); // throws SqliteError

    std::unique_ptr<RecordingReader> reader_;
    std::unique_ptr<SqliteDatabase> database_;
};

} // namespace models
