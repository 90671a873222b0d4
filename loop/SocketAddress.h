// SPDX-License-Identifier: MIT
#pragma once

// SocketAddress: a sockaddr by value, of any family, with its words.

#include <cstdint>
#include <string>
#include <string_view>

#include <sys/socket.h>

namespace loop {

class SocketAddress {
public:
    SocketAddress() noexcept;
    SocketAddress(const sockaddr *address, socklen_t size) noexcept; // cut to sockaddr_storage

    // Numeric IPv4 or IPv6 only, no look-up: ValueError for anything else.
    [[nodiscard]] static SocketAddress fromNumeric(std::string_view host, std::uint16_t port);
    // ValueError if empty or too long. A leading zero byte makes it one of Linux's abstract names.
    [[nodiscard]] static SocketAddress unixPath(std::string_view path);
    [[nodiscard]] static SocketAddress ofSocket(int fd) noexcept;       // getsockname; empty on error
    [[nodiscard]] static SocketAddress ofPeer(int fd) noexcept;         // getpeername; empty on error

    [[nodiscard]] int family() const noexcept { return m_storage.ss_family; }
    [[nodiscard]] const sockaddr *data() const noexcept
    {
        return reinterpret_cast<const sockaddr *>(&m_storage);
    }
    [[nodiscard]] sockaddr *data() noexcept { return reinterpret_cast<sockaddr *>(&m_storage); }
    [[nodiscard]] socklen_t size() const noexcept { return m_size; }
    void setSize(socklen_t size) noexcept { m_size = size; }
    [[nodiscard]] explicit operator bool() const noexcept { return m_size > 0; }

    [[nodiscard]] std::string host() const;           // "127.0.0.1", "::1", "fe80::1%eth0", a path
    [[nodiscard]] std::uint16_t port() const noexcept; // 0 where there is none
    [[nodiscard]] std::string toString() const;       // "127.0.0.1:80", "[::1]:80", a path, ""

    friend bool operator==(const SocketAddress &a, const SocketAddress &b) noexcept
    {
        return std::string_view(reinterpret_cast<const char *>(&a.m_storage), a.m_size)
            == std::string_view(reinterpret_cast<const char *>(&b.m_storage), b.m_size);
    }

private:
    sockaddr_storage m_storage;
    socklen_t m_size = 0;
};

} // namespace loop
