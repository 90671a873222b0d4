// SPDX-License-Identifier: MIT
// How a TlsTransport ends: by goodbyes, by the alert that names a failure, by the carrier's end, or
// at once.
#include "loop/EventLoop.h"
#include "loop/Log.h"
#include "loop/tls/TlsContext.h"
#include "loop/tls/internal/TlsTransport.h"

namespace loop::tls {

void TlsTransport::sayGoodbyeWhenFlushed()
{
    if (!(m_eofWritten || m_closing) || m_saidGoodbye || !m_rest.empty() || !m_handshaken
        || m_failure)
        return;
    m_saidGoodbye = true;
    m_engine->sayGoodbye();
    sendRecords();
}

void TlsTransport::close()
{
    if (m_closing)
        return;
    m_closing = true;
    changed();
    if (!m_made)
        abort();
    else if (!m_receiving) // else at its end
        endWhenFlushed();
}

void TlsTransport::endWhenFlushed()
{
    if (m_lost || m_lostScheduled)
        return;
    encryptRest();
    if (m_saidGoodbye && (m_peerSaidGoodbye || m_carrierEnded))
        m_carrier->close();
    else if (m_saidGoodbye)
        awaitEnd();
    else if (!m_failure)
        m_carrier->resumeReading(); // what still comes is dropped
}

// Once the peer has all that we sent, its end is awaited, for a while.
void TlsTransport::awaitEnd()
{
    releaseBuffers();
    if (m_carrierEnded) {
        m_carrier->close();
        return;
    }
    m_carrier->resumeReading();
    m_carrier->writeEof();
    m_sentEnd = true;
    if ((!m_carrierFull || m_failure) && !m_timer.pending())
        startTimer(m_shutdownTimeout, context().shutdownTimeout, &TlsTransport::shutdownExpired);
}

void TlsTransport::shutdownExpired()
{
    if (m_carrierFull)
        m_carrier->abort(); // a failure: nobody reads its alert
    else
        m_carrier->close();
}

std::exception_ptr TlsTransport::closedEarly()
{
    return std::make_exception_ptr(
        TlsError("SSL handshake failed: the peer closed the connection during the SSL handshake"));
}

void TlsTransport::failHandshake(std::exception_ptr exception)
{
    if (m_lost || m_lostScheduled || m_handshaken || m_failure)
        return;
    log(LogLevel::Info, loop::describe(exception) + ' ' + Transport::describe());
    if (m_waiting && !m_waiting->done())
        m_waiting->setException(exception);
    fail(exception);
    tellOfFailure(exception);
    show();
}

// What the program's function throws must not keep the connection from ending.
void TlsTransport::tellOfFailure(const std::exception_ptr &exception)
{
    const TlsContext::HandshakeFailed hear = context().handshakeFailed; // it may replace itself
    if (!hear)
        return;
    try {
        try {
            std::rethrow_exception(exception);
        } catch (const std::exception &error) {
            hear(*this, error);
        }
    } catch (...) {
        reportFailure("TlsContext::handshakeFailed failed");
    }
}

// The peer gets the alert that OpenSSL has made, if any.
void TlsTransport::fail(std::exception_ptr exception)
{
    m_failure = std::move(exception);
    m_closing = true;
    m_timer.cancel();
    m_rest.clear();
    if (m_engine)
        m_engine->records.input = {};
    sendRecords();
    changed();
    awaitEnd();
}

void TlsTransport::connectionLost(std::exception_ptr exception)
{
    if (m_lost || m_lostScheduled)
        return;
    if (!m_handshaken && !m_failure)
        failHandshake(exception ? exception : closedEarly());
    const bool allSent = m_saidGoodbye && m_closing && !m_carrierFull;
    callConnectionLost(m_failure ? m_failure : allSent ? nullptr : exception);
}

void TlsTransport::forceClose(std::exception_ptr exception)
{
    if (m_lost || m_lostScheduled)
        return;
    m_closing = true;
    m_rest.clear();
    scheduleConnectionLost(exception ? std::move(exception) : m_failure);
    m_carrier->abort();
}

void TlsTransport::release() noexcept
{
    releaseBuffers();
    m_timer.cancel();
    if (m_waiting && !m_waiting->done())
        m_waiting->cancel("the loop was closed during the SSL handshake");
    m_waiting = {};
    m_rest.clear();
    std::string().swap(m_unread);
    if (m_step)
        m_step.cancel(); // one that has not begun
    if (m_engine)
        m_engine->records.sent();
    const std::shared_ptr<Transport> carrier = std::exchange(m_carrier, nullptr);
    carrier->endCarrying();
}

} // namespace loop::tls
