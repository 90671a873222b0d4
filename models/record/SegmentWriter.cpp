// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/SegmentWriter.h"

#include "models/record/SessionPackets.h"

#include <zstd.h>

#include <algorithm>
#include <new>
#include <utility>

namespace models {

namespace {

// More ids than that are not worth keeping: the segment is looked into instead.
constexpr std::size_t MostIds = 4096;
constexpr std::size_t Recent = 2048;
// Of zstd. A part is soon replaced by the whole that it is of, which is compressed anew.
constexpr int Level = -1, FastLevel = -3, PartLevel = -7;

} // namespace

SegmentWriter::SegmentWriter()
    : compressor_(ZSTD_createCCtx(), ZSTD_freeCCtx)
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
    endPart(true);
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

void SegmentWriter::Ids::insert(std::uint64_t id)
{
    if (tooMany_)
        return;
    if (recent_.empty())
        recent_.resize(Recent, ~std::uint64_t {0});
    std::uint64_t &recent = recent_[id % Recent];
    if (recent == id)
        return;
    recent = id;
    ids_.push_back(id);
    if (ids_.size() - settled_ > 2 * MostIds)
        settle();
}

void SegmentWriter::Ids::insert(const Ids &others)
{
    tooMany_ = tooMany_ || others.tooMany_;
    for (const std::uint64_t id : others.ids_)
        insert(id);
}

void SegmentWriter::Ids::settle() const
{
    std::sort(ids_.begin(), ids_.end());
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
    tooMany_ = tooMany_ || ids_.size() > MostIds;
    if (tooMany_)
        ids_.clear();
    settled_ = ids_.size();
}

std::string SegmentWriter::Ids::bytes() const
{
    settle();
    std::string bytes;
    bytes.reserve(ids_.size() * 8);
    for (const std::uint64_t id : ids_) {
        for (int shift = 0; shift < 64; shift += 8)
            bytes.push_back(static_cast<char>(id >> shift));
    }
    return bytes;
}

void SegmentWriter::Piece::noteTime(std::int64_t wall)
{
    if (firstTime == 0 || wall < firstTime - SetBack)
        firstTime = wall;
    lastTime = std::max(lastTime, wall);
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
        if (event.connection != connection)
            connections.insert((connection = event.connection).value);
        if (event.task != task)
            tasks.insert((task = event.task).value);
    }
}

void SegmentWriter::Piece::join(Piece &&next)
{
    if (next.stream.empty())
        return;
    if (stream.empty()) {
        *this = std::move(next);
        return;
    }
    stream += next.stream;
    lastEvent = next.lastEvent;
    if (next.firstTime < firstTime - SetBack)
        firstTime = next.firstTime;
    lastTime = std::max(lastTime, next.lastTime);
    kinds |= next.kinds;
    connections.insert(next.connections);
    tasks.insert(next.tasks);
}

void SegmentWriter::finishPart(bool hurry)
{
    hurry_ = hurry;
    endPart(false);
}

void SegmentWriter::forgetParts(std::int64_t events)
{
    part_ = parts_ = {};
    rows_.clear();
    events_ = events;
    settles_ = firstPart_;
    firstPart_ = 0;
    encoder_.beginPart();
}

// `last`: of its piece, however short that is.
void SegmentWriter::endPart(bool last)
{
    if (part_.stream.empty() && !(last && firstPart_ != 0))
        return;
    const bool whole = last || parts_.stream.size() + part_.stream.size() >= WholeSize;
    if (!whole)
        addRow(part_, false);
    parts_.join(std::move(part_));
    if (whole) {
        addRow(parts_, true);
        parts_ = {};
    }
    firstPart_ = whole ? 0 : firstPart_ != 0 ? firstPart_ : lastId_;
    part_ = {};
    encoder_.beginPart();
}

void SegmentWriter::addRow(const Piece &piece, bool whole)
{
    if (const std::size_t most = ZSTD_compressBound(piece.stream.size()); compressed_.size() < most)
        compressed_.resize(most); // it is not filled with zeros each time
    const std::size_t size
        = ZSTD_compressCCtx(compressor_.get(), compressed_.data(), compressed_.size(),
                            piece.stream.data(), piece.stream.size(),
                            !whole       ? PartLevel
                                : hurry_ ? FastLevel
                                         : Level);
    if (ZSTD_isError(size))
        throw std::bad_alloc(); // there is no other reason: the bound is kept
    SegmentRow &row = rows_.emplace_back();
    row.id = ++lastId_;
    row.replaces = whole ? firstPart_ : 0;
    row.settles = std::exchange(settles_, 0);
    row.whole = whole;
    row.isKeyframe = piece.isKeyframe;
    row.firstEvent = piece.firstEvent;
    row.lastEvent = piece.lastEvent;
    row.firstTime = piece.firstTime;
    row.lastTime = piece.lastTime;
    row.kinds = piece.kinds;
    row.connections = piece.connections.bytes();
    row.tasks = piece.tasks.bytes();
    row.size = piece.stream.size();
    row.data.assign(compressed_, 0, size);
}

SegmentTable::SegmentTable(SqliteDatabase &database)
    : insert_(database, "INSERT INTO segments VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")
    , remove_(database, "DELETE FROM segments WHERE id >= ?")
    , settle_(database, "UPDATE segments SET whole = 1 WHERE id >= ? AND NOT whole")
    , keyframes_(database,
                 "SELECT id, first_time FROM segments WHERE is_keyframe AND whole ORDER BY id "
                 "LIMIT 1 OFFSET 1")
    , removeBefore_(database, "DELETE FROM segments WHERE id < ?")
    , first_(database,
             "SELECT first_event FROM segments WHERE last_event >= first_event ORDER BY id LIMIT 1")
{ }

void SegmentTable::write(const SegmentRow &row)
{
    if (row.replaces != 0)
        remove_.runWith(row.replaces);
    if (row.settles != 0)
        settle_.runWith(row.settles);
    using Blob = SqliteStatement::Blob;
    insert_.runWith(row.id, row.whole, row.isKeyframe, row.firstEvent, row.lastEvent, row.firstTime,
                    row.lastTime, row.kinds, Blob {row.connections}, Blob {row.tasks}, row.size,
                    Blob {row.data});
}

bool SegmentTable::removeOldest(std::int64_t before)
{
    const bool found = keyframes_.step();
    const std::int64_t id = found ? keyframes_.integer(0) : 0;
    const std::int64_t time = found ? keyframes_.integer(1) : 0;
    keyframes_.reset();
    if (!found || (before != 0 && time >= before))
        return false;
    removeBefore_.runWith(id);
    return true;
}

std::int64_t SegmentTable::firstEvent()
{
    const std::int64_t first = first_.step() ? first_.integer(0) : 0;
    first_.reset();
    return first;
}

} // namespace models
