// SPDX-License-Identifier: MIT
// EventLoop::startTls(): a connection that began in the clear goes on encrypted, by a new transport
// in front of the old one; the protocol comes along, and hears of neither an end nor a beginning.
#include "loop/EventLoop.h"
#include "loop/TlsContext.h"
#include "loop/internal/SocketTransport.h"

namespace loop {

Coro<std::shared_ptr<Transport>> EventLoop::startTls(std::shared_ptr<Transport> transport,
                                                     std::shared_ptr<TlsContext> context,
                                                     std::optional<std::string> serverHostname,
                                                     TlsTimeouts timeouts)
{
    if (!context)
        throw ValueError("startTls() needs a TLS context");
    checkTls(context, transport->role(), timeouts);
    if (transport->role() == Role::Client && !serverHostname)
        throw ValueError("You must set server_hostname when using ssl without a host");
    auto protocol = std::dynamic_pointer_cast<Protocol>(transport->protocol());
    if (!protocol || !transport->canCarry() || transport->isClosing())
        throw ValueError("transport " + transport->describe() + " is not supported by start_tls()");
    const bool wasReading = transport->isReading();
    transport->pauseReading(); // what comes from now on is the handshake
    try {
        if (const auto socket = std::dynamic_pointer_cast<SocketTransport>(transport))
            co_await socket->flushed();
    } catch (...) { // cancelled: it goes on in the clear
        if (wasReading)
            transport->resumeReading();
        throw;
    }
    if (transport->isClosing())
        throw ConnectionResetError("the connection was lost before TLS could start");
    Transport::Origin origin(TransportKind::Tls, transport->role(), transport->server());
    origin.sockName = transport->sockName();
    origin.peerName = transport->peerName();
    origin.continues = true;
    const auto encrypted = context->wrap(*this, transport, std::move(protocol), origin,
                                         serverHostname.value_or(std::string()), timeouts);
    co_await started(encrypted);
    co_return encrypted;
}

} // namespace loop
