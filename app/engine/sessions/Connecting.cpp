// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/Connecting.h"

#include "app/engine/faults/SessionFaults.h"
#include "app/engine/sessions/DatagramStreams.h"
#include "app/engine/sessions/Refusal.h"
#include "loop/EventLoop.h"
#include "loop/Timeout.h"
#include "loop/tls/TlsContext.h"
#include "models/files/BoundedFile.h"
#include "models/text/Tr.h"

#include <QtCore/QScopeGuard>
#include <QtNetwork/QSslCertificate>

#include <any>

namespace app {

using models::tr;

using namespace Qt::StringLiterals;

namespace {

constexpr auto closingTime = std::chrono::seconds(1);

// What `use` says of a file that it cannot use, as one sentence.
template <class Use> void withFile(const QString &path, Use use)
{
    if (const auto read = models::readFile(path, models::mostScenario); !read)
        throw Refusal(read.problem()); // what is no file would keep the loop waiting
    try {
        use(path.toStdString());
    } catch (const std::exception &error) {
        throw Refusal(tr("The file %1 cannot be used: %2. Check its name, its permissions, and "
                         "that it is PEM.")
                          .arg(path, QString::fromUtf8(error.what())));
    }
}

// Its fingerprint, as TlsCertificate has it.
std::string firstCertificate(const std::string &path)
{
    const auto read = models::readFile(QString::fromStdString(path), models::mostScenario);
    const auto found = QSslCertificate::fromData(read ? *read : QByteArray(), QSsl::Pem);
    if (found.isEmpty())
        throw std::runtime_error("no PEM certificate in it");
    return found.first().digest(QCryptographicHash::Sha256).toHex(':').toUpper().toStdString();
}

std::shared_ptr<loop::tls::TlsContext> contextOf(const Peer &peer, const Warn &warn)
{
    auto context = loop::tls::TlsContext::forClient();
    context->setVerify(peer.verify && peer.trusted.isEmpty());
    context->handshakeTimeout = std::max<loop::Duration>(peer.timeout, context->handshakeTimeout);
    if (!peer.authorities.isEmpty())
        withFile(peer.authorities,
                 [&](const std::string &path) { context->loadVerifyLocations(path); });
    if (!peer.certificate.isEmpty()) {
        const QString key = peer.key.isEmpty() ? peer.certificate : peer.key;
        withFile(key, [](const std::string &) {});
        withFile(peer.certificate,
                 [&](const std::string &path) { context->loadCertChain(path, key.toStdString()); });
    }
    std::vector<std::string> protocols;
    for (const QString &protocol : peer.alpn)
        protocols.push_back(protocol.trimmed().toStdString());
    if (!protocols.empty())
        context->setAlpnProtocols(protocols);
    context->sentServerName = peer.sentName.toStdString();
    context->requestOcsp = true;
    peer.encryption.applyTo(*context, warn);
    return context;
}

} // namespace

Peer Peer::of(const models::SessionUrl &url)
{
    Peer peer;
    peer.transport = url.transport;
    peer.host = url.isUnix() ? url.socketName() : url.host.toStdString();
    peer.port = url.port;
    peer.timeout = url.duration(u"timeout");
    if (url.transport != u"tls")
        return peer;
    peer.verify = url.boolean(u"verify");
    peer.authorities = url.text(u"ca");
    peer.trusted = url.text(u"trust");
    peer.certificate = url.text(u"cert");
    peer.key = url.text(u"key");
    peer.serverName = url.text(u"server_name");
    peer.sentName = url.text(u"sni");
    peer.alpn = url.text(u"alpn").split(u',', Qt::SkipEmptyParts);
    peer.encryption = EncryptionOptions::of(url);
    return peer;
}

QString Peer::address() const
{
    models::SessionUrl url;
    url.transport = transport;
    url.host = QString::fromStdString(host).replace(QChar(u'\0'), u'@');
    url.port = port;
    return url.address();
}

Connector::Connector(Peer peer, Warn warn, SessionFaults *faults)
    : peer_(std::move(peer))
    , faults_(faults)
{
    if (peer_.transport != u"tls")
        return;
    tls_ = contextOf(peer_, warn);
    if (!peer_.trusted.isEmpty())
        withFile(peer_.trusted,
                 [this](const std::string &path) { trustedDigest_ = firstCertificate(path); });
}

loop::Coro<loop::Streams> Connector::open(loop::EventLoop &loop) const
{
    loop::Coro<loop::Streams> connecting = connect(loop);
    loop::Streams streams = co_await loop::timeout(peer_.timeout, std::move(connecting));
    if (!trustedDigest_.empty())
        checkTrusted(streams.writer);
    co_return streams;
}

loop::Coro<loop::Streams> Connector::connect(loop::EventLoop &loop) const
{
    if (peer_.transport == u"udp")
        return openDatagramStreams(loop, peer_.host, peer_.port, faults_);
    return connectStream(loop);
}

loop::Coro<loop::Streams> Connector::connectStream(loop::EventLoop &loop) const
{
    auto stream = std::make_shared<loop::Stream>(loop, loop::defaultStreamLimit);
    auto factory = [stream, faults = faults_]() -> std::shared_ptr<loop::Protocol> {
        return faults ? faults->through(stream) : stream;
    };
    loop::ConnectOptions options;
    options.ssl = tls_;
    if (!peer_.serverName.isEmpty())
        options.serverHostname = peer_.serverName.toStdString();
    if (peer_.transport == u"unix")
        co_await loop.createUnixConnection(factory, peer_.host);
    else
        co_await loop.createConnection(factory, peer_.host, peer_.port, std::move(options));
    co_return loop::Streams(loop::StreamReader(stream), loop::StreamWriter(stream));
}

// Before anything is sent to it.
void Connector::checkTrusted(const loop::StreamWriter &writer) const
{
    const auto info = std::any_cast<loop::TlsInfo>(writer.getExtraInfo("tls"));
    if (!info.peerChain.empty() && info.peerChain.front().sha256 == trustedDigest_)
        return;
    writer.transport().abort();
    const QString shown = info.peerChain.empty()
        ? tr("none")
        : QString::fromStdString(info.peerChain.front().subject);
    throw Refusal(tr("%1 does not show the certificate in %2 but %3. Check that it is the right "
                     "server, and whether "
                     "its certificate was replaced.")
                      .arg(peer_.address(), peer_.trusted, shown));
}

QString Connector::addressOf(const loop::StreamWriter &writer) const
{
    if (peer_.transport == u"unix")
        return peer_.address();
    return QString::fromStdString(writer.transport().peerName().toString());
}

loop::Coro<void> useAndClose(loop::StreamWriter writer, loop::Coro<void> work)
{
    std::exception_ptr end;
    try {
        co_await std::move(work);
    } catch (...) { // also CancelledError: who stops a client has it close, too
        end = std::current_exception();
    }
    const auto abort = qScopeGuard([&writer] { writer.transport().abort(); }); // if it lives still
    try {
        writer.close();
        loop::Coro<void> closed = writer.waitClosed();
        co_await loop::timeout(closingTime, std::move(closed));
    } catch (const std::exception &) { // what it ended with comes too late to matter
    }
    if (end)
        std::rethrow_exception(end);
}

QString encryptionOf(const loop::StreamWriter &writer)
{
    const std::any known = writer.getExtraInfo("tls");
    const auto *info = std::any_cast<loop::TlsInfo>(&known);
    return info ? describeTls(*info) : QString();
}

} // namespace app
