// SPDX-License-Identifier: MIT
#include "loop/tls/internal/Ocsp.h"

#include "loop/tls/internal/OpenSsl.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>

namespace loop::tls {

namespace {

using Response = std::unique_ptr<OCSP_RESPONSE, Freed<OCSP_RESPONSE_free>>;
using Basic = std::unique_ptr<OCSP_BASICRESP, Freed<OCSP_BASICRESP_free>>;
using Id = std::unique_ptr<OCSP_CERTID, Freed<OCSP_CERTID_free>>;

constexpr long leniency = 5 * 60; // s, between two clocks

// That of the server's certificate, among what was verified, or else among what it sent.
X509 *issuerOf(SSL &ssl, X509 *certificate)
{
    const STACK_OF(X509) *chain = SSL_get0_verified_chain(&ssl);
    if (!chain)
        chain = SSL_get_peer_cert_chain(&ssl);
    for (int i = 0; i < sk_X509_num(chain); ++i)
        if (X509_check_issued(sk_X509_value(chain, i), certificate) == X509_V_OK)
            return sk_X509_value(chain, i);
    return nullptr;
}

// By the issuer itself, or by whom it has named for that.
bool isSignedBy(OCSP_BASICRESP *answer, X509 *issuer)
{
    const Store trusted(X509_STORE_new());
    X509_STORE_add_cert(trusted.get(), issuer);
    X509_STORE_set_flags(trusted.get(), X509_V_FLAG_PARTIAL_CHAIN);
    STACK_OF(X509) *const issuers = sk_X509_new_null();
    sk_X509_push(issuers, issuer);
    const int good = OCSP_basic_verify(answer, issuers, trusted.get(), 0);
    sk_X509_free(issuers);
    return good == 1;
}

std::string answerFor(SSL &ssl, OCSP_BASICRESP *answer)
{
    X509 *const certificate = SSL_get0_peer_certificate(&ssl);
    X509 *const issuer = certificate ? issuerOf(ssl, certificate) : nullptr;
    if (!issuer)
        return "the issuer that should have signed it is not known";
    if (!isSignedBy(answer, issuer))
        return "it is not signed by the issuer";
    const Id id(OCSP_cert_to_id(nullptr, certificate, issuer)); // by SHA-1, as answers have it
    int status = 0;
    int reason = 0;
    ASN1_GENERALIZEDTIME *revoked = nullptr;
    ASN1_GENERALIZEDTIME *from = nullptr;
    ASN1_GENERALIZEDTIME *until = nullptr;
    if (OCSP_resp_find_status(answer, id.get(), &status, &reason, &revoked, &from, &until) != 1)
        return "it is for another certificate";
    if (OCSP_check_validity(from, until, leniency, -1) != 1)
        return "it is out of date";
    return OCSP_cert_status_str(status);
}

} // namespace

std::string stapledAnswer(SSL &ssl)
{
    const unsigned char *bytes = nullptr;
    const long size = SSL_get_tlsext_status_ocsp_resp(&ssl, &bytes);
    if (size <= 0 || !bytes)
        return {};
    const Response response(d2i_OCSP_RESPONSE(nullptr, &bytes, size));
    const Basic answer(response ? OCSP_response_get1_basic(response.get()) : nullptr);
    std::string said = answer ? answerFor(ssl, answer.get()) : "it cannot be read";
    ERR_clear_error();
    return said;
}

} // namespace loop::tls
