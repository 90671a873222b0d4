// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Packets of IPv4 and IPv6 with TCP or UDP in them, as they would have been seen on a wire: right
// lengths and checksums, no options but those of a handshake. Plain functions and values; any
// thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace models::internet {

struct Endpoint {
    std::array<std::uint8_t, 16> address {}; // the first 4 of IPv4
    std::uint16_t port = 0;
    bool v6 = false;

    friend bool operator==(const Endpoint &, const Endpoint &) = default;
};

// Of "127.0.0.1:8881" or "[fe80::1%eth0]:8881"; none of a path, a name or nothing.
[[nodiscard]] std::optional<Endpoint> endpointOf(std::string_view text);
[[nodiscard]] Endpoint ipv4(std::uint32_t address, std::uint16_t port);
// The same for both directions of a conversation; different ones of others, all but certainly.
[[nodiscard]] std::uint64_t conversationKey(const Endpoint &one, const Endpoint &other);

enum TcpFlag : std::uint8_t { Fin = 1, Syn = 2, Rst = 4, Psh = 8, Ack = 16 };

constexpr std::size_t MostSegment = 65'483; // bytes of data: what loopback interfaces carry
constexpr std::size_t MostDatagram = 65'507; // of IPv4
constexpr int WindowScale = 14; // told in the handshake: windows are of 1 GiB

// What a packet carries, where it lies: a message that was merged with others is in many pieces.
using Parts = std::span<const std::string_view>;

// Each says how long the packet is, with what is missing of it. Both ends are of one family.
std::size_t appendTcp(std::string &out, const Endpoint &from, const Endpoint &to,
                      std::uint32_t sequence, std::uint32_t acknowledged, unsigned flags,
                      Parts data);
// A datagram of `size` bytes, of which `data` are the first: the lengths are of all, and there is
// no checksum where some are missing.
std::size_t appendUdp(std::string &out, const Endpoint &from, const Endpoint &to, Parts data,
                      std::size_t size);

} // namespace models::internet
