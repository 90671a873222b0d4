// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The other end of Mellanox's sockperf (ping-pong, under-load, throughput): messages that ask for a
// reply go back with the mark of a server. It takes the place of `sockperf server`. Net thread.

#include "app/engine/sessions/StreamServer.h"

namespace app {

class SockperfServer final : public StreamServer {
public:
    using StreamServer::StreamServer;

private:
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    loop::Coro<void> pass(std::string header, std::size_t padding, bool back,
                          loop::StreamReader reader, loop::StreamWriter writer);
    void datagram(std::string_view data, const loop::SocketAddress &from,
                  loop::DatagramTransport &endpoint) override;
    [[nodiscard]] DatagramAnswers answers() const override { return DatagramAnswers::Some; }
};

} // namespace app
