// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/StreamMatches.h"

#include <algorithm>
#include <tuple>

namespace models {

namespace {

auto placeOf(const StreamMatches::Match &match)
{
    return std::tuple(match.ordinal, match.at, match.direction);
}

} // namespace

void StreamMatches::clear()
{
    matches_.clear();
    for (auto &list : byOffset_)
        list.clear();
    current_ = -1;
    cut_ = false;
}

void StreamMatches::find(const ByteSearch &search, const std::vector<Piece> &pieces)
{
    std::optional<Match> before;
    if (current_ >= 0)
        before = at(current_);
    clear();
    for (const int direction : {0, 1})
        findIn(search, pieces, direction);
    std::sort(matches_.begin(), matches_.end(),
              [](const Match &a, const Match &b) { return placeOf(a) < placeOf(b); });
    for (std::size_t i = 0; i < matches_.size(); ++i) {
        const Match &match = matches_[i];
        byOffset_[match.direction].push_back(i);
        if (before && match.direction == before->direction && match.offset == before->offset)
            current_ = qsizetype(i);
    }
    for (auto &list : byOffset_)
        std::sort(list.begin(), list.end(), [this](std::size_t a, std::size_t b) {
            return matches_[a].offset < matches_[b].offset;
        });
}

// What lies together is joined; a gap ends it.
void StreamMatches::findIn(const ByteSearch &search, const std::vector<Piece> &pieces,
                           int direction)
{
    QByteArray joined;
    std::vector<std::pair<qsizetype, const Piece *>> starts;
    const auto look = [&] {
        const qsizetype room = ByteSearch::Most - qsizetype(matches_.size());
        const QList<ByteSearch::Match> found = search.in(joined, room);
        cut_ = cut_ || (found.size() == room);
        for (const ByteSearch::Match &each : found) {
            const auto after = std::upper_bound(
                starts.begin(), starts.end(), each.at,
                [](qsizetype place, const auto &start) { return place < start.first; });
            const auto &[start, piece] = *std::prev(after);
            matches_.push_back({piece->ordinal, each.at - start, direction,
                                piece->offset + quint64(each.at - start), each.size});
        }
        joined.clear();
        starts.clear();
    };
    for (const Piece &piece : pieces) {
        if (piece.direction != direction)
            continue;
        starts.emplace_back(joined.size(), &piece);
        joined += *piece.bytes;
        if (piece.gapAfter)
            look();
    }
    look();
}

qsizetype StreamMatches::step(bool forward, qint64 ordinal, qsizetype at)
{
    if (matches_.empty())
        return current_ = -1;
    if (current_ >= 0) {
        current_ = (current_ + (forward ? 1 : count() - 1)) % count();
        return current_;
    }
    const auto here = std::lower_bound(
        matches_.begin(), matches_.end(), std::tuple(ordinal, at, 0),
        [](const Match &match, const auto &place) { return placeOf(match) < place; });
    const qsizetype next = here - matches_.begin();
    current_ = forward ? next % count() : (next + count() - 1) % count();
    return current_;
}

QList<StreamMatches::Span> StreamMatches::spansIn(int direction, quint64 offset, int size) const
{
    QList<Span> spans;
    const auto &list = byOffset_[direction];
    auto each = std::lower_bound(list.begin(), list.end(), offset,
                                 [this](std::size_t index, quint64 from) {
                                     const Match &match = matches_[index];
                                     return match.offset + quint64(match.size) <= from;
                                 });
    for (; each != list.end() && matches_[*each].offset < offset + quint64(size); ++each) {
        const Match &match = matches_[*each];
        const quint64 from = std::max(match.offset, offset);
        const quint64 to = std::min(match.offset + quint64(match.size), offset + quint64(size));
        spans.append({int(from - offset), int(to - from), qsizetype(*each) == current_});
    }
    return spans;
}

} // namespace models
