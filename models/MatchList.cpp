// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/MatchList.h"

namespace models {

void MatchList::append(qint64 number)
{
    if ((removed_ + size_++) % BlockSize == 0) {
        blocks_.push_back({number, {}});
    } else {
        auto step = static_cast<quint64>(number - last_);
        for (; step >= 0x80; step >>= 7)
            blocks_.back().steps.push_back(static_cast<char>(0x80 | (step & 0x7f)));
        blocks_.back().steps.push_back(static_cast<char>(step));
    }
    last_ = number;
}

void MatchList::clear()
{
    *this = {};
}

void MatchList::removeBefore(qint64 number)
{
    int low = 0, high = size_;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (at(middle) < number)
            low = middle + 1;
        else
            high = middle;
    }
    removed_ += low;
    size_ -= low;
    while (removed_ / BlockSize > removedBlocks_) {
        blocks_.pop_front();
        ++removedBlocks_;
    }
}

qint64 MatchList::at(int index) const
{
    const Place place = placeOf(index);
    return block(place.block)[static_cast<std::size_t>(place.at)];
}

MatchList::Place MatchList::placeOf(int index) const
{
    return {(removed_ + index) / BlockSize, (removed_ + index) % BlockSize};
}

int MatchList::indexOf(Place place) const
{
    return place.block * BlockSize + place.at - removed_;
}

std::vector<qint64> MatchList::block(int number) const
{
    if (number < removedBlocks_)
        return {};
    const Block &block = blocks_[static_cast<std::size_t>(number - removedBlocks_)];
    std::vector<qint64> numbers {block.first};
    quint64 step = 0;
    unsigned shift = 0;
    for (const char byte : block.steps) {
        step |= static_cast<quint64>(byte & 0x7f) << shift;
        shift += 7;
        if ((byte & 0x80) != 0)
            continue;
        numbers.push_back(numbers.back() + static_cast<qint64>(step));
        step = 0;
        shift = 0;
    }
    return numbers;
}

} // namespace models
