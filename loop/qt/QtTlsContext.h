// SPDX-License-Identifier: MIT
#pragma once

// QtTlsContext: a tls::TlsContext for programs that hold a QSslConfiguration. What the
// configuration says is taken over when it is made: certificates, key, authorities, versions, ALPN
// and how the peer is verified. ValueError for what OpenSSL cannot use. Thread: that of the loops
// that use it.

#include "loop/tls/TlsContext.h"

#include <QtNetwork/QSslConfiguration>

namespace loop::qt {

class QtTlsContext final : public tls::TlsContext {
public:
    // Verifies the server unless the configuration says VerifyNone or QueryPeer.
    [[nodiscard]] static std::shared_ptr<QtTlsContext>
    forClient(const QSslConfiguration &configuration = QSslConfiguration::defaultConfiguration());
    // Verifies the client, and demands its certificate, if the configuration says VerifyPeer; with
    // QueryPeer it asks for one.
    [[nodiscard]] static std::shared_ptr<QtTlsContext>
    forServer(const QSslConfiguration &configuration);

private:
    explicit QtTlsContext(const QSslConfiguration &configuration);
};

} // namespace loop::qt
