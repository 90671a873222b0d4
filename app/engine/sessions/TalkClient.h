// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Client `talk`: opens a connection and keeps it, for a person. Messages come from outside through
// send(), and from a file or standard input line by line; what the peer says is its output. It is
// over when the peer closes. Net thread.

#include "app/engine/sessions/Session.h"

#include "loop/Streams.h"
#include "models/spec/Message.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace app {

class LineSource;

class TalkClient final : public Session {
public:
    using Session::Session;

    void send(const QByteArray &message) override;

private:
    struct Open;

    loop::Coro<void> run() override;
    [[nodiscard]] QString figures() override;
    loop::Coro<void> sendLines(std::unique_ptr<LineSource> source, loop::StreamWriter writer);
    [[nodiscard]] std::unique_ptr<LineSource> lines();
    void write(const loop::StreamWriter &writer, std::string_view message);

    std::optional<loop::StreamWriter> writer_; // while more can be sent
    std::uint64_t messages_ = 0; // sent
    std::uint64_t bytesSent_ = 0;
    std::uint64_t bytesReceived_ = 0;
};

} // namespace app
