// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/EchoStreams.h"

#include "app/engine/sessions/IdleTimer.h"

namespace app {

loop::Coro<void> EchoStreamsServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    const auto close = [writer] { writer.close(); };
    IdleTimer timer(loop(), options_.idle, close);
    for (;;) {
        const std::string data = co_await reader.read(chunk);
        if (data.empty() || writer.isClosing())
            co_return;
        timer.restart();
        received(data.size());
        if (!options_.prefix.empty())
            writer.write(options_.prefix);
        writer.write(data);
        co_await writer.drain();
    }
}

void EchoStreamsServer::datagram(std::string_view data, const loop::SocketAddress &from,
                                 loop::DatagramTransport &endpoint)
{
    endpoint.sendto(std::string(options_.prefix).append(data), from);
}

} // namespace app
