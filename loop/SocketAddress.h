// SPDX-License-Identifier: MIT
#pragma once

// SocketAddress: a sockaddr by value, of any family, with its words: what "peername" and "sockname"
// are (TR-04), what a server listens on (N-19), what getaddrinfo() finds (H-01). 32 bytes, since
// each connection has two of them for its whole life: IPv4 and IPv6 lie inside, longer ones (Unix
// paths) on the heap. A plain value: copies may go to any thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <sys/socket.h>

namespace loop {

class SocketAddress {
public:
    SocketAddress() noexcept = default;
    SocketAddress(const sockaddr *address, socklen_t size); // cut to sockaddr_storage
    SocketAddress(const SocketAddress &other)
        : SocketAddress(other.data(), other.m_size)
    { }
    SocketAddress(SocketAddress &&other) noexcept
        : m_bytes(std::exchange(other.m_bytes, {}))
        , m_size(std::exchange(other.m_size, 0))
    { }
    SocketAddress &operator=(SocketAddress other) noexcept
    {
        std::swap(m_bytes, other.m_bytes);
        std::swap(m_size, other.m_size);
        return *this;
    }
    ~SocketAddress()
    {
        if (onHeap())
            delete[] heapBytes();
    }

    // S-02: numeric IPv4 or IPv6 only, no look-up: ValueError for anything else.
    [[nodiscard]] static SocketAddress fromNumeric(std::string_view host, std::uint16_t port);
    // U-01: ValueError if empty or too long. A leading zero byte makes it one of Linux's abstract
    // names.
    [[nodiscard]] static SocketAddress unixPath(std::string_view path);
    [[nodiscard]] static SocketAddress ofSocket(int fd) noexcept; // getsockname; empty on error
    [[nodiscard]] static SocketAddress ofPeer(int fd) noexcept; // getpeername; empty on error

    [[nodiscard]] int family() const noexcept { return data()->sa_family; }
    [[nodiscard]] const sockaddr *data() const noexcept
    {
        return reinterpret_cast<const sockaddr *>(onHeap() ? heapBytes() : m_bytes.data());
    }
    [[nodiscard]] socklen_t size() const noexcept { return m_size; }
    [[nodiscard]] explicit operator bool() const noexcept { return m_size > 0; }

    [[nodiscard]] std::string host() const; // "127.0.0.1", "::1", "fe80::1%eth0", a path
    [[nodiscard]] std::uint16_t port() const noexcept; // 0 where there is none
    [[nodiscard]] std::string toString() const; // "127.0.0.1:80", "[::1]:80", a path, ""

    friend bool operator==(const SocketAddress &a, const SocketAddress &b) noexcept
    {
        return a.m_size == b.m_size && std::memcmp(a.data(), b.data(), a.m_size) == 0;
    }

private:
    static constexpr std::size_t inlineSize = 28; // sockaddr_in6

    [[nodiscard]] bool onHeap() const noexcept { return m_size > inlineSize; }
    [[nodiscard]] std::byte *heapBytes() const noexcept
    {
        std::byte *bytes = nullptr;
        std::memcpy(&bytes, m_bytes.data(), sizeof bytes);
        return bytes;
    }

    alignas(std::byte *)
        std::array<std::byte, inlineSize> m_bytes {}; // or a pointer to more, see onHeap()
    socklen_t m_size = 0;
};

} // namespace loop
