// SPDX-License-Identifier: MIT
#pragma once

// Owners of what OpenSSL gives out. Any thread.

#include <memory>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace loop::tls {

template <auto free> struct Freed {
    template <class T> void operator()(T *thing) const noexcept { free(thing); }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Session = std::unique_ptr<SSL_SESSION, Freed<SSL_SESSION_free>>;
using Store = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;

[[nodiscard]] inline Bio reading(std::string_view bytes) // which outlive it
{
    return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

} // namespace loop::tls
