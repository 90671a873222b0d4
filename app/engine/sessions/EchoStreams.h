// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The echo server at the level of streams: one coroutine for each connection, which reads and
// writes until the client has sent all. Over udp, each datagram comes back as one. Net thread.

#include "app/engine/sessions/EchoOptions.h"
#include "app/engine/sessions/StreamServer.h"

namespace app {

class EchoStreamsServer final : public StreamServer {
public:
    using StreamServer::StreamServer;

private:
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    void datagram(std::string_view data, const loop::SocketAddress &from,
                  loop::DatagramTransport &endpoint) override;

    const EchoOptions options_ {url()};
};

} // namespace app
