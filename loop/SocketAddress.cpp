// SPDX-License-Identifier: MIT
#include "loop/SocketAddress.h"

#include "loop/Errors.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/un.h>

namespace loop {

SocketAddress::SocketAddress() noexcept
{
    std::memset(&m_storage, 0, sizeof m_storage);
}

SocketAddress::SocketAddress(const sockaddr *address, socklen_t size) noexcept
    : SocketAddress()
{
    m_size = std::min<socklen_t>(size, sizeof m_storage);
    std::memcpy(&m_storage, address, m_size);
}

SocketAddress SocketAddress::fromNumeric(std::string_view host, std::uint16_t port)
{
    const std::string text(host);
    SocketAddress result;
    auto &v4 = reinterpret_cast<sockaddr_in &>(result.m_storage);
    auto &v6 = reinterpret_cast<sockaddr_in6 &>(result.m_storage);
    if (::inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        result.m_size = sizeof v4;
        return result;
    }
    const auto percent = text.find('%');
    if (::inet_pton(AF_INET6, text.substr(0, percent).c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        if (percent != std::string::npos)
            v6.sin6_scope_id = ::if_nametoindex(text.c_str() + percent + 1);
        result.m_size = sizeof v6;
        return result;
    }
    throw ValueError("\"" + text + "\" is not an IPv4 or IPv6 address: resolve host names first");
}

SocketAddress SocketAddress::unixPath(std::string_view path)
{
    SocketAddress result;
    auto &address = reinterpret_cast<sockaddr_un &>(result.m_storage);
    if (path.empty() || path.size() >= sizeof address.sun_path)
        throw ValueError("the path of a Unix socket has 1 to " + std::to_string(sizeof address.sun_path - 1)
                         + " bytes, not " + std::to_string(path.size()) + ": " + std::string(path));
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, path.size());
    const std::size_t end = path.front() == '\0' ? 0 : 1; // an abstract name has no terminator
    result.m_size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + end);
    return result;
}

SocketAddress SocketAddress::ofSocket(int fd) noexcept
{
    SocketAddress result;
    result.m_size = sizeof result.m_storage;
    if (::getsockname(fd, result.data(), &result.m_size) != 0)
        result.m_size = 0;
    return result;
}

SocketAddress SocketAddress::ofPeer(int fd) noexcept
{
    SocketAddress result;
    result.m_size = sizeof result.m_storage;
    if (::getpeername(fd, result.data(), &result.m_size) != 0)
        result.m_size = 0;
    return result;
}

std::string SocketAddress::host() const
{
    char text[INET6_ADDRSTRLEN] = "";
    switch (family()) {
    case AF_INET:
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in &>(m_storage).sin_addr, text, sizeof text);
        return text;
    case AF_INET6: {
        const auto &v6 = reinterpret_cast<const sockaddr_in6 &>(m_storage);
        ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
        char interface[IF_NAMESIZE];
        if (v6.sin6_scope_id && ::if_indextoname(v6.sin6_scope_id, interface))
            return std::string(text) + '%' + interface;
        return text;
    }
    case AF_UNIX: {
        const auto &local = reinterpret_cast<const sockaddr_un &>(m_storage);
        const std::size_t length = m_size - std::min<std::size_t>(m_size, offsetof(sockaddr_un, sun_path));
        if (length > 0 && local.sun_path[0] == '\0') // Linux's abstract names
            return '@' + std::string(local.sun_path + 1, length - 1);
        return std::string(local.sun_path, ::strnlen(local.sun_path, length));
    }
    default:
        return {};
    }
}

std::uint16_t SocketAddress::port() const noexcept
{
    switch (family()) {
    case AF_INET:
        return ntohs(reinterpret_cast<const sockaddr_in &>(m_storage).sin_port);
    case AF_INET6:
        return ntohs(reinterpret_cast<const sockaddr_in6 &>(m_storage).sin6_port);
    default:
        return 0;
    }
}

std::string SocketAddress::toString() const
{
    switch (family()) {
    case AF_INET:
        return host() + ':' + std::to_string(port());
    case AF_INET6:
        return '[' + host() + "]:" + std::to_string(port());
    default:
        return host();
    }
}

} // namespace loop
