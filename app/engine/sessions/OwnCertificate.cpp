// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/OwnCertificate.h"

#include "app/engine/sessions/Refusal.h"
#include "models/files/BoundedFile.h"
#include "models/files/CheckedFile.h"
#include "models/files/FileLock.h"
#include "models/text/Tr.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QStandardPaths>
#include <QtNetwork/QSslCertificate>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <memory>

namespace app {

using models::tr;

namespace {

using namespace Qt::StringLiterals;

constexpr long secondsValid = 2 * 365 * 24 * 60 * 60L;
constexpr int renewedBefore = 7; // days
constexpr std::chrono::seconds certificatePatience {10}; // with another program that makes it

template <auto free> struct Freed {
    template <class T> void operator()(T *thing) const { free(thing); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;

void addExtension(X509 *certificate, int name, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, name, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

// Its own authority: a client that trusts it trusts nothing else with it, for it signs no others.
Certificate makeCertificate(EVP_PKEY *key)
{
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    unsigned char serial[8] = {};
    RAND_bytes(serial, sizeof serial);
    serial[0] = (serial[0] & 0x7f) | 1; // positive
    BIGNUM *const number = BN_bin2bn(serial, sizeof serial, nullptr);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.get()));
    BN_free(number);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60 * 60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), secondsValid);
    X509_NAME *const name = X509_get_subject_name(certificate.get());
    for (const auto &[field, value] : {std::pair {"O", "Loopscope"}, std::pair {"CN", "localhost"}})
        X509_NAME_add_entry_by_txt(name, field, MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char *>(value), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_set_pubkey(certificate.get(), key);
    addExtension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
    addExtension(certificate.get(), NID_key_usage, "critical,digitalSignature");
    addExtension(certificate.get(), NID_ext_key_usage, "serverAuth,clientAuth");
    addExtension(certificate.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1");
    addExtension(certificate.get(), NID_subject_key_identifier, "hash");
    if (!X509_sign(certificate.get(), key, EVP_sha256()))
        throw Refusal(
            tr("A certificate could not be created. Name one of your own with cert= and key=."));
    return certificate;
}

QByteArray contents(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, size};
}

void save(const QString &path, const QByteArray &bytes)
{
    if (const QString problem = models::writeFile(path, bytes, models::CheckedFile::Readers::Owner);
        !problem.isEmpty())
        throw Refusal(problem + u' '
                      + tr("Or name a certificate of your own with cert= and key=."));
}

void make(const CertificateFiles &files)
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = makeCertificate(key.get());
    const Bio keyText(BIO_new(BIO_s_mem())), certificateText(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    PEM_write_bio_X509(certificateText.get(), certificate.get());
    save(files.key, contents(keyText.get()));
    save(files.certificate, contents(certificateText.get()));
}

QByteArray bytesOf(const QString &path)
{
    const auto read = models::readFile(path, models::mostScenario);
    return read ? *read : QByteArray();
}

bool isUsable(const CertificateFiles &files)
{
    const auto certificates = QSslCertificate::fromData(bytesOf(files.certificate), QSsl::Pem);
    return !certificates.isEmpty()
        && certificates.first().expiryDate()
        > QDateTime::currentDateTimeUtc().addDays(renewedBefore)
        && checkKey(files.certificate, files.key) == loop::tls::KeyProblem::None;
}

} // namespace

CertificateFiles ownCertificate()
{
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    CertificateFiles files {folder.filePath(u"localhost.crt"_s),
                            folder.filePath(u"localhost.key"_s)};
    if (isUsable(files))
        return files;
    if (const QString problem = models::makePrivateFolder(folder.path()); !problem.isEmpty())
        throw Refusal(problem + u' '
                      + tr("Or name a certificate of your own with cert= and key=."));
    // One program makes it, the others wait and find it: key and certificate are two files, and
    // what is of two programs does not fit. Where locks are not to be had, each makes its own.
    const models::FileLock lock(folder.filePath(u"localhost.lock"_s), certificatePatience);
    if (lock.state() == models::FileLock::State::Busy)
        throw Refusal(tr("Another program has been making the TLS certificate in %1 for %2 s. End "
                         "it, or name a certificate of your own with cert= and key=.")
                          .arg(folder.path())
                          .arg(certificatePatience.count()));
    if (!isUsable(files))
        make(files);
    return files;
}

loop::tls::KeyProblem checkKey(const QString &certificateFile, const QString &keyFile)
{
    const QByteArray certificate = bytesOf(certificateFile);
    const QByteArray key = bytesOf(keyFile);
    return loop::tls::checkKey({certificate.constData(), std::size_t(certificate.size())},
                               {key.constData(), std::size_t(key.size())});
}

} // namespace app
