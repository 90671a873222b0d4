// SPDX-License-Identifier: MIT
#include "loop/tls/internal/TlsEngine.h"

#include "loop/tls/TlsContext.h"
#include "loop/tls/internal/Certificates.h"
#include "loop/tls/internal/ContextCallbacks.h"
#include "loop/tls/internal/Sessions.h"
#include "loop/tls/internal/TlsWords.h"

#include <new>

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

namespace loop::tls {

namespace {

bool isAddress(const std::string &name) noexcept
{
    in6_addr address {};
    return ::inet_pton(AF_INET, name.c_str(), &address) == 1
        || ::inet_pton(AF_INET6, name.c_str(), &address) == 1;
}

// What others of this thread left behind would be taken for ours.
void forgetErrors() noexcept
{
    if (ERR_peek_error() != 0)
        ERR_clear_error();
}

} // namespace

TlsEngine::TlsEngine(std::shared_ptr<const TlsContext> context, Role role, std::string serverName,
                     std::string session)
    : m_context(std::move(context))
    , m_serverName(std::move(serverName))
    , m_session(std::move(session))
    , m_ssl(SSL_new(m_context->native()))
{
    if (!m_ssl)
        throw std::bad_alloc();
    SSL_set_app_data(m_ssl, this);
    BIO *const bio = records.make();
    SSL_set_bio(m_ssl, bio, bio);
    ContextCallbacks::verifyAs(*m_ssl, *m_context);
    if (role == Role::Server) {
        SSL_set_accept_state(m_ssl);
        return;
    }
    SSL_set_connect_state(m_ssl);
    expect();
    if (m_context->requestOcsp)
        SSL_set_tlsext_status_type(m_ssl, TLSEXT_STATUSTYPE_ocsp);
    if (m_session.empty())
        return;
    if (const Session before = m_context->m_sessions->take(m_session))
        SSL_set_session(m_ssl, before.get());
}

TlsEngine::~TlsEngine()
{
    SSL_free(m_ssl);
}

void TlsEngine::expect()
{
    const std::string &asked
        = m_context->sentServerName.empty() ? m_serverName : m_context->sentServerName;
    if (!asked.empty() && !isAddress(asked)) // RFC 6066, 3: no addresses
        SSL_set_tlsext_host_name(m_ssl, asked.c_str());
    if (m_serverName.empty() || !m_context->checkHostname)
        return;
    const bool address = isAddress(m_serverName);
    X509_VERIFY_PARAM *const expected = SSL_get0_param(m_ssl);
    X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (address)
        X509_VERIFY_PARAM_set1_ip_asc(expected, m_serverName.c_str());
    else
        X509_VERIFY_PARAM_set1_host(expected, m_serverName.data(), m_serverName.size());
}

TlsEngine::Status TlsEngine::statusOf(int) const noexcept
{
    if (SSL_get_shutdown(m_ssl) & SSL_RECEIVED_SHUTDOWN && ERR_peek_error() == 0)
        return Status::Ended;
    return SSL_want_read(m_ssl) && ERR_peek_error() == 0 ? Status::WantsInput : Status::Failed;
}

TlsEngine::Status TlsEngine::handshake()
{
    forgetErrors();
    const int result = SSL_do_handshake(m_ssl);
    return result == 1 ? Status::Done : statusOf(result);
}

bool TlsEngine::hasStep() const noexcept
{
    return !records.input.empty() || (SSL_is_server(m_ssl) == 0 && SSL_in_before(m_ssl) == 1);
}

bool TlsEngine::givesTickets() const noexcept
{
    return SSL_is_server(m_ssl) == 1 && SSL_version(m_ssl) == TLS1_3_VERSION
        && !records.output().empty();
}

TlsEngine::Status TlsEngine::read(std::span<char> into, std::size_t &filled)
{
    forgetErrors();
    filled = 0;
    while (filled < into.size()) {
        const std::span<char> room = into.subspan(filled);
        const int count = SSL_read(m_ssl, room.data(), static_cast<int>(room.size()));
        if (count <= 0)
            return statusOf(count);
        filled += static_cast<std::size_t>(count);
        if (records.input.empty() && !hasPending()) // as after most messages
            return Status::WantsInput;
    }
    return Status::Done;
}

bool TlsEngine::hasPending() const noexcept
{
    return SSL_has_pending(m_ssl) == 1;
}

void TlsEngine::keepBuffers(bool on) noexcept
{
    if (on) {
        SSL_clear_mode(m_ssl, SSL_MODE_RELEASE_BUFFERS);
        return;
    }
    SSL_set_mode(m_ssl, SSL_MODE_RELEASE_BUFFERS);
    SSL_free_buffers(m_ssl); // unless there is half a record in them: then after that
}

bool TlsEngine::write(std::string_view data)
{
    forgetErrors();
    const int count = SSL_write(m_ssl, data.data(), static_cast<int>(data.size()));
    return count == static_cast<int>(data.size()); // `records` takes it all
}

void TlsEngine::sayGoodbye()
{
    forgetErrors();
    if (!(SSL_get_shutdown(m_ssl) & SSL_SENT_SHUTDOWN))
        SSL_shutdown(m_ssl);
}

std::exception_ptr TlsEngine::failure(std::string_view step)
{
    if (m_verdict && !m_verdict->problems.empty()) {
        ERR_clear_error();
        return std::make_exception_ptr(
            CertificateError("certificate verify failed: " + m_verdict->problems));
    }
    const bool none = peerShowedNoCertificate();
    const std::string why = takeError();
    if (none)
        return std::make_exception_ptr(
            CertificateError("certificate verify failed: the peer showed no certificate"));
    return std::make_exception_ptr(TlsError(std::string(step).append(why)));
}

TlsInfo TlsEngine::info(std::string failure) const
{
    TlsInfo info = infoOf(*m_ssl);
    if (m_verdict) {
        info.problems = m_verdict->problems;
        info.ocsp = m_verdict->ocsp;
        if (info.peerChain.empty())
            info.peerChain = m_verdict->chain;
    }
    if (!info.problems.empty())
        info.verification = TlsVerification::Failed;
    else if (SSL_get_verify_mode(m_ssl) != SSL_VERIFY_NONE && !info.peerChain.empty())
        info.verification = TlsVerification::Passed;
    if (failure.empty())
        return info;
    info.failure = std::move(failure);
    info.lastStep = nameOfStep(SSL_get_state(m_ssl), SSL_is_server(m_ssl) == 1);
    if (m_alertSent != 0)
        info.alertSent = nameOfAlert(m_alertSent);
    if (m_alertReceived != 0)
        info.alertReceived = nameOfAlert(m_alertReceived);
    return info;
}

TlsEngine::Verdict &TlsEngine::verdict()
{
    if (!m_verdict)
        m_verdict = std::make_unique<Verdict>();
    return *m_verdict;
}

void TlsEngine::noteAlert(int alert, bool received) noexcept
{
    (received ? m_alertReceived : m_alertSent) = static_cast<std::uint8_t>(alert);
}

void TlsEngine::use(std::shared_ptr<const TlsContext> context)
{
    m_context = std::move(context);
}

bool TlsEngine::keep(SSL_SESSION *session)
{
    if (m_session.empty())
        return false;
    m_context->m_sessions->keep(m_session, Session(session));
    return true;
}

} // namespace loop::tls
