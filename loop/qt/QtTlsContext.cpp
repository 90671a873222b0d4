// SPDX-License-Identifier: MIT
#include "loop/qt/QtTlsContext.h"

#include "loop/Descriptor.h"
#include "loop/Errors.h"
#include "loop/qt/TlsTransport.h"

#include <QtCore/QFile>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QSslSocket>

namespace loop::qt {

namespace {

QByteArray contents(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        throw OsError(std::make_error_code(std::errc::no_such_file_or_directory),
                      "cannot read " + path + " (" + file.errorString().toStdString() + ')');
    return file.readAll();
}

QList<QSslCertificate> certificates(const std::string &path)
{
    QList<QSslCertificate> found = QSslCertificate::fromData(contents(path), QSsl::Pem);
    if (found.isEmpty())
        throw ValueError("no PEM certificate in " + path);
    return found;
}

QSslKey privateKey(const std::string &path)
{
    const QByteArray pem = contents(path);
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa})
        if (QSslKey key(pem, algorithm); !key.isNull())
            return key;
    throw ValueError("no PEM private key in " + path);
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
    m_configuration.setLocalCertificateChain(certificates(certificateFile));
    m_configuration.setPrivateKey(privateKey(keyFile));
}

void QtTlsContext::loadVerifyLocations(const std::string &caFile)
{
    m_configuration.setCaCertificates(certificates(caFile));
}

void QtTlsContext::setAlpnProtocols(const std::vector<std::string> &protocols)
{
    QList<QByteArray> list;
    for (const std::string &protocol : protocols)
        list.append(QByteArray::fromStdString(protocol));
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
