// SPDX-License-Identifier: MIT
#include "loop/tls/internal/TlsTransport.h"

#include "loop/EventLoop.h"
#include "loop/tls/TlsContext.h"
#include "loop/tls/internal/Certificates.h"
#include "loop/tls/internal/HandshakeTurn.h"
#include "loop/tls/internal/Sessions.h"

namespace loop::tls {

namespace {

constexpr std::size_t piece = 128 * 1024; // bytes that are encrypted before they are sent
constexpr auto ticketsAtMost = std::chrono::milliseconds(5); // are held
constexpr std::size_t waitingAtMost = 64 * 1024; // bytes that come before it is our turn

constexpr std::string_view stepOfHandshake = "SSL handshake failed: ";

// Without what goes without saying.
std::string reasonOf(const std::exception_ptr &failure)
{
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception &error) {
        const std::string_view words = error.what();
        return std::string(words.starts_with(stepOfHandshake) ? words.substr(stepOfHandshake.size())
                                                              : words);
    } catch (...) {
        return loop::describe(failure);
    }
}

} // namespace

TlsTransport::TlsTransport(EventLoop &loop, std::shared_ptr<Transport> carrier,
                           std::shared_ptr<Protocol> protocol, const Origin &origin,
                           std::shared_ptr<const TlsContext> context, std::string serverName,
                           const TlsTimeouts &timeouts)
    : Transport(loop, protocol, origin)
    , m_carrier(std::move(carrier))
    , m_engine(std::make_unique<TlsEngine>(context, origin.role, serverName,
                                           sessionName(*context, origin, serverName)))
    , m_context(std::move(context))
    , m_stream(protocol.get())
    , m_handshakeTimeout(timeouts.sslHandshakeTimeout.value_or(Duration()))
    , m_shutdownTimeout(timeouts.sslShutdownTimeout.value_or(Duration()))
{ }

TlsTransport::~TlsTransport() = default;

void TlsTransport::setProtocol(std::shared_ptr<BaseProtocol> protocol)
{
    auto *const replacement = dynamic_cast<Protocol *>(protocol.get());
    if (!replacement)
        throw ValueError("a stream transport needs a Protocol");
    m_stream = replacement;
    Transport::setProtocol(std::move(protocol));
}

std::any TlsTransport::getExtraInfo(std::string_view name, std::any fallback) const
{
    if (name == "sslcontext")
        return std::static_pointer_cast<const TlsContext>(context().shared_from_this());
    if (name == "truncated")
        return bool(m_truncated);
    if (name == "tls" && m_failure && !m_engine) { // it was given up in the middle of a step
        TlsInfo info;
        info.failure = reasonOf(m_failure);
        return info;
    }
    if (name == "tls" && (m_handshaken || m_failure))
        return m_engine->info(m_handshaken ? std::string() : reasonOf(m_failure));
    if (m_handshaken && name == "cipher")
        return std::string(SSL_get_cipher_name(&m_engine->ssl()));
    if (m_handshaken && name == "peercert")
        return peerPem(m_engine->ssl());
    return m_carrier && name == "socket" ? m_carrier->getExtraInfo(name, std::move(fallback))
                                         : Transport::getExtraInfo(name, std::move(fallback));
}

int TlsTransport::descriptor() const noexcept
{
    return m_carrier ? m_carrier->descriptor() : -1;
}

// --- Handshake ---

void TlsTransport::start(Ref<FutureBase> made)
{
    m_waiting = std::move(made);
    join();
    startTimer(m_handshakeTimeout, context().handshakeTimeout, &TlsTransport::handshakeExpired);
    const bool open = m_carrier->state() != ConnectionState::Opening;
    // It does not own us: release() ends it first.
    m_carrier->carryFor(*this, {std::shared_ptr<void>(), static_cast<Protocol *>(this)});
    m_carrier->setWriteBufferLimits(0); // we hear of each time that it is empty again
    if (!open)
        return m_carrier->start({});
    m_carrier->resumeReading();
    advance();
}

void TlsTransport::startTimer(Duration ours, Duration ofContext, void (TlsTransport::*expired)())
{
    const Duration limit = ours > Duration::zero() ? ours : ofContext;
    m_timer.cancel();
    m_timer = loop()->callLater(limit, [this, expired] { (this->*expired)(); });
}

void TlsTransport::handshakeExpired()
{
    failHandshake(std::make_exception_ptr(
        TlsError("SSL handshake is taking longer than allowed: aborting the connection")));
    forceClose(m_failure);
}

void TlsTransport::shakeHands()
{
    const HandshakeTurn turn;
    const TlsEngine::Status status = m_engine->handshake();
    conclude(status,
             status == TlsEngine::Status::Failed ? m_engine->failure(stepOfHandshake) : nullptr);
}

// What a step came to; `failure` is why it failed.
void TlsTransport::conclude(TlsEngine::Status status, std::exception_ptr failure)
{
    switch (status) {
    case TlsEngine::Status::Done:
        m_handshaken = true;
        m_timer.cancel();
        holdTickets();
        makeSoon(std::move(m_waiting));
        break;
    case TlsEngine::Status::WantsInput:
        if (m_carrierEnded)
            failHandshake(closedEarly());
        break;
    case TlsEngine::Status::Ended:
        failHandshake(closedEarly());
        break;
    case TlsEngine::Status::Failed:
        failHandshake(std::move(failure));
        break;
    }
}

// After a handshake of TLS 1.3 a server has sessions to give, which nobody waits for: one send less
// if they leave with what it says first.
void TlsTransport::holdTickets()
{
    if (!m_engine->givesTickets())
        return;
    m_ticketsHeld = true;
    startTimer(ticketsAtMost, {}, &TlsTransport::sendRecords);
}

void TlsTransport::letTicketsGo()
{
    m_ticketsHeld = false;
    m_timer.cancel();
}

void TlsTransport::opened()
{
    m_opened = true;
    if (!m_unread.empty() || m_carrierEnded || m_engine->hasPending())
        advanceSoon(); // it came with the handshake
}

// --- In ---

void TlsTransport::dataReceived(std::string_view data)
{
    if (!m_engine)
        return keepForLater(data);
    const bool waited = !m_unread.empty();
    if (waited)
        m_unread.append(data);
    m_engine->records.input = waited ? std::string_view(m_unread) : data;
    const std::size_t before = m_engine->records.input.size();
    m_receiving = true;
    advance();
    m_receiving = false;
    if (m_lost)
        return;
    if (!m_engine) // all of it went along
        return m_unread.clear();
    const std::string_view left = std::exchange(m_engine->records.input, {});
    if (m_closing || m_eofReceived || (waited && left.empty()))
        std::string().swap(m_unread);
    else if (waited)
        m_unread.erase(0, before - left.size());
    else
        m_unread.append(left);
    if (m_lostScheduled)
        return;
    if (m_advanceScheduled && !m_handshaken)
        holdIfFull();
    sendUnlessHeld();
    bufferChanged();
    if (m_closing && !m_failure)
        endWhenFlushed();
}

void TlsTransport::holdIfFull()
{
    if (m_unread.size() <= waitingAtMost || m_held)
        return;
    m_held = true;
    m_carrier->pauseReading();
}

void TlsTransport::resumeIfHeld()
{
    if (!m_held)
        return;
    m_held = false;
    m_carrier->resumeReading(); // nobody else can pause it before the handshake
}

void TlsTransport::advance()
{
    if (m_lost || m_lostScheduled || !m_engine)
        return;
    if (!m_handshaken && !m_failure) {
        if (context().handshakeExecutor && m_engine->hasStep())
            return shakeHandsElsewhere();
        if (!HandshakeTurn::isLeft(*loop()))
            return advanceSoon();
        shakeHands();
    }
    if (m_closing)
        dropInput();
    else if (m_opened)
        decrypt();
    if (!m_receiving)
        sendUnlessHeld();
}

void TlsTransport::advanceSoon()
{
    if (m_advanceScheduled)
        return;
    m_advanceScheduled = true;
    loop()->callSoon([self = std::static_pointer_cast<TlsTransport>(shared_from_this())] {
        self->m_advanceScheduled = false;
        if (self->m_lost)
            return;
        self->resumeIfHeld();
        self->dataReceived({});
    });
}

void TlsTransport::decrypt()
{
    const DecryptBuffer buffer;
    while (isReading() && !m_lostScheduled) {
        std::size_t filled = 0;
        const TlsEngine::Status status = m_engine->read(buffer.span(), filled);
        if (filled > 0) {
            keepBuffers();
            deliver(*m_stream, {buffer.span().data(), filled});
        }
        if (!isReading() || m_lostScheduled)
            return; // it is asked again when reading goes on
        switch (status) {
        case TlsEngine::Status::Done:
            break;
        case TlsEngine::Status::WantsInput:
            if (m_carrierEnded)
                endWithoutGoodbye();
            return;
        case TlsEngine::Status::Ended:
            m_peerSaidGoodbye = true;
            endOfStream();
            return;
        case TlsEngine::Status::Failed:
            fail(m_engine->failure({}));
            return;
        }
    }
}

// Closing: nobody wants the data, but the peer's end is waited for.
void TlsTransport::dropInput()
{
    if (!m_failure && m_handshaken && !m_peerSaidGoodbye) {
        const DecryptBuffer buffer;
        std::size_t filled = 0;
        TlsEngine::Status status {};
        do {
            status = m_engine->read(buffer.span(), filled);
        } while (status == TlsEngine::Status::Done);
        m_peerSaidGoodbye = status != TlsEngine::Status::WantsInput;
    }
    m_engine->records.input = {};
}

void TlsTransport::endOfStream()
{
    if (!m_eofReceived && !announceEof(*m_stream))
        close();
}

void TlsTransport::endWithoutGoodbye()
{
    m_truncated = true;
    if (m_engine->context().suppressRaggedEofs)
        endOfStream();
    else
        fail(std::make_exception_ptr(TlsError(
            "the peer ended the connection without close_notify: what it sent may be cut off")));
}

bool TlsTransport::eofReceived()
{
    m_carrierEnded = true;
    if (m_failure)
        m_carrier->close();
    else if (m_closing)
        endWhenFlushed();
    else
        dataReceived({});
    return true;
}

void TlsTransport::pauseReading()
{
    if (m_readingPaused || m_closing || m_eofReceived)
        return;
    m_readingPaused = true;
    if (m_carrier)
        m_carrier->pauseReading();
    changed();
}

void TlsTransport::resumeReading()
{
    if (!m_readingPaused)
        return;
    m_readingPaused = false;
    if (!m_carrier || m_lostScheduled)
        return;
    m_carrier->resumeReading();
    if (m_opened)
        advanceSoon(); // a record may have been left half taken
    changed();
}

// --- Out ---

void TlsTransport::write(std::string_view data)
{
    if (m_eofWritten)
        failWriteAfterEof();
    if (data.empty())
        return;
    if (m_lost || m_closing) { // TR-11
        countIgnoredWrite();
        return;
    }
    countOut(data);
    const bool waits = !m_handshaken || m_carrierFull || !m_rest.empty();
    if (waits || (!m_receiving && m_sentIn == loop()->totals().iterations)) {
        m_rest.append(data);
        if (!waits)
            encryptRestSoon();
    } else {
        encrypt(data);
    }
    if (!m_receiving)
        bufferChanged();
    changed();
}

void TlsTransport::encrypt(std::string_view data)
{
    while (!data.empty() && !m_carrierFull) {
        const std::string_view next = data.substr(0, piece);
        if (!m_engine->write(next))
            return fail(m_engine->failure({}));
        if (m_ticketsHeld) [[unlikely]]
            letTicketsGo();
        data.remove_prefix(next.size());
        if (!m_receiving || m_engine->records.output().size() >= piece)
            sendRecords();
    }
    m_rest.append(data);
}

void TlsTransport::encryptRestSoon()
{
    if (m_restScheduled)
        return;
    m_restScheduled = true;
    loop()->callSoon([self = std::static_pointer_cast<TlsTransport>(shared_from_this())] {
        self->m_restScheduled = false;
        if (self->m_lost || self->m_lostScheduled)
            return;
        self->encryptRest();
        self->bufferChanged();
    });
}

void TlsTransport::encryptRest()
{
    while (!m_rest.empty() && m_handshaken && !m_carrierFull && !m_failure) {
        const std::string_view next = m_rest.front().substr(0, piece);
        if (!m_engine->write(next))
            return fail(m_engine->failure({}));
        m_rest.consume(next.size());
        sendRecords();
    }
    sayGoodbyeWhenFlushed();
}

void TlsTransport::sendUnlessHeld()
{
    if (!m_ticketsHeld)
        sendRecords();
}

void TlsTransport::sendRecords()
{
    if (!m_engine)
        return;
    if (m_ticketsHeld)
        letTicketsGo();
    const std::string_view records = m_engine->records.output();
    if (records.empty())
        return;
    m_sentIn = loop()->totals().iterations;
    if (!m_carrier->isClosing() && !m_sentEnd)
        m_carrier->write(records);
    m_engine->records.sent();
}

// The carrier has sent all that it had.
void TlsTransport::resumeWriting()
{
    m_carrierFull = false;
    if (m_lost || m_lostScheduled)
        return;
    if (m_failure)
        return awaitEnd();
    encryptRest();
    changed();
    bufferChanged();
    if (m_closing && !m_lostScheduled)
        endWhenFlushed();
}

std::size_t TlsTransport::getWriteBufferSize() const noexcept
{
    return m_rest.size() + (m_ticketsHeld || !m_engine ? 0 : m_engine->records.output().size())
        + (m_carrier ? m_carrier->getWriteBufferSize() : 0);
}

void TlsTransport::writeEof()
{
    if (m_closing || m_eofWritten)
        return;
    m_eofWritten = true;
    encryptRest();
    changed();
}

} // namespace loop::tls
