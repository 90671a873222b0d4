// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The reading half of a recording's table of segments: events by number, at random, while the
// recording is written or after. It knows which segments there are and keeps the last few that it
// looked into. The file may be damaged or hostile: its figures are checked before memory is taken.
// A damaged segment is passed over, and counted in damage(). One reader belongs to one thread; what
// else cannot be read throws SqliteError.

#include "models/record/AheadWorker.h"
#include "models/record/Sqlite.h"
#include "models/record/StreamDecoder.h"

#include <QtCore/QtGlobal>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace models {

class SegmentReader {
public:
    // `version` is the file's user_version: an older one knows no keyframes.
    SegmentReader(const SqliteDatabase &database, std::int64_t version);
    ~SegmentReader();

    // For whoever goes through much of it: while a segment is visited, a thread unpacks the next.
    void readAhead() { readsAhead_ = true; }

    // The numbers of the first and the last event that can be read by now; 0: there is none.
    [[nodiscard]] qint64 firstEvent();
    [[nodiscard]] qint64 eventCount();

    // Only what concerns a connection or a task (0: any), of some kinds (a bit each; 0: any).
    struct Narrowing {
        quint64 connection = 0, task = 0, kinds = 0;

        [[nodiscard]] bool takes(const loop::LogEvent &event) const
        {
            return (connection == 0 || event.connection.value == connection)
                && (task == 0 || event.task.value == task)
                && (kinds == 0 || (kinds >> (static_cast<unsigned>(event.kind) & 63) & 1) != 0);
        }
    };
    // Visits such events with a number in first..last, in order, until `visit` returns false.
    // Segments that cannot hold any are not read.
    using Visit
        = std::function<bool(qint64 number, const loop::Delta &delta, const loop::LogEvent &event)>;
    void scan(qint64 first, qint64 last, const Narrowing &narrowing, const Visit &visit);

    // What was passed over so far, because it is damaged.
    struct Damage {
        qint64 events = 0; // 0: none
        qint64 first = 0, last = 0; // of their numbers
        bool isCut = false; // behind the last event that there is, nobody knows how much is missing
    };
    [[nodiscard]] const Damage &damage() const { return damage_; }

    // When the earliest and the latest Delta were gathered; wall clock, ns, which may have been set
    // back meanwhile. 0 where there is none.
    struct Span {
        qint64 first = 0, last = 0;
    };
    [[nodiscard]] Span span();

    // Visits what the stream holds in its order, until `visit` returns false, from a place where
    // all that lived is told on: the newest such place at or before a time (wall clock, ns), else
    // the beginning. `lastEvent` is the number of the newest event up to there, with its own;
    // `place` is how much of all that is to be visited has been, from 0 to 1.
    using VisitStream = std::function<bool(const StreamDecoder::Decoded &decoded, qint64 lastEvent,
                                           double place)>;
    // Up to the last segment that begins at or before `until`.
    void play(qint64 time, qint64 until, const VisitStream &visit);

    // The same of what was gathered from..to, in whole segments: a little before and after, too.
    void playBetween(qint64 from, qint64 to, const VisitStream &visit);

private:
    struct Entry {
        qint64 id = 0, firstEvent = 0, lastEvent = 0; // last < first: it has none
        qint64 firstTime = 0, lastTime = 0;
        bool keyframe = false;
        quint64 kinds = 0; // of its events
    };
    using Of = StreamDecoder::Of;
    struct Segment {
        qint64 id = 0;
        Of what = Of::Everything;
        std::vector<StreamDecoder::Decoded> deltas;

        [[nodiscard]] bool serves(Of wanted) const
        {
            return what == wanted || what == Of::Everything;
        }
    };

    void refresh();
    [[nodiscard]] bool readEntries(qint64 after); // false: up to a damaged place
    void passOver();
    enum class Place { Row, Damaged, End };
    [[nodiscard]] Place placeAfter(qint64 id);
    void lose(qint64 first, qint64 last); // these events
    [[nodiscard]] std::vector<Entry>::const_iterator entryOf(qint64 number) const;
    struct Walk { // through the stream as it was when it began
        std::vector<Entry> entries;
        std::size_t first = 0, wholes = 0; // of these; those from `wholes` on are parts
        std::vector<std::shared_ptr<const Segment>> parts;
    };
    [[nodiscard]] Walk beginWalk(qint64 until);
    // Of one segment; false where `visit` wanted no more.
    [[nodiscard]] bool playOne(const Walk &walk, std::size_t at, const VisitStream &visit);
    [[nodiscard]] bool mayHold(const Entry &entry, const Narrowing &narrowing);
    // Null where it is gone, or `damaged`.
    [[nodiscard]] std::shared_ptr<const Segment> segment(const Entry &entry, Of what,
                                                         bool &damaged);
    [[nodiscard]] std::shared_ptr<const Segment> recent(const Entry &entry, Of what);
    [[nodiscard]] std::shared_ptr<const Segment> load(const Entry &entry, Of what);
    [[nodiscard]] static std::shared_ptr<const Segment> unpack(qint64 id, std::int64_t size,
                                                               std::string_view data, Of what);
    [[nodiscard]] std::optional<std::function<std::shared_ptr<const Segment>()>>
    packed(const Entry &entry, Of what);
    [[nodiscard]] bool prepare(const Entry &entry, Of what); // false: enough is on its way
    void prepareAfter(std::vector<Entry>::const_iterator entry, qint64 last,
                      const Narrowing &narrowing);

    const SqliteDatabase &database_;
    SqliteStatement first_, entries_, ids_, data_;
    std::vector<Entry> index_;
    qint64 lastWhole_ = 0; // id of the last one that stays; parts after it may be replaced
    std::size_t wholes_ = 0; // entries up to it
    qint64 lastRead_ = 0; // the id of the row that was read last
    bool isSalvaged_ = false; // the index is all that can be had of it
    std::deque<std::shared_ptr<const Segment>> recent_; // newest first
    bool readsAhead_ = false;
    using Unpacker = AheadWorker<std::shared_ptr<const Segment>>;
    struct Ahead {
        qint64 id = 0;
        Of what = Of::Everything;
        std::shared_ptr<Unpacker::Job> segment;
    };
    Unpacker unpacker_;
    std::deque<Ahead> ahead_; // what is unpacked meanwhile
    std::set<qint64> damaged_; // ids of segments
    Damage damage_;
};

} // namespace models
