// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A server whose connections are transports of the loop: over tcp, tls or a Unix socket each
// connection is one, and over udp each port is. It knows which of them are open, and what TLS
// agreed on. How a connection is served is for the classes derived from it. Net thread.

#include "app/engine/sessions/DatagramLoops.h"
#include "app/engine/sessions/ServerSession.h"

#include "loop/Datagrams.h"
#include "loop/Server.h"

#include <unordered_set>

namespace loop::tls {
class TlsContext;
}

namespace app {

class TransportServer : public ServerSession {
public:
    using ServerSession::ServerSession;

    // For its connections, as they begin and end.
    void opened(loop::Transport &transport);
    void ended(loop::ConnectionId id) { open_.erase(id); }

    // "127.0.0.1:5000", or "client 7" where the peer has no address.
    [[nodiscard]] static std::string nameOf(const loop::Transport &transport);

    // A datagram came: to be answered, or counted as one that is not (DatagramLoops.h).
    void take(std::string_view data, const loop::SocketAddress &from,
              loop::DatagramTransport &endpoint);

protected:
    // A datagram is to be answered; the reply, if there is one, goes through the endpoint. Kinds
    // that offer udp.
    virtual void datagram(std::string_view data, const loop::SocketAddress &from,
                          loop::DatagramTransport &endpoint);
    [[nodiscard]] virtual DatagramAnswers answers() const
    {
        return DatagramAnswers::Anything;
    } // to datagrams

    virtual loop::Coro<std::shared_ptr<loop::Server>> serve(loop::ServerOptions options)
        = 0; // streams

    loop::Coro<void> listen(loop::Descriptor socket) final;
    void closeListeners() final;
    void closeConnections() override;
    void abortConnections() override;
    [[nodiscard]] std::size_t connectionCount() const override { return open_.size(); }
    [[nodiscard]] QString figures() override;

private:
    [[nodiscard]] loop::ServerOptions options(loop::Descriptor socket);
    void sayTls(loop::Transport &transport);
    [[nodiscard]] std::shared_ptr<loop::tls::TlsContext> makeTls();

    std::vector<std::shared_ptr<loop::Server>> servers_;
    std::shared_ptr<loop::tls::TlsContext> tls_; // made for the first listener
    std::unordered_set<loop::ConnectionId> open_;
    std::uint64_t unanswered_ = 0; // datagrams, not to make a loop
    bool closing_ = false; // what was accepted just before is closed, too
};

} // namespace app
