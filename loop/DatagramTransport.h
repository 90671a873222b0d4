// SPDX-License-Identifier: MIT
#pragma once

// DatagramTransport: an endpoint that datagrams are sent from and arrive at. It is a Transport, so
// that it has an identity, counters and flow control, and instruments show it among the
// connections; a message of its counters is a datagram. Made by
// EventLoop::createDatagramEndpoint(), or derived from by what stands in front of such a one.

#include "loop/Transport.h"

namespace loop {

class DatagramProtocol;
class OsError;

class DatagramTransport : public Transport {
public:
    // G-03: never blocks; a datagram that the kernel does not take now waits in order. Without an
    // address it goes to the endpoint's remote one (ValueError if there is none). Where there is
    // one, any other address is a ValueError. Ignored once closing.
    virtual void sendto(std::string_view data, const std::optional<SocketAddress> &to = {}) = 0;
    void write(std::string_view data) final { sendto(data); }

    void setProtocol(std::shared_ptr<BaseProtocol> protocol) override;

protected:
    DatagramTransport(EventLoop &loop, std::shared_ptr<DatagramProtocol> protocol,
                      const Origin &origin);

    void checkAddress(const std::optional<SocketAddress> &to) const; // as sendto() says
    // What these throw in the protocol is reported, and the endpoint stays open.
    void handDatagram(std::string_view data, const SocketAddress &from);
    void handError(const OsError &error);

private:
    DatagramProtocol *m_datagrams; // m_protocol, with its type
};

} // namespace loop
