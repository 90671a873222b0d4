// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/InternetPackets.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>

namespace models::internet {

namespace {

constexpr std::uint8_t TcpProtocol = 6, UdpProtocol = 17;
constexpr std::size_t TcpHeader = 20, UdpHeader = 8;

// A header, put together beside what it is appended to.
class Header {
public:
    void big(std::uint64_t value, std::size_t bytes)
    {
        for (std::size_t i = bytes; i-- > 0;)
            bytes_[size_++] = static_cast<char>(value >> (8 * i));
    }
    void add(std::string_view bytes)
    {
        std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
        size_ += bytes.size();
    }
    void patch(std::size_t at, std::uint16_t value)
    {
        bytes_[at] = static_cast<char>(value >> 8);
        bytes_[at + 1] = static_cast<char>(value & 0xff);
    }
    [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }

private:
    std::array<char, 64> bytes_;
    std::size_t size_ = 0;
};

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

void appendIp(std::string &out, const Endpoint &from, const Endpoint &to, std::uint8_t protocol,
              std::size_t size)
{
    Header header;
    if (from.v6) {
        header.big(0x60000000, 4);
        header.big(size, 2);
        header.big(protocol, 1);
        header.big(64, 1); // hops
        header.add(addressOf(from));
        header.add(addressOf(to));
        out += header.view();
        return;
    }
    header.big(0x4500, 2);
    header.big(20 + size, 2);
    header.big(0x00004000, 4); // not to be fragmented
    header.big(64, 1);
    header.big(protocol, 1);
    header.big(0, 2);
    header.add(addressOf(from));
    header.add(addressOf(to));
    Checksum sum;
    sum.add(header.view());
    header.patch(10, sum.result());
    out += header.view();
}

// Of a header of an even size and what follows it.
std::uint16_t checksum(const Header &header, std::string_view data, const Endpoint &from,
                       const Endpoint &to, std::uint8_t protocol)
{
    Header rest;
    rest.big(protocol, 4);
    rest.big(header.view().size() + data.size(), 4);
    Checksum sum;
    sum.add(addressOf(from));
    sum.add(addressOf(to));
    sum.add(rest.view());
    sum.add(header.view());
    sum.add(data);
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
    Header header;
    header.big(from.port, 2);
    header.big(to.port, 2);
    header.big(sequence, 4);
    header.big(acknowledged, 4);
    header.big((TcpHeader + options) / 4 << 12 | flags, 2);
    header.big(0xffff, 2); // window
    header.big(0, 4);
    if (options != 0) {
        header.big(0x0204, 2);
        header.big(MostSegment, 2);
        header.big(0x010303, 3);
        header.big(WindowScale, 1);
    }
    header.patch(16, checksum(header, data, from, to, TcpProtocol));
    out += header.view();
    out += data;
}

void appendUdp(std::string &out, const Endpoint &from, const Endpoint &to, std::string_view data,
               std::size_t size)
{
    appendIp(out, from, to, UdpProtocol, UdpHeader + size);
    Header header;
    header.big(from.port, 2);
    header.big(to.port, 2);
    header.big(UdpHeader + size, 2);
    header.big(0, 2);
    if (data.size() == size) {
        const std::uint16_t sum = checksum(header, data, from, to, UdpProtocol);
        header.patch(6, sum == 0 ? 0xffff : sum); // 0 says that there is none
    }
    out += header.view();
    out += data;
}

} // namespace models::internet
