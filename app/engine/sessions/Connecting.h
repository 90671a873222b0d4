// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How every client gets its connections: to the peer that its URL names, over tcp, tls, unix or
// udp, with a limit on how long that may take. Over udp the streams are of datagrams: each write
// sends one, what arrives is read as one flow of bytes, and there is no end but an error. Net
// thread.

#include "app/engine/sessions/TlsSettings.h"
#include "loop/Streams.h"
#include "loop/Time.h"
#include "models/spec/SessionUrl.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <memory>
#include <optional>
#include <string>

namespace app {

class SessionFaults;

// Whom to reach, and how. Made of a client's URL, or put together by whoever connects for another
// reason.
struct Peer {
    QString transport = QStringLiteral("tcp"); // tcp, tls, unix or udp
    std::string host; // of unix, the socket's name as the core takes it
    std::uint16_t port = 0;
    loop::Duration timeout = std::chrono::seconds(10); // for the connection with its handshake

    // Of tls. The files are PEM; "" for none.
    bool verify = true;
    QString authorities; // trusted instead of the system's
    QString trusted; // the one certificate that is accepted, whoever signed it, for whatever name
    QString certificate; // our own, with its chain
    QString key; // its key; "": in the same file
    QString serverName; // what the certificate has to be for; "": the host
    QString sentName; // the host name that the server is asked for; "": that one
    QStringList alpn; // the preferred first
    EncryptionOptions encryption;

    [[nodiscard]] static Peer of(const models::SessionUrl &url);
    [[nodiscard]] QString address() const; // "127.0.0.1:8881", "/run/echo"
};

class Connector {
public:
    // Reads the files. Refusal where one cannot be used. What `faults` has in its plan is done to
    // each connection; none: nothing is. `warn` may be called later than this lives, by handshakes
    // that are under way then.
    explicit Connector(Peer peer, Warn warn, SessionFaults *faults = nullptr);
    Connector(const Connector &) = delete;

    // Once for each connection. TimeoutError, OsError, TlsError, or Refusal for a certificate that
    // is not the trusted one. Named before it is awaited: see HACKING.md, g++ 12.
    [[nodiscard]] loop::Coro<loop::Streams> open(loop::EventLoop &loop) const;
    // Where a connection of it leads: the address that the host's name stood for, or a path.
    [[nodiscard]] QString addressOf(const loop::StreamWriter &writer) const;

private:
    [[nodiscard]] loop::Coro<loop::Streams> connect(loop::EventLoop &loop) const;
    [[nodiscard]] loop::Coro<loop::Streams> connectStream(loop::EventLoop &loop) const;
    void checkTrusted(const loop::StreamWriter &writer) const;

    Peer peer_;
    SessionFaults *faults_; // outlives this, or null
    std::shared_ptr<loop::tls::TlsContext> tls_; // null: not over tls
    std::string trustedDigest_; // "": whom the context accepts
};

// Awaits `work`, which uses the connection, then closes that and waits until it is closed: what
// is not sent yet is, and over TLS the end is said. What takes longer than a second is aborted.
// Throws what `work` throws. Without it the loop's end meets a connection that is still closing.
[[nodiscard]] loop::Coro<void> useAndClose(loop::StreamWriter writer, loop::Coro<void> work);

// What was agreed on, as describeTls() says it, or "" for a connection in the clear.
[[nodiscard]] QString encryptionOf(const loop::StreamWriter &writer);

} // namespace app
