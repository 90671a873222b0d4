// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What an export writes, bit by bit, into a CheckedFile: at most a MiB of it waits. After a failure
// everything is dropped; the file says why. One thread at a time.

#include "models/files/CheckedFile.h"
#include "models/text/Terminal.h"

#include <QtCore/QByteArray>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <memory>
#include <optional>

namespace models {

class ExportOutput {
public:
    ExportOutput(CheckedFile &file, bool toTerminal)
        : file_(file)
        , waiting_(std::make_unique_for_overwrite<char[]>(MostWaiting + Piece))
    {
        if (toTerminal)
            screen_.emplace();
    }

    void add(QByteArrayView bytes)
    {
        for (; bytes.size() > Piece; bytes = bytes.sliced(Piece)) // seldom
            append(bytes.first(Piece));
        append(bytes);
    }
    template <std::integral Integer> void add(Integer number)
    {
        char *const begin = waiting_.get() + size_;
        wrote(std::to_chars(begin, begin + Piece, number).ptr - begin);
    }
    void addBase64(QByteArrayView bytes);
    // RFC 4180: quoted where it holds a comma, a quote or a line break; quotes are doubled. A cell
    // that a spreadsheet would take for a formula is not changed, for the file is data, unless such
    // cells are to be guarded: then it has an apostrophe before it.
    void addCsv(QByteArrayView field, bool guarded = false);
    // A string of JSON, in its quotes; `text` is valid UTF-8.
    void addJson(QByteArrayView text);
    void writeOut()
    {
        const QByteArrayView waiting(waiting_.get(), size_);
        file_.write(screen_ ? QByteArrayView(screen_->fit(waiting.toByteArray())) : waiting);
        written_ += size_;
        size_ = 0;
    }
    [[nodiscard]] qint64 written() const { return written_; }

private:
    static constexpr qsizetype MostWaiting = 1 << 20; // bytes that wait to be written
    static constexpr qsizetype Piece = 64 << 10; // bytes that there is always room for

    void append(QByteArrayView piece)
    {
        std::copy(piece.begin(), piece.end(), waiting_.get() + size_); // which may be empty
        wrote(piece.size());
    }
    void wrote(qsizetype bytes) // of the room
    {
        size_ += bytes;
        if (size_ >= MostWaiting)
            writeOut();
    }

    CheckedFile &file_;
    std::optional<terminal::Screen> screen_;
    const std::unique_ptr<char[]> waiting_;
    qsizetype size_ = 0; // of what waits
    qint64 written_ = 0;
};

} // namespace models
