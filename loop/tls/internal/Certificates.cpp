// SPDX-License-Identifier: MIT
#include "loop/tls/internal/Certificates.h"

#include "loop/tls/internal/OpenSsl.h"

#include <ctime>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace loop::tls {

namespace {

std::string entryOf(const X509_NAME *name, int field)
{
    const int at = X509_NAME_get_index_by_NID(name, field, -1);
    if (at < 0)
        return {};
    unsigned char *text = nullptr;
    const int size
        = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    std::string entry;
    if (size > 0)
        entry.assign(reinterpret_cast<const char *>(text), static_cast<std::size_t>(size));
    OPENSSL_free(text);
    return entry;
}

// The first of its names that it has.
std::string displayName(const X509_NAME *name)
{
    for (const int field : {NID_commonName, NID_organizationName, NID_organizationalUnitName})
        if (std::string entry = entryOf(name, field); !entry.empty())
            return entry;
    return {};
}

std::int64_t secondsOf(const ASN1_TIME *time)
{
    std::tm broken {};
    return ASN1_TIME_to_tm(time, &broken) == 1 ? std::int64_t(::timegm(&broken)) : 0;
}

std::string digestOf(const X509 &certificate)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (X509_digest(&certificate, EVP_sha256(), digest, &size) != 1)
        return {};
    constexpr char digits[] = "0123456789ABCDEF";
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        if (i > 0)
            text += ':';
        text += digits[digest[i] >> 4];
        text += digits[digest[i] & 15];
    }
    return text;
}

} // namespace

std::string subjectOf(const X509 &certificate)
{
    return displayName(X509_get_subject_name(&certificate));
}

std::string pemOf(X509 &certificate)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), &certificate);
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

TlsCertificate describe(X509 &certificate)
{
    return {subjectOf(certificate),
            displayName(X509_get_issuer_name(&certificate)),
            secondsOf(X509_get0_notBefore(&certificate)),
            secondsOf(X509_get0_notAfter(&certificate)),
            digestOf(certificate),
            pemOf(certificate)};
}

std::string peerPem(SSL &ssl)
{
    X509 *const certificate = SSL_get0_peer_certificate(&ssl);
    return certificate ? pemOf(*certificate) : std::string();
}

TlsInfo infoOf(SSL &ssl)
{
    TlsInfo info;
    const SSL_CIPHER *cipher = SSL_get_current_cipher(&ssl);
    if (!cipher)
        cipher = SSL_get_pending_cipher(&ssl);
    if (cipher) { // before that, the version is a guess
        info.version = SSL_get_version(&ssl);
        info.cipher = SSL_CIPHER_get_name(cipher);
    }
    info.resumed = SSL_session_reused(&ssl) == 1;
    // OpenSSL 3.0 asks the session for it, whether there is one or not.
    const long group = SSL_get_session(&ssl) ? SSL_get_negotiated_group(&ssl) : 0;
    if (group > 0)
        if (const char *const name = SSL_group_to_name(&ssl, static_cast<int>(group)))
            info.group = name;
    const unsigned char *alpn = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(&ssl, &alpn, &size);
    info.alpn.assign(reinterpret_cast<const char *>(alpn), size);
    if (const char *const name = SSL_get_servername(&ssl, TLSEXT_NAMETYPE_host_name))
        info.serverName = name;
    X509 *const own = SSL_get0_peer_certificate(&ssl);
    if (own)
        info.peerChain.push_back(describe(*own));
    const STACK_OF(X509) *const chain = SSL_get_peer_cert_chain(&ssl);
    for (int i = 0; i < sk_X509_num(chain); ++i) // a client's has its own first, a server's has not
        if (X509 *const certificate = sk_X509_value(chain, i);
            !own || X509_cmp(certificate, own) != 0)
            info.peerChain.push_back(describe(*certificate));
    return info;
}

} // namespace loop::tls
