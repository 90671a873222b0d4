// SPDX-License-Identifier: MIT
// EventLoop::createDatagramEndpoint(): from addresses to a socket (G-01, G-02).
#include "loop/Datagrams.h"

#include "loop/EventLoop.h"
#include "loop/internal/DatagramSocket.h"
#include "loop/internal/SocketSetup.h"

#include <algorithm>

#include <netinet/in.h>

namespace loop {

namespace {

using Address = std::optional<std::pair<std::string, std::uint16_t>>;

// What one socket is made of.
struct Candidate {
    int family;
    int proto;
    SocketAddress local;
    SocketAddress remote;
};

Coro<std::vector<AddressInfo>> resolve(EventLoop &loop, Address address, int family, int proto,
                                       int flags)
{
    std::vector<AddressInfo> infos;
    if (!address)
        co_return infos;
    if (family == AF_UNIX)
        infos.push_back({AF_UNIX, SOCK_DGRAM, 0, {}, SocketAddress::unixPath(address->first)});
    else
        infos = co_await loop.getaddrinfo(address->first, std::to_string(address->second), family,
                                          SOCK_DGRAM, proto, flags);
    if (infos.empty())
        throw OsError(std::make_error_code(std::errc::address_not_available),
                      "getaddrinfo() returned empty list");
    co_return infos;
}

// Each family and protocol that every address given has.
std::vector<Candidate> combine(const std::vector<AddressInfo> &local,
                               const std::vector<AddressInfo> &remote)
{
    std::vector<Candidate> candidates;
    const auto find = [](const std::vector<AddressInfo> &infos, const AddressInfo &like) {
        return std::find_if(infos.begin(), infos.end(), [&](const AddressInfo &info) {
            return info.family == like.family && info.proto == like.proto;
        });
    };
    for (const AddressInfo &info : remote.empty() ? local : remote) {
        const auto other = find(local, info);
        if (!remote.empty() && !local.empty() && other == local.end())
            continue;
        candidates.push_back({info.family, info.proto,
                              local.empty() ? SocketAddress() : other->address,
                              remote.empty() ? SocketAddress() : info.address});
    }
    if (candidates.empty())
        throw ValueError("can not get address information");
    return candidates;
}

Descriptor open(const Candidate &candidate, const DatagramOptions &options)
{
    Descriptor fd = openSocket(candidate.family, SOCK_DGRAM, candidate.proto, "datagrams");
    if (options.reuseAddress)
        setOption(fd, SOL_SOCKET, SO_REUSEADDR, "SO_REUSEADDR");
    if (options.reusePort)
        setOption(fd, SOL_SOCKET, SO_REUSEPORT, "SO_REUSEPORT");
    if (options.allowBroadcast)
        setOption(fd, SOL_SOCKET, SO_BROADCAST, "SO_BROADCAST");
    if (candidate.local && candidate.family == AF_UNIX)
        removeStaleSocket(candidate.local);
    if (candidate.local)
        bindTo(fd, candidate.local);
    if (candidate.remote && !options.allowBroadcast // who answers has an address of its own
        && ::connect(fd.get(), candidate.remote.data(), candidate.remote.size()) != 0)
        throwErrno("cannot take " + candidate.remote.toString() + " as remote address");
    return fd;
}

Descriptor openFirst(const std::vector<Candidate> &candidates, const DatagramOptions &options)
{
    std::exception_ptr first;
    for (const Candidate &candidate : candidates) {
        try {
            return open(candidate, options);
        } catch (const OsError &) {
            if (!first)
                first = std::current_exception();
        }
    }
    std::rethrow_exception(first);
}

void checkOptions(const DatagramOptions &options)
{
    const bool others = options.localAddr || options.remoteAddr || options.family || options.proto
        || options.flags || options.reuseAddress || options.reusePort || options.allowBroadcast;
    if (options.sock && others)
        throw ValueError(
            "socket modifier keyword arguments can not be used when sock is specified");
    if (!options.sock && !options.localAddr && !options.remoteAddr && options.family == AF_UNSPEC)
        throw ValueError("unexpected address family");
}

// Where datagrams of a socket that is not connected go; none if anywhere.
SocketAddress targetOf(const std::vector<AddressInfo> &remote, int family)
{
    const auto fits = [family](const AddressInfo &info) { return info.family == family; };
    const auto found = std::find_if(remote.begin(), remote.end(), fits);
    return found == remote.end() ? SocketAddress() : found->address;
}

TransportKind kindOf(const Descriptor &fd) noexcept
{
    return SocketAddress::ofSocket(fd.get()).family() == AF_UNIX ? TransportKind::Unix
                                                                 : TransportKind::Udp;
}

} // namespace

Coro<DatagramEndpoint<BaseProtocol>> EventLoop::openDatagrams(ProtocolFactory factory,
                                                              DatagramOptions options)
{
    checkOptions(options);
    Descriptor fd;
    std::vector<AddressInfo> remote;
    if (options.sock) {
        fd = takeSocket(options.sock.take(), SOCK_DGRAM);
    } else if (!options.localAddr && !options.remoteAddr) {
        fd = open({options.family, options.proto, {}, {}}, options);
    } else {
        const auto local = co_await resolve(*this, options.localAddr, options.family, options.proto,
                                            options.flags);
        remote = co_await resolve(*this, options.remoteAddr, options.family, options.proto,
                                  options.flags);
        fd = openFirst(combine(local, remote), options);
    }
    const std::shared_ptr<BaseProtocol> made = factory();
    auto protocol = std::dynamic_pointer_cast<DatagramProtocol>(made);
    if (!protocol)
        throw ValueError(
            "the protocol factory of a datagram endpoint returned no DatagramProtocol");
    Transport::Origin origin(kindOf(fd), Role::Server, {}, fd.get());
    if (options.allowBroadcast)
        origin.peerName = targetOf(remote, origin.sockName.family());
    if (origin.peerName)
        origin.role = Role::Client;
    const auto transport
        = std::make_shared<DatagramSocket>(*this, std::move(fd), std::move(protocol), origin);
    co_await started(transport);
    co_return DatagramEndpoint<BaseProtocol>(transport, made);
}

} // namespace loop
