// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The writing half of a recording, in two steps. What is taken up goes into memory: the mirror of
// what lives, and rows of the stream, now and then with a keyframe. commit() puts all that waits
// into the file at once, or throws SqliteError, and then nothing is lost: it waits for the next
// commit(). Samples of connections and tasks go into their tables when they end or now and then,
// for they change far more often than anybody reads them. Used by Recording's thread alone.

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

    // What the file may hold: the oldest of its stream leaves when it is more, or older.
    struct Bounds {
        std::int64_t bytes = 0; // of the file; 0: any
        std::int64_t age = 0; // ns; 0: any
        std::int64_t reserve = 0; // bytes of the disk that stay free: with less it is full
    };
    void setBounds(const Bounds &bounds);

    void take(const std::shared_ptr<const loop::Delta> &delta);
    void take(const Blocked &blocked); // that is over
    void take(const SessionRecord &session, qint64 time); // wall clock, ns
    void take(Mark mark); // but for its number and event

    // What a commit() writes. Stream: the stream, and what began or ended. Second: the sums of the
    // current second, too; it fails with FileIsGone where somebody removed the file. All: the
    // samples of what lives, too.
    enum class Extent { Stream, Second, All };
    static constexpr int FileIsGone = -1;
    void commit(Extent extent, bool hurry);
    // Of what lives, in the last commit of all.
    [[nodiscard]] std::int64_t samples() const { return samples_; }
    // All that waits for a commit() would be written as a part, and soon again as a whole piece.
    [[nodiscard]] bool isSoonWhole() const;
    // The last commit, where the disk took nothing: what lived and ended, marks and sums go into
    // the reserve. The rows of the stream are lost: how many events were in them.
    std::int64_t commitRest();
    // What waits for a commit(), bytes.
    [[nodiscard]] std::size_t waiting() const { return waitingBytes_; }
    // Rows of the stream that wait no longer are lost: how many events were in them.
    std::int64_t dropWaiting();

    [[nodiscard]] std::int64_t firstEvent() const { return firstEvent_; } // in the file
    [[nodiscard]] std::int64_t eventCount() const { return written_; } // in the file

private:
    // What a loop has done in the second of the wall clock that goes on.
    struct Second {
        ActivitySample sums;
        loop::LoopSample before; // when the last Delta came
        bool known = false;
        bool changed = false; // since it was last told
        std::int64_t streamed = 0; // when the last Delta went into the stream; the loop's clock
    };

    // What goes into the file with the next commit().
    struct Waiting {
        std::vector<std::shared_ptr<const loop::Delta>> deltas; // for the tables of entities
        std::vector<SessionRecord> sessions;
        std::vector<Mark> marks;
        std::vector<ActivitySample> seconds;
        std::vector<SegmentRow> rows;
    };

    void takePart(std::shared_ptr<const loop::Delta> taken);
    void count(const loop::Delta &delta);
    void endSecond(Second &second);
    [[nodiscard]] bool keyframeIsDue(std::int64_t time) const;
    void takeKeyframe();
    void takeRows(bool hurry);
    void writeRest(const Waiting &waiting);
    void writeRows();
    void write(const loop::Delta &delta);
    void write(const SessionRecord &session);
    void write(const ActivitySample &second);
    std::int64_t writeSamples();
    void makeRoom(std::size_t coming);
    void keepBounds();
    bool removeEnded();
    [[nodiscard]] std::int64_t sizeOfFile();
    void checkRoom();
    [[nodiscard]] std::int64_t mostAtOnce() const; // bytes of rows in a transaction, about
    void strip();
    void tellLost(const loop::Delta &delta);
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
    SqliteStatement pages_, freePages_;
    SegmentTable table_;
    SegmentWriter segments_;
    Mirror mirror_;
    std::unordered_map<loop::LoopId, Second> seconds_;
    QList<SessionRecord> sessions_; // in the order in which they began
    std::int64_t sessionsAt_ = 0; // when one of them changed last; wall clock
    std::int64_t keyframeAt_ = 0; // wall clock
    bool keyframeWanted_ = false;
    std::int64_t lost_ = 0; // events, which the stream has not told yet
    std::int64_t told_ = 0; // those that a notice tells which no file holds yet
    Waiting waiting_;
    std::size_t waitingBytes_ = 0;
    bool stripped_ = false; // the Deltas that wait
    Bounds bounds_;
    std::int64_t firstEvent_ = 0, written_ = 0;
    std::int64_t samples_ = 0;
};

} // namespace models
