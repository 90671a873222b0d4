// SPDX-License-Identifier: MIT
// EventLoop::startTls(): a connection that began in the clear goes on encrypted. The socket moves
// to a new transport; the protocol comes along, and hears of neither an end nor a beginning.
#include "loop/EventLoop.h"
#include "loop/TlsContext.h"
#include "loop/internal/SocketTransport.h"

namespace loop {

Coro<std::shared_ptr<Transport>> EventLoop::startTls(std::shared_ptr<Transport> transport,
                                                     std::shared_ptr<TlsContext> context,
                                                     std::optional<std::string> serverHostname)
{
    if (!context)
        throw ValueError("startTls() needs a TLS context");
    checkTls(context, transport->role());
    if (transport->role() == Role::Client && !serverHostname)
        throw ValueError("You must set server_hostname when using ssl without a host");
    const auto plain = std::dynamic_pointer_cast<SocketTransport>(transport);
    if (!plain || plain->isClosing())
        throw ValueError("transport " + transport->describe() + " is not supported by start_tls()");
    const bool wasReading = plain->isReading();
    plain->pauseReading(); // what comes from now on is the handshake
    try {
        co_await plain->flushed();
    } catch (...) { // cancelled: it goes on in the clear
        if (wasReading)
            plain->resumeReading();
        throw;
    }
    if (plain->isClosing())
        throw ConnectionResetError("the connection was lost before TLS could start");
    Transport::Origin origin(TransportKind::Tls, plain->role(), plain->server());
    origin.sockName = plain->sockName();
    origin.peerName = plain->peerName();
    origin.continues = true;
    auto [fd, protocol] = plain->detach();
    const auto encrypted
        = context->wrap(*this, std::move(fd), std::dynamic_pointer_cast<Protocol>(protocol), origin,
                        serverHostname.value_or(std::string()));
    co_await started(encrypted);
    co_return encrypted;
}

} // namespace loop
