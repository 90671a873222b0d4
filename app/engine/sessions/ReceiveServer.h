// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Shows what comes, line by line, and from whom, in the log and on stdout where there is no window.
// It answers nothing. A flood is counted, not shown. Net thread.

#include "app/engine/sessions/StreamServer.h"

namespace app {

class ReceiveServer final : public StreamServer {
public:
    using StreamServer::StreamServer;

private:
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    void datagram(std::string_view data, const loop::SocketAddress &from,
                  loop::DatagramTransport &endpoint) override;
    void showData(const std::string &who, std::string_view data);
    void showLine(const QString &line);

    loop::TimePoint second_ {}; // the one that is counted
    int shown_ = 0; // in it
    int hidden_ = 0;
};

} // namespace app
