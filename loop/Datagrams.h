// SPDX-License-Identifier: MIT
#pragma once

// Datagrams (G): what an endpoint is asked for with, what it is made of, and the protocol that
// hears of what arrives. A datagram is delivered whole or not at all, in any order, perhaps twice,
// perhaps empty.

#include "loop/DatagramTransport.h"
#include "loop/Errors.h"
#include "loop/GivenSocket.h"
#include "loop/Protocol.h"

#include <optional>
#include <utility>

namespace loop {

// An exception thrown from datagramReceived() or errorReceived() reaches the exception handler and
// the endpoint stays open: no sender can close it for the others.
class DatagramProtocol : public BaseProtocol {
public:
    virtual void connectionMade(DatagramTransport &) { }
    virtual void datagramReceived(std::string_view, const SocketAddress &) { } // G-04: maybe empty

    // G-05: a send or a receive failed, for example because the peer has no such port. Rare.
    virtual void errorReceived(const OsError &) { }

private:
    void connectionMade(Transport &transport) final
    {
        connectionMade(static_cast<DatagramTransport &>(transport));
    }
};

// G-01, G-02. An address is a host and a port; with family AF_UNIX a path and anything.
struct DatagramOptions {
    DatagramOptions() { }

    std::optional<std::pair<std::string, std::uint16_t>> localAddr; // bound to
    std::optional<std::pair<std::string, std::uint16_t>> remoteAddr; // the only peer, then
    int family = AF_UNSPEC; // needed if there is neither address
    int proto = 0;
    int flags = 0;

    // On, SO_REUSEADDR lets any process bind the same port and take what was meant for us. asyncio
    // had it on until that was found to be unsafe; so it is off unless asked for.
    bool reuseAddress = false;
    bool reusePort = false;
    bool allowBroadcast = false;
    GivenSocket sock; // bound or connected by the caller; excludes all of the above
};

// What createDatagramEndpoint() gives, with the protocol's own type.
template <class P> struct DatagramEndpoint {
    DatagramEndpoint(std::shared_ptr<DatagramTransport> t, std::shared_ptr<P> p)
        : transport(std::move(t))
        , protocol(std::move(p))
    { }
    std::shared_ptr<DatagramTransport> transport;
    std::shared_ptr<P> protocol;
};

} // namespace loop
