// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The writing half of a recording: the database and its prepared statements. Used by
// Recording's thread alone. What lives is mirrored: its samples go into the tables when they end or
// writeSamples() is called, for they change far more often than anybody reads them, and now and
// then all of it goes into the stream as a keyframe. Throws SqliteError.

#include "loop/Records.h"
#include "models/record/Blocked.h"
#include "models/record/Mirror.h"
#include "models/record/Moment.h"
#include "models/record/SegmentWriter.h"
#include "models/record/SessionRecord.h"
#include "models/record/Sqlite.h"

#include <unordered_map>

namespace models {

class RecordingWriter {
public:
    static constexpr std::int64_t ApplicationId = 1280266067, Version = 3; // of the file

    // Opens the database at `path` and makes its tables.
    explicit RecordingWriter(const std::string &path);

    void begin() { database_.run("BEGIN"); }
    void commit() { database_.run("COMMIT"); }
    void rollBack();

    // Takes up a Delta; it is in the database after the next writeStream().
    void write(const loop::Delta &delta);
    void write(const Blocked &blocked); // that is over
    void write(const SessionRecord &session, qint64 time); // wall clock, ns
    void write(const Mark &mark); // but for its number and event
    void writeSamples();
    void writeStream();

    // The stream that waits for writeStream(), bytes.
    [[nodiscard]] std::size_t pending() const { return segments_.pending(); }
    [[nodiscard]] std::int64_t eventCount() const { return written_; } // in the database

private:
    // What a loop has done in the second of the wall clock that goes on.
    struct Second {
        ActivitySample sums;
        loop::LoopSample before; // when the last Delta came
        bool known = false;
        bool changed = false; // since it was written
        std::int64_t streamed = 0; // when the last Delta went into the stream; the loop's clock
    };

    void count(const loop::Delta &delta);
    void writeSecond(Second &second);
    [[nodiscard]] bool keyframeIsDue(std::int64_t time) const;
    void writeKeyframe();
    void writeOpened(const loop::Delta &delta, const loop::ConnectionOpened &opened);
    void writeCreated(const loop::Delta &delta, const loop::TaskCreated &created);
    void writeWarning(const loop::Delta &delta, const loop::WarningRecord &warning);
    void update(const loop::ConnectionSample &sample, std::int64_t wallOffset);
    void update(const loop::TaskSample &sample, std::int64_t wallOffset);

    struct Schema {
        explicit Schema(SqliteDatabase &database);
    };

    SqliteDatabase database_;
    Schema schema_; // before the statements that need it
    SqliteStatement opened_, connection_, created_, task_, warning_, session_, sample_, mark_;
    Mirror mirror_;
    std::unordered_map<loop::LoopId, Second> seconds_;
    QList<SessionRecord> sessions_; // in the order in which they began
    std::int64_t keyframeAt_ = 0; // wall clock
    SegmentWriter segments_;
    std::int64_t written_ = 0;
};

} // namespace models
