// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What an export writes, bit by bit, into a CheckedFile: at most a MiB of it waits. After a failure
// everything is dropped; the file says why. One thread at a time.

#include "models/files/CheckedFile.h"
#include "models/text/Terminal.h"

#include <QtCore/QByteArray>

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <optional>

namespace models {

class ExportOutput {
public:
    ExportOutput(CheckedFile &file, bool toTerminal)
        : file_(file)
    {
        if (toTerminal)
            screen_.emplace();
        waiting_.reserve(MostWaiting + Piece);
    }

    void add(QByteArrayView bytes)
    {
        if (bytes.size() <= Piece) { // as nearly always
            waiting_.append(bytes);
            if (waiting_.size() >= MostWaiting)
                writeOut();
            return;
        }
        for (; !bytes.isEmpty(); bytes = bytes.sliced(std::min(bytes.size(), Piece))) {
            waiting_ += bytes.first(std::min(bytes.size(), Piece));
            if (waiting_.size() >= MostWaiting)
                writeOut();
        }
    }
    template <std::integral Integer> void add(Integer number)
    {
        std::array<char, 24> digits;
        const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
        add(QByteArrayView(digits.data(), end - digits.data()));
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
        file_.write(screen_ ? screen_->fit(waiting_) : waiting_);
        written_ += waiting_.size();
        waiting_.resize(0); // its room is used again
    }
    [[nodiscard]] qint64 written() const { return written_; }

private:
    static constexpr qsizetype MostWaiting = 1 << 20; // bytes that wait to be written
    static constexpr qsizetype Piece = 48 << 10; // bytes; in base64 nothing is left over

    CheckedFile &file_;
    std::optional<terminal::Screen> screen_;
    QByteArray waiting_;
    qint64 written_ = 0;
};

} // namespace models
