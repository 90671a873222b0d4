// SPDX-License-Identifier: MIT
#pragma once

// QtTlsContext: the settings of one side of TLS, as ssl.SSLContext has them. A client verifies the
// server's certificate and its name unless told otherwise. Make it, set it up, then give it to
// createConnection() or createServer() as `ssl`; a change after that meets later connections only.
// NotSupportedError if Qt has found no TLS library. Thread: that of the loops that use it.

#include "loop/Time.h"
#include "loop/TlsContext.h"

#include <QtNetwork/QSslConfiguration>

#include <functional>
#include <string>
#include <vector>

namespace loop::qt {

class QtTlsContext final : public TlsContext {
public:
    // N-08: the default context. Trusts what the system trusts.
    [[nodiscard]] static std::shared_ptr<QtTlsContext> forClient();
    // N-16: with what loadCertChain() takes, and its errors.
    [[nodiscard]] static std::shared_ptr<QtTlsContext> forServer(const std::string &certificateFile,
                                                                 const std::string &keyFile);

    // A certificate chain, its own first, and its key, both PEM files; a client may have one, too.
    // OsError if a file cannot be read; ValueError if it holds nothing of the kind, or the key is
    // another's or behind a passphrase. Then all stays as it was.
    void loadCertChain(const std::string &certificateFile, const std::string &keyFile);
    // Trusts these authorities, a PEM file, instead of the system's. OsError, ValueError.
    void loadVerifyLocations(const std::string &caFile);
    void setVerify(bool on) { m_verify = on; } // a server that verifies demands a certificate
    // The preferred one first. ValueError for one that is empty or longer than 255 bytes.
    void setAlpnProtocols(const std::vector<std::string> &protocols);
    Duration handshakeTimeout = std::chrono::seconds(60);
    // Hears of each handshake that failed. A client learns of its own anyway; of a server's, nobody
    // does else.
    std::function<void(const Transport &, const std::exception &)> handshakeFailed;

    [[nodiscard]] bool verifies() const noexcept { return m_verify; }
    [[nodiscard]] const QSslConfiguration &configuration() const noexcept
    {
        return m_configuration;
    }

    void checkUsable(Role role) const override;
    [[nodiscard]] std::shared_ptr<Transport> wrap(EventLoop &loop, Descriptor fd,
                                                  std::shared_ptr<Protocol> protocol,
                                                  const Transport::Origin &origin,
                                                  const std::string &serverName) override;

private:
    QtTlsContext();

    QSslConfiguration m_configuration;
    bool m_verify = false;
};

} // namespace loop::qt
