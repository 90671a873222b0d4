// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The echo server at the level of sockets: it makes, binds and accepts on a socket of its own, and each
// connection is a coroutine over sockRecv and sockSendall. There is no transport here, so there is no
// row in the connections' view; its tasks show what they wait for. Net thread.

#include "app/sessions/EchoServer.h"

#include <unordered_map>

namespace app {

class EchoSocketsServer final : public EchoServer {
public:
    using EchoServer::EchoServer;

private:
    loop::Coro<loop::SocketAddress> listen() override;
    loop::Coro<void> acceptAll();
    loop::Coro<void> echo(loop::Descriptor socket);
    loop::Coro<void> echoUntilEof(int fd);

    void closeListener() override;
    void closeConnections() override;
    void abortConnections() override;
    [[nodiscard]] std::size_t connectionCount() const override;

    loop::Descriptor listener_;
    loop::Task<void> accepting_;
    std::unordered_map<int, loop::Task<void>> open_; // by descriptor
};

} // namespace app
