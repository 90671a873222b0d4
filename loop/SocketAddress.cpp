// SPDX-License-Identifier: MIT
#include "loop/SocketAddress.h"

#include "loop/Errors.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstring>

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/un.h>

namespace loop {

static_assert(sizeof(SocketAddress) == 32 && sizeof(sockaddr_in6) == 28);

SocketAddress::SocketAddress(const sockaddr *address, socklen_t size)
    : m_size(std::min<socklen_t>(size, sizeof(sockaddr_storage)))
{
    std::byte *bytes = m_bytes.data();
    if (onHeap()) {
        bytes = new std::byte[m_size];
        std::memcpy(m_bytes.data(), &bytes, sizeof bytes);
    }
    std::memcpy(bytes, address, m_size);
}

namespace {

// The number of an interface, which may be given by its name.
std::uint32_t zoneOf(const std::string &zone)
{
    if (const unsigned index = ::if_nametoindex(zone.c_str()))
        return index;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(zone.data(), zone.data() + zone.size(), number);
    if (error != std::errc() || end != zone.data() + zone.size())
        throw ValueError("there is no network interface \"" + zone + '"');
    return number;
}

} // namespace

SocketAddress SocketAddress::fromNumeric(std::string_view host, std::uint16_t port)
{
    const std::string text(host);
    const bool whole = text.find('\0') == std::string::npos;
    sockaddr_in v4 {};
    if (whole && ::inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        return {reinterpret_cast<const sockaddr *>(&v4), sizeof v4};
    }
    sockaddr_in6 v6 {};
    const auto percent = text.find('%');
    if (whole && ::inet_pton(AF_INET6, text.substr(0, percent).c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        if (percent != std::string::npos)
            v6.sin6_scope_id = zoneOf(text.substr(percent + 1));
        return {reinterpret_cast<const sockaddr *>(&v6), sizeof v6};
    }
    throw ValueError("\"" + text + "\" is not an IPv4 or IPv6 address: resolve host names first");
}

SocketAddress SocketAddress::unixPath(std::string_view path)
{
    sockaddr_un address {};
    if (path.empty() || path.size() >= sizeof address.sun_path)
        throw ValueError("the path of a Unix socket has 1 to "
                         + std::to_string(sizeof address.sun_path - 1) + " bytes, not "
                         + std::to_string(path.size()) + ": " + std::string(path));
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, path.size());
    const std::size_t end = path.front() == '\0' ? 0 : 1; // an abstract name has no terminator
    return {reinterpret_cast<const sockaddr *>(&address),
            static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + end)};
}

namespace {

SocketAddress nameBy(int (*name)(int, sockaddr *, socklen_t *), int fd)
{
    sockaddr_storage storage;
    socklen_t size = sizeof storage;
    auto *const address = reinterpret_cast<sockaddr *>(&storage);
    return name(fd, address, &size) == 0 ? SocketAddress(address, size) : SocketAddress();
}

} // namespace

SocketAddress SocketAddress::ofSocket(int fd) noexcept
{
    return nameBy(::getsockname, fd);
}

SocketAddress SocketAddress::ofPeer(int fd) noexcept
{
    return nameBy(::getpeername, fd);
}

std::string SocketAddress::host() const
{
    char text[INET6_ADDRSTRLEN] = "";
    switch (family()) {
    case AF_INET:
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in &>(*data()).sin_addr, text,
                    sizeof text);
        return text;
    case AF_INET6: {
        const auto &v6 = reinterpret_cast<const sockaddr_in6 &>(*data());
        ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
        char interface[IF_NAMESIZE];
        if (v6.sin6_scope_id && ::if_indextoname(v6.sin6_scope_id, interface))
            return std::string(text) + '%' + interface;
        return text;
    }
    case AF_UNIX: {
        const auto *const path
            = reinterpret_cast<const char *>(data()) + offsetof(sockaddr_un, sun_path);
        const std::size_t length
            = m_size - std::min<std::size_t>(m_size, offsetof(sockaddr_un, sun_path));
        if (length > 0 && path[0] == '\0') // Linux's abstract names
            return '@' + std::string(path + 1, length - 1);
        return std::string(path, ::strnlen(path, length));
    }
    default:
        return {};
    }
}

std::uint16_t SocketAddress::port() const noexcept
{
    switch (family()) {
    case AF_INET:
        return ntohs(reinterpret_cast<const sockaddr_in &>(*data()).sin_port);
    case AF_INET6:
        return ntohs(reinterpret_cast<const sockaddr_in6 &>(*data()).sin6_port);
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
