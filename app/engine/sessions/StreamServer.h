// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A server that is written as one coroutine for each connection. However that ends, its connection
// ends with it and is not counted any more; what it throws is the connection's own affair, and
// counted. Where the coroutine returns before the peer has ended, the connection lingers: it is
// half-closed, and what the peer still sends is thrown away for a few seconds, so that it can read
// all that was sent. Net thread.

#include "app/engine/sessions/TransportServer.h"

#include "loop/Streams.h"

namespace app {

class StreamServer : public TransportServer {
public:
    using TransportServer::TransportServer;

    static constexpr std::size_t chunk = 64 * 1024; // a good size to read at once

protected:
    virtual loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) = 0;

private:
    loop::Coro<std::shared_ptr<loop::Server>> serve(loop::ServerOptions options) final;
    loop::Coro<void> connection(loop::StreamReader reader, loop::StreamWriter writer);
};

} // namespace app
