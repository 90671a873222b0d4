// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/faults/FaultyTransport.h"

#include "app/engine/faults/Reset.h"
#include "app/engine/faults/SessionFaults.h"

#include "loop/Errors.h"

namespace app {

using models::FaultDirection;

FaultyTransport::FaultyTransport(loop::Transport &inner, std::shared_ptr<loop::Protocol> protocol,
                                 SessionFaults &faults)
    : FaultyFront(inner, protocol, faults, models::Traffic::Stream)
    , stream_(protocol.get())
{ }

void FaultyTransport::setProtocol(std::shared_ptr<loop::BaseProtocol> protocol)
{
    auto *const stream = dynamic_cast<loop::Protocol *>(protocol.get());
    if (!stream)
        throw loop::ValueError("a stream transport needs a Protocol");
    stream_ = stream;
    Transport::setProtocol(std::move(protocol));
}

// --- Ending ---

void FaultyTransport::close()
{
    if (m_closing)
        return;
    m_closing = true;
    if (in_)
        in_->clear();
    if (!out_ || out_->isEmpty())
        inner_->close();
    else
        inner_->pauseReading(); // and when the line is empty, moved() closes it
}

void FaultyTransport::forceClose(std::exception_ptr exception)
{
    if (m_lost)
        return;
    m_closing = true;
    if (exception)
        failure_ = std::move(exception);
    inner_->abort();
}

void FaultyTransport::innerLost(std::exception_ptr exception)
{
    const std::shared_ptr<Transport> self = shared_from_this();
    if (in_ && !m_closing && !exception && !failure_)
        in_->deliverAll(); // it came before the end
    lost(failure_ ? failure_ : exception);
}

// --- In ---

void FaultyTransport::innerMade()
{
    stream_->connectionMade(*this);
    inner_->setTask(task());
}

void FaultyTransport::innerReceived(std::string_view data)
{
    if (m_closing)
        return;
    if (in_ && !in_->isClear()) {
        in_->send(data);
        balanceReading();
    } else {
        hand(data);
    }
}

bool FaultyTransport::innerEnded()
{
    if (!in_ || in_->isClear())
        return handEnd();
    in_->sendEnd();
    return true; // handEnd() closes if the protocol wants that
}

void FaultyTransport::hand(std::string_view data)
{
    stream_->dataReceived(data);
    if (inner_)
        inner_->setTask(task());
}

bool FaultyTransport::handEnd()
{
    m_eofReceived = true;
    const bool keepOpen = stream_->eofReceived();
    if (!keepOpen)
        close();
    return keepOpen;
}

// --- Out ---

void FaultyTransport::write(std::string_view data)
{
    if (m_eofWritten)
        failWriteAfterEof();
    if (data.empty())
        return;
    if (m_lost || m_closing) {
        countIgnoredWrite();
        return;
    }
    if (!out_ || out_->isClear()) {
        inner_->write(data);
        return;
    }
    out_->send(data);
    balanceWriting();
}

void FaultyTransport::writeEof()
{
    if (m_closing || m_eofWritten)
        return;
    m_eofWritten = true;
    if (!out_ || out_->isClear())
        inner_->writeEof();
    else
        out_->sendEnd();
}

void FaultyTransport::endWriting()
{
    if (inner_->canWriteEof())
        inner_->writeEof();
    else
        inner_->close(); // it can only end both ways at once
}

// --- What the lines tell ---

void FaultyTransport::arrived(FaultDirection side, Passage passage)
{
    const bool in = side == FaultDirection::In;
    if (m_lost || (in && m_closing))
        return;
    try {
        switch (passage.what) {
        case Passage::What::Data:
            in ? hand(passage.data) : inner_->write(passage.data);
            break;
        case Passage::What::End:
            in ? void(handEnd()) : endWriting();
            break;
        case Passage::What::Close:
            m_closing = true;
            inner_->close();
            break;
        case Passage::What::Reset:
            m_closing = true;
            failure_ = std::make_exception_ptr(loop::ConnectionResetError("reset by a fault"));
            resetConnection(*inner_);
            break;
        }
    } catch (...) {
        protocolFailed("Fatal error: protocol.data_received() call failed.");
    }
}

void FaultyTransport::moved(FaultDirection side)
{
    if (m_lost)
        return;
    if (side == FaultDirection::In) {
        balanceReading();
    } else if (m_closing && out_->isEmpty()) {
        inner_->close();
    } else {
        balanceWriting();
    }
}

// --- FaultyLink ---

FaultyLink::FaultyLink(std::shared_ptr<SessionFaults> faults,
                       std::shared_ptr<loop::Protocol> protocol)
    : faults_(std::move(faults))
    , protocol_(std::move(protocol))
{ }

FaultyLink::~FaultyLink()
{
    if (transport_)
        faults_->left(transport_->id());
}

void FaultyLink::connectionMade(loop::Transport &inner)
{
    transport_ = std::make_shared<FaultyTransport>(inner, std::move(protocol_), *faults_);
    faults_->joined(inner.id(), *transport_);
    transport_->innerMade();
}

void FaultyLink::connectionLost(std::exception_ptr exception)
{
    faults_->left(transport_->id());
    transport_->innerLost(std::move(exception));
}

} // namespace app
