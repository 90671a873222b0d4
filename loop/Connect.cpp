// SPDX-License-Identifier: MIT
// EventLoop's TCP connections and servers: from names to sockets (N).
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/TlsContext.h"
#include "loop/internal/ConnectRace.h"
#include "loop/internal/SocketSetup.h"
#include "loop/internal/SocketTransport.h"

#include <algorithm>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace loop {

namespace {

void checkConnectOptions(const std::string &host, std::uint16_t port, const ConnectOptions &options)
{
    if (options.serverHostname && !options.ssl)
        throw ValueError("server_hostname is only meaningful with ssl");
    if (options.ssl && !options.serverHostname && host.empty())
        throw ValueError("You must set server_hostname when using ssl without a host");
    const bool named = !host.empty() || port != 0;
    if (options.sock
        && (named || options.family || options.proto || options.flags || options.localAddr))
        throw ValueError("host/port, family, proto, flags, local_addr and sock can not be "
                         "specified at the same time");
    if (!options.sock && !named)
        throw ValueError("host and port was not specified and no sock specified");
}

TransportKind kindOf(int fd) noexcept
{
    return SocketAddress::ofSocket(fd).family() == AF_UNIX ? TransportKind::Unix
                                                           : TransportKind::Tcp;
}

void bindListener(const Descriptor &fd, const AddressInfo &info, const ServerOptions &options)
{
    if (options.reuseAddress.value_or(true))
        setOption(fd, SOL_SOCKET, SO_REUSEADDR, "SO_REUSEADDR");
    if (options.reusePort)
        setOption(fd, SOL_SOCKET, SO_REUSEPORT, "SO_REUSEPORT");
    setKeepAlive(fd, options.keepAlive); // accepted sockets inherit it
    if (info.family == AF_INET6) // both families on one port, each with a socket of its own
        setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, "IPV6_V6ONLY");
    bindTo(fd, info.address);
}

// Each address once, whatever names it has. Those of a family that the system does not have, as
// one without IPv6, are left out, unless there is no other.
std::vector<Descriptor> openListeners(const std::vector<AddressInfo> &infos,
                                      const ServerOptions &options)
{
    std::vector<Descriptor> listeners;
    std::exception_ptr unsupported;
    for (auto info = infos.begin(); info != infos.end(); ++info) {
        const auto same
            = [info](const AddressInfo &other) { return other.address == info->address; };
        if (std::any_of(infos.begin(), info, same))
            continue;
        Descriptor fd;
        try {
            fd = openSocket(info->family, SOCK_STREAM, info->proto, info->address.toString());
        } catch (const OsError &) {
            unsupported = std::current_exception();
            continue;
        }
        bindListener(fd, *info, options);
        listeners.push_back(std::move(fd));
    }
    if (listeners.empty() && unsupported)
        std::rethrow_exception(unsupported);
    return listeners;
}

} // namespace

Coro<Connected<BaseProtocol>> EventLoop::connectTcp(ProtocolFactory factory, std::string host,
                                                    std::uint16_t port, ConnectOptions options)
{
    checkConnectOptions(host, port, options);
    checkTls(options.ssl, Role::Client, options);
    if (options.ssl && !options.serverHostname)
        options.serverHostname = host;
    Descriptor fd;
    if (options.sock) {
        fd = takeSocket(options.sock.take(), SOCK_STREAM);
    } else {
        auto infos = co_await getaddrinfo(host, std::to_string(port), options.family, SOCK_STREAM,
                                          options.proto, options.flags);
        std::vector<AddressInfo> local;
        if (options.localAddr)
            local = co_await getaddrinfo(options.localAddr->first,
                                         std::to_string(options.localAddr->second), options.family,
                                         SOCK_STREAM, options.proto, options.flags);
        const auto &delay = options.happyEyeballsDelay;
        ConnectRace race(*this,
                         interleaved(std::move(infos), options.interleave.value_or(delay ? 1 : 0)),
                         std::move(local));
        fd = co_await race.connect(delay, options.allErrors);
    }
    if (kindOf(fd.get()) == TransportKind::Tcp)
        setKeepAlive(fd, options.keepAlive);
    co_return co_await connectStream(std::move(factory), std::move(fd), std::move(options));
}

Coro<Connected<BaseProtocol>> EventLoop::attachAccepted(ProtocolFactory factory, Descriptor fd,
                                                        std::shared_ptr<TlsContext> ssl,
                                                        TlsTimeouts timeouts)
{
    checkTls(ssl, Role::Server, timeouts);
    fd = takeSocket(std::move(fd), SOCK_STREAM);
    ConnectOptions options;
    static_cast<TlsTimeouts &>(options) = timeouts;
    options.ssl = std::move(ssl);
    co_return co_await connectStream(std::move(factory), std::move(fd), std::move(options),
                                     Role::Server);
}

Coro<Connected<BaseProtocol>> EventLoop::connectStream(ProtocolFactory factory, Descriptor fd,
                                                       ConnectOptions options, Role role)
{
    const std::shared_ptr<BaseProtocol> made = factory();
    auto protocol = std::dynamic_pointer_cast<Protocol>(made);
    if (!protocol)
        throw ValueError("the protocol factory of a stream connection returned no Protocol");
    const auto transport = makeTransport(std::move(fd), std::move(protocol), role, {}, options.ssl,
                                         options.serverHostname.value_or(std::string()), options);
    co_await started(transport);
    co_return Connected<BaseProtocol>(transport, made);
}

void EventLoop::checkTls(const std::shared_ptr<TlsContext> &context, Role role,
                         const TlsTimeouts &timeouts) const
{
    const auto check = [&context](const char *name, const std::optional<Duration> &limit) {
        if (limit && !context)
            throw ValueError(std::string(name) + " is only meaningful with ssl");
        if (limit && *limit <= Duration::zero())
            throw ValueError(std::string(name) + " should be a positive number, got "
                             + std::to_string(std::chrono::duration<double>(*limit).count())
                             + " s");
    };
    check("ssl_handshake_timeout", timeouts.sslHandshakeTimeout);
    check("ssl_shutdown_timeout", timeouts.sslShutdownTimeout);
    if (context)
        context->checkUsable(role);
}

std::shared_ptr<Transport>
EventLoop::makeTransport(Descriptor fd, std::shared_ptr<Protocol> protocol, Role role,
                         ServerId server, const std::shared_ptr<TlsContext> &tls,
                         const std::string &serverName, const TlsTimeouts &timeouts)
{
    Transport::Origin origin(TransportKind::Tcp, role, server, fd.get());
    if (origin.sockName.family() == AF_UNIX)
        origin.kind = TransportKind::Unix;
    if (!tls)
        return std::make_shared<SocketTransport>(*this, std::move(fd), std::move(protocol), origin);
    const auto carrier = std::make_shared<SocketTransport>(*this, std::move(fd), nullptr, origin);
    origin.kind = TransportKind::Tls;
    origin.id = carrier->id();
    return tls->wrap(*this, carrier, std::move(protocol), origin, serverName, timeouts);
}

Coro<void> EventLoop::started(std::shared_ptr<Transport> transport)
{
    Future<void> ready = createFuture<void>();
    transport->start(ready.state());
    try {
        co_await ready;
    } catch (...) { // cancelled: nobody will ever get the transport
        if (!transport->isClosing()) // else a handshake failed, and its alert is on the way
            transport->abort();
        throw;
    }
}

Coro<std::shared_ptr<Server>> EventLoop::serveSocket(ProtocolFactory factory, ServerOptions options)
{
    if (!options.sock)
        throw ValueError("Neither host/port nor sock were specified");
    co_return co_await serveTcp(std::move(factory), {}, 0, std::move(options));
}

Coro<std::shared_ptr<Server>> EventLoop::serveTcp(ProtocolFactory factory, Hosts hosts,
                                                  std::uint16_t port, ServerOptions options)
{
    checkTls(options.ssl, Role::Server, options);
    const bool named = !hosts.list().empty() || port != 0;
    if (options.sock && named)
        throw ValueError("host/port and sock can not be specified at the same time");
    std::vector<Descriptor> listeners; // all of them are bound before the first one listens
    if (options.sock) {
        listeners.push_back(takeSocket(options.sock.take(), SOCK_STREAM));
        if (kindOf(listeners.front().get()) == TransportKind::Tcp)
            setKeepAlive(listeners.front(), options.keepAlive);
    } else {
        const std::vector<std::string> names
            = hosts.list().empty() ? std::vector<std::string> {""} : hosts.list();
        std::vector<AddressInfo> infos;
        for (const std::string &name : names) {
            const auto more = co_await getaddrinfo(name, std::to_string(port), options.family,
                                                   SOCK_STREAM, 0, options.flags);
            infos.insert(infos.end(), more.begin(), more.end());
        }
        listeners = openListeners(infos, options);
    }
    co_return serveStreams(std::move(factory), std::move(listeners), options);
}

std::shared_ptr<Server> EventLoop::serveStreams(ProtocolFactory factory,
                                                std::vector<Descriptor> listeners,
                                                const ServerOptions &options)
{
    std::shared_ptr<Server> server(new Server(*this, std::move(factory), options));
    for (Descriptor &fd : listeners)
        server->listen(std::move(fd));
    m_servers.push_back(server);
    ++m_totals.servers;
    return server;
}

} // namespace loop
