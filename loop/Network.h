// SPDX-License-Identifier: MIT
#pragma once

// The shapes that connections and servers are asked for with: options, hosts, results, factories.

#include "loop/Descriptor.h"
#include "loop/Ids.h"
#include "loop/Protocol.h"
#include "loop/SocketAddress.h"

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loop {

class Server;
class Transport;
class TlsContext;

using ProtocolFactory = std::function<std::shared_ptr<BaseProtocol>()>;

// What createConnection() gives (N-01), with the protocol's own type.
template <class P> struct Connected {
    Connected(std::shared_ptr<Transport> t, std::shared_ptr<P> p)
        : transport(std::move(t))
        , protocol(std::move(p))
    { }
    std::shared_ptr<Transport> transport;
    std::shared_ptr<P> protocol;
};

template <class Factory> using ProductOf = typename std::invoke_result_t<Factory &>::element_type;

// N-03: any callable without arguments that returns a shared_ptr, new or existing.
template <class Factory> [[nodiscard]] ProtocolFactory protocolFactory(Factory factory)
{
    return [f = std::move(factory)]() mutable -> std::shared_ptr<BaseProtocol> { return f(); };
}

template <class P> [[nodiscard]] Connected<P> cast(Connected<BaseProtocol> connected)
{
    return {std::move(connected.transport),
            std::static_pointer_cast<P>(std::move(connected.protocol))};
}

struct ConnectOptions {
    ConnectOptions() { } // no aggregate: see HACKING.md, g++ 12

    int family = AF_UNSPEC; // N-04: to getaddrinfo, as are the next two
    int proto = 0;
    int flags = 0;
    Descriptor sock; // N-05: connected already; excludes host, port and the rest
    std::optional<std::pair<std::string, std::uint16_t>> localAddr; // N-07
    std::shared_ptr<TlsContext> ssl; // N-08: needs a Qt driver
    std::optional<std::string>
        serverHostname; // N-09: what the certificate is for; none: the host; "": any
};

struct ServerOptions {
    ServerOptions() { }

    int family = AF_UNSPEC; // N-13
    int flags = 0x0001; // AI_PASSIVE
    Descriptor sock; // N-14: bound already; excludes hosts and port
    int backlog = 100; // N-15: below 0 counts as 0
    std::shared_ptr<TlsContext> ssl; // N-16: with a certificate
    std::optional<bool> reuseAddress; // N-17: on unless said otherwise
    bool reusePort = false; // N-18
    ContextId context; // of what it accepts; none: the creator's
};

// N-12: one host, several, or none for all interfaces. "" means all interfaces, too.
class Hosts {
public:
    Hosts() = default;
    Hosts(std::nullopt_t) { }
    Hosts(const char *host)
        : m_hosts {host}
    { }
    Hosts(std::string host)
        : m_hosts {std::move(host)}
    { }
    Hosts(std::vector<std::string> hosts)
        : m_hosts(std::move(hosts))
    { }
    Hosts(std::initializer_list<std::string> hosts)
        : m_hosts(hosts)
    { }
    [[nodiscard]] const std::vector<std::string> &list() const noexcept { return m_hosts; }

private:
    std::vector<std::string> m_hosts;
};

struct AddressInfo {
    int family = 0;
    int type = 0;
    int proto = 0;
    std::string canonName;
    SocketAddress address;
};

} // namespace loop
