// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The lines that a client is to send, one after the other: from its URL, from a file, or from
// standard input as they come, each decoded as `format` says and followed by `end`. Net thread.

#include "loop/EventLoop.h"
#include "loop/Streams.h"
#include "models/spec/SessionUrl.h"

#include <deque>
#include <optional>
#include <string>

namespace app {

class LineSource {
public:
    // Of a kind with the options text, file, format and end. Refusal where the file cannot be read.
    LineSource(loop::EventLoop &loop, const models::SessionUrl &url);
    // Of a kind with file and format alone.
    LineSource(loop::EventLoop &loop, const models::SessionUrl &url, std::string end);
    ~LineSource();
    LineSource(const LineSource &) = delete;

    // As bytes to send; none: there are no more. Refusal for a line that is not as `format` says.
    [[nodiscard]] loop::Coro<std::optional<std::string>> next();
    void endInput() const; // next() gives no more lines of standard input
    [[nodiscard]] std::size_t taken() const { return taken_; }
    [[nodiscard]] std::size_t waiting() const { return lines_.size(); } // those known already

private:
    void append(QByteArrayView text);
    void readFile(const QString &path);
    [[nodiscard]] loop::Coro<void> openInput();
    [[nodiscard]] std::string decoded(const std::string &line) const;

    loop::EventLoop &loop_;
    const QString format_;
    const QString from_; // the file, for a sentence; "" for the URL
    std::string end_;
    std::deque<std::string> lines_;
    std::optional<loop::StreamReader> input_; // standard input, once it is being read
    std::shared_ptr<loop::Transport> inputTransport_;
    bool followsInput_ = false;
    std::size_t taken_ = 0;
};

} // namespace app
