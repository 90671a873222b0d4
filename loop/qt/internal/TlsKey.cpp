// SPDX-License-Identifier: MIT
#include "loop/qt/internal/TlsKey.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

namespace loop::qt {

namespace {

template <auto free> struct Freed {
    template <class T> void operator()(T *thing) const { free(thing); }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;

Bio reading(const QByteArray &bytes)
{
    return Bio(BIO_new_mem_buf(bytes.constData(), static_cast<int>(bytes.size())));
}

} // namespace

KeyProblem checkKey(const QByteArray &certificate, const QByteArray &key)
{
    const std::unique_ptr<X509, Freed<X509_free>> owner(
        PEM_read_bio_X509(reading(certificate).get(), nullptr, nullptr, nullptr));
    bool asked = false;
    const auto passphrase = [](char *, int, int, void *wasAsked) {
        *static_cast<bool *>(wasAsked) = true;
        return -1;
    };
    const std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>> found(
        PEM_read_bio_PrivateKey(reading(key).get(), nullptr, passphrase, &asked));
    if (!found)
        return asked ? KeyProblem::Encrypted : KeyProblem::NoKey;
    return owner && X509_check_private_key(owner.get(), found.get()) == 1 ? KeyProblem::None
                                                                          : KeyProblem::OfAnother;
}

} // namespace loop::qt
