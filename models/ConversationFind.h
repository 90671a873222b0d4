// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Looks for something in a conversation of any length: block by block, each direction joined, with
// no more than a window of it in memory. Text and bytes are found wherever they lie; what a regular
// expression matches may be up to 64 KiB long. One thread at a time.

#include "models/ByteSearch.h"
#include "models/ConversationPages.h"
#include "models/StreamMatches.h"

#include <array>
#include <deque>

namespace models::conversation {

class Find {
public:
    Find(quint64 connection, ByteSearch search)
        : connection_(connection)
        , directions_ {Direction(0, search), Direction(1, search)}
    { }

    struct Found {
        std::vector<StreamMatches::Match> sure; // new ones
        std::vector<StreamMatches::Match> maybe; // at the end, as far as it is known
        std::size_t blocks = 0; // that are done with
        bool done = false;
        QString problem;
    };
    // Continues with `blocks`, of which the first may be one that has grown, for a few
    // milliseconds.
    [[nodiscard]] Found next(const RecordingReader &reader, const std::vector<Block> &blocks,
                             std::size_t from);

private:
    // What one side said.
    class Direction {
    public:
        Direction(int number, const ByteSearch &search)
            : number_(number)
            , search_(search)
        { }
        void add(const Chunk &chunk, const RowCounts &firstRow,
                 std::vector<StreamMatches::Match> &sure, qsizetype room);
        // What is at the end, as if nothing followed.
        [[nodiscard]] std::vector<StreamMatches::Match> maybe(qsizetype room) const;
        void look(std::vector<StreamMatches::Match> &sure, qsizetype room, bool last);

    private:
        struct Start {
            qsizetype at = 0; // in the window
            qint64 event = 0;
            quint64 offset = 0;
            RowCounts row {};
            std::vector<int> lines; // where its rows of text begin
        };
        [[nodiscard]] StreamMatches::Match matchAt(const ByteSearch::Match &found) const;
        void letGo();

        int number_;
        ByteSearch search_;
        QByteArray window_;
        qsizetype from_ = 0; // in it: what is before is done with
        std::deque<Start> starts_;
    };

    quint64 connection_;
    std::array<Direction, 2> directions_;
    qint64 lastEvent_ = 0; // that was looked at
    qsizetype count_ = 0;
};

} // namespace models::conversation
