// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/StreamMatches.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace models {

namespace {

bool comesBefore(const StreamMatches::Match &a, const StreamMatches::Match &b)
{
    return std::tie(a.event, a.at, a.direction) < std::tie(b.event, b.at, b.direction);
}

} // namespace

void StreamMatches::clear()
{
    *this = {};
}

void StreamMatches::add(const std::vector<Match> &sure, std::vector<Match> maybe)
{
    const auto known = std::ssize(sure_);
    sure_.insert(sure_.end(), sure.begin(), sure.end());
    std::sort(sure_.begin() + known, sure_.end(), comesBefore);
    std::inplace_merge(sure_.begin(), sure_.begin() + known, sure_.end(), comesBefore);
    maybe_ = std::move(maybe);
    std::sort(maybe_.begin(), maybe_.end(), comesBefore);
    rebuild();
}

void StreamMatches::removeBefore(qint64 event)
{
    const auto gone = [event](const Match &each) { return each.event < event; };
    if (std::erase_if(sure_, gone) + std::erase_if(maybe_, gone) > 0)
        rebuild();
}

void StreamMatches::rebuild()
{
    std::optional<Match> before;
    if (current_ >= 0)
        before = at(current_);
    current_ = -1;
    matches_.clear();
    std::merge(sure_.begin(), sure_.end(), maybe_.begin(), maybe_.end(),
               std::back_inserter(matches_), comesBefore);
    if (count() > Most)
        matches_.resize(Most);
    for (auto &list : byOffset_)
        list.clear();
    for (std::size_t i = 0; i < matches_.size(); ++i) {
        const Match &match = matches_[i];
        byOffset_[std::size_t(match.direction)].push_back(i); // a direction's offsets only grow
        if (before && match.direction == before->direction && match.offset == before->offset)
            current_ = qsizetype(i);
    }
}

qsizetype StreamMatches::step(bool forward, qint64 row, std::size_t mode)
{
    if (matches_.empty())
        return current_ = -1;
    if (current_ >= 0) {
        current_ = (current_ + (forward ? 1 : count() - 1)) % count();
        return current_;
    }
    const auto here = std::lower_bound(
        matches_.begin(), matches_.end(), row,
        [mode](const Match &match, qint64 from) { return match.row[mode] < from; });
    const qsizetype next = here - matches_.begin();
    current_ = forward ? next % count() : (next + count() - 1) % count();
    return current_;
}

QList<StreamMatches::Span> StreamMatches::spansIn(int direction, quint64 offset, int size) const
{
    QList<Span> spans;
    const auto &list = byOffset_[std::size_t(direction)];
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
