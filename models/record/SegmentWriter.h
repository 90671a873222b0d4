// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The writing half of a recording's table of segments: the stream of Deltas in compressed pieces of
// about 1 MB, each with what a reader needs to pass it over. What has come since the last
// piece is written as a part at every write(), so that a crash loses little and a live view sees
// it soon; once the parts make a whole piece, it takes their place. A keyframe begins a piece, so
// that a reader can begin there. Used by one thread, inside the transactions of its caller;
// failures throw SqliteError.

#include "loop/StreamEncoder.h"
#include "models/record/SessionRecord.h"
#include "models/record/Sqlite.h"

#include <QtCore/QList>

#include <memory>
#include <set>
#include <string>
#include <vector>

struct ZSTD_CCtx_s;

namespace models {

class SegmentWriter {
public:
    // Bytes of the stream in a whole segment, before compression.
    static constexpr std::size_t WholeSize = std::size_t {1} << 20;
    static constexpr const char *Table = R"(
CREATE TABLE segments (id INTEGER PRIMARY KEY, whole INTEGER, is_keyframe INTEGER, first_event INTEGER, last_event INTEGER,
    first_time INTEGER, last_time INTEGER, kinds INTEGER, connections BLOB, tasks BLOB,
    size INTEGER, data BLOB);
)";

    explicit SegmentWriter(SqliteDatabase &database); // which has the table
    ~SegmentWriter();

    void append(const loop::Delta &delta);
    void append(const SessionRecord &session, qint64 time); // wall clock, ns
    // Ends the piece under way and begins one with all that lives: what comes later can be read
    // without what came before.
    void appendKeyframe(const std::vector<loop::Delta> &loops, const QList<SessionRecord> &sessions,
                        qint64 time);
    // Puts what was appended into the database.
    void write();
    // What is appended and not written, bytes.
    [[nodiscard]] std::size_t pending() const { return part_.stream.size(); }
    [[nodiscard]] std::int64_t eventCount() const { return events_; } // appended so far
    // Bytes of the stream in the last keyframe, and since.
    [[nodiscard]] std::size_t keyframeSize() const { return keyframe_; }
    [[nodiscard]] std::size_t sinceKeyframe() const { return sinceKeyframe_; }

private:
    // A piece of the stream and what occurs in it.
    struct Piece {
        std::string stream;
        bool isKeyframe = false;
        std::int64_t firstEvent = 0, lastEvent = 0; // numbers; last < first: none
        std::int64_t firstTime = 0, lastTime = 0; // wall clock, ns
        std::uint64_t kinds = 0; // a bit each
        std::set<std::uint64_t> connections, tasks;

        void note(const loop::Delta &delta);
        void noteTime(std::int64_t wall);
        void join(const Piece &next);
    };

    void begin();
    void encoded(std::size_t before);
    void writePart(bool last);
    void insert(const Piece &piece, bool whole);

    SqliteStatement insert_, remove_;
    std::unique_ptr<ZSTD_CCtx_s, std::size_t (*)(ZSTD_CCtx_s *)> compressor_;
    loop::StreamEncoder encoder_;
    Piece part_; // appended since the last write()
    Piece parts_; // written as parts, together
    std::int64_t firstPart_ = 0; // its id; 0: there is none
    std::int64_t lastId_ = 0;
    std::int64_t events_ = 0;
    std::size_t keyframe_ = 0, sinceKeyframe_ = 0; // bytes
    std::string compressed_;
};

} // namespace models
