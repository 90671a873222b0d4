// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/OwnAddresses.h"

#include "loop/Descriptor.h"

#include <sys/socket.h>

namespace app {

namespace {

bool isWildcard(const std::string &host)
{
    return host == "0.0.0.0" || host == "::";
}

// An address of this machine is one that a socket may be bound to.
bool isOfThisMachine(const std::string &host)
{
    const auto address = loop::SocketAddress::fromNumeric(host, 0);
    const loop::Descriptor socket(::socket(address.family(), SOCK_DGRAM | SOCK_CLOEXEC, 0));
    return !socket || ::bind(socket.get(), address.data(), address.size()) == 0;
}

bool isLoopback(const std::string &host)
{
    return host == "::1" || host.starts_with("127.");
}

} // namespace

std::string plainHost(const loop::SocketAddress &address)
{
    constexpr std::string_view mapped = "::ffff:";
    const std::string host = address.host();
    return host.starts_with(mapped) && host.find('.') != std::string::npos
        ? host.substr(mapped.size())
        : host;
}

bool leadsTo(const loop::SocketAddress &to, const loop::SocketAddress &served)
{
    if (to.port() != served.port())
        return false;
    const std::string host = plainHost(to), own = plainHost(served);
    if (host == own)
        return true;
    if (isWildcard(host)) // to connect there is to connect to this machine
        return isWildcard(own) || isLoopback(own);
    return isWildcard(own) && isOfThisMachine(host);
}

} // namespace app
