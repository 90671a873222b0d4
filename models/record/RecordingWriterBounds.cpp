// SPDX-License-Identifier: GPL-3.0-or-later

// How a RecordingWriter keeps the file within its bounds, with what SQLite keeps beside it.

#include "models/record/RecordingWriter.h"

#include <algorithm>
#include <utility>

#include <sys/stat.h>
#include <sys/statvfs.h>

namespace models {

namespace {

// What SQLite's log may take beside the file, when that is bounded.
constexpr std::int64_t LogBytes = std::int64_t {32} << 20;
constexpr std::int64_t LogPages = 4'000; // of the log, before they go into the file
constexpr std::int64_t PartsOfBound = 16; // a transaction is one, and so is the log before it
constexpr std::int64_t LargestRow = std::int64_t {5} << 18; // of the stream, bytes, about
constexpr std::int64_t PageSize = 4096; // of the file
constexpr std::int64_t LargestWaste = std::int64_t {64}
    << 20; // of pages that wait to be used again

// The one number of its one row.
std::int64_t read(SqliteStatement &statement)
{
    const std::int64_t value = statement.step() ? statement.integer(0) : 0;
    statement.reset();
    return value;
}

} // namespace

std::int64_t RecordingWriter::mostAtOnce() const
{
    return bounds_.bytes != 0 ? bounds_.bytes / PartsOfBound : LogBytes;
}

// A burst goes in parts, each whole: what SQLite keeps beside the file is within the bound, too.
void RecordingWriter::writeRows()
{
    std::vector<SegmentRow> &rows = waiting_.rows;
    std::int64_t part = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        makeRoom(rows[i].data.size());
        table_.write(rows[i]);
        part += std::ssize(rows[i].data);
        if (part < mostAtOnce() || i + 1 == rows.size())
            continue;
        database_.run("COMMIT");
        written_ = std::max(written_, rows[i].lastEvent);
        rows.erase(rows.begin(), rows.begin() + std::ptrdiff_t(i + 1));
        std::vector<SegmentRow> left = std::move(rows);
        waiting_ = {};
        rows = std::move(left);
        waitingBytes_ -= std::size_t(std::exchange(part, 0));
        i = std::size_t(-1);
        checkRoom();
        database_.run("BEGIN IMMEDIATE");
    }
}

void RecordingWriter::setBounds(const Bounds &bounds)
{
    if (std::exchange(bounds_, bounds).bytes == bounds.bytes)
        return;
    const std::int64_t part = bounds.bytes / PartsOfBound;
    const std::int64_t pages = std::clamp<std::int64_t>(part / PageSize, 1, LogPages);
    sqlite3_wal_autocheckpoint(database_.handle(), int(bounds.bytes != 0 ? pages : LogPages));
    const std::string limit = std::to_string(bounds.bytes != 0 ? part : -1);
    sqlite3_exec(database_.handle(), ("PRAGMA journal_size_limit = " + limit).c_str(), nullptr,
                 nullptr, nullptr);
}

// Before so many bytes come: the room of what leaves is theirs. What SQLite keeps beside the file
// is a part of the bound.
void RecordingWriter::makeRoom(std::size_t coming)
{
    const std::int64_t most
        = bounds_.bytes - std::min(2 * bounds_.bytes / PartsOfBound + LargestRow, LogBytes);
    while (bounds_.bytes != 0 && sizeOfFile() + static_cast<std::int64_t>(coming) > most) {
        if (!table_.removeOldest() && !removeEnded())
            break;
    }
}

void RecordingWriter::keepBounds()
{
    makeRoom(0);
    if (bounds_.age != 0) {
        while (table_.removeOldest(mirror_.time() - bounds_.age)) { }
    }
    firstEvent_ = table_.firstEvent();
    if (read(freePages_) * PageSize > LargestWaste) // the bound is lower than it was
        database_.run("PRAGMA incremental_vacuum");
}

// Those that ended first: of entities so many that nothing else is left to leave. False: none has.
bool RecordingWriter::removeEnded()
{
    const int before = sqlite3_total_changes(database_.handle());
    database_.run(
        "DELETE FROM tasks WHERE id IN (SELECT id FROM tasks WHERE ended != 0 ORDER BY id "
        "LIMIT 10000);"
        "DELETE FROM connections WHERE id IN (SELECT id FROM connections WHERE closed != 0 "
        "ORDER BY id LIMIT 10000);");
    return sqlite3_total_changes(database_.handle()) != before;
}

// What waits goes to SQLite's log now, and to the file later, with what is in the log already. A
// disk that cannot say how much is free is tried.
void RecordingWriter::checkRoom()
{
    const std::string name = sqlite3_db_filename(database_.handle(), "main");
    struct statvfs disk { };
    struct stat file { };
    if (bounds_.reserve == 0 || ::statvfs(name.c_str(), &disk) != 0
        || ::stat(name.c_str(), &file) != 0 || disk.f_blocks == 0)
        return;
    const auto left = static_cast<std::int64_t>(disk.f_bavail * disk.f_frsize);
    const std::int64_t toCome = std::max<std::int64_t>(0, read(pages_) * PageSize - file.st_size);
    const auto part = std::min(static_cast<std::int64_t>(waitingBytes_), mostAtOnce() + LargestRow);
    if (left - toCome - 2 * part < bounds_.reserve)
        throw SqliteError(SQLITE_FULL, "too little of the disk is free");
}

// Without the pages that wait to be used again.
std::int64_t RecordingWriter::sizeOfFile()
{
    return (read(pages_) - read(freePages_)) * PageSize;
}

} // namespace models
