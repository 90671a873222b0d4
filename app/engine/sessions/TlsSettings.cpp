// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/TlsSettings.h"

#include "app/engine/sessions/OwnCertificate.h"
#include "app/engine/sessions/Refusal.h"
#include "loop/Errors.h"
#include "loop/Executor.h"
#include "models/files/BoundedFile.h"
#include "models/text/Tr.h"

#include <QtCore/QStringList>
#include <QtNetwork/QSslCertificate>

namespace app {

using models::tr;

namespace {

using namespace Qt::StringLiterals;

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

loop::tls::TlsVersion versionOf(const QString &text)
{
    return text == u"1.3" ? loop::tls::TlsVersion::Tls13 : loop::tls::TlsVersion::Tls12;
}

// OpenSSL passes over names that it does not know, as long as it knows one.
void setCiphers(loop::tls::TlsContext &context, const QString &ciphers)
{
    std::string older, newer; // of TLS 1.2 and 1.3
    for (const QString &word : ciphers.split(u':', Qt::SkipEmptyParts)) {
        const std::string name = word.trimmed().toStdString();
        const bool suite = word.trimmed().startsWith(u"TLS_"_s);
        if (!suite && std::string_view("!-+@").find(name.front()) == std::string_view::npos)
            context.setCiphers(name);
        std::string &list = suite ? newer : older;
        list.append(list.empty() ? "" : ":").append(name);
    }
    if (!older.empty())
        context.setCiphers(older);
    if (!newer.empty())
        context.setCipherSuites(newer);
}

void logSecrets(loop::tls::TlsContext &context, const QString &option, const Warn &warn)
{
    const QString path = option.isEmpty() ? qEnvironmentVariable("SSLKEYLOGFILE") : option;
    if (path.isEmpty())
        return;
    context.keylogFailed = [warn, path](const loop::OsError &error) {
        warn(tr("The TLS secrets can no longer be written to %1: %2. Connections made from now on "
                "cannot be decrypted.")
                 .arg(path, QString::fromStdString(error.code().message())));
    };
    try {
        context.setKeylogFilename(path.toStdString());
    } catch (const loop::OsError &error) {
        const QString reason = QString::fromStdString(error.code().message());
        if (!option.isEmpty())
            throw Refusal(tr("sslkeylog=%1 cannot be written: %2. Name a file in a folder that "
                             "exists and is yours.")
                              .arg(path, reason));
        warn(tr("SSLKEYLOGFILE=%1 cannot be written: %2. No TLS secrets are logged.")
                 .arg(path, reason));
    }
}

} // namespace

EncryptionOptions EncryptionOptions::of(const models::SessionUrl &url)
{
    return {url.text(u"tls_min"), url.text(u"tls_max"), url.text(u"ciphers"),
            url.text(u"sslkeylog"), static_cast<std::size_t>(url.integer(u"tls_threads"))};
}

void EncryptionOptions::applyTo(loop::tls::TlsContext &context, const Warn &warn) const
{
    if (!oldest.isEmpty() && versionOf(oldest) > versionOf(newest))
        throw Refusal(
            tr("tls_min=%1 is newer than tls_max=%2. Leave one of them out.").arg(oldest, newest));
    if (!oldest.isEmpty()) {
        context.setMinimumVersion(versionOf(oldest));
        context.setMaximumVersion(versionOf(newest));
    }
    try {
        setCiphers(context, ciphers);
    } catch (const loop::ValueError &) {
        throw Refusal(tr("ciphers=%1 contains a name that OpenSSL does not know. 'openssl ciphers "
                         "-s -v' lists those that can be used.")
                          .arg(ciphers));
    }
    logSecrets(context, keylog, warn);
    if (handshakeThreads > 0)
        context.handshakeExecutor = std::make_shared<loop::ThreadPoolExecutor>(handshakeThreads);
}

std::shared_ptr<loop::tls::TlsContext> serverTls(const models::SessionUrl &url, const Warn &warn)
{
    const CertificateFiles files = certificateOf(url);
    auto context = loop::tls::TlsContext::forServer(files.certificate.toStdString(),
                                                    files.key.toStdString());
    if (const QString authority = url.text(u"client_ca"); !authority.isEmpty()) {
        checkCertificates(u"client_ca"_s, authority);
        context->loadVerifyLocations(authority.toStdString());
        context->setVerify(true);
    }
    EncryptionOptions::of(url).applyTo(*context, warn);
    std::vector<std::string> protocols;
    for (const QString &protocol : url.text(u"alpn").split(u',', Qt::SkipEmptyParts))
        protocols.push_back(protocol.trimmed().toStdString());
    context->setAlpnProtocols(protocols);
    return context;
}

QString describeTls(const loop::TlsInfo &info)
{
    QStringList parts {QString::fromStdString(info.version), QString::fromStdString(info.cipher)};
    if (!info.alpn.empty())
        parts << tr("ALPN %1").arg(QString::fromStdString(info.alpn));
    if (!info.serverName.empty())
        parts << tr("server name %1").arg(QString::fromStdString(info.serverName));
    if (info.resumed)
        parts << tr("resumed");
    for (const loop::TlsCertificate &certificate : info.peerChain)
        parts << tr("certificate of %1, issued by %2")
                     .arg(QString::fromStdString(certificate.subject),
                          QString::fromStdString(certificate.issuer));
    return parts.join(u", "_s);
}

} // namespace app
