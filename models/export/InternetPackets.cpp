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

template <class Bytes> void patch(Bytes &bytes, std::size_t at, std::uint16_t value)
{
    bytes[at] = static_cast<char>(value >> 8);
    bytes[at + 1] = static_cast<char>(value & 0xff);
}

// Headers, put together beside what they are appended to: that takes a string many times as long.
class Header {
public:
    template <std::size_t Bytes> void big(std::uint64_t value)
    {
        for (std::size_t i = 0; i < Bytes; ++i)
            bytes_[size_ + i] = static_cast<char>(value >> (8 * (Bytes - 1 - i)));
        size_ += Bytes;
    }
    void add(std::string_view bytes)
    {
        std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
        size_ += bytes.size();
    }
    void set(std::size_t at, std::uint16_t value) { patch(bytes_, at, value); }
    [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::array<char, 96> bytes_;
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
    void add(std::uint32_t value) // as it stands in a header
    {
        const std::uint32_t word = htonl(value);
        sum_ += (word & 0xffff) + (word >> 16);
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

void addIp(Header &header, const Endpoint &from, const Endpoint &to, std::uint8_t protocol,
           std::size_t size)
{
    if (from.v6) {
        header.big<4>(0x60000000);
        header.big<2>(size);
        header.big<1>(protocol);
        header.big<1>(64); // hops
        header.add(addressOf(from));
        header.add(addressOf(to));
        return;
    }
    header.big<2>(0x4500);
    header.big<2>(20 + size);
    header.big<4>(0x00004000); // not to be fragmented
    header.big<1>(64);
    header.big<1>(protocol);
    header.big<2>(0);
    header.add(addressOf(from));
    header.add(addressOf(to));
    Checksum sum;
    sum.add(header.view());
    header.set(10, sum.result());
}

// Of a whole TCP segment or datagram, whose own checksum is 0 as yet.
std::uint16_t checksum(std::string_view segment, const Endpoint &from, const Endpoint &to,
                       std::uint8_t protocol)
{
    Checksum sum;
    sum.add(addressOf(from));
    sum.add(addressOf(to));
    sum.add(std::uint32_t {protocol});
    sum.add(static_cast<std::uint32_t>(segment.size()));
    sum.add(segment);
    return sum.result();
}

std::size_t sizeOf(Parts data)
{
    std::size_t size = 0;
    for (const std::string_view part : data)
        size += part.size();
    return size;
}

void append(std::string &out, Parts data)
{
    for (const std::string_view part : data)
        out.append(part);
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

std::size_t appendTcp(std::string &out, const Endpoint &from, const Endpoint &to,
                      std::uint32_t sequence, std::uint32_t acknowledged, unsigned flags,
                      Parts data)
{
    const std::size_t options = flags & Syn ? 8 : 0;
    const std::size_t size = sizeOf(data);
    Header header;
    addIp(header, from, to, TcpProtocol, TcpHeader + options + size);
    const std::size_t begin = out.size() + header.size();
    header.big<2>(from.port);
    header.big<2>(to.port);
    header.big<4>(sequence);
    header.big<4>(acknowledged);
    header.big<2>((TcpHeader + options) / 4 << 12 | flags);
    header.big<2>(0xffff); // window
    header.big<4>(0);
    if (options != 0) {
        header.big<2>(0x0204);
        header.big<2>(MostSegment);
        header.big<3>(0x010303);
        header.big<1>(WindowScale);
    }
    out.append(header.view());
    append(out, data);
    const std::string_view segment = std::string_view(out).substr(begin);
    patch(out, begin + 16, checksum(segment, from, to, TcpProtocol));
    return header.size() + size;
}

std::size_t appendUdp(std::string &out, const Endpoint &from, const Endpoint &to, Parts data,
                      std::size_t size)
{
    Header header;
    addIp(header, from, to, UdpProtocol, UdpHeader + size);
    const std::size_t begin = out.size() + header.size();
    header.big<2>(from.port);
    header.big<2>(to.port);
    header.big<2>(UdpHeader + size);
    header.big<2>(0);
    out.append(header.view());
    append(out, data);
    const std::string_view datagram = std::string_view(out).substr(begin);
    if (datagram.size() == UdpHeader + size) {
        const std::uint16_t sum = checksum(datagram, from, to, UdpProtocol);
        patch(out, begin + 6, sum == 0 ? 0xffff : sum); // 0 says that there is none
    }
    return header.size() + size;
}

} // namespace models::internet
