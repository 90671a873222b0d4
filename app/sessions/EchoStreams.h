// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The echo server at the level of streams: one coroutine for each connection, which reads and writes
// until the client has sent all. Net thread.

#include "app/sessions/EchoServer.h"

#include "loop/Streams.h"

namespace app {

class EchoStreamsServer final : public TransportEchoServer {
public:
    using TransportEchoServer::TransportEchoServer;

private:
    loop::Coro<loop::SocketAddress> listen() override;
    loop::Coro<void> echo(loop::StreamReader reader, loop::StreamWriter writer);
    loop::Coro<void> echoUntilEof(loop::StreamReader reader, loop::StreamWriter writer);
};

} // namespace app
