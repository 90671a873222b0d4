// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/InternetPackets.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>

namespace models::internet {

namespace {

constexpr std::uint8_t TcpProtocol = 6, UdpProtocol = 17;
constexpr std::size_t TcpHeader = 20, UdpHeader = 8;

void big(std::string &out, std::uint64_t value, int bytes)
{
    while (bytes-- > 0)
        out += static_cast<char>(value >> (8 * bytes));
}

// The sum of 16-bit words, big-endian, folded once it is all there. Each piece but the last has an
// even size.
class Checksum {
public:
    void add(std::string_view bytes)
    {
        const char *at = bytes.data();
        std::size_t left = bytes.size();
        for (; left >= 8; at += 8, left -= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, at, 8);
            sum_ += (word & 0xffffffff) + (word >> 32);
        }
        std::uint64_t word = 0;
        std::memcpy(&word, at, left);
        sum_ += (word & 0xffffffff) + (word >> 32);
    }
    // As it stands in a header, in the order of the bytes.
    [[nodiscard]] std::uint16_t result() const
    {
        std::uint64_t sum = sum_;
        while (sum >> 16)
            sum = (sum & 0xffff) + (sum >> 16);
        return ntohs(static_cast<std::uint16_t>(~sum));
    }

private:
    std::uint64_t sum_ = 0; // of words in the machine's order: a sum of theirs is theirs
};

std::string_view addressOf(const Endpoint &end)
{
    return {reinterpret_cast<const char *>(end.address.data()), std::size_t {end.v6 ? 16U : 4U}};
}

void patch(std::string &out, std::size_t at, std::uint16_t value)
{
    out[at] = static_cast<char>(value >> 8);
    out[at + 1] = static_cast<char>(value & 0xff);
}

void appendIp(std::string &out, const Endpoint &from, const Endpoint &to, std::uint8_t protocol,
              std::size_t size)
{
    const std::size_t start = out.size();
    if (from.v6) {
        big(out, 0x60000000, 4);
        big(out, size, 2);
        big(out, protocol, 1);
        big(out, 64, 1); // hops
        out += addressOf(from);
        out += addressOf(to);
        return;
    }
    big(out, 0x4500, 2);
    big(out, 20 + size, 2);
    big(out, 0x00004000, 4); // not to be fragmented
    big(out, 64, 1);
    big(out, protocol, 1);
    big(out, 0, 2);
    out += addressOf(from);
    out += addressOf(to);
    Checksum sum;
    sum.add(std::string_view(out).substr(start));
    patch(out, start + 10, sum.result());
}

// Of what stands in `out` from `start` on.
std::uint16_t checksum(const std::string &out, std::size_t start, const Endpoint &from,
                       const Endpoint &to, std::uint8_t protocol)
{
    Checksum sum;
    sum.add(addressOf(from));
    sum.add(addressOf(to));
    std::string rest;
    big(rest, protocol, 4);
    big(rest, out.size() - start, 4);
    sum.add(rest);
    sum.add(std::string_view(out).substr(start));
    return sum.result();
}

} // namespace

std::optional<Endpoint> endpointOf(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    Endpoint made;
    const char *const end = text.data() + text.size();
    const auto port = std::from_chars(text.data() + colon + 1, end, made.port);
    if (port.ec != std::errc() || port.ptr != end)
        return std::nullopt;
    std::string_view host = text.substr(0, colon);
    made.v6 = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (made.v6)
        host = host.substr(1, std::min(host.find('%'), host.size() - 1) - 1);
    if (::inet_pton(made.v6 ? AF_INET6 : AF_INET, std::string(host).c_str(), made.address.data())
        != 1)
        return std::nullopt;
    return made;
}

Endpoint ipv4(std::uint32_t address, std::uint16_t port)
{
    Endpoint made;
    for (std::size_t i = 0; i < 4; ++i)
        made.address[i] = static_cast<std::uint8_t>(address >> (24 - 8 * i));
    made.port = port;
    return made;
}

std::uint64_t conversationKey(const Endpoint &one, const Endpoint &other)
{
    const auto of = [](const Endpoint &end) {
        std::uint64_t hash = 14695981039346656037U; // FNV-1a
        const auto mix = [&hash](unsigned byte) { hash = (hash ^ byte) * 1099511628211U; };
        for (const std::uint8_t byte : end.address)
            mix(byte);
        mix(end.port >> 8);
        mix(end.port & 0xff);
        mix(end.v6);
        return hash ^ hash >> 29;
    };
    return of(one) * 3 + of(other) * 3; // either way round
}

void appendTcp(std::string &out, const Endpoint &from, const Endpoint &to, std::uint32_t sequence,
               std::uint32_t acknowledged, unsigned flags, std::string_view data)
{
    const std::size_t options = flags & Syn ? 8 : 0;
    appendIp(out, from, to, TcpProtocol, TcpHeader + options + data.size());
    const std::size_t start = out.size();
    big(out, from.port, 2);
    big(out, to.port, 2);
    big(out, sequence, 4);
    big(out, acknowledged, 4);
    big(out, (TcpHeader + options) / 4 << 12 | flags, 2);
    big(out, 0xffff, 2); // window
    big(out, 0, 4);
    if (options != 0) {
        big(out, 0x0204, 2);
        big(out, MostSegment, 2);
        big(out, 0x010303, 3);
        big(out, WindowScale, 1);
    }
    out += data;
    patch(out, start + 16, checksum(out, start, from, to, TcpProtocol));
}

void appendUdp(std::string &out, const Endpoint &from, const Endpoint &to, std::string_view data,
               std::size_t size)
{
    appendIp(out, from, to, UdpProtocol, UdpHeader + size);
    const std::size_t start = out.size();
    big(out, from.port, 2);
    big(out, to.port, 2);
    big(out, UdpHeader + size, 2);
    big(out, 0, 2);
    out += data;
    if (data.size() != size)
        return;
    const std::uint16_t sum = checksum(out, start, from, to, UdpProtocol);
    patch(out, start + 6, sum == 0 ? 0xffff : sum); // 0 says that there is none
}

} // namespace models::internet
