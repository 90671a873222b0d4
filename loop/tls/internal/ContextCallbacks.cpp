// SPDX-License-Identifier: MIT
#include "loop/tls/internal/ContextCallbacks.h"

#include "loop/tls/internal/Certificates.h"
#include "loop/tls/internal/KeyLog.h"
#include "loop/tls/internal/Ocsp.h"
#include "loop/tls/internal/Sessions.h"
#include "loop/tls/internal/TlsEngine.h"

namespace loop::tls {

namespace {

int modeOf(VerifyMode mode) noexcept
{
    switch (mode) {
    case VerifyMode::None:
        return SSL_VERIFY_NONE;
    case VerifyMode::Optional:
        return SSL_VERIFY_PEER;
    case VerifyMode::Required:
        break;
    }
    return SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
}

std::string wordsOf(int error, const std::string &serverName)
{
    switch (error) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
        return "the certificate is for another host name (\"" + serverName + "\")";
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return "the certificate is for another address (\"" + serverName + "\")";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return "the certificate is self-signed, and untrusted";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        return "the root of the chain is self-signed, and untrusted";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        return "the issuer of the certificate is not known";
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "the certificate has expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "the certificate is not valid yet";
    default:
        return X509_verify_cert_error_string(error);
    }
}

bool saysMore(
    int error) noexcept // of one certificate OpenSSL says several times that it is unknown
{
    return error != X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE
        && error != X509_V_ERR_CERT_UNTRUSTED;
}

TlsEngine &engineOf(const SSL *ssl)
{
    return *static_cast<TlsEngine *>(SSL_get_app_data(ssl));
}

// Each check that fails, and goes on to the next.
int noteFailure(int good, X509_STORE_CTX *store)
{
    if (good)
        return 1;
    auto *const ssl = static_cast<SSL *>(
        X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    TlsEngine &engine = engineOf(ssl);
    const int error = X509_STORE_CTX_get_error(store);
    TlsEngine::Verdict &verdict = engine.verdict();
    if (verdict.first == X509_V_OK)
        verdict.first = error;
    else if (!saysMore(error))
        return 1;
    std::string words = wordsOf(error, engine.serverName());
    if (const X509 *const certificate = X509_STORE_CTX_get_current_cert(store))
        words += " [" + subjectOf(*certificate) + ']';
    if (verdict.problems.find(words) == std::string::npos)
        verdict.problems += (verdict.problems.empty() ? "" : "; ") + words;
    return 1;
}

// What OpenSSL forgets of a certificate that is refused.
void keepChain(X509_STORE_CTX *store, std::vector<TlsCertificate> &chain)
{
    X509 *const own = X509_STORE_CTX_get0_cert(store);
    chain.push_back(describe(*own));
    const STACK_OF(X509) *const rest = X509_STORE_CTX_get0_untrusted(store);
    for (int i = 0; i < sk_X509_num(rest); ++i)
        if (X509 *const certificate = sk_X509_value(rest, i); X509_cmp(certificate, own) != 0)
            chain.push_back(describe(*certificate));
}

void noteAlert(const SSL *ssl, int what, int value)
{
    const int alert = value & 0xff;
    if ((what & SSL_CB_ALERT) && alert != SSL_AD_CLOSE_NOTIFY)
        engineOf(ssl).noteAlert(alert, (what & SSL_CB_READ) != 0);
}

// A client has looked at the certificate, and has what the server sent along.
int lookAtStatus(SSL *ssl, void *)
{
    if (SSL_is_server(ssl))
        return SSL_TLSEXT_ERR_NOACK;
    TlsEngine &engine = engineOf(ssl);
    std::string answer = stapledAnswer(*ssl);
    if (answer.empty())
        return 1;
    TlsEngine::Verdict &verdict = engine.verdict();
    verdict.ocsp = std::move(answer);
    if (verdict.ocsp != "revoked" || SSL_get_verify_mode(ssl) == SSL_VERIFY_NONE)
        return 1;
    verdict.problems = "the certificate was revoked, as the OCSP answer sent along says";
    if (X509 *const certificate = SSL_get0_peer_certificate(ssl))
        verdict.problems += " [" + subjectOf(*certificate) + ']';
    return 0;
}

} // namespace

void ContextCallbacks::install(TlsContext &context)
{
    SSL_CTX *const native = context.native();
    SSL_CTX_set_cert_verify_callback(native, verify, nullptr);
    SSL_CTX_set_tlsext_servername_callback(native, chooseContext);
    SSL_CTX_set_tlsext_servername_arg(native, &context);
    SSL_CTX_set_session_cache_mode(native,
                                   SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
    SSL_CTX_sess_set_new_cb(native, keepSession);
    SSL_CTX_set_info_callback(native, noteAlert);
    SSL_CTX_set_tlsext_status_cb(native, lookAtStatus);
}

void ContextCallbacks::verifyAs(SSL &ssl, const TlsContext &context)
{
    SSL_set_verify(&ssl, modeOf(context.verifyMode()), nullptr);
}

int ContextCallbacks::chooseAlpn(SSL *, const unsigned char **out, unsigned char *size,
                                 const unsigned char *offered, unsigned offeredSize, void *context)
{
    const auto &self = *static_cast<const TlsContext *>(context);
    for (const std::string &ours : self.m_alpn) {
        for (unsigned at = 0; at < offeredSize; at += offered[at] + 1u) { // checked by OpenSSL
            const std::string_view theirs(reinterpret_cast<const char *>(offered + at + 1),
                                          offered[at]);
            if (theirs != ours)
                continue;
            *out = offered + at + 1;
            *size = offered[at];
            return SSL_TLSEXT_ERR_OK;
        }
    }
    return self.alpnMismatch == AlpnMismatch::Refuse ? SSL_TLSEXT_ERR_ALERT_FATAL
                                                     : SSL_TLSEXT_ERR_NOACK;
}

int ContextCallbacks::chooseContext(SSL *ssl, int *alert, void *context)
{
    const auto &self = *static_cast<const TlsContext *>(context);
    if (!SSL_is_server(ssl) || !self.m_chooseByName)
        return SSL_TLSEXT_ERR_OK;
    const char *const name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    try {
        const std::shared_ptr<TlsContext> chosen = self.m_chooseByName(name ? name : "");
        if (!chosen || chosen.get() == &self)
            return SSL_TLSEXT_ERR_OK;
        SSL_set_SSL_CTX(ssl, chosen->native());
        verifyAs(*ssl, *chosen);
        engineOf(ssl).use(chosen);
        return SSL_TLSEXT_ERR_OK;
    } catch (...) {
        *alert = SSL_AD_UNRECOGNIZED_NAME;
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    }
}

// All checks, so that the error names each that failed; the alert is that of the first.
int ContextCallbacks::verify(X509_STORE_CTX *store, void *)
{
    auto *const ssl = static_cast<SSL *>(
        X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    TlsEngine &engine = engineOf(ssl);
    if (SSL_get_verify_mode(ssl) == SSL_VERIFY_NONE)
        return 1;
    X509_STORE_CTX_set_verify_cb(store, noteFailure);
    const int good = X509_verify_cert(store);
    if (good > 0 && !engine.failedVerification())
        return 1;
    if (engine.failedVerification())
        X509_STORE_CTX_set_error(store, engine.verdict().first);
    keepChain(store, engine.verdict().chain);
    return 0;
}

int ContextCallbacks::keepSession(SSL *ssl, SSL_SESSION *session)
{
    return !SSL_is_server(ssl) && engineOf(ssl).keep(session); // true: it is kept
}

void ContextCallbacks::logSecret(const SSL *ssl, const char *line)
{
    const TlsContext &context = engineOf(ssl).context();
    if (context.m_keylog)
        context.m_keylog->append(line, context.keylogFailed);
}

} // namespace loop::tls
