// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/faults/FaultyDatagrams.h"

#include "app/engine/faults/SessionFaults.h"

namespace app {

using models::FaultDirection;

FaultyDatagrams::FaultyDatagrams(loop::DatagramTransport &inner,
                                 std::shared_ptr<loop::DatagramProtocol> protocol,
                                 SessionFaults &faults)
    : FaultyFront(inner, std::move(protocol), faults, models::Traffic::Datagrams)
{ }

// --- Ending ---

void FaultyDatagrams::close()
{
    if (m_closing)
        return;
    m_closing = true;
    if (in_)
        in_->clear();
    if (!out_ || out_->isAtRest())
        inner_->close();
    else
        inner_->pauseReading(); // and when the line is empty, moved() closes it
}

void FaultyDatagrams::forceClose(std::exception_ptr)
{
    if (m_lost)
        return;
    m_closing = true;
    inner_->abort();
}

void FaultyDatagrams::innerLost(std::exception_ptr exception)
{
    const std::shared_ptr<Transport> self = shared_from_this();
    lost(exception);
}

// --- In ---

void FaultyDatagrams::innerMade(loop::DatagramProtocol &protocol)
{
    protocol.connectionMade(*this);
    inner_->setTask(task());
}

void FaultyDatagrams::innerReceived(std::string_view data, const loop::SocketAddress &from)
{
    if (m_closing)
        return;
    if (!in_ || in_->isClear())
        return hand(data, from);
    in_->send(data, from);
    balanceReading();
}

void FaultyDatagrams::hand(std::string_view data, const loop::SocketAddress &from)
{
    handDatagram(data, from);
    if (inner_)
        inner_->setTask(task());
}

// --- Out ---

void FaultyDatagrams::sendto(std::string_view data, const std::optional<loop::SocketAddress> &to)
{
    checkAddress(to);
    if (m_lost || m_closing)
        return;
    if (!out_ || out_->isClear())
        return inner_->sendto(data, to);
    out_->send(data, to.value_or(loop::SocketAddress()));
    balanceWriting();
}

// --- What the lines tell ---

void FaultyDatagrams::arrived(FaultDirection side, Passage passage)
{
    if (m_lost)
        return;
    if (side == FaultDirection::In)
        hand(passage.data, passage.peer);
    else
        inner_->sendto(passage.data, passage.peer ? std::optional(passage.peer) : std::nullopt);
}

void FaultyDatagrams::moved(FaultDirection side)
{
    if (m_lost)
        return;
    if (side == FaultDirection::In)
        balanceReading();
    else if (m_closing && out_->isAtRest())
        inner_->close();
    else
        balanceWriting();
}

// --- FaultyDatagramsLink ---

FaultyDatagramsLink::FaultyDatagramsLink(std::shared_ptr<SessionFaults> faults,
                                         std::shared_ptr<loop::DatagramProtocol> protocol)
    : faults_(std::move(faults))
    , protocol_(std::move(protocol))
{ }

FaultyDatagramsLink::~FaultyDatagramsLink()
{
    if (endpoint_)
        faults_->left(endpoint_->id());
}

void FaultyDatagramsLink::connectionMade(loop::DatagramTransport &inner)
{
    endpoint_ = std::make_shared<FaultyDatagrams>(inner, protocol_, *faults_);
    faults_->joined(inner.id(), *endpoint_);
    endpoint_->innerMade(*protocol_);
}

void FaultyDatagramsLink::connectionLost(std::exception_ptr exception)
{
    faults_->left(endpoint_->id());
    endpoint_->innerLost(std::move(exception));
}

} // namespace app
