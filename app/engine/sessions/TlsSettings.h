// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// TLS as a session's URL asks for it: what both sides have, and a server's certificate, client
// certificates, ALPN. What cannot be had is a Refusal. Net thread.

#include "loop/tls/TlsContext.h"
#include "models/spec/SessionUrl.h"

#include <QtCore/QString>

#include <functional>

namespace app {

// What goes wrong later on, for the session's log. Any thread: handshakes may be taken over by
// others.
using Warn = std::function<void(const QString &words)>;

// What both sides can be told: `tls_min`, `tls_max`, `ciphers`, `sslkeylog`, `tls_threads`.
struct EncryptionOptions {
    QString oldest, newest; // "1.2"
    QString ciphers; // "": OpenSSL's
    QString keylog; // a file; "": that of SSLKEYLOGFILE in the environment, if any
    std::size_t handshakeThreads = 0; // of the context's own; 0: handshakes are the loop's

    [[nodiscard]] static EncryptionOptions of(const models::SessionUrl &url);
    // If SSLKEYLOGFILE cannot be written, `warn` gets the reason and the session starts anyway.
    void applyTo(loop::tls::TlsContext &context, const Warn &warn) const;
};

// Of `cert` and `key`, or else of the certificate that Loopscope made for this machine.
[[nodiscard]] std::shared_ptr<loop::tls::TlsContext> serverTls(const models::SessionUrl &url,
                                                               const Warn &warn);

// "TLSv1.3, TLS_AES_256_GCM_SHA384, ALPN h2, certificate of me, issued by our CA"; with the server
// name that was asked for, and whether a session was resumed.
[[nodiscard]] QString describeTls(const loop::TlsInfo &info);

} // namespace app
