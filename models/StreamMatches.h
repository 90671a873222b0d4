// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where something was found in a conversation, in the conversation's order: over the pieces of each
// direction joined, so that a word that two pieces or two rows share is one match. They come as
// they are found (ConversationFind). Plain values.

#include <QtCore/QList>
#include <QtCore/QtGlobal>

#include <array>
#include <vector>

namespace models {

class StreamMatches {
public:
    static constexpr qsizetype Most = 100'000; // then isCut()

    struct Match {
        qint64 event = 0; // of the piece that it begins in
        qint64 at = 0; // in that
        int direction = 0; // 0 or 1
        quint64 offset = 0; // in that
        qsizetype size = 0;
        std::array<qint64, 3> row {}; // that it begins in, by the mode of the conversation
    };
    struct Span {
        int from = 0, size = 0; // bytes, counted from the row's first
        bool current = false;
    };

    // `maybe` takes the place of what may have been one before: what comes may make it another.
    // What was current stays so where it is found again.
    void add(const std::vector<Match> &sure, std::vector<Match> maybe);
    void removeBefore(qint64 event);
    void clear();

    [[nodiscard]] qsizetype count() const { return qsizetype(matches_.size()); }
    [[nodiscard]] bool isCut() const { return count() >= Most; } // there may be more
    [[nodiscard]] qsizetype current() const { return current_; } // -1: none
    [[nodiscard]] const Match &at(qsizetype index) const { return matches_[std::size_t(index)]; }
    // Makes the next one or the one before current, round the end; from nothing, the first in or
    // after the row, or the last before it. -1 where there is none.
    qsizetype step(bool forward, qint64 row, std::size_t mode);
    // Of a row: what of it is part of a match.
    [[nodiscard]] QList<Span> spansIn(int direction, quint64 offset, int size) const;

private:
    void rebuild();

    std::vector<Match> sure_, maybe_; // in order
    std::vector<Match> matches_; // both
    std::array<std::vector<std::size_t>, 2> byOffset_; // into matches_, ascending
    qsizetype current_ = -1;
};

} // namespace models
