// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The little of SQLite's C interface that recordings need, with owners. A connection and its
// statements belong to one thread at a time. Every failure throws SqliteError with SQLite's own
// words.

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace models {

class SqliteError final : public std::runtime_error {
public:
    SqliteError(int result, const std::string &message)
        : std::runtime_error(message)
        , code(result)
    { }
    const int code; // SQLITE_FULL, SQLITE_CANTOPEN, ...
};

class SqliteDatabase {
public:
    // SQLite refuses a truncated file unless its schema may be written. Read allows that, and
    // writes nothing.
    enum class Mode { Read, Write };

    SqliteDatabase(const std::string &path, Mode mode);

    void run(const char *sql);
    // Its file is no longer where it was opened.
    [[nodiscard]] bool hasMoved() const;
    [[nodiscard]] sqlite3 *handle() const { return handle_.get(); }
    [[noreturn]] void fail(int code) const;

private:
    struct Close {
        void operator()(sqlite3 *handle) const { sqlite3_close_v2(handle); }
    };
    std::unique_ptr<sqlite3, Close> handle_;
};

// Values are bound from 1 on, columns are read from 0 on. What is bound must live until the
// statement has been run: nothing is copied.
class SqliteStatement {
public:
    SqliteStatement(const SqliteDatabase &database, const std::string &sql);

    template <std::integral Integer> void bind(int at, Integer value)
    {
        sqlite3_bind_int64(handle_.get(), at, static_cast<sqlite3_int64>(value));
    }
    void bindText(int at, std::string_view text);
    void bindBytes(int at, std::string_view bytes);
    // The value of a column of another statement's row.
    void bindValueOf(int at, const SqliteStatement &row, int column)
    {
        sqlite3_bind_value(handle_.get(), at, sqlite3_column_value(row.handle_.get(), column));
    }

    // Binds all parameters in their order, and runs: numbers, texts, Blobs and Ids; NULL for a
    // number that is none.
    struct Blob {
        std::string_view bytes;
    };
    struct Id {
        std::uint64_t value; // 0: NULL
    };
    template <class... Values> void runWith(const Values &...values)
    {
        bindRow(0, values...);
        run();
    }
    // Of several rows of so many parameters each, those of one, from 0 on.
    template <class... Values> void bindRow(int row, const Values &...values)
    {
        int at = row * static_cast<int>(sizeof...(Values));
        (bindValue(++at, values), ...);
    }

    // True while there is a row; false once it is done, ready to be run again.
    bool step();
    void run();
    void reset() { sqlite3_reset(handle_.get()); }

    [[nodiscard]] std::int64_t integer(int column) const
    {
        return sqlite3_column_int64(handle_.get(), column);
    }
    [[nodiscard]] std::string_view bytes(int column) const;
    [[nodiscard]] int columns() const { return sqlite3_column_count(handle_.get()); }

private:
    void bindId(int at, Id id)
    {
        if (id.value == 0)
            sqlite3_bind_null(handle_.get(), at);
        else
            bind(at, id.value);
    }
    template <std::integral Integer> void bindValue(int at, const std::optional<Integer> &value)
    {
        if (value)
            bind(at, *value);
        else
            sqlite3_bind_null(handle_.get(), at);
    }
    template <class Value> void bindValue(int at, const Value &value)
    {
        if constexpr (std::is_same_v<Value, Blob>)
            bindBytes(at, value.bytes);
        else if constexpr (std::is_same_v<Value, Id>)
            bindId(at, value);
        else if constexpr (std::integral<Value>)
            bind(at, value);
        else
            bindText(at, value);
    }

    struct Finalize {
        void operator()(sqlite3_stmt *handle) const { sqlite3_finalize(handle); }
    };
    const SqliteDatabase *database_;
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

} // namespace models
