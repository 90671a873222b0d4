// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessions/EchoStreams.h"

namespace app {

namespace {

// Closes a connection that sent nothing for `idle`; every restart() begins that time anew.
class IdleTimer {
public:
    IdleTimer(loop::EventLoop &loop, loop::StreamWriter writer, loop::Duration idle)
        : loop_(loop)
        , writer_(std::move(writer))
        , idle_(idle)
    {
        restart();
    }
    ~IdleTimer() { timer_.cancel(); }
    IdleTimer(const IdleTimer &) = delete;

    void restart()
    {
        if (idle_ == loop::Duration::zero())
            return;
        timer_.cancel();
        timer_ = loop_.callLater(idle_, [writer = writer_] { writer.close(); });
    }

private:
    loop::EventLoop &loop_;
    loop::StreamWriter writer_;
    loop::Duration idle_;
    loop::Handle timer_;
};

} // namespace

loop::Coro<void> EchoStreamsServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    IdleTimer timer(loop(), writer, options_.idle);
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
