// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/TlsSettings.h"

#include "app/engine/sessions/OwnCertificate.h"
#include "app/engine/sessions/Refusal.h"
#include "models/files/BoundedFile.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QStringList>
#include <QtNetwork/QSslCertificate>

namespace app {

namespace {

using namespace Qt::StringLiterals;

QString tr(const char *text)
{
    return QCoreApplication::translate("TlsSettings", text);
}

QByteArray contentsOf(const QString &option, const QString &path)
{
    const auto read = models::readFile(path, models::mostScenario);
    if (!read)
        throw Refusal(option + u'=' + read.problem());
    return *read;
}

void checkCertificates(const QString &option, const QString &path)
{
    if (QSslCertificate::fromData(contentsOf(option, path), QSsl::Pem).isEmpty())
        throw Refusal(tr("%1=%2 contains no certificate in PEM form. Use a file with a BEGIN "
                         "CERTIFICATE line.")
                          .arg(option, path));
}

CertificateFiles certificateOf(const models::SessionUrl &url)
{
    const QString certificate = url.text(u"cert");
    QString key = url.text(u"key");
    if (certificate.isEmpty() && !key.isEmpty())
        throw Refusal(tr("key=%1 is given without a certificate. Add cert= with the PEM file of "
                         "its certificate.")
                          .arg(key));
    if (certificate.isEmpty())
        return ownCertificate();
    if (key.isEmpty())
        key = certificate; // one file may hold both
    checkCertificates(u"cert"_s, certificate);
    (void)contentsOf(u"key"_s, key);
    using loop::tls::KeyProblem;
    switch (checkKey(certificate, key)) {
    case KeyProblem::None:
        break;
    case KeyProblem::NoKey:
        throw Refusal(
            tr("%1 contains no private key in PEM form. Name the file with the key as key=FILE.")
                .arg(key));
    case KeyProblem::Encrypted:
        throw Refusal(tr("The key in %1 is protected by a passphrase. Save it without one, as "
                         "'openssl pkey' does.")
                          .arg(key));
    case KeyProblem::OfAnother:
        throw Refusal(tr("The key in %1 does not belong to the certificate in %2. Name the key it "
                         "was made with.")
                          .arg(key, certificate));
    }
    return {certificate, key};
}

} // namespace

std::shared_ptr<loop::tls::TlsContext> serverTls(const models::SessionUrl &url)
{
    const CertificateFiles files = certificateOf(url);
    auto context = loop::tls::TlsContext::forServer(files.certificate.toStdString(),
                                                    files.key.toStdString());
    if (const QString authority = url.text(u"client_ca"); !authority.isEmpty()) {
        checkCertificates(u"client_ca"_s, authority);
        context->loadVerifyLocations(authority.toStdString());
        context->setVerify(true);
    }
    std::vector<std::string> protocols;
    for (const QString &protocol : url.text(u"alpn").split(u',', Qt::SkipEmptyParts))
        protocols.push_back(protocol.trimmed().toStdString());
    context->setAlpnProtocols(std::move(protocols));
    return context;
}

QString describeTls(const loop::TlsInfo &info)
{
    QStringList parts {QString::fromStdString(info.version), QString::fromStdString(info.cipher)};
    if (!info.alpn.empty())
        parts << tr("ALPN %1").arg(QString::fromStdString(info.alpn));
    for (const loop::TlsCertificate &certificate : info.peerChain)
        parts << tr("certificate of %1, issued by %2")
                     .arg(QString::fromStdString(certificate.subject),
                          QString::fromStdString(certificate.issuer));
    return parts.join(u", "_s);
}

} // namespace app
