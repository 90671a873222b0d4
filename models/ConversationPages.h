// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A conversation as it is read from a recording: cut into blocks of some 64 KiB, of which all are
// counted and few are in memory. Rows are of hex (16 bytes each, or 8) or of text (a line each);
// each piece of data begins a row of its own, so that a block's rows are the sum of its pieces'.
// Plain values; reading takes the reader of the thread that it runs on.

#include "models/record/RecordingReader.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace models::conversation {

enum class Mode { Hex, Text, NarrowHex };
inline constexpr std::size_t ModeCount = 3;
[[nodiscard]] constexpr bool isHex(Mode mode)
{
    return mode != Mode::Text;
}
enum class Direction { In, Out }; // as the connection sees it

// Some bytes that went one way in one piece.
struct Chunk {
    Direction direction = Direction::In;
    qint64 time = 0;
    qint64 event = 0; // of the log
    quint64 task = 0; // that read or wrote it
    quint64 offset = 0; // in its direction
    quint64 missing = 0; // bytes after it that were not kept
    QByteArray bytes;
    QString fault; // what was done to it on purpose: "corrupt in, 4 B"
};

// Finds the pieces that faults were about: in the log, a fault stands before what it made of what
// is sent, and after what was received.
class FaultMarks {
public:
    void see(const StoredEvent &event, std::vector<Chunk> &chunks); // in their order
    void mark(Chunk &next); // which comes after `chunks`

private:
    QString sent_; // of what is sent next
};

struct Row {
    int chunk = 0; // of its page
    int at = 0;
    int size = 0; // -1: the line that tells what is missing
};

using RowCounts = std::array<qint64, ModeCount>; // by Mode

// What is known of a block without its bytes.
struct Block {
    qint64 ordinal = 0; // from 0, never another's
    qint64 firstEvent = 0, lastEvent = 0;
    RowCounts firstRow {}; // counted from the first ever
    RowCounts rows {};
    std::array<quint64, 2> offsets {}; // of its first bytes, by Direction
    std::array<quint64, 2> bytes {}; // that went over the wire, by Direction
    quint64 kept = 0, merged = 0;
    qint64 pieces = 0;

    // The place of what follows it.
    [[nodiscard]] Block next() const;
    void add(const Chunk &chunk, const RowCounts &rows, quint32 merged);
    // Takes away its beginning: `gone` has the figures of that, and the event after it.
    void leave(const Block &gone);
};

// A block with its bytes and rows.
struct Page {
    std::vector<Chunk> chunks;
    std::array<std::vector<Row>, ModeCount> rows; // by Mode
    [[nodiscard]] qsizetype cost() const; // bytes, about
};

// Of an event of data; `offset` is that of its first byte.
[[nodiscard]] Chunk chunkOf(const StoredEvent &event, quint64 offset);
[[nodiscard]] quint64 lengthOf(const Chunk &chunk); // with what is missing
[[nodiscard]] RowCounts rowsOf(const Chunk &chunk);
[[nodiscard]] int hexWidth(Mode mode); // bytes a row
void layOut(const Chunk &chunk, int ordinal, Mode mode, std::vector<Row> &rows);
[[nodiscard]] Page pageOf(std::vector<Chunk> chunks);

// Null where it cannot be read as it was counted: `problem`, or some of it has left the recording.
[[nodiscard]] std::shared_ptr<const Page>
readPage(const RecordingReader &reader, quint64 connection, const Block &block, QString &problem);
// At the first row of what a fault was about.
[[nodiscard]] bool isMarked(const Chunk &chunk, const Row &row);
// A cell of ConversationColumn.
[[nodiscard]] QString cell(const Page &page, const Row &row, Mode mode, int column);

// Goes through a conversation once, in slices of a few milliseconds, and then on with what came.
class Scan {
public:
    explicit Scan(quint64 connection)
        : connection_(connection)
    { }

    struct News {
        std::vector<Block> blocks; // new ones; the first may be one known before that has grown
        std::shared_ptr<const Page> tail; // of the last of them
        bool done = false; // up to `end`
        QString problem; // then the rest could not be read
        QString damage; // what was passed over
    };
    [[nodiscard]] News next(const RecordingReader &reader, qint64 end);

    // What of a block has left the recording, which begins at `first`: the figures of its
    // beginning, and firstEvent of what stays. A block that grows is shortened here, too.
    [[nodiscard]] Block cut(const RecordingReader &reader, const Block &block, qint64 first,
                            QString &problem);

private:
    void take(const StoredEvent &event, News &news);

    quint64 connection_;
    qint64 loaded_ = 0; // the last event looked at
    Block block_; // that grows
    std::vector<Chunk> chunks_; // of it
    FaultMarks marks_;
};

} // namespace models::conversation
