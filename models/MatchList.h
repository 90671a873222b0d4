// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Growing numbers, packed: a byte for each that is less than 128 past the one before. What LogModel
// keeps of a search. One thread at a time.

#include <QtCore/QtGlobal>

#include <string>
#include <vector>

namespace models {

class MatchList {
public:
    static constexpr int BlockSize = 256;

    void append(qint64 number); // greater than all before
    void clear();
    [[nodiscard]] int size() const { return size_; }
    [[nodiscard]] qint64 at(int index) const; // 0 <= index < size()
    [[nodiscard]] std::vector<qint64> block(int index) const; // numbers of index * BlockSize on

private:
    struct Block {
        qint64 first = 0;
        std::string steps; // from each to the next, seven bits a byte, the lowest first
    };

    std::vector<Block> blocks_;
    qint64 last_ = 0;
    int size_ = 0;
};

} // namespace models
