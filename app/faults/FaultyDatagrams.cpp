// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/faults/FaultyDatagrams.h"

#include "app/faults/SessionFaults.h"

namespace app {

using models::FaultDirection;

FaultyDatagrams::FaultyDatagrams(loop::DatagramTransport &inner,
                                 std::shared_ptr<loop::DatagramProtocol> protocol,
                                 SessionFaults &faults)
    : DatagramTransport(*inner.loop(), std::move(protocol), Origin::inFrontOf(inner))
    , inner_(std::static_pointer_cast<loop::DatagramTransport>(inner.shared_from_this()))
    , faults_(faults)
{ }

void FaultyDatagrams::setPlan(const std::shared_ptr<const models::FaultPlan> &plan,
                              std::uint64_t dice)
{
    plan_ = plan;
    if (m_lost || (!in_ && plan->faults.isEmpty()))
        return;
    if (!in_) {
        FaultLine::Owner &owner = *this;
        const auto line = [&](FaultDirection side) {
            return std::make_unique<FaultLine>(*loop(), side, models::Traffic::Datagrams, owner);
        };
        in_ = line(FaultDirection::In);
        out_ = line(FaultDirection::Out);
    }
    in_->setPlan(plan, dice);
    out_->setPlan(plan, dice);
}

std::any FaultyDatagrams::getExtraInfo(std::string_view name, std::any fallback) const
{
    return inner_ ? inner_->getExtraInfo(name, std::move(fallback))
                  : DatagramTransport::getExtraInfo(name, std::move(fallback));
}

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
    m_lost = m_closing = true;
    m_lostWithError = exception != nullptr;
    if (in_) {
        in_->clear();
        out_->clear();
    }
    inner_.reset();
    const std::shared_ptr<loop::BaseProtocol> protocol = std::move(m_protocol);
    m_loop = nullptr;
    protocol->connectionLost(exception);
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
    balance();
}

void FaultyDatagrams::hand(std::string_view data, const loop::SocketAddress &from)
{
    handDatagram(data, from);
    if (inner_)
        inner_->setTask(task());
}

void FaultyDatagrams::pauseReading()
{
    if (m_readingPaused || m_closing)
        return;
    m_readingPaused = true;
    inner_->pauseReading();
}

void FaultyDatagrams::resumeReading()
{
    if (!m_readingPaused)
        return;
    m_readingPaused = false;
    if (in_)
        in_->proceed();
    if (inner_ && !held_ && !m_closing)
        inner_->resumeReading();
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
    balance();
}

std::size_t FaultyDatagrams::getWriteBufferSize() const noexcept
{
    return (inner_ ? inner_->getWriteBufferSize() : 0) + (out_ ? out_->bytes() : 0);
}

void FaultyDatagrams::innerPaused(bool paused)
{
    innerPaused_ = paused;
    if (out_ && !paused)
        out_->proceed();
    balance();
}

void FaultyDatagrams::balance()
{
    if (m_lost || m_closing)
        return;
    if (const bool full = in_ && (held_ ? !in_->hasRoom() : in_->isFull()); full != held_) {
        held_ = full;
        if (held_)
            inner_->pauseReading();
        else if (!m_readingPaused)
            inner_->resumeReading();
    }
    const bool full = out_ && (m_writingPaused ? !out_->hasRoom() : out_->isFull());
    if ((innerPaused_ || full) == m_writingPaused)
        return;
    m_writingPaused = !m_writingPaused;
    if (m_writingPaused)
        m_protocol->pauseWriting();
    else
        m_protocol->resumeWriting();
}

// --- What the lines tell ---

bool FaultyDatagrams::mayArrive(FaultDirection side) const
{
    if (m_lost)
        return false;
    return side == FaultDirection::In ? !m_readingPaused && !m_closing : !innerPaused_;
}

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
    if (side == FaultDirection::Out && m_closing && !m_lost && out_->isAtRest())
        inner_->close();
    balance();
}

void FaultyDatagrams::faultHit(std::size_t fault, std::string_view words)
{
    faults_.hit(plan_->faults[qsizetype(fault)].kind, id(), words);
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
