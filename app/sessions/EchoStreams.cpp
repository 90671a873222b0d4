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

// However a coroutine ends, its connection ends with it and is not counted any more.
class Ending {
public:
    Ending(TransportEchoServer &server, loop::StreamWriter writer)
        : server_(server)
        , writer_(std::move(writer))
        , id_(writer_.transport().id())
    {
    }
    ~Ending()
    {
        if (!writer_.isClosing())
            writer_.close();
        server_.ended(id_);
    }
    Ending(const Ending &) = delete;

private:
    TransportEchoServer &server_;
    loop::StreamWriter writer_;
    loop::ConnectionId id_;
};

constexpr std::size_t chunk = 64 * 1024;

} // namespace

loop::Coro<loop::SocketAddress> EchoStreamsServer::listen()
{
    auto handler = [this](loop::StreamReader reader, loop::StreamWriter writer) {
        return echo(std::move(reader), std::move(writer));
    };
    auto server = co_await loop::startServer(handler, url().host.toStdString(), url().port, serverOptions(),
                                             loop::defaultStreamLimit, &loop());
    co_return serving(std::move(server));
}

loop::Coro<void> EchoStreamsServer::echo(loop::StreamReader reader, loop::StreamWriter writer)
{
    opened(writer.transport());
    const Ending ending(*this, writer);
    try {
        co_await echoUntilEof(reader, writer);
        writer.close();
        co_await writer.waitClosed();
    } catch (const std::exception &) {
        failed(); // the client broke the connection: its own affair, and counted
    }
}

loop::Coro<void> EchoStreamsServer::echoUntilEof(loop::StreamReader reader, loop::StreamWriter writer)
{
    IdleTimer timer(loop(), writer, idle());
    for (;;) {
        const std::string data = co_await reader.read(chunk);
        if (data.empty() || writer.isClosing())
            co_return;
        timer.restart();
        received(data.size());
        if (!prefix().empty())
            writer.write(prefix());
        writer.write(data);
        co_await writer.drain();
    }
}

} // namespace app
