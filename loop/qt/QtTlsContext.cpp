// SPDX-License-Identifier: MIT
#include "loop/qt/QtTlsContext.h"

#include "loop/Descriptor.h"
#include "loop/Errors.h"
#include "loop/qt/internal/TlsKey.h"
#include "loop/qt/internal/TlsTransport.h"

#include <QtCore/QFile>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QSslSocket>

#include <cerrno>

#include <fcntl.h>

namespace loop::qt {

namespace {

// With the system's own reason: QFile keeps only words for it.
QByteArray contents(const std::string &path)
{
    const Descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    QFile file;
    if (!opened || !file.open(opened.get(), QIODevice::ReadOnly))
        throw OsError(errno, std::system_category(), "cannot read " + path);
    return file.readAll();
}

QList<QSslCertificate> certificatesIn(const QByteArray &pem, const std::string &path)
{
    QList<QSslCertificate> found = QSslCertificate::fromData(pem, QSsl::Pem);
    if (found.isEmpty())
        throw ValueError("no PEM certificate in " + path);
    return found;
}

QSslKey keyIn(const QByteArray &pem, const std::string &path)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa})
        if (QSslKey key(pem, algorithm); !key.isNull())
            return key;
    throw ValueError("the private key in " + path
                     + " is of a kind that Qt does not know: use RSA or EC");
}

} // namespace

QtTlsContext::QtTlsContext()
    : m_configuration(QSslConfiguration::defaultConfiguration())
{
    if (!QSslSocket::supportsSsl())
        throw NotSupportedError("Qt has found no TLS library to work with");
}

std::shared_ptr<QtTlsContext> QtTlsContext::forClient()
{
    std::shared_ptr<QtTlsContext> context(new QtTlsContext);
    context->m_verify = true;
    return context;
}

std::shared_ptr<QtTlsContext> QtTlsContext::forServer(const std::string &certificateFile,
                                                      const std::string &keyFile)
{
    std::shared_ptr<QtTlsContext> context(new QtTlsContext);
    context->loadCertChain(certificateFile, keyFile);
    return context;
}

void QtTlsContext::loadCertChain(const std::string &certificateFile, const std::string &keyFile)
{
    const QByteArray chain = contents(certificateFile);
    const QByteArray pem = contents(keyFile);
    const QList<QSslCertificate> certificates = certificatesIn(chain, certificateFile);
    switch (checkKey(chain, pem)) {
    case KeyProblem::None:
        break;
    case KeyProblem::NoKey:
        throw ValueError("no PEM private key in " + keyFile);
    case KeyProblem::Encrypted:
        throw ValueError("the private key in " + keyFile + " is protected by a passphrase");
    case KeyProblem::OfAnother:
        throw ValueError("the private key in " + keyFile + " is not that of the certificate in "
                         + certificateFile);
    }
    m_configuration.setPrivateKey(keyIn(pem, keyFile));
    m_configuration.setLocalCertificateChain(certificates);
}

void QtTlsContext::loadVerifyLocations(const std::string &caFile)
{
    m_configuration.setCaCertificates(certificatesIn(contents(caFile), caFile));
}

void QtTlsContext::setAlpnProtocols(const std::vector<std::string> &protocols)
{
    QList<QByteArray> list;
    for (const std::string &protocol : protocols) {
        if (protocol.empty() || protocol.size() > 255) // RFC 7301
            throw ValueError("ALPN protocols must be 1 to 255 in length");
        list.append(QByteArray::fromStdString(protocol));
    }
    m_configuration.setAllowedNextProtocols(list);
}

void QtTlsContext::checkUsable(Role role) const
{
    if (role == Role::Server && m_configuration.localCertificateChain().isEmpty())
        throw ValueError("a server's TLS context needs a certificate and its key: use forServer()");
}

std::shared_ptr<Transport> QtTlsContext::wrap(EventLoop &loop, Descriptor fd,
                                              std::shared_ptr<Protocol> protocol,
                                              const Transport::Origin &origin,
                                              const std::string &serverName)
{
    auto self = std::static_pointer_cast<const QtTlsContext>(shared_from_this());
    return std::make_shared<TlsTransport>(loop, std::move(fd), std::move(protocol), origin,
                                          std::move(self), serverName);
}

} // namespace loop::qt
