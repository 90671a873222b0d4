// SPDX-License-Identifier: MIT
#pragma once

// TlsContext: how one side of TLS behaves, and the door through which the core gets transports that
// encrypt. The core itself has no TLS: tls::TlsContext (loop/tls) does, with OpenSSL, over any
// driver. One context serves any number of connections, of loops in one thread.

#include "loop/Network.h"
#include "loop/TlsInfo.h"
#include "loop/Transport.h"

#include <stdexcept>

namespace loop {

class Protocol;

// The handshake failed; what() says at which step.
class TlsError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The peer's certificate was refused; what() says which checks failed, and for whose certificate.
class CertificateError final : public TlsError {
public:
    using TlsError::TlsError;
};

class TlsContext : public std::enable_shared_from_this<TlsContext> {
public:
    virtual ~TlsContext();

    // ValueError if it lacks what this side needs: a server's certificate and key.
    virtual void checkUsable(Role role) const = 0;

    // A transport in front of `carrier`, whose canCarry() is true and which either was not started
    // or is open. Its start() shakes hands first. `serverName` is what the server's certificate has
    // to be for; "" skips that check, and no other (N-09).
    [[nodiscard]] virtual std::shared_ptr<Transport>
    wrap(EventLoop &loop, std::shared_ptr<Transport> carrier, std::shared_ptr<Protocol> protocol,
         const Transport::Origin &origin, const std::string &serverName,
         const TlsTimeouts &timeouts)
        = 0;
};

} // namespace loop
