// SPDX-License-Identifier: MIT
#pragma once

// TlsEngine: OpenSSL's side of one connection, from bytes of the carrier to bytes of the program
// and back. It moves nothing itself: whoever has it feeds `records.input`, and sends
// `records.output()` after each call. The thread of whoever has it: the loop's, or an executor's
// for a step of the handshake. Nothing is thrown: a failure leaves OpenSSL's words in failure(),
// for the same thread.

#include "loop/tls/internal/OpenSsl.h"
#include "loop/tls/internal/RecordBio.h"

#include "loop/Ids.h"
#include "loop/Records.h"
#include "loop/TlsInfo.h"

#include <exception>
#include <memory>
#include <span>
#include <string>
#include <vector>

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
    // Whether handshake() has something to work on: input, or a client's first message.
    [[nodiscard]] bool hasStep() const noexcept;
    // The records that a handshake left behind, now that it is done, are a server's tickets.
    [[nodiscard]] bool givesTickets() const noexcept;
    // Fills `into` as far as there is input. Done: it is full. What was filled counts whatever the
    // status.
    [[nodiscard]] Status read(std::span<char> into, std::size_t &filled);
    [[nodiscard]] bool write(std::string_view data); // all of it; false: it failed
    void sayGoodbye(); // close_notify, once; the peer may go on sending
    void keepBuffers(bool on) noexcept; // between messages; false: and gives back what it has
    [[nodiscard]] bool hasPending() const noexcept; // read() gives something without input

    // Why the last call failed: a CertificateError or a TlsError that begins with `step`.
    [[nodiscard]] std::exception_ptr failure(std::string_view step);

    // What was agreed on, or how far it came: `failure` is what became of the handshake, if it
    // failed.
    [[nodiscard]] TlsInfo info(std::string failure) const;

    [[nodiscard]] SSL &ssl() const noexcept { return *m_ssl; }
    [[nodiscard]] const TlsContext &context() const noexcept { return *m_context; }
    [[nodiscard]] const std::string &serverName() const noexcept { return m_serverName; }

    RecordBio records;

    // For ContextCallbacks.
    void use(std::shared_ptr<const TlsContext> context); // in place of the first one
    [[nodiscard]] bool keep(SSL_SESSION *session);
    struct Verdict { // on the peer's certificate
        std::string problems; // which checks it failed
        int first = 0; // of them; X509_V_OK: none
        std::vector<TlsCertificate> chain; // of one that failed
        std::string ocsp; // as TlsInfo's
    };
    [[nodiscard]] Verdict &verdict();
    [[nodiscard]] bool failedVerification() const noexcept { return m_verdict && m_verdict->first; }
    void noteAlert(int alert, bool received) noexcept;

private:
    void expect(); // the server's name or address
    [[nodiscard]] Status statusOf(int result) const noexcept; // of a call that was not successful

    std::shared_ptr<const TlsContext> m_context;
    std::string m_serverName;
    std::string m_session; // "": is not kept
    std::unique_ptr<Verdict> m_verdict; // null: there is nothing to say
    std::uint8_t m_alertSent = 0; // 0: none; close_notify is none
    std::uint8_t m_alertReceived = 0;
    SSL *m_ssl;
};

} // namespace loop::tls
