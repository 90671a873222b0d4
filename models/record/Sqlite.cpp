// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Sqlite.h"

namespace models {

SqliteDatabase::SqliteDatabase(const std::string &path, Mode mode)
{
    sqlite3 *opened = nullptr;
    const int flags = SQLITE_OPEN_NOMUTEX
        | (mode == Mode::Read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    const int code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
    handle_.reset(opened);
    if (code != SQLITE_OK)
        fail(code);
    sqlite3_busy_timeout(opened, 2000);
    if (mode == Mode::Read)
        sqlite3_db_config(opened, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, nullptr);
}

void SqliteDatabase::run(const char *sql)
{
    if (const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr); code != SQLITE_OK)
        fail(code);
}

bool SqliteDatabase::hasMoved() const
{
    int moved = 0;
    sqlite3_file_control(handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved != 0;
}

void SqliteDatabase::fail(int code) const
{
    throw SqliteError(code & 0xff, handle_ ? sqlite3_errmsg(handle()) : sqlite3_errstr(code));
}

SqliteStatement::SqliteStatement(const SqliteDatabase &database, const std::string &sql)
    : database_(&database)
{
    sqlite3_stmt *prepared = nullptr;
    const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    handle_.reset(prepared);
    if (code != SQLITE_OK)
        database.fail(code);
}

void SqliteStatement::bindText(int at, std::string_view text)
{
    sqlite3_bind_text(handle_.get(), at, text.empty() ? "" : text.data(),
                      static_cast<int>(text.size()), SQLITE_STATIC);
}

void SqliteStatement::bindBytes(int at, std::string_view bytes)
{
    if (bytes.empty())
        sqlite3_bind_null(handle_.get(), at);
    else
        sqlite3_bind_blob(handle_.get(), at, bytes.data(), static_cast<int>(bytes.size()),
                          SQLITE_STATIC);
}

bool SqliteStatement::step()
{
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE) {
        sqlite3_reset(handle_.get());
        database_->fail(code);
    }
    sqlite3_reset(handle_.get());
    return false;
}

void SqliteStatement::run()
{
    while (step()) { }
}

std::string_view SqliteStatement::bytes(int column) const
{
    const void *data = sqlite3_column_blob(handle_.get(), column);
    const int size = sqlite3_column_bytes(handle_.get(), column);
    return data ? std::string_view(static_cast<const char *>(data), static_cast<std::size_t>(size))
                : std::string_view();
}

} // namespace models
