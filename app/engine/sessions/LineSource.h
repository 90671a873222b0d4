// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a client is to send, one message after the other: the lines of its URL, of a file, or of
// standard input as they come, each decoded as `format` says and followed by `end`; or, with `raw`,
// file or standard input as they are. A line of standard input beyond a mebibyte is sent in parts
// where that is the same, and refused where it has to be decoded. Net thread.

#include "loop/Coro.h"
#include "models/spec/SessionUrl.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace app {

class StandardInput;

class LineSource {
public:
    // Of a kind with the options text, file, format and end. Refusal where the file cannot be read.
    // `input` outlives it.
    LineSource(const models::SessionUrl &url, StandardInput &input);
    // Of a kind with file, format and raw.
    LineSource(const models::SessionUrl &url, StandardInput &input, std::string end);
    LineSource(const LineSource &) = delete;

    // As bytes to send; none: there are no more. Refusal for a line that is not as `format` says.
    [[nodiscard]] loop::Coro<std::optional<std::string>> next();
    void endInput(); // next() gives no more lines of standard input
    [[nodiscard]] std::size_t taken() const { return taken_; }
    [[nodiscard]] std::size_t waiting() const { return lines_.size(); } // those known already

private:
    struct Line {
        std::string text;
        bool whole = true; // the rest of it follows
    };

    void append(QByteArrayView text);
    void readFile(const QString &path);
    [[nodiscard]] loop::Coro<bool> fetchLine();
    bool takeLine();
    [[noreturn]] void refuseLine();
    [[nodiscard]] std::string decoded(const std::string &line) const;

    StandardInput &standardInput_;
    const QString format_;
    const bool raw_;
    const QString from_; // the file, for a sentence; "" for the URL
    std::string end_;
    std::deque<Line> lines_;
    std::string input_; // of standard input
    std::size_t at_ = 0; // in it, where what was not taken begins
    std::size_t searched_ = 0; // in it, up to where there is no other line's end
    bool inParts_ = false; // of the line that it begins with a part was taken
    bool tooLong_ = false; // the line that it begins with was refused
    bool followsInput_ = false;
    bool ended_ = false; // endInput()
    std::size_t taken_ = 0;
};

} // namespace app
