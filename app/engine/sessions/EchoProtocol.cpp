// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/EchoProtocol.h"

#include "loop/Transport.h"

namespace app {

void EchoProtocol::connectionMade(loop::Transport &transport)
{
    transport_ = &transport;
    server_.opened(transport);
    expectData();
}

void EchoProtocol::dataReceived(std::string_view data)
{
    server_.received(data.size());
    if (!options_.prefix.empty())
        transport_->write(options_.prefix);
    transport_->write(data);
    expectData();
}

void EchoProtocol::connectionLost(std::exception_ptr exception)
{
    timeout_.cancel();
    server_.ended(transport_->id());
    if (exception)
        server_.failed();
    transport_ = nullptr;
}

void EchoProtocol::pauseWriting()
{
    transport_->pauseReading();
}

void EchoProtocol::resumeWriting()
{
    transport_->resumeReading();
}

// Starts the time-out anew: it closes a connection that sent nothing for so long.
void EchoProtocol::expectData()
{
    if (options_.idle == loop::Duration::zero())
        return;
    timeout_.cancel();
    timeout_ = loop_.callLater(options_.idle, [this] { transport_->close(); });
}

loop::Coro<std::shared_ptr<loop::Server>> EchoProtocolServer::serve(loop::ServerOptions options)
{
    const auto factory = [this] {
        return faults().through(std::make_shared<EchoProtocol>(loop(), *this, options_));
    };
    return url().isUnix() ? loop().createUnixServer(factory, {}, std::move(options))
                          : loop().createServer(factory, std::move(options));
}

} // namespace app
