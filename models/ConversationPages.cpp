// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ConversationPages.h"

#include "models/Conversation.h"
#include "models/text/Format.h"
#include "models/text/Payload.h"

#include <QtCore/QElapsedTimer>

#include <algorithm>

namespace models::conversation {

namespace {

using namespace ConversationColumn;

constexpr int TextWidth = 160; // bytes a row
constexpr quint64 BlockBytes = 64 * 1024;
constexpr qint64 BlockPieces = 512; // small ones cost more than their bytes
constexpr qint64 Slice = 10; // ms of reading, before somebody else is served
constexpr qint64 ReadChunk = 2'000; // events between two looks at the clock
constexpr qint64 FaultsNear = 64; // events between a piece and a fault of it

// Where the text row that begins at `at` ends: after a line feed, else before the width is passed.
int endOfLine(const QByteArray &bytes, int at)
{
    const int limit = static_cast<int>(std::min<qsizetype>(bytes.size(), at + TextWidth));
    const auto feed = std::find(bytes.begin() + at, bytes.begin() + limit, '\n');
    if (feed != bytes.begin() + limit)
        return static_cast<int>(feed - bytes.begin()) + 1;
    int end = limit;
    while (end < bytes.size() && end > at + 1
           && (bytes[end] & 0xc0) == 0x80) // inside of a character
        --end;
    return end;
}

QString textLine(const QByteArray &bytes)
{
    QString line = QString::fromUtf8(bytes);
    while (line.endsWith(u'\n') || line.endsWith(u'\r'))
        line.chop(1);
    for (QChar &c : line) {
        if (c.unicode() < 0x20 && c != u'\t')
            c = QChar(0x2400 + c.unicode()); // the picture of the control character
    }
    return line;
}

std::size_t number(Direction direction)
{
    return static_cast<std::size_t>(direction);
}

} // namespace

Block Block::next() const
{
    Block made;
    made.ordinal = ordinal + 1;
    for (std::size_t i = 0; i < ModeCount; ++i)
        made.firstRow[i] = firstRow[i] + rows[i];
    for (const std::size_t i : {0, 1}) {
        made.offsets[i] = offsets[i] + bytes[i];
    }
    return made;
}

void Block::add(const Chunk &chunk, const RowCounts &more, quint32 mergedEvents)
{
    if (pieces++ == 0)
        firstEvent = chunk.event;
    lastEvent = chunk.event;
    for (std::size_t i = 0; i < ModeCount; ++i)
        rows[i] += more[i];
    bytes[number(chunk.direction)] += lengthOf(chunk);
    kept += static_cast<quint64>(chunk.bytes.size());
    merged += mergedEvents > 1 ? mergedEvents - 1 : 0;
}

void Block::leave(const Block &gone)
{
    for (std::size_t i = 0; i < ModeCount; ++i) {
        firstRow[i] += gone.rows[i];
        rows[i] -= gone.rows[i];
    }
    for (const std::size_t i : {0, 1}) {
        offsets[i] += gone.bytes[i];
        bytes[i] -= gone.bytes[i];
    }
    kept -= gone.kept;
    merged -= gone.merged;
    pieces -= gone.pieces;
    firstEvent = gone.firstEvent;
}

qsizetype Page::cost() const
{
    qsizetype cost = std::ssize(chunks) * qsizetype {sizeof(Chunk)};
    for (const Chunk &chunk : chunks)
        cost += chunk.bytes.size();
    for (const auto &each : rows)
        cost += std::ssize(each) * qsizetype {sizeof(Row)};
    return cost;
}

Chunk chunkOf(const StoredEvent &event, quint64 offset)
{
    Chunk chunk;
    chunk.direction = event.kind == loop::EventKind::DataIn ? Direction::In : Direction::Out;
    chunk.time = event.time;
    chunk.event = event.number;
    chunk.task = event.task;
    chunk.offset = offset;
    chunk.bytes = event.payload;
    const auto size = static_cast<quint64>(event.payload.size());
    chunk.missing = event.bytes > size ? event.bytes - size : 0;
    return chunk;
}

void FaultMarks::see(const StoredEvent &event, std::vector<Chunk> &chunks)
{
    if (event.kind != loop::EventKind::Fault)
        return;
    const auto note = [&event](QString &words) {
        words += (words.isEmpty() ? QString() : QStringLiteral("; ")) + event.detail;
    };
    if (!event.detail.section(u' ', 1, 1).startsWith(QLatin1String("in"))) {
        note(sent_);
        return;
    }
    const auto received = std::find_if(chunks.rbegin(), chunks.rend(), [](const Chunk &chunk) {
        return chunk.direction == Direction::In;
    });
    if (received != chunks.rend())
        note(received->fault);
}

void FaultMarks::mark(Chunk &next)
{
    if (next.direction == Direction::Out)
        next.fault = std::exchange(sent_, {});
}

quint64 lengthOf(const Chunk &chunk)
{
    return static_cast<quint64>(chunk.bytes.size()) + chunk.missing;
}

int hexWidth(Mode mode)
{
    return mode == Mode::NarrowHex ? 8 : 16;
}

RowCounts rowsOf(const Chunk &chunk)
{
    const qint64 more = chunk.missing != 0 ? 1 : 0;
    const auto inHex = [&](Mode mode) {
        return (chunk.bytes.size() + hexWidth(mode) - 1) / hexWidth(mode) + more;
    };
    RowCounts rows {inHex(Mode::Hex), more, inHex(Mode::NarrowHex)};
    for (int at = 0; at < chunk.bytes.size(); at = endOfLine(chunk.bytes, at))
        ++rows[1];
    return rows;
}

void layOut(const Chunk &chunk, int ordinal, Mode mode, std::vector<Row> &rows)
{
    for (int at = 0; at < chunk.bytes.size();) {
        const int end = mode == Mode::Text
            ? endOfLine(chunk.bytes, at)
            : static_cast<int>(std::min<qsizetype>(chunk.bytes.size(), at + hexWidth(mode)));
        rows.push_back({ordinal, at, end - at});
        at = end;
    }
    if (chunk.missing != 0)
        rows.push_back({ordinal, static_cast<int>(chunk.bytes.size()), -1});
}

Page pageOf(std::vector<Chunk> chunks)
{
    Page page;
    page.chunks = std::move(chunks);
    for (const Mode mode : {Mode::Hex, Mode::Text, Mode::NarrowHex}) {
        for (int i = 0; i < static_cast<int>(page.chunks.size()); ++i)
            layOut(page.chunks[static_cast<std::size_t>(i)], i, mode,
                   page.rows[static_cast<std::size_t>(mode)]);
    }
    return page;
}

std::shared_ptr<const Page> readPage(const RecordingReader &reader, quint64 connection,
                                     const Block &block, QString &problem)
{
    std::vector<Chunk> chunks;
    std::array<quint64, 2> offsets = block.offsets;
    FaultMarks marks;
    const auto take = [&](const StoredEvent &event) {
        marks.see(event, chunks);
        if (!event.isData())
            return true;
        if (event.number > block.lastEvent)
            return false;
        Chunk chunk = chunkOf(event, 0);
        marks.mark(chunk);
        if (event.number < block.firstEvent)
            return true;
        quint64 &offset = offsets[number(chunk.direction)];
        chunk.offset = std::exchange(offset, offset + lengthOf(chunk));
        chunks.push_back(std::move(chunk));
        return true;
    };
    // What is near is read where there is a fault: of large pieces it is many times as much.
    const qint64 first = std::max<qint64>(1, block.firstEvent - FaultsNear);
    const qint64 last = block.lastEvent + FaultsNear;
    constexpr quint64 faults = quint64 {1} << static_cast<unsigned>(loop::EventKind::Fault);
    bool faulty = false;
    problem
        = reader.scan(first, last, {connection, 0, false, faults}, [&faulty](const StoredEvent &) {
              faulty = true;
              return false;
          });
    if (problem.isEmpty())
        problem = reader.scan(faulty ? first : block.firstEvent, faulty ? last : block.lastEvent,
                              {connection, 0}, take);
    if (!problem.isEmpty() || std::ssize(chunks) != block.pieces)
        return nullptr;
    return std::make_shared<const Page>(pageOf(std::move(chunks)));
}

bool isMarked(const Chunk &chunk, const Row &row)
{
    return row.at == 0 && !chunk.fault.isEmpty();
}

QString cell(const Page &page, const Row &row, Mode mode, int column)
{
    const Chunk &chunk = page.chunks[static_cast<std::size_t>(row.chunk)];
    const char *begin = chunk.bytes.constData() + row.at;
    switch (column) {
    case ConversationColumn::Direction:
        return (chunk.direction == Direction::In ? QStringLiteral("→") : QStringLiteral("←"))
            + (isMarked(chunk, row) ? QStringLiteral("!") : QString());
    case Offset:
        return QString::number(chunk.offset + static_cast<quint64>(row.at), 16)
            .rightJustified(6, u'0');
    case Content:
        if (row.size < 0)
            return Conversation::tr("… %1 more, not kept")
                .arg(format::bytes(static_cast<double>(chunk.missing)));
        return isHex(mode) ? payload::asHex(begin, row.size)
                           : textLine(QByteArray(begin, row.size));
    case Text:
        return isHex(mode) && row.size > 0 ? payload::asAscii(begin, row.size) : QString();
    default:
        return {};
    }
}

Scan::News Scan::next(const RecordingReader &reader, qint64 end)
{
    News news;
    QElapsedTimer clock;
    clock.start();
    while (loaded_ < end && news.problem.isEmpty() && !clock.hasExpired(Slice)) {
        const qint64 last = std::min(loaded_ + ReadChunk, end);
        bool whole = true;
        news.problem = reader.scan(loaded_ + 1, last, {connection_, 0}, [&](const auto &event) {
            loaded_ = event.number;
            take(event, news);
            whole = !clock.hasExpired(Slice);
            return whole;
        });
        if (news.problem.isEmpty() && whole)
            loaded_ = last;
    }
    if (block_.pieces > 0) {
        news.blocks.push_back(block_);
        news.tail = std::make_shared<const Page>(pageOf(chunks_));
    }
    news.done = loaded_ >= end || !news.problem.isEmpty();
    news.damage = reader.damage();
    return news;
}

void Scan::take(const StoredEvent &event, News &news)
{
    marks_.see(event, chunks_);
    if (!event.isData())
        return;
    if (block_.kept >= BlockBytes || block_.pieces >= BlockPieces) {
        news.blocks.push_back(block_);
        block_ = block_.next();
        chunks_.clear();
    }
    Chunk chunk = chunkOf(event, 0);
    const std::size_t direction = number(chunk.direction);
    chunk.offset = block_.offsets[direction] + block_.bytes[direction];
    marks_.mark(chunk);
    block_.add(chunk, rowsOf(chunk), event.merged);
    chunks_.push_back(std::move(chunk));
}

Block Scan::cut(const RecordingReader &reader, const Block &block, qint64 first, QString &problem)
{
    Block rest;
    problem = reader.scan(std::max(first, block.firstEvent), block.lastEvent, {connection_, 0},
                          [&rest](const StoredEvent &event) {
                              if (event.isData()) {
                                  const Chunk chunk = chunkOf(event, 0);
                                  rest.add(chunk, rowsOf(chunk), event.merged);
                              }
                              return true;
                          });
    Block gone = block;
    for (std::size_t i = 0; i < ModeCount; ++i)
        gone.rows[i] -= rest.rows[i];
    for (const std::size_t i : {0, 1}) {
        gone.bytes[i] -= rest.bytes[i];
    }
    gone.kept -= rest.kept;
    gone.merged -= rest.merged;
    gone.pieces -= rest.pieces;
    gone.firstEvent = rest.pieces > 0 ? rest.firstEvent : first;
    if (block_.ordinal == block.ordinal && problem.isEmpty()) {
        block_.leave(gone);
        chunks_.erase(chunks_.begin(), chunks_.begin() + gone.pieces);
    }
    return gone;
}

} // namespace models::conversation
