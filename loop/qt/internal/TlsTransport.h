// SPDX-License-Identifier: MIT
#pragma once

// TlsTransport: a Transport that encrypts, over a QSslSocket, which reads and writes the socket
// itself through Qt's event loop. Nothing happens inside QSslSocket's signals: they only schedule
// progress(), so protocols are called from the loop's ready queue as with every transport.
//
// There is no half-closing (TR-09): writeEof() throws, and the peer's end closes the transport
// whatever eofReceived() returns (PR-07). Made by QtTlsContext::wrap().

#include "loop/Descriptor.h"
#include "loop/Future.h"
#include "loop/Handle.h"
#include "loop/Protocol.h"
#include "loop/Transport.h"
#include "loop/qt/internal/CloseNotify.h"

#include <QtNetwork/QSslError>
#include <QtNetwork/QSslSocket>

namespace loop::qt {

class QtTlsContext;

class TlsTransport final : public Transport {
public:
    TlsTransport(EventLoop &loop, Descriptor fd, std::shared_ptr<Protocol> protocol,
                 const Origin &origin, std::shared_ptr<const QtTlsContext> context,
                 std::string serverName);
    ~TlsTransport() override;

    // Shakes hands; then as Transport's. If that fails, `made` gets the TlsError, and the protocol
    // hears of neither a beginning nor an end.
    void start(Ref<FutureBase> made) override;

    void setProtocol(std::shared_ptr<BaseProtocol> protocol) override;
    // "tls" (TlsInfo), "cipher" (std::string), "peercert" (std::string, PEM), "sslcontext"
    // (std::shared_ptr<const QtTlsContext>), "socket" (int).
    [[nodiscard]] std::any getExtraInfo(std::string_view name,
                                        std::any fallback = {}) const override;
    [[nodiscard]] int descriptor() const noexcept override;
    void close() override;
    void pauseReading() override;
    void resumeReading() override;
    void write(std::string_view data) override;
    [[nodiscard]] std::size_t getWriteBufferSize() const noexcept override;

private:
    void opened() override;
    void release() noexcept override;
    void forceClose(std::exception_ptr exception) override;

    void connectSignals();
    void judge(const QList<QSslError> &errors);
    void hearError(QAbstractSocket::SocketError error);
    void beginHandshake();
    void failHandshake(std::exception_ptr exception);
    [[nodiscard]] std::exception_ptr handshakeError() const;

    void progressSoon();
    void progress();
    void read();
    void hearEnd();
    void endOfFile();
    void shutDownWhenFlushed();

    std::unique_ptr<QSslSocket> m_socket;
    Descriptor m_fd; // until the handshake begins; then m_socket's
    Protocol *m_stream; // m_protocol, with its type
    std::shared_ptr<const QtTlsContext> m_context;
    std::string m_serverName;
    std::string m_refusal; // which checks the peer's certificate failed
    std::string m_error; // what QSslSocket failed with first; "": nothing, or the peer's end
    CloseNotify m_closeNotify; // of m_socket, which ends before it
    Ref<FutureBase> m_waiting; // for connectionMade()
    Handle m_timeout;
    bool m_handshaken = false;
    bool m_opened = false;
    bool m_progressScheduled = false;
    bool m_shuttingDown = false;
};

} // namespace loop::qt
