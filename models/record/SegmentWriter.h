// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Makes the rows of a recording's table of segments: the stream of Deltas in compressed pieces of
// about 1 MB, each with what a reader needs to pass it over. What has come since the last piece is
// a part at every finishPart(), so that a crash loses little and a live view sees it soon; once the
// parts make a whole piece, it takes their place. A keyframe begins a piece, so that a reader can
// begin there. It touches no file: rows wait in memory until somebody writes them (SegmentTable).
// One thread at a time; nothing throws but std::bad_alloc.

#include "loop/StreamEncoder.h"
#include "models/record/SessionRecord.h"
#include "models/record/Sqlite.h"

#include <QtCore/QList>

#include <memory>
#include <string>
#include <vector>

struct ZSTD_CCtx_s;

namespace models {

// Loops answer in turn, and not in the order of their clocks; by more than that, ns, the wall clock
// was set back.
inline constexpr std::int64_t SetBack = 1'000'000'000;

struct SegmentRow {
    std::int64_t id = 0;
    std::int64_t replaces = 0; // the parts from this id on leave when it comes; 0: none do
    std::int64_t settles = 0; // parts from this id on stay for good: nothing will take their place
    bool whole = false, isKeyframe = false;
    std::int64_t firstEvent = 0, lastEvent = 0; // numbers; last < first: none
    // Wall clock, ns. Some of what it holds may be earlier, by up to SetBack; all that came before
    // a keyframe is.
    std::int64_t firstTime = 0, lastTime = 0;
    std::uint64_t kinds = 0; // of events, a bit each
    std::string connections, tasks; // that occur: ascending, 8 bytes each, little-endian; "": many
    std::size_t size = 0; // before compression
    std::string data;
};

class SegmentWriter {
public:
    // Bytes of the stream in a whole segment, before compression.
    static constexpr std::size_t WholeSize = std::size_t {1} << 20;

    SegmentWriter();
    ~SegmentWriter();

    void append(const loop::Delta &delta);
    void append(const SessionRecord &session, qint64 time); // wall clock, ns
    // Ends the piece under way and begins one with all that lives: what comes later can be read
    // without what came before.
    void appendKeyframe(const std::vector<loop::Delta> &loops, const QList<SessionRecord> &sessions,
                        qint64 time);
    // Makes a row of what was appended. In a hurry it is compressed less.
    void finishPart(bool hurry = false);
    // What was appended and is in no row yet, bytes.
    [[nodiscard]] std::size_t pending() const { return part_.stream.size(); }
    // With what is in rows as parts already.
    [[nodiscard]] std::size_t pieceSize() const
    {
        return parts_.stream.size() + part_.stream.size();
    }
    // The rows that were made since the call before, in order.
    [[nodiscard]] std::vector<SegmentRow> takeRows() { return std::exchange(rows_, {}); }
    // Rows that were taken are lost, as if their events had never been: of these, `events` are
    // left. A keyframe must follow.
    void forgetParts(std::int64_t events);

    [[nodiscard]] std::int64_t eventCount() const { return events_; } // appended so far
    // Bytes of the stream in the last keyframe, and since.
    [[nodiscard]] std::size_t keyframeSize() const { return keyframe_; }
    [[nodiscard]] std::size_t sinceKeyframe() const { return sinceKeyframe_; }

private:
    // Connections or tasks, as they come; of more than are worth keeping, none.
    class Ids {
    public:
        void insert(std::uint64_t id);
        void insert(const Ids &others);
        // In ascending order, 8 bytes each, little-endian. Empty: too many.
        [[nodiscard]] std::string bytes() const;

    private:
        void settle() const;

        std::vector<std::uint64_t> recent_; // by their last bits: most come again soon
        mutable std::vector<std::uint64_t> ids_; // the first `settled_` ascending
        mutable std::size_t settled_ = 0;
        mutable bool tooMany_ = false;
    };

    // A piece of the stream and what occurs in it.
    struct Piece {
        std::string stream;
        bool isKeyframe = false;
        std::int64_t firstEvent = 0, lastEvent = 0;
        std::int64_t firstTime = 0, lastTime = 0;
        std::uint64_t kinds = 0;
        Ids connections, tasks;

        void note(const loop::Delta &delta);
        void noteTime(std::int64_t wall);
        void join(Piece &&next);
    };

    void begin();
    void encoded(std::size_t before);
    void endPart(bool last);
    void addRow(const Piece &piece, bool whole);

    std::unique_ptr<ZSTD_CCtx_s, std::size_t (*)(ZSTD_CCtx_s *)> compressor_;
    loop::StreamEncoder encoder_;
    Piece part_; // appended since the last row
    Piece parts_; // in rows as parts, together
    std::vector<SegmentRow> rows_;
    std::int64_t firstPart_ = 0; // its id; 0: there is none
    std::int64_t settles_ = 0; // of the next row
    std::int64_t lastId_ = 0;
    std::int64_t events_ = 0;
    std::size_t keyframe_ = 0, sinceKeyframe_ = 0; // bytes
    bool hurry_ = false;
    std::string compressed_;
};

// The table itself. Used by one thread, inside the transactions of its caller; failures throw
// SqliteError.
class SegmentTable {
public:
    static constexpr const char *Schema = R"(
CREATE TABLE segments (id INTEGER PRIMARY KEY, whole INTEGER, is_keyframe INTEGER, first_event INTEGER,
    last_event INTEGER, first_time INTEGER, last_time INTEGER, kinds INTEGER, connections BLOB,
    tasks BLOB, size INTEGER, data BLOB);
)";

    explicit SegmentTable(SqliteDatabase &database); // which has the schema

    void write(const SegmentRow &row);
    // Takes away the oldest, up to the keyframe after them; with a time, only where all of it was
    // before. False, and nothing happens, where there is no such keyframe.
    bool removeOldest(std::int64_t before = 0);
    [[nodiscard]] std::int64_t firstEvent(); // 0: there is none

private:
    SqliteStatement insert_, remove_, settle_, keyframes_, removeBefore_, first_;
};

} // namespace models
