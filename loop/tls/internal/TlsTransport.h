// SPDX-License-Identifier: MIT
#pragma once

// TlsTransport: a Transport that encrypts, in front of another one that carries the records, be it
// a socket's or one more of these. It is that one's protocol: what arrives is decrypted and
// delivered at once, and what the protocol writes meanwhile leaves in one piece. Of several writes
// in one iteration the first is sent at once and the rest together, by the next. The tickets with
// which a client may come back leave with the first answer, since nobody waits for them.
//
// Ends. writeEof() sends close_notify, and reading goes on (TR-08); so does writing after the
// peer's (PR-06). close() sends what waits, close_notify and a FIN, and drops what still comes
// until the peer's end, for a while: a socket that is closed with unread data resets the
// connection, and with it what was sent last. A failure ends so, too, behind the alert that names
// it. A FIN without close_notify is an end that getExtraInfo("truncated") tells apart, or an error,
// as the context says.
//
// With TlsContext::handshakeExecutor a step of the handshake takes the engine along, so nothing
// else can touch it meanwhile; if we are gone when it is done, it goes with the step.
//
// Made by TlsContext::wrap().

#include "loop/Handle.h"
#include "loop/Network.h"
#include "loop/Protocol.h"
#include "loop/Transport.h"
#include "loop/WriteBuffer.h"
#include "loop/tls/internal/TlsEngine.h"

namespace loop::tls {

class TlsTransport final : public Transport, private Protocol {
public:
    TlsTransport(EventLoop &loop, std::shared_ptr<Transport> carrier,
                 std::shared_ptr<Protocol> protocol, const Origin &origin,
                 std::shared_ptr<const TlsContext> context, std::string serverName,
                 const TlsTimeouts &timeouts);
    ~TlsTransport() override;

    // Shakes hands; then as Transport's. If that fails, `made` gets the error, and the protocol
    // hears of neither a beginning nor an end.
    void start(Ref<FutureBase> made) override;

    void setProtocol(std::shared_ptr<BaseProtocol> protocol) override;
    // "tls" (TlsInfo), "cipher" (std::string), "peercert" (std::string, PEM), "sslcontext"
    // (std::shared_ptr<const TlsContext>), "truncated" (bool), and what the carrier has: "socket".
    [[nodiscard]] std::any getExtraInfo(std::string_view name,
                                        std::any fallback = {}) const override;
    [[nodiscard]] int descriptor() const noexcept override;
    void close() override;
    void pauseReading() override;
    void resumeReading() override;
    void write(std::string_view data) override;
    void writeEof() override;
    [[nodiscard]] bool canWriteEof() const noexcept override { return true; }
    [[nodiscard]] std::size_t getWriteBufferSize() const noexcept override;
    [[nodiscard]] bool canCarry() const noexcept override { return m_handshaken; }

private:
    struct Step;

    // Of a Transport.
    void opened() override;
    void release() noexcept override;
    void forceClose(std::exception_ptr exception) override;

    // Of the carrier's protocol.
    void connectionMade(Transport &) override { advance(); }
    void connectionLost(std::exception_ptr exception) override;
    void dataReceived(std::string_view data) override;
    bool eofReceived() override;
    void pauseWriting() override { m_carrierFull = true; }
    void resumeWriting() override;

    void advance(); // as far as the input goes
    void advanceSoon();
    void shakeHands();
    void shakeHandsElsewhere();
    void cameBack();
    void keepForLater(std::string_view data);
    void conclude(TlsEngine::Status status, std::exception_ptr failure);
    void holdIfFull();
    void resumeIfHeld();
    [[nodiscard]] const TlsContext &context() const noexcept
    {
        return m_engine ? m_engine->context() : *m_context;
    }
    void holdTickets();
    void letTicketsGo();
    [[nodiscard]] static std::exception_ptr closedEarly();
    void failHandshake(std::exception_ptr exception);
    void tellOfFailure(const std::exception_ptr &exception);
    void decrypt();
    void keepBuffers();
    void releaseBuffersIfIdle();
    void releaseBuffers() noexcept;
    void dropInput();
    void endOfStream();
    void endWithoutGoodbye();
    void fail(std::exception_ptr exception);

    void encrypt(std::string_view data);
    void encryptRest();
    void encryptRestSoon();
    void sendRecords();
    void sendUnlessHeld();

    void sayGoodbyeWhenFlushed();
    void endWhenFlushed();
    void awaitEnd();
    void startTimer(Duration ours, Duration ofContext, void (TlsTransport::*expired)());
    void handshakeExpired();
    void shutdownExpired();

    std::shared_ptr<Transport> m_carrier; // null once lost
    std::unique_ptr<TlsEngine> m_engine; // null: an executor has it, for a step of the handshake
    std::shared_ptr<const TlsContext> m_context; // the first one; the engine has the chosen one
    Future<std::unique_ptr<Step>> m_step; // on an executor
    Protocol *m_stream; // m_protocol, with its type
    std::string m_unread; // input that came while nobody could take it
    WriteBuffer m_rest; // to be encrypted once the carrier has room, or in the next iteration
    std::exception_ptr m_failure; // what connectionLost() will say
    Ref<FutureBase> m_waiting; // for connectionMade()
    Duration m_handshakeTimeout; // 0: the context's, as of the next
    Duration m_shutdownTimeout;
    Handle m_timer; // of the handshake, of what is kept or held meanwhile, and of the end
    std::uint64_t m_sentIn = 0; // the iteration of the loop
    bool m_handshaken : 1 = false;
    bool m_opened : 1 = false;
    bool m_carrierFull : 1 = false; // it has something to send still
    bool m_carrierEnded : 1 = false; // the peer's FIN came
    bool m_peerSaidGoodbye : 1 = false;
    bool m_saidGoodbye : 1 = false; // with all that was written before it
    bool m_truncated : 1 = false;
    bool m_sentEnd : 1 = false; // the carrier's writeEof() was called
    bool m_receiving : 1 = false; // in dataReceived(): records leave at its end
    bool m_advanceScheduled : 1 = false;
    bool m_held : 1 = false; // the carrier does not read until we have advanced
    bool m_restScheduled : 1 = false;
    bool m_keepsBuffers : 1 = false; // OpenSSL's, from one message to the next
    bool m_wasBusy : 1 = false; // since that was looked at
    bool m_ticketsHeld : 1 = false; // the handshake's last records, until something else leaves
};

} // namespace loop::tls
