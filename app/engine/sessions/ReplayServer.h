// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Server `replay-server`: plays the server's side of a recorded conversation to each client that
// connects, and compares what the client sends (Replaying.h). Over udp each address that sends is a
// client, from its first datagram until its conversation is over, 1,000 of them at once at most.
// Net thread.

#include "app/engine/sessions/ReplayLine.h"
#include "app/engine/sessions/ReplaySession.h"
#include "app/engine/sessions/StreamServer.h"

#include <memory>
#include <string>
#include <unordered_map>

namespace app {

class ReplayServer final : public ReplaySession<StreamServer> {
public:
    using ReplaySession::ReplaySession;

private:
    loop::Coro<void> prepare() override;
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    loop::Coro<void> play(ReplayLine &line);
    void datagram(std::string_view data, const loop::SocketAddress &from,
                  loop::DatagramTransport &endpoint) override;
    loop::Coro<void> talk(std::shared_ptr<DatagramLine> line);
    void closeConnections() override;
    [[nodiscard]] std::size_t connectionCount() const override;
    [[nodiscard]] QString figures() override;

    static constexpr std::size_t MostTalks = 1000;
    struct Talk { // over datagrams
        std::shared_ptr<DatagramLine> line;
        loop::Task<void> task;
    };
    std::unordered_map<std::string, Talk> talks_; // by the peer's address
    bool saidFull_ = false;
};

} // namespace app
