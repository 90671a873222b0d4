// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/StreamServer.h"

#include "loop/Timeout.h"

namespace app {

using namespace std::chrono_literals;

namespace {

constexpr auto lingerAtMost = 5s;

class Ending {
public:
    Ending(TransportServer &server, loop::StreamWriter writer)
        : server_(server)
        , writer_(std::move(writer))
        , id_(writer_.transport().id())
    { }
    ~Ending()
    {
        if (!writer_.isClosing())
            writer_.close();
        server_.ended(id_);
    }
    Ending(const Ending &) = delete;

private:
    TransportServer &server_;
    loop::StreamWriter writer_;
    loop::ConnectionId id_;
};

loop::Coro<void> readToTheEnd(loop::StreamReader reader)
{
    for (;;) {
        const std::string data = co_await reader.read(StreamServer::chunk);
        if (data.empty())
            co_return;
    }
}

// A peer that has not ended yet: it is told that nothing more comes, and what it still sends is
// thrown away for a while. A socket that is closed with input unread, or that gets some afterwards,
// sends a reset, and that destroys what the peer has not read yet of the answer.
loop::Coro<void> partFrom(loop::StreamReader reader, loop::StreamWriter writer)
{
    if (writer.isClosing() || reader.atEof() || !writer.canWriteEof())
        co_return;
    writer.writeEof();
    try {
        loop::Coro<void> reading = readToTheEnd(std::move(reader));
        co_await loop::timeout(lingerAtMost, std::move(reading));
    } catch (const loop::TimeoutError &) {
        co_return; // it had its time
    }
}

} // namespace

loop::Coro<std::shared_ptr<loop::Server>> StreamServer::serve(loop::ServerOptions options)
{
    const loop::StreamHandler handler
        = [this](loop::StreamReader reader, loop::StreamWriter writer) {
              return connection(std::move(reader), std::move(writer));
          };
    const auto shared = std::make_shared<const loop::StreamHandler>(handler);
    const auto factory = [this, shared] {
        return faults().through(
            std::make_shared<loop::Stream>(loop(), loop::defaultStreamLimit, shared));
    };
    return url().isUnix() ? loop().createUnixServer(factory, {}, std::move(options))
                          : loop().createServer(factory, std::move(options));
}

loop::Coro<void> StreamServer::connection(loop::StreamReader reader, loop::StreamWriter writer)
{
    opened(writer.transport());
    loop().currentTask()->setName(url().kind.toStdString() + ' ' + nameOf(writer.transport()));
    const Ending ending(*this, writer);
    try {
        co_await serve(reader, writer);
        co_await partFrom(reader, writer);
        writer.close();
        co_await writer.waitClosed();
    } catch (const std::exception &) {
        failed();
    }
}

} // namespace app
