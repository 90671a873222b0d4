// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/SegmentWriter.h"

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
    : insert_(database, "INSERT INTO segments VALUES (?,?,?,?,?,?,?,?,?,?,?)")
    , remove_(database, "DELETE FROM segments WHERE id >= ?")
    , compressor_(ZSTD_createCCtx(), ZSTD_freeCCtx)
{
    if (!compressor_)
        throw std::bad_alloc();
    encoder_.beginPart();
}

SegmentWriter::~SegmentWriter() = default;

void SegmentWriter::append(const loop::Delta &delta)
{
    if (part_.stream.empty()) {
        part_.firstEvent = events_ + 1;
        part_.lastEvent = events_;
        part_.firstTime = delta.time + delta.wallOffset;
    }
    encoder_.encode(delta, static_cast<std::uint64_t>(events_ + 1), part_.stream);
    events_ += static_cast<std::int64_t>(delta.events.size());
    part_.note(delta);
}

void SegmentWriter::Piece::note(const loop::Delta &delta)
{
    lastEvent += static_cast<std::int64_t>(delta.events.size());
    lastTime = delta.time + delta.wallOffset;
    // Events of one connection and task often come together.
    loop::ConnectionId connection;
    loop::TaskId task;
    for (const loop::LogEvent &event : delta.events) {
        firstTime = std::min(firstTime, event.time + delta.wallOffset);
        kinds |= std::uint64_t {1} << (static_cast<unsigned>(event.kind) & 63);
        if (event.connection != connection && connections.size() <= MostIds)
            connections.insert((connection = event.connection).value);
        if (event.task != task && tasks.size() <= MostIds)
            tasks.insert((task = event.task).value);
    }
}

void SegmentWriter::Piece::join(const Piece &next)
{
    if (stream.empty()) {
        *this = next;
        return;
    }
    stream += next.stream;
    lastEvent = next.lastEvent;
    firstTime = std::min(firstTime, next.firstTime);
    lastTime = next.lastTime;
    kinds |= next.kinds;
    connections.insert(next.connections.begin(), next.connections.end());
    tasks.insert(next.tasks.begin(), next.tasks.end());
}

void SegmentWriter::write()
{
    if (part_.stream.empty())
        return;
    parts_.join(part_);
    if (parts_.stream.size() >= WholeSize) {
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
    insert_.runWith(++lastId_, whole, piece.firstEvent, piece.lastEvent, piece.firstTime,
                    piece.lastTime, piece.kinds, SqliteStatement::Blob {connections},
                    SqliteStatement::Blob {tasks}, piece.stream.size(),
                    SqliteStatement::Blob {compressed_});
}

} // namespace models
