// SPDX-License-Identifier: MIT
#include "loop/DatagramTransport.h"

#include "loop/Datagrams.h"

namespace loop {

DatagramTransport::DatagramTransport(EventLoop &loop, std::shared_ptr<DatagramProtocol> protocol,
                                     const Origin &origin)
    : Transport(loop, protocol, origin)
    , m_datagrams(protocol.get())
{ }

void DatagramTransport::setProtocol(std::shared_ptr<BaseProtocol> protocol)
{
    auto *const replacement = dynamic_cast<DatagramProtocol *>(protocol.get());
    if (!replacement)
        throw ValueError("a datagram transport needs a DatagramProtocol");
    m_datagrams = replacement;
    Transport::setProtocol(std::move(protocol));
}

void DatagramTransport::checkAddress(const std::optional<SocketAddress> &to) const
{
    if (peerName() && to && *to != peerName())
        throw ValueError("Invalid address: must be None or " + peerName().toString());
    if (!peerName() && !to)
        throw ValueError("This endpoint has no remote address: sendto() needs one");
}

void DatagramTransport::handDatagram(std::string_view data, const SocketAddress &from)
{
    try {
        m_datagrams->datagramReceived(data, from);
    } catch (...) {
        reportFailure("Exception in protocol.datagram_received()");
    }
}

void DatagramTransport::handError(const OsError &error)
{
    try {
        m_datagrams->errorReceived(error);
    } catch (...) {
        reportFailure("Exception in protocol.error_received()");
    }
}

} // namespace loop
