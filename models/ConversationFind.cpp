// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ConversationFind.h"

#include <QtCore/QElapsedTimer>

#include <algorithm>

namespace models::conversation {

namespace {

constexpr qint64 SearchSlice = 10; // ms
constexpr qsizetype Enough = 256 * 1024; // bytes, to look at at once
constexpr qsizetype Context = 1024; // bytes before, for what an expression says of them

} // namespace

Find::Found Find::next(const RecordingReader &reader, const std::vector<Block> &blocks,
                       std::size_t from)
{
    Found found;
    found.blocks = from;
    QElapsedTimer clock;
    clock.start();
    const auto room
        = [this, &found] { return StreamMatches::Most - count_ - std::ssize(found.sure); };
    while (found.blocks < blocks.size() && room() > 0 && !clock.hasExpired(SearchSlice)) {
        const Block &block = blocks[found.blocks++];
        const auto page = readPage(reader, connection_, block, found.problem);
        if (!found.problem.isEmpty())
            break;
        if (!page) // it has left the recording
            continue;
        RowCounts row = block.firstRow;
        for (const Chunk &chunk : page->chunks) {
            if (chunk.event > lastEvent_ && room() > 0)
                directions_[static_cast<std::size_t>(chunk.direction)].add(chunk, row, found.sure,
                                                                           room());
            const RowCounts rows = rowsOf(chunk);
            for (std::size_t mode = 0; mode < ModeCount; ++mode)
                row[mode] += rows[mode];
        }
        lastEvent_ = std::max(lastEvent_, block.lastEvent);
    }
    found.done = found.blocks >= blocks.size() || room() <= 0 || !found.problem.isEmpty();
    if (found.done) {
        for (Direction &each : directions_)
            each.look(found.sure, room(), false);
        for (const Direction &each : directions_) {
            const auto maybe = each.maybe(room() - std::ssize(found.maybe));
            found.maybe.insert(found.maybe.end(), maybe.begin(), maybe.end());
        }
    }
    count_ += std::ssize(found.sure);
    return found;
}

void Find::Direction::add(const Chunk &chunk, const RowCounts &firstRow,
                          std::vector<StreamMatches::Match> &sure, qsizetype room)
{
    Start start {window_.size(), chunk.event, chunk.offset, firstRow, {}};
    std::vector<Row> rows;
    layOut(chunk, 0, Mode::Text, rows);
    for (const Row &row : rows)
        start.lines.push_back(row.at);
    starts_.push_back(std::move(start));
    window_ += chunk.bytes;
    const bool gap = chunk.missing != 0; // what follows does not lie beside it
    if (gap || window_.size() - from_ >= Enough)
        look(sure, room, gap);
}

// A match that could go on into what follows waits for that, unless nothing does.
void Find::Direction::look(std::vector<StreamMatches::Match> &sure, qsizetype room, bool last)
{
    const qsizetype end = last ? window_.size() : window_.size() - search_.longest() + 1;
    if (from_ < end) {
        qsizetype next = end;
        for (const ByteSearch::Match &each : search_.in(window_, from_, room)) {
            if (each.at >= end)
                break;
            sure.push_back(matchAt(each));
            next = std::max(next, each.at + each.size);
        }
        from_ = next;
    }
    if (last) {
        window_.clear();
        starts_.clear();
        from_ = 0;
    } else {
        letGo();
    }
}

std::vector<StreamMatches::Match> Find::Direction::maybe(qsizetype room) const
{
    std::vector<StreamMatches::Match> matches;
    if (room > 0) {
        for (const ByteSearch::Match &each : search_.in(window_, from_, room))
            matches.push_back(matchAt(each));
    }
    return matches;
}

StreamMatches::Match Find::Direction::matchAt(const ByteSearch::Match &found) const
{
    const auto after
        = std::upper_bound(starts_.begin(), starts_.end(), found.at,
                           [](qsizetype place, const Start &start) { return place < start.at; });
    const Start &start = *std::prev(after);
    const auto at = static_cast<int>(found.at - start.at);
    const auto line = std::upper_bound(start.lines.begin(), start.lines.end(), at);
    return {start.event,
            at,
            number_,
            start.offset + quint64(at),
            found.size,
            {start.row[0] + at / hexWidth(Mode::Hex),
             start.row[1] + (line - start.lines.begin()) - 1,
             start.row[2] + at / hexWidth(Mode::NarrowHex)}};
}

// What is before the context of what is still to be looked at.
void Find::Direction::letGo()
{
    const qsizetype gone = from_ - Context;
    if (gone < Enough / 2)
        return;
    window_.remove(0, gone);
    from_ -= gone;
    for (Start &each : starts_)
        each.at -= gone;
    while (starts_.size() > 1 && starts_[1].at <= 0)
        starts_.pop_front();
}

} // namespace models::conversation
