// SPDX-License-Identifier: MIT
#include "loop/qt/QtTlsContext.h"

#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslKey>

namespace loop::qt {

namespace {

std::vector<std::string> derOf(const QList<QSslCertificate> &certificates)
{
    std::vector<std::string> der;
    for (const QSslCertificate &certificate : certificates)
        der.push_back(certificate.toDer().toStdString());
    return der;
}

void setVersions(tls::TlsContext &context, QSsl::SslProtocol protocol)
{
    if (protocol == QSsl::TlsV1_2)
        context.setMaximumVersion(tls::TlsVersion::Tls12);
    else if (protocol == QSsl::TlsV1_3 || protocol == QSsl::TlsV1_3OrLater)
        context.setMinimumVersion(tls::TlsVersion::Tls13);
}

} // namespace

QtTlsContext::QtTlsContext(const QSslConfiguration &configuration)
{
    if (const auto chain = configuration.localCertificateChain(); !chain.isEmpty())
        useCertChain(derOf(chain), configuration.privateKey().toDer().toStdString());
    if (const auto authorities = configuration.caCertificates(); !authorities.isEmpty())
        useAuthorities(derOf(authorities));
    setVersions(*this, configuration.protocol());
    std::vector<std::string> protocols;
    for (const QByteArray &protocol : configuration.allowedNextProtocols())
        protocols.push_back(protocol.toStdString());
    setAlpnProtocols(protocols);
}

std::shared_ptr<QtTlsContext> QtTlsContext::forClient(const QSslConfiguration &configuration)
{
    std::shared_ptr<QtTlsContext> context(new QtTlsContext(configuration));
    const QSslSocket::PeerVerifyMode mode = configuration.peerVerifyMode();
    context->setVerify(mode != QSslSocket::VerifyNone && mode != QSslSocket::QueryPeer);
    return context;
}

std::shared_ptr<QtTlsContext> QtTlsContext::forServer(const QSslConfiguration &configuration)
{
    std::shared_ptr<QtTlsContext> context(new QtTlsContext(configuration));
    const QSslSocket::PeerVerifyMode mode = configuration.peerVerifyMode();
    if (mode == QSslSocket::VerifyPeer)
        context->setVerifyMode(tls::VerifyMode::Required);
    else if (mode == QSslSocket::QueryPeer)
        context->setVerifyMode(tls::VerifyMode::Optional);
    return context;
}

} // namespace loop::qt
