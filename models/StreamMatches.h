// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where something was found in a conversation: over the pieces of each direction joined, so that a
// word that two pieces or two rows share is one match. Matches are in the order of the
// conversation. Plain values; the pieces are looked at in find() alone.

#include "models/ByteSearch.h"

#include <QtCore/QtGlobal>

#include <optional>
#include <vector>

namespace models {

class StreamMatches {
public:
    struct Piece {
        int direction = 0; // 0 or 1
        quint64 offset = 0; // of its first byte in its direction
        qint64 ordinal = 0; // in the conversation
        const QByteArray *bytes = nullptr;
        bool gapAfter = false; // bytes follow that were not kept
    };
    struct Match {
        qint64 ordinal = 0; // of the piece that it begins in
        qsizetype at = 0; // in that
        int direction = 0;
        quint64 offset = 0;
        qsizetype size = 0;
    };
    struct Span {
        int from = 0, size = 0; // bytes, counted from the row's first
        bool current = false;
    };

    // What was current stays so where it is found again.
    void find(const ByteSearch &search, const std::vector<Piece> &pieces);
    void clear();

    [[nodiscard]] qsizetype count() const { return qsizetype(matches_.size()); }
    [[nodiscard]] bool isCut() const { return cut_; } // there are more
    [[nodiscard]] qsizetype current() const { return current_; } // -1: none
    [[nodiscard]] const Match &at(qsizetype index) const { return matches_[std::size_t(index)]; }
    // Makes the next one or the one before current, round the end; from nothing, the first at or
    // after the place, or the last before it. -1 where there is none.
    qsizetype step(bool forward, qint64 ordinal, qsizetype at);
    // Of a row: what of it is part of a match.
    [[nodiscard]] QList<Span> spansIn(int direction, quint64 offset, int size) const;

private:
    void findIn(const ByteSearch &search, const std::vector<Piece> &pieces, int direction);

    std::vector<Match> matches_;
    std::vector<std::size_t> byOffset_[2]; // into matches_, ascending
    qsizetype current_ = -1;
    bool cut_ = false;
};

} // namespace models
