// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The echo server at the level of protocols: callbacks that the loop calls (the EchoServer of PEP
// 3156, X-03, with its time-out). Net thread.

#include "app/engine/sessions/EchoOptions.h"
#include "app/engine/sessions/TransportServer.h"

#include "loop/Protocol.h"

namespace app {

class EchoProtocol final : public loop::Protocol {
public:
    EchoProtocol(loop::EventLoop &loop, TransportServer &server, const EchoOptions &options)
        : loop_(loop)
        , server_(server)
        , options_(options)
    { }

    void connectionMade(loop::Transport &transport) override;
    void dataReceived(std::string_view data) override;
    void connectionLost(std::exception_ptr exception) override;
    // What the client does not read yet is not asked for, either.
    void pauseWriting() override;
    void resumeWriting() override;

private:
    void expectData();

    loop::EventLoop &loop_;
    TransportServer &server_;
    const EchoOptions &options_;
    loop::Transport *transport_ = nullptr; // from connectionMade to connectionLost
    loop::Handle timeout_;
};

class EchoProtocolServer final : public TransportServer {
public:
    using TransportServer::TransportServer;

private:
    loop::Coro<std::shared_ptr<loop::Server>> serve(loop::ServerOptions options) override;

    const EchoOptions options_ {url()};
};

} // namespace app
