// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Growing numbers, packed: a byte for each that is less than 128 past the one before. What LogModel
// keeps of a search. One thread at a time.

#include <QtCore/QtGlobal>

#include <deque>
#include <string>
#include <vector>

namespace models {

class MatchList {
public:
    static constexpr int BlockSize = 256;

    void append(qint64 number); // greater than all before
    void clear();
    // Takes away those before a number.
    void removeBefore(qint64 number);
    [[nodiscard]] int size() const { return size_; }
    [[nodiscard]] qint64 at(int index) const; // 0 <= index < size()

    // Where an index lies: blocks and places in them stay the same, whatever is removed.
    struct Place {
        int block = 0, at = 0;
    };
    [[nodiscard]] Place placeOf(int index) const;
    [[nodiscard]] int indexOf(Place place) const; // negative: it was removed
    [[nodiscard]] std::vector<qint64>
    block(int number) const; // all that were ever in it; none of a removed one

private:
    struct Block {
        qint64 first = 0;
        std::string steps; // from each to the next, seven bits a byte, the lowest first
    };

    std::deque<Block> blocks_;
    qint64 last_ = 0;
    int size_ = 0;
    int removed_ = 0; // before the first
    int removedBlocks_ = 0;
};

} // namespace models
