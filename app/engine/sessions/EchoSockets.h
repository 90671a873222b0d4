// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The echo server at the level of sockets: it makes, binds and accepts on a socket of its own, and
// each connection is a coroutine over sockRecv and sockSendall. SocketConnection is what the views
// show of it. Net thread.

#include "app/engine/sessions/EchoOptions.h"
#include "app/engine/sessions/ServerSession.h"

#include <unordered_map>

namespace app {

class SocketConnection;

class EchoSocketsServer final : public ServerSession {
public:
    using ServerSession::ServerSession;

private:
    struct Listener {
        loop::Descriptor socket;
        loop::Task<void> accepting;
    };

    loop::Coro<void> listen(loop::Descriptor socket) override;
    loop::Coro<void> acceptAll(int listener);
    loop::Coro<void> echo(loop::Descriptor socket);
    loop::Coro<void> echoUntilEof(int fd, SocketConnection *connection);

    void closeListeners() override;
    void closeConnections() override;
    void abortConnections() override;
    [[nodiscard]] std::size_t connectionCount() const override;

    const EchoOptions options_ {url()};
    std::vector<Listener> listeners_;
    std::unordered_map<int, loop::Task<void>> open_; // by descriptor
};

} // namespace app
