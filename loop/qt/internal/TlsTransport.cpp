// SPDX-License-Identifier: MIT
#include "loop/qt/internal/TlsTransport.h"

#include "loop/EventLoop.h"
#include "loop/Log.h"
#include "loop/qt/QtTlsContext.h"

#include <QtCore/QDateTime>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QSslCipher>

namespace loop::qt {

namespace {

constexpr qint64 readBufferSize
    = 256 * 1024; // decrypted and not read yet, beyond which the peer waits

std::string nameOf(QSsl::SslProtocol protocol)
{
    switch (protocol) {
    case QSsl::TlsV1_2:
        return "TLSv1.2";
    case QSsl::TlsV1_3:
        return "TLSv1.3";
    default:
        return "older than TLSv1.2";
    }
}

// What OpenSSL says last, "error:0A00009C:SSL routines::http request", and what it means to a
// person.
std::string wordsOf(const QSslSocket &socket)
{
    const std::string all = socket.errorString().toStdString();
    const std::size_t colon = all.rfind("::");
    const std::string last = colon == std::string::npos ? all : all.substr(colon + 2);
    const auto says
        = [&last](std::string_view part) { return last.find(part) != std::string::npos; };
    std::string_view meaning;
    if (says("http request") || says("wrong version number") || says("packet length too long")
        || says("https proxy request"))
        meaning = "the peer speaks no TLS";
    else if (says("peer did not return a certificate"))
        meaning = "the peer showed no certificate";
    else if (says("alert certificate required"))
        meaning = "the peer demands a certificate of ours";
    else if (says("alert unknown ca"))
        meaning = "the peer refused our certificate, as it does not know who signed it";
    else if (says("alert certificate expired"))
        meaning = "the peer refused our certificate, as it has expired";
    else if (says("alert bad certificate") || says("alert certificate unknown"))
        meaning = "the peer refused our certificate";
    else if (says("alert protocol version") || says("unsupported protocol"))
        meaning = "no version of TLS is spoken by both sides";
    else if (says("no shared cipher") || says("alert handshake failure"))
        meaning = "both sides have no cipher in common";
    return meaning.empty() ? last : std::string(meaning).append(" (").append(last).append(")");
}

TlsCertificate describe(const QSslCertificate &certificate)
{
    return {certificate.subjectDisplayName().toStdString(),
            certificate.issuerDisplayName().toStdString(),
            certificate.effectiveDate().toSecsSinceEpoch(),
            certificate.expiryDate().toSecsSinceEpoch(),
            certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper().toStdString(),
            certificate.toPem().toStdString()};
}

// An address is not sent as a name.
std::string sentServerName(const QSslSocket &socket)
{
    const QString name = socket.peerVerifyName();
    const bool sent = socket.mode() == QSslSocket::SslClientMode && QHostAddress(name).isNull();
    return sent ? name.toStdString() : std::string();
}

TlsInfo infoOf(const QSslSocket &socket)
{
    TlsInfo info;
    info.serverName = sentServerName(socket);
    info.version = nameOf(socket.sessionProtocol());
    info.cipher = socket.sessionCipher().name().toStdString();
    info.alpn = socket.sslConfiguration().nextNegotiatedProtocol().toStdString();
    for (const QSslCertificate &certificate : socket.peerCertificateChain())
        info.peerChain.push_back(describe(certificate));
    return info;
}

} // namespace

TlsTransport::TlsTransport(EventLoop &loop, Descriptor fd, std::shared_ptr<Protocol> protocol,
                           const Origin &origin, std::shared_ptr<const QtTlsContext> context,
                           std::string serverName)
    : Transport(loop, protocol, origin)
    , m_fd(std::move(fd))
    , m_stream(protocol.get())
    , m_context(std::move(context))
    , m_serverName(std::move(serverName))
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
        return m_context;
    if (!m_socket)
        return Transport::getExtraInfo(name, std::move(fallback));
    if (name == "socket")
        return static_cast<int>(m_socket->socketDescriptor());
    if (name == "tls")
        return infoOf(*m_socket);
    if (name == "cipher")
        return m_socket->sessionCipher().name().toStdString();
    if (name == "peercert")
        return m_socket->peerCertificate().toPem().toStdString();
    return Transport::getExtraInfo(name, std::move(fallback));
}

int TlsTransport::descriptor() const noexcept
{
    return m_socket ? static_cast<int>(m_socket->socketDescriptor()) : m_fd.get();
}

// --- Handshake ---

void TlsTransport::start(Ref<FutureBase> made)
{
    m_waiting = std::move(made);
    join();
    m_timeout = loop()->callLater(m_context->handshakeTimeout, [this] {
        failHandshake(std::make_exception_ptr(
            TlsError("SSL handshake is taking longer than allowed: aborting the connection")));
    });
    beginHandshake();
}

void TlsTransport::connectSignals()
{
    QSslSocket *const socket = m_socket.get();
    const auto soon = [this] { progressSoon(); };
    QObject::connect(socket, &QSslSocket::encrypted, socket, [this] {
        m_handshaken = true;
        progressSoon();
    });
    QObject::connect(socket, &QSslSocket::sslErrors, socket,
                     [this](const QList<QSslError> &errors) { judge(errors); });
    QObject::connect(socket, &QSslSocket::readyRead, socket, soon);
    QObject::connect(socket, &QSslSocket::bytesWritten, socket, soon);
    QObject::connect(socket, &QSslSocket::encryptedBytesWritten, socket, soon);
    QObject::connect(socket, &QSslSocket::errorOccurred, socket,
                     [this](QAbstractSocket::SocketError error) { hearError(error); });
    QObject::connect(socket, &QSslSocket::disconnected, socket, soon);
}

void TlsTransport::beginHandshake()
{
    m_socket = std::make_unique<QSslSocket>();
    m_socket->setReadBufferSize(readBufferSize);
    m_socket->setSslConfiguration(m_context->configuration());
    m_socket->setPeerVerifyMode(m_context->verifies() ? QSslSocket::VerifyPeer
                                                      : QSslSocket::VerifyNone);
    m_socket->setPeerVerifyName(QString::fromStdString(m_serverName));
    connectSignals();
    if (!m_socket->setSocketDescriptor(m_fd.release(), QAbstractSocket::ConnectedState)) {
        failHandshake(std::make_exception_ptr(TlsError(m_socket->errorString().toStdString())));
        return;
    }
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_closeNotify.watch([this] {
        if (m_role == Role::Server)
            m_socket->startServerEncryption();
        else
            m_socket->startClientEncryption();
    });
}

// The first one counts: after an alert of the peer comes the end of its connection, an error to Qt.
void TlsTransport::hearError(QAbstractSocket::SocketError error)
{
    if (m_error.empty() && error != QAbstractSocket::RemoteHostClosedError)
        m_error = wordsOf(*m_socket);
    progressSoon();
}

// Verification ended with errors. The name is not checked if none was asked for; all else counts.
void TlsTransport::judge(const QList<QSslError> &errors)
{
    std::string checks;
    for (const QSslError &error : errors) {
        if (error.error() == QSslError::HostNameMismatch && m_serverName.empty())
            continue;
        checks += (checks.empty() ? "" : "; ") + error.errorString().toStdString();
        if (error.error() == QSslError::HostNameMismatch)
            checks += " (\"" + m_serverName + "\")";
        if (!error.certificate().isNull())
            checks += " [" + error.certificate().subjectDisplayName().toStdString() + ']';
    }
    if (checks.empty())
        m_socket->ignoreSslErrors();
    else
        m_refusal = "certificate verify failed: " + checks;
}

std::exception_ptr TlsTransport::handshakeError() const
{
    if (!m_refusal.empty())
        return std::make_exception_ptr(CertificateError(m_refusal));
    const std::string why
        = m_error.empty() ? "the peer closed the connection during the SSL handshake" : m_error;
    return std::make_exception_ptr(TlsError("SSL handshake failed: " + why));
}

void TlsTransport::failHandshake(std::exception_ptr exception)
{
    if (m_lost || m_lostScheduled || m_made)
        return;
    log(LogLevel::Info,
        "SSL handshake failed: " + loop::describe(exception) + ' ' + Transport::describe());
    if (m_waiting && !m_waiting->done())
        m_waiting->setException(exception);
    if (m_context->handshakeFailed) {
        try {
            std::rethrow_exception(exception);
        } catch (const std::exception &error) {
            m_context->handshakeFailed(*this, error);
        }
    }
    forceClose(std::move(exception));
}

void TlsTransport::opened()
{
    m_opened = true;
    progressSoon(); // data may have come with the handshake
}

// --- What QSslSocket's signals lead to ---

void TlsTransport::progressSoon()
{
    if (m_progressScheduled || m_lost)
        return;
    m_progressScheduled = true;
    loop()->callSoon([self = std::static_pointer_cast<TlsTransport>(shared_from_this())] {
        self->m_progressScheduled = false;
        self->progress();
    });
}

void TlsTransport::progress()
{
    if (m_lost || m_lostScheduled)
        return;
    const bool connected = m_socket->state() != QAbstractSocket::UnconnectedState;
    if (!m_handshaken) {
        if (!connected)
            failHandshake(handshakeError());
        return;
    }
    if (m_timeout.pending()) {
        m_timeout.cancel();
        makeSoon(std::move(m_waiting));
    }
    if (!m_opened && !m_closing)
        return; // connectionMade() is on its way
    read();
    if (m_lost || m_lostScheduled)
        return;
    changed();
    bufferChanged();
    if (!m_error.empty() && !m_closing && m_socket->bytesAvailable() == 0)
        return forceClose(std::make_exception_ptr(TlsError(m_error))); // no end: no eofReceived()
    if (connected && m_socket->error() == QAbstractSocket::RemoteHostClosedError)
        hearEnd();
    if (connected)
        shutDownWhenFlushed();
    else if (m_closing)
        scheduleConnectionLost(nullptr);
    else if (m_socket->bytesAvailable() == 0)
        endOfFile();
}

void TlsTransport::read()
{
    while (isReading() && !m_lost && !m_lostScheduled && m_socket->bytesAvailable() > 0) {
        const QByteArray data = m_socket->readAll();
        const std::string_view view(data.constData(), static_cast<std::size_t>(data.size()));
        deliver(*m_stream, view);
    }
}

// The peer's close_notify while its socket is open still: it may go on reading, and may wait for
// our end.
void TlsTransport::hearEnd()
{
    if (!m_closing && !m_eofReceived && m_socket->bytesAvailable() == 0 && !announceEof(*m_stream))
        close();
}

void TlsTransport::endOfFile()
{
    if (!m_eofReceived)
        (void)announceEof(*m_stream); // its answer has no meaning here
    m_closing = true;
    scheduleConnectionLost(nullptr);
}

// --- Ending ---

void TlsTransport::close()
{
    if (m_closing)
        return;
    m_closing = true;
    if (!m_made)
        abort();
    else
        progressSoon();
    changed();
}

void TlsTransport::shutDownWhenFlushed()
{
    if (!m_closing || m_shuttingDown || getWriteBufferSize() > 0)
        return;
    m_shuttingDown = true;
    m_closeNotify.answer(static_cast<int>(m_socket->socketDescriptor()));
    m_socket
        ->disconnectFromHost(); // close_notify unless answered, then FIN; disconnected() follows
    progressSoon();
}

void TlsTransport::forceClose(std::exception_ptr exception)
{
    if (m_lost || m_lostScheduled)
        return;
    m_closing = true;
    scheduleConnectionLost(std::move(exception));
}

void TlsTransport::release() noexcept
{
    m_timeout.cancel();
    if (m_waiting && !m_waiting->done())
        m_waiting->cancel("the loop was closed during the SSL handshake");
    m_waiting = {};
    m_fd.reset();
    if (!m_socket)
        return;
    m_socket->disconnect();
    m_socket->abort();
    m_socket.reset(); // never inside one of its signals: those only schedule
}

// --- Reading and writing ---

void TlsTransport::pauseReading()
{
    if (m_readingPaused || m_closing || m_eofReceived)
        return;
    m_readingPaused = true;
    changed();
}

void TlsTransport::resumeReading()
{
    if (!m_readingPaused)
        return;
    m_readingPaused = false;
    changed();
    progressSoon();
}

std::size_t TlsTransport::getWriteBufferSize() const noexcept
{
    return m_socket
        ? static_cast<std::size_t>(m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite())
        : 0;
}

void TlsTransport::write(std::string_view data)
{
    if (data.empty())
        return;
    if (m_lost || m_closing) {
        countIgnoredWrite();
        return;
    }
    countOut(data);
    m_socket->write(data.data(), static_cast<qint64>(data.size()));
    m_socket->flush();
    bufferChanged();
    changed();
}

} // namespace loop::qt
