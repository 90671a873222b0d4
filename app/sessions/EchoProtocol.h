// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The echo server at the level of protocols: callbacks that the loop calls (the EchoServer of PEP 3156,
// X-03, with its time-out). Net thread.

#include "app/sessions/EchoServer.h"

#include "loop/Protocol.h"

namespace app {

class EchoProtocol final : public loop::Protocol {
public:
    EchoProtocol(loop::EventLoop &loop, TransportEchoServer &server)
        : loop_(loop)
        , server_(server)
    {
    }

    void connectionMade(loop::Transport &transport) override;
    void dataReceived(std::string_view data) override;
    void connectionLost(std::exception_ptr exception) override;
    // What the client does not read yet is not asked for, either.
    void pauseWriting() override;
    void resumeWriting() override;

private:
    void expectData();

    loop::EventLoop &loop_;
    TransportEchoServer &server_;
    loop::Transport *transport_ = nullptr; // from connectionMade to connectionLost
    loop::Handle timeout_;
};

class EchoProtocolServer final : public TransportEchoServer {
public:
    using TransportEchoServer::TransportEchoServer;

private:
    loop::Coro<loop::SocketAddress> listen() override;
};

} // namespace app
