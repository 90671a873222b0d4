// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Shows what comes, line by line, and from whom, in the log and on stdout where there is no window.
// A line is shown once it has ended, in whatever pieces it came; a datagram at once, an empty one
// as an empty line. It answers nothing. A flood is counted, not shown. Net thread.

#include "app/engine/sessions/StreamServer.h"

namespace models {
class LineAssembler;
}

namespace app {

class ReceiveServer final : public StreamServer {
public:
    using StreamServer::StreamServer;
    ~ReceiveServer() override;

private:
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    void datagram(std::string_view data, const loop::SocketAddress &from,
                  loop::DatagramTransport &endpoint) override;
    [[nodiscard]] DatagramAnswers answers() const override { return DatagramAnswers::None; }
    void showEvent(const QString &words, const std::string &who);
    void showLines(const std::string &who, models::LineAssembler &lines);
    void showLine(const std::string &who, const std::string &line);
    [[nodiscard]] bool mayShow();
    void secondIsOver();

    loop::Handle second_; // at the end of the one that is counted
    int shown_ = 0; // in it
    int hidden_ = 0;
};

} // namespace app
