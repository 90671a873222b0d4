// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/Binding.h"

#include "app/engine/sessions/SocketFile.h"
#include "app/engine/sessions/Trouble.h"
#include "models/text/Tr.h"

#include <cerrno>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace app {

using models::tr;

namespace {

using models::SessionUrl;

QString words(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

Refusal portRefusal(int error, const loop::SocketAddress &address)
{
    const QString where = QString::fromStdString(address.toString());
    const QString host = QString::fromStdString(address.host());
    switch (error) {
    case EADDRINUSE:
        return Refusal(
            tr("Port %1 is in use by another program. Choose another port, or 0 for any free one.")
                .arg(address.port()));
    case EADDRNOTAVAIL:
        return Refusal(tr("%1 is not an address of this machine. Use 127.0.0.1 for this machine "
                          "alone, or 0.0.0.0 for all of its addresses.")
                           .arg(host));
    case EACCES:
        return Refusal(
            tr("Port %1 is for privileged programs. Choose one from 1024, or 0 for any free one.")
                .arg(address.port()));
    case EMFILE:
    case ENFILE:
        return Refusal(outOfDescriptors());
    default:
        return Refusal(
            tr("%1 cannot be served at: %2. Choose another address.").arg(where, words(error)));
    }
}

Refusal pathRefusal(int error, const QString &path)
{
    switch (error) {
    case EADDRINUSE:
        return Refusal(
            tr("%1 is in use by another program. Choose another path, or end that program.")
                .arg(path));
    case EEXIST:
        return Refusal(
            tr("%1 already exists and is not a socket. Choose another path, or remove it.")
                .arg(path));
    case ENOENT:
    case ENOTDIR:
        return Refusal(
            tr("The folder of %1 does not exist. Make it, or choose another path.").arg(path));
    case EACCES:
    case EPERM:
    case EROFS:
        return Refusal(
            tr("Cannot create a socket at %1. Choose a path in a folder that you can write to.")
                .arg(path));
    default:
        return Refusal(
            tr("%1 cannot be served at: %2. Choose another path.").arg(path, words(error)));
    }
}

void setOption(const loop::Descriptor &socket, int level, int option, bool on)
{
    const int value = on;
    ::setsockopt(socket.get(), level, option, &value, sizeof value);
}

// With errno where it is not to be had.
loop::Descriptor bindPort(const loop::SocketAddress &address, const SessionUrl &url)
{
    const bool stream = url.transport != u"udp";
    loop::Descriptor socket(::socket(
        address.family(), (stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket)
        return {};
    if (stream) // for datagrams it would let another program take what is meant for us
        setOption(socket, SOL_SOCKET, SO_REUSEADDR, true);
    if (url.boolean(u"reuse_port"))
        setOption(socket, SOL_SOCKET, SO_REUSEPORT, true);
    if (address.family() == AF_INET6)
        setOption(socket, IPPROTO_IPV6, IPV6_V6ONLY, url.boolean(u"v6only"));
    return ::bind(socket.get(), address.data(), address.size()) == 0 ? std::move(socket)
                                                                     : loop::Descriptor();
}

// On each address that there is; a name may stand for one of a family that this machine lacks.
void bindPortOn(const std::vector<loop::AddressInfo> &found, quint16 port, const SessionUrl &url,
                std::vector<loop::Descriptor> &sockets)
{
    const std::size_t before = sockets.size();
    for (const loop::AddressInfo &info : found) {
        const auto address = loop::SocketAddress::fromNumeric(info.address.host(), port);
        loop::Descriptor socket = bindPort(address, url);
        const int error = errno;
        const bool lacking = error == EADDRNOTAVAIL || error == EAFNOSUPPORT;
        if (!socket && (!lacking || (&info == &found.back() && sockets.size() == before)))
            throw portRefusal(error, address);
        if (!socket)
            continue;
        port = loop::SocketAddress::ofSocket(socket.get()).port(); // the next address has the same
        sockets.push_back(std::move(socket));
    }
}

loop::Descriptor bindPath(const SessionUrl &url)
{
    const auto address = loop::SocketAddress::unixPath(url.socketName());
    loop::Descriptor socket = bindUnixSocket(address);
    if (!socket)
        throw pathRefusal(errno, url.host);
    return socket;
}

} // namespace

loop::Coro<std::vector<loop::Descriptor>> bindSockets(loop::EventLoop &loop, SessionUrl url)
{
    std::vector<loop::Descriptor> sockets;
    if (url.isUnix()) {
        sockets.push_back(bindPath(url));
        co_return sockets;
    }
    const auto found = co_await loop.getaddrinfo(url.host.toStdString(), {}, AF_UNSPEC, SOCK_STREAM,
                                                 0, AI_PASSIVE);
    const int ports = qMax(1, int(url.integer(u"ports")));
    if (url.port + ports - 1 > 65535)
        throw Refusal(tr("%1 ports from %2 go beyond 65535. Use fewer, or a lower first port.")
                          .arg(ports)
                          .arg(url.port));
    for (int i = 0; i < ports; ++i)
        bindPortOn(found, url.port == 0 ? quint16(0) : quint16(url.port + i), url, sockets);
    co_return sockets;
}

} // namespace app
