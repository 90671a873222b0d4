// SPDX-License-Identifier: MIT
#pragma once

// The shapes that connections and servers are asked for with: options, hosts, results, factories.
//
// What EventLoop::createConnection(), createServer() and their Unix, datagram and pipe relatives
// throw, and what streams (loop/Streams.h) pass on. Sockets made by then are closed.
//     ValueError         options that contradict each other, or say too little (N-05, N-06, N-09,
//                        N-14); `sock` of another type; a factory that gives no Protocol
//     OsError            a name that cannot be resolved; no address that lets itself be connected
//                        to: what each attempt met (N-10), or bound to: with the address (N-23)
//     ExceptionGroup     that, with ConnectOptions::allErrors
//     TlsError           the handshake failed; CertificateError: a certificate was refused
//     CancelledError     the task that waits was cancelled; a connection is aborted
// They suspend for names (in the default executor), for connecting and for the handshake, which has
// a limit of its own (sslHandshakeTimeout, else the context's); for the rest there is timeout().
//
// Thread: values, of any; a Connected belongs to its loop's.

#include "loop/GivenSocket.h"
#include "loop/Ids.h"
#include "loop/Protocol.h"
#include "loop/Refused.h"
#include "loop/SocketAddress.h"
#include "loop/Time.h"

#include <chrono>
#include <concepts>
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

// A factory as the loop keeps it. What it gives must not be null.
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

// A Connected, and its like for datagrams and subprocesses, with the protocol's own type.
template <class P, template <class> class Pair>
[[nodiscard]] Pair<P> cast(Pair<BaseProtocol> connected)
{
    return {std::move(connected.transport),
            std::static_pointer_cast<P>(std::move(connected.protocol))};
}

// Whether the system probes a peer that is silent, so that a connection to one that is gone is lost
// to an OsError (ETIMEDOUT) and not kept for ever.
class KeepAlive {
public:
    KeepAlive() noexcept = default; // it does not
    KeepAlive(bool on) noexcept // NOLINT: implicit on purpose; the system's times: two hours
        : m_on(on)
    { }
    // The first probe after so long in silence, then one each `interval`; so many unanswered end
    // the connection. ValueError below 1.
    KeepAlive(std::chrono::seconds idle, std::chrono::seconds interval, int probes);
    template <BareNumber N>
    requires(!std::same_as<N, bool>) KeepAlive(N)
    {
        static_assert(refused<N>,
                      "keepAlive is true, false or KeepAlive(idle, interval, probes): write "
                      "KeepAlive(30s, 10s, 3)");
    }

    [[nodiscard]] bool on() const noexcept { return m_on; }
    [[nodiscard]] std::chrono::seconds idle() const noexcept { return m_idle; } // 0: the system's
    [[nodiscard]] std::chrono::seconds interval() const noexcept { return m_interval; }
    [[nodiscard]] int probes() const noexcept { return m_probes; }

private:
    bool m_on = false;
    std::chrono::seconds m_idle {};
    std::chrono::seconds m_interval {};
    int m_probes = 0;
};

// How long TLS may take, where it is not what the context says. ValueError unless above 0, and
// without `ssl`.
struct TlsTimeouts {
    TlsTimeouts() { }
    std::optional<Duration> sslHandshakeTimeout; // then a TlsError, and the connection is aborted
    std::optional<Duration> sslShutdownTimeout; // for the peer's end, once ours was said
};

// Options are values: copy them for the next attempt. A `sock` can be taken by one of the copies.
struct ConnectOptions : TlsTimeouts {
    ConnectOptions() { } // no aggregate: see HACKING.md, g++ 12

    int family = AF_UNSPEC; // N-04: to getaddrinfo, as are the next two
    int proto = 0;
    int flags = 0;
    GivenSocket sock; // N-05: connected already; excludes host, port and the rest
    std::optional<std::pair<std::string, std::uint16_t>> localAddr; // N-07: bound to; port 0: any
    std::shared_ptr<TlsContext> ssl; // N-08: tls::TlsContext; null: in the clear
    std::optional<std::string>
        serverHostname; // N-09: what the certificate is for; none: the host; "": any

    // N-10: of several addresses, each has so long before the next one is tried beside it, and the
    // first to connect wins (RFC 8305, which recommends 250ms); none: one after the other.
    std::optional<Duration> happyEyeballsDelay;
    // Families by turns, after so many of the first one's addresses; 0: in the resolver's order.
    // None: 1 with happyEyeballsDelay, else 0.
    std::optional<std::size_t> interleave;
    bool allErrors = false; // an ExceptionGroup of what each attempt met, not one OsError
    KeepAlive keepAlive; // of TCP
};

struct ServerOptions : TlsTimeouts {
    ServerOptions() { }

    int family = AF_UNSPEC; // N-13: to getaddrinfo, as are the flags
    int flags = 0x0001; // AI_PASSIVE
    GivenSocket sock; // N-14: bound already; excludes hosts and port
    int backlog = 100; // N-15: connections that wait to be accepted; below 0 counts as 0
    std::shared_ptr<TlsContext> ssl; // N-16: with a certificate
    std::optional<bool> reuseAddress; // N-17: on unless said otherwise
    bool reusePort = false; // N-18: others that say so, too, may bind the same port
    bool cleanupSocket = true; // U-01, Python 3.13: of a Unix path, close() removes the file
    KeepAlive keepAlive; // of the TCP connections that it accepts (Python 3.13)
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

// H-01: one of the answers of EventLoop::getaddrinfo(), in the order in which to try them.
struct AddressInfo {
    int family = 0; // AF_INET, AF_INET6
    int type = 0; // SOCK_STREAM, SOCK_DGRAM
    int proto = 0; // IPPROTO_TCP, IPPROTO_UDP
    std::string canonName; // "" unless AI_CANONNAME was asked for; of the first answer only
    SocketAddress address;
};

} // namespace loop
