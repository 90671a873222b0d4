// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The writing half of a recording: the database and its prepared statements. Used by
// Recording's thread alone. Samples of connections and tasks are kept until they end or
// writeSamples() is called, for they change far more often than anybody reads them. Throws
// SqliteError.

#include "loop/Records.h"
#include "models/record/SegmentWriter.h"
#include "models/record/SessionRecord.h"
#include "models/record/Sqlite.h"

#include <unordered_map>

namespace models {

class RecordingWriter {
public:
    // Opens the database at `path` and makes its tables.
    explicit RecordingWriter(const std::string &path);

    void begin() { database_.run("BEGIN"); }
    void commit() { database_.run("COMMIT"); }
    void rollBack();

    // Takes up a Delta; it is in the database after the next writeStream().
    void write(const loop::Delta &delta);
    void write(const SessionRecord &session);
    void writeSamples();
    void writeStream();

    // The stream that waits for writeStream(), bytes.
    [[nodiscard]] std::size_t pending() const { return segments_.pending(); }
    [[nodiscard]] std::int64_t eventCount() const { return written_; } // in the database

private:
    // The latest sample of what goes on; times in it are of the loop's clock.
    template <class Sample> struct Pending {
        std::int64_t wallOffset = 0;
        Sample sample;
    };
    using PendingConnection = Pending<loop::ConnectionSample>;
    using PendingTask = Pending<loop::TaskSample>;

    template <class Map, class Sample>
    void keep(Map &pending, const Sample &sample, const loop::Delta &delta, bool isLast);
    void writeOpened(const loop::Delta &delta, const loop::ConnectionOpened &opened);
    void writeCreated(const loop::Delta &delta, const loop::TaskCreated &created);
    void writeWarning(const loop::Delta &delta, const loop::WarningRecord &warning);
    void update(const PendingConnection &pending);
    void update(const PendingTask &pending);

    struct Schema {
        explicit Schema(SqliteDatabase &database);
    };

    SqliteDatabase database_;
    Schema schema_; // before the statements that need it
    SqliteStatement opened_, connection_, created_, task_, warning_, session_;
    std::unordered_map<loop::ConnectionId, PendingConnection> connections_;
    std::unordered_map<loop::TaskId, PendingTask> tasks_;
    SegmentWriter segments_;
    std::int64_t written_ = 0;
};

} // namespace models
