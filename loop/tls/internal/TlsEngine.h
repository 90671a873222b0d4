// SPDX-License-Identifier: MIT
#pragma once

// TlsEngine: OpenSSL's side of one connection, from bytes of the carrier to bytes of the program
// and back. It moves nothing itself: whoever has it feeds `records.input`, and sends
// `records.output()` after each call. The loop's thread; nothing is thrown: a failure leaves
// OpenSSL's words in failure().

#include "loop/tls/internal/OpenSsl.h"
#include "loop/tls/internal/RecordBio.h"

#include "loop/Ids.h"
#include "loop/Records.h"

#include <exception>
#include <span>
#include <string>

namespace loop::tls {

class TlsContext;

class TlsEngine {
public:
    enum class Status { Done, WantsInput, Ended, Failed }; // Ended: by the peer's close_notify

    // `serverName` is what the server's certificate has to be for; `session` names the server among
    // a client's sessions.
    TlsEngine(std::shared_ptr<const TlsContext> context, Role role, std::string serverName,
              std::string session);
    ~TlsEngine();
    TlsEngine(const TlsEngine &) = delete;

    [[nodiscard]] Status handshake();
    // Fills `into` as far as there is input. Done: it is full. What was filled counts whatever the
    // status.
    [[nodiscard]] Status read(std::span<char> into, std::size_t &filled);
    [[nodiscard]] bool write(std::string_view data); // all of it; false: it failed
    void sayGoodbye(); // close_notify, once; the peer may go on sending
    [[nodiscard]] bool hasPending() const noexcept; // read() gives something without input

    // Why the last call failed: a CertificateError or a TlsError that begins with `step`.
    [[nodiscard]] std::exception_ptr failure(std::string_view step);

    [[nodiscard]] SSL &ssl() const noexcept { return *m_ssl; }
    [[nodiscard]] const TlsContext &context() const noexcept { return *m_context; }
    [[nodiscard]] const std::string &serverName() const noexcept { return m_serverName; }

    RecordBio records;

    // For ContextCallbacks.
    void use(std::shared_ptr<const TlsContext> context); // in place of the first one
    [[nodiscard]] bool keep(SSL_SESSION *session);
    std::string refusal; // which checks the peer's certificate failed
    int firstFailure = 0; // of them; X509_V_OK: none

private:
    void expect(); // the server's name or address
    [[nodiscard]] Status statusOf(int result) const noexcept; // of a call that was not successful

    std::shared_ptr<const TlsContext> m_context;
    std::string m_serverName;
    std::string m_session; // "": is not kept
    SSL *m_ssl;
};

} // namespace loop::tls
