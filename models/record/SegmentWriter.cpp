// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/SegmentWriter.h"

#include "models/record/SessionPackets.h"

#include <zstd.h>

#include <algorithm>
#include <new>

namespace models {

namespace {

// More ids than that are not worth keeping: the segment is looked into instead.
constexpr std::size_t MostIds = 4096;

// Ids in ascending order, 8 bytes each, little-endian. Empty: not kept.
std::string bytesOf(const std::set<std::uint64_t> &ids)
{
    std::string bytes;
    if (ids.size() > MostIds)
        return bytes;
    bytes.reserve(ids.size() * 8);
    for (const std::uint64_t id : ids) {
        for (int shift = 0; shift < 64; shift += 8)
            bytes.push_back(static_cast<char>(id >> shift));
    }
    return bytes;
}

} // namespace

SegmentWriter::SegmentWriter(SqliteDatabase &database)
    : insert_(database, "INSERT INTO segments VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")
    , remove_(database, "DELETE FROM segments WHERE id >= ?")
    , compressor_(ZSTD_createCCtx(), ZSTD_freeCCtx)
{
    if (!compressor_)
        throw std::bad_alloc();
    encoder_.beginPart();
}

SegmentWriter::~SegmentWriter() = default;

// Nothing lived before the first of all, so that one is as good as a keyframe.
void SegmentWriter::begin()
{
    if (!part_.stream.empty())
        return;
    part_.isKeyframe = lastId_ == 0;
    part_.firstEvent = events_ + 1;
    part_.lastEvent = events_;
}

void SegmentWriter::encoded(std::size_t before)
{
    sinceKeyframe_ += part_.stream.size() - before;
}

void SegmentWriter::append(const loop::Delta &delta)
{
    begin();
    const std::size_t before = part_.stream.size();
    encoder_.encode(delta, static_cast<std::uint64_t>(events_ + 1), part_.stream);
    events_ += static_cast<std::int64_t>(delta.events.size());
    part_.note(delta);
    encoded(before);
}

void SegmentWriter::append(const SessionRecord &session, qint64 time)
{
    begin();
    const std::size_t before = part_.stream.size();
    appendSession(session, time, part_.stream);
    part_.noteTime(time);
    encoded(before);
}

void SegmentWriter::appendKeyframe(const std::vector<loop::Delta> &loops,
                                   const QList<SessionRecord> &sessions, qint64 time)
{
    writePart(true);
    begin();
    part_.isKeyframe = true;
    part_.noteTime(time);
    for (const loop::Delta &delta : loops)
        encoder_.encodeKeyframe(delta, static_cast<std::uint64_t>(events_ + 1), part_.stream);
    for (const SessionRecord &session : sessions)
        appendSession(session, time, part_.stream);
    keyframe_ = part_.stream.size();
    sinceKeyframe_ = 0;
}

void SegmentWriter::Piece::noteTime(std::int64_t wall)
{
    if (firstTime == 0)
        firstTime = wall;
    lastTime = wall;
}

void SegmentWriter::Piece::note(const loop::Delta &delta)
{
    lastEvent += static_cast<std::int64_t>(delta.events.size());
    noteTime(delta.time + delta.wallOffset);
    // Events of one connection and task often come together.
    loop::ConnectionId connection;
    loop::TaskId task;
    for (const loop::LogEvent &event : delta.events) {
        kinds |= std::uint64_t {1} << (static_cast<unsigned>(event.kind) & 63);
        if (event.connection != connection && connections.size() <= MostIds)
            connections.insert((connection = event.connection).value);
        if (event.task != task && tasks.size() <= MostIds)
            tasks.insert((task = event.task).value);
    }
}

void SegmentWriter::Piece::join(const Piece &next)
{
    if (next.stream.empty())
        return;
    if (stream.empty()) {
        *this = next;
        return;
    }
    stream += next.stream;
    lastEvent = next.lastEvent;
    lastTime = next.lastTime;
    kinds |= next.kinds;
    connections.insert(next.connections.begin(), next.connections.end());
    tasks.insert(next.tasks.begin(), next.tasks.end());
}

void SegmentWriter::write()
{
    writePart(false);
}

// `last`: of its piece, however short that is.
void SegmentWriter::writePart(bool last)
{
    if (part_.stream.empty() && !(last && firstPart_ != 0))
        return;
    parts_.join(part_);
    if (last || parts_.stream.size() >= WholeSize) {
        if (firstPart_ != 0)
            remove_.runWith(firstPart_);
        insert(parts_, true);
        parts_ = {};
        firstPart_ = 0;
    } else {
        insert(part_, false);
        if (firstPart_ == 0)
            firstPart_ = lastId_;
    }
    part_ = {};
    encoder_.beginPart();
}

void SegmentWriter::insert(const Piece &piece, bool whole)
{
    compressed_.resize(ZSTD_compressBound(piece.stream.size()));
    const std::size_t size
        = ZSTD_compressCCtx(compressor_.get(), compressed_.data(), compressed_.size(),
                            piece.stream.data(), piece.stream.size(), 1);
    if (ZSTD_isError(size))
        throw std::bad_alloc(); // there is no other reason: the bound is kept
    compressed_.resize(size);
    const std::string connections = bytesOf(piece.connections), tasks = bytesOf(piece.tasks);
    insert_.runWith(++lastId_, whole, piece.isKeyframe, piece.firstEvent, piece.lastEvent,
                    piece.firstTime, piece.lastTime, piece.kinds,
                    SqliteStatement::Blob {connections}, SqliteStatement::Blob {tasks},
                    piece.stream.size(), SqliteStatement::Blob {compressed_});
}

} // namespace models
