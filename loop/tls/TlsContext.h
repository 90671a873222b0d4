// SPDX-License-Identifier: MIT
#pragma once

// TlsContext: the settings of one side of TLS, as ssl.SSLContext has them, over OpenSSL. A client
// verifies the server's certificate and its name unless told otherwise. Make it, set it up, then
// give it to createConnection(), createServer() or startTls(); a change after that meets later
// connections only. It serves any driver and any transport that carries bytes. What cannot be set
// is a ValueError, and a file that cannot be read an OsError; then all stays as it was. Thread:
// that of the loops that use it.

#include "loop/Errors.h"
#include "loop/Time.h"
#include "loop/TlsContext.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

struct ssl_ctx_st;

namespace loop {
class Executor;
}

namespace loop::tls {

class ContextCallbacks;
class KeyLog;
class SessionCache;

enum class VerifyMode { None, Optional, Required }; // CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED
enum class TlsVersion { Tls12, Tls13 };
// When a client's ALPN shares nothing with the server's: RFC 7301 has the server refuse it by an
// alert; Ignore serves it without a protocol, as Python's ssl does.
enum class AlpnMismatch { Refuse, Ignore };

class TlsContext : public loop::TlsContext {
public:
    // Asked for the passphrase of an encrypted key.
    using Password = std::function<std::string()>;
    // A server: the context for a client that asks for `name` ("" if for none); null: this one.
    // What it throws refuses the client, by the alert unrecognized_name.
    using ChooseByName = std::function<std::shared_ptr<TlsContext>(const std::string &name)>;
    using KeylogFailed = std::function<void(const OsError &)>;
    using HandshakeFailed = std::function<void(const Transport &, const std::exception &)>;

    // N-08: the default context. Trusts what the system trusts.
    [[nodiscard]] static std::shared_ptr<TlsContext> forClient();
    // N-16: with what loadCertChain() takes.
    [[nodiscard]] static std::shared_ptr<TlsContext> forServer(const std::string &certificateFile,
                                                               const std::string &keyFile,
                                                               const Password &password = {});
    ~TlsContext() override;

    // A certificate chain, its own first, and its key, both PEM files; a client may have one, too.
    // ValueError if a file holds nothing of the kind, or the key is another's or behind another
    // passphrase. A server may have one of each kind of key.
    void loadCertChain(const std::string &certificateFile, const std::string &keyFile,
                       const Password &password = {});
    void useCertChain(const std::vector<std::string> &der, const std::string &keyDer); // the same
    // Trusts these authorities, instead of the system's; a server names them to its clients.
    void loadVerifyLocations(const std::string &caFile); // PEM
    void useAuthorities(const std::vector<std::string> &der);

    // A server that verifies asks for a certificate, and demands one if Required.
    void setVerifyMode(VerifyMode mode);
    void setVerify(bool on) { setVerifyMode(on ? VerifyMode::Required : VerifyMode::None); }
    [[nodiscard]] VerifyMode verifyMode() const noexcept { return m_verify; }
    bool checkHostname = true; // of a client that verifies: the name is the certificate's
    // The host name that a client asks for (SNI), where it is not the one that it verifies; "": it
    // is.
    std::string sentServerName;
    // A client asks the server to send along what its authority says of its certificate (OCSP, RFC
    // 6066): TlsInfo::ocsp. One that verifies refuses a certificate that was revoked.
    bool requestOcsp = false;

    void setMinimumVersion(TlsVersion version); // TLS 1.2 unless told otherwise
    void setMaximumVersion(TlsVersion version);
    void setCiphers(const std::string &list); // of TLS 1.2, in OpenSSL's words
    void setCipherSuites(const std::string &list); // of TLS 1.3: "TLS_AES_128_GCM_SHA256:..."
    void setGroups(const std::string &list); // of the key exchange: "X25519:P-256"

    // The preferred one first. ValueError for one that is empty or longer than 255 bytes.
    void setAlpnProtocols(const std::vector<std::string> &protocols);
    AlpnMismatch alpnMismatch = AlpnMismatch::Refuse;
    void setServerNameCallback(ChooseByName choose); // SNI

    void setTickets(std::size_t count); // a server's, for clients that come back; 2 at first
    bool resumeSessions = false; // a client comes back to a server with what it got from it
    // Appends the secrets of each connection, in the form of RFC 9850, so that a capture can be
    // read. Made for its owner alone. A write that fails is the last: keylogFailed hears of it, or
    // else the core's log.
    void setKeylogFilename(const std::string &path);
    KeylogFailed keylogFailed;

    // Unless a connection has its own (TlsTimeouts).
    Duration handshakeTimeout = std::chrono::seconds(60);
    Duration shutdownTimeout = std::chrono::seconds(2); // how long the peer's goodbye is awaited
    // Where a handshake's expensive steps are taken (runInExecutor()), so that the loop's thread
    // serves others meanwhile and several cores shake hands; null: the loop's thread, where each
    // iteration gives them 2 ms. It is one of threads of its own: what OpenSSL asks then,
    // ChooseByName and KeylogFailed, is called by them, several at a time, and a context that was
    // chosen may be let go by them. Contexts must not be changed while they serve.
    std::shared_ptr<Executor> handshakeExecutor;
    // The peer's FIN without its close_notify ends the stream as any end. False: it is a TlsError.
    bool suppressRaggedEofs = true;
    // Hears of each handshake that failed. A client learns of its own anyway; of a server's, nobody
    // does else. What it throws goes to the exception handler.
    HandshakeFailed handshakeFailed;

    void checkUsable(Role role) const override;
    [[nodiscard]] std::shared_ptr<Transport>
    wrap(EventLoop &loop, std::shared_ptr<Transport> carrier, std::shared_ptr<Protocol> protocol,
         const Transport::Origin &origin, const std::string &serverName,
         const TlsTimeouts &timeouts) final;
    [[nodiscard]] ssl_ctx_st *native() const noexcept { return m_context; } // for what is not here

protected:
    TlsContext();

private:
    friend class ContextCallbacks;
    friend class TlsEngine;

    void trustSystem();

    ssl_ctx_st *m_context;
    VerifyMode m_verify = VerifyMode::None;
    std::vector<std::string> m_alpn;
    ChooseByName m_chooseByName;
    std::unique_ptr<KeyLog> m_keylog; // null: none
    std::unique_ptr<SessionCache> m_sessions;
};

} // namespace loop::tls
