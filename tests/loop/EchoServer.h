// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A server that echoes, and what its peers ask it.

#include "loop/Server.h"
#include "tests/support/Wire.h"

#include <sys/socket.h>

struct EchoBack : loop::Protocol {
    void connectionMade(loop::Transport &t) override { transport = &t; }
    void dataReceived(std::string_view data) override { transport->write(data); }
    loop::Transport *transport = nullptr;
};

inline std::shared_ptr<loop::Server> serve(loop::EventLoop &loop, loop::Hosts hosts = "127.0.0.1",
                                           std::uint16_t port = 0, loop::ServerOptions options = {})
{
    auto factory = [] { return std::make_shared<EchoBack>(); };
    return loop.runUntilComplete(
        loop.createServer(factory, std::move(hosts), port, std::move(options)));
}

[[nodiscard]] inline loop::SocketAddress addressOf(const std::shared_ptr<loop::Server> &server)
{
    return server->sockets().front().address;
}

[[nodiscard]] inline bool echoes(loop::EventLoop &loop, const Peer &peer)
{
    peer.send("ping");
    return runUntil(loop,
                    [&] {
                        char byte = 0;
                        return ::recv(peer.fd(), &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 1;
                    })
        && peer.receiveExactly(4) == "ping";
}

[[nodiscard]] inline bool refuses(const loop::SocketAddress &address)
{
    return thrownBy([&] { (void)Peer::connectTo(address); }) == "OsError";
}
