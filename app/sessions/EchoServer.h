// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the echo servers of all three levels share: options, figures, and the order of coming up and
// going down. Going down closes the listener, then the connections, and gives them a second to send
// what they still hold before they are cut. Net thread.

#include "app/sessions/Session.h"

#include "loop/Server.h"

#include <thread>
#include <unordered_set>

namespace app {

class EchoServer : public Session {
public:
    EchoServer(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl url, Changed changed);

    // Backlog of listening sockets: thousands of clients may come in one burst.
    static constexpr int backlog = 4096;

    // For its connections, whatever they are written as.
    [[nodiscard]] const std::string &prefix() const { return prefix_; }
    [[nodiscard]] loop::Duration idle() const { return idle_; } // 0: never
    void received(std::size_t bytes)
    {
        ++messages_;
        bytes_ += bytes;
        if (block_ > loop::Duration::zero())
            std::this_thread::sleep_for(block_); // the mistake that the option is there to show
    }
    void failed() { ++failures_; } // one connection ended badly

protected:
    loop::Coro<void> run() final;
    [[nodiscard]] QString figures() override;

    virtual loop::Coro<loop::SocketAddress> listen() = 0; // the address it serves at
    virtual void closeListener() = 0;
    virtual void closeConnections() = 0;
    virtual void abortConnections() = 0;
    [[nodiscard]] virtual std::size_t connectionCount() const = 0;
    void accepted() { ++accepted_; }

private:
    loop::Coro<void> settle();

    const std::string prefix_;
    const loop::Duration idle_;
    const loop::Duration block_;
    std::uint64_t accepted_ = 0;
    std::uint64_t messages_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t failures_ = 0;
};

// Of those levels whose connections are transports.
class TransportEchoServer : public EchoServer {
public:
    using EchoServer::EchoServer;

    void opened(loop::Transport &transport);
    void ended(loop::ConnectionId id) { open_.erase(id); }

protected:
    // Fills in what each level passes to the loop.
    [[nodiscard]] loop::ServerOptions serverOptions() const;
    [[nodiscard]] loop::SocketAddress serving(std::shared_ptr<loop::Server> server);

    void closeListener() override;
    void closeConnections() override;
    void abortConnections() override;
    [[nodiscard]] std::size_t connectionCount() const override;

private:
    std::shared_ptr<loop::Server> server_;
    std::unordered_set<loop::ConnectionId> open_;
    bool closing_ = false; // what was accepted just before is closed, too
};

} // namespace app
