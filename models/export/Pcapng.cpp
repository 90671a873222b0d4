// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/Pcapng.h"

#include <algorithm>
#include <array>

namespace models {

namespace {

enum Block : std::uint32_t {
    Section = 0x0a0d0d0a,
    Interface = 1,
    Statistics = 5,
    EnhancedPacket = 6
};
// Options; those of all blocks first.
constexpr std::uint16_t EndOfOptions = 0, Comment = 1;
constexpr std::uint16_t Application = 4; // of a section
constexpr std::uint16_t Name = 2, Description = 3, TimeResolution = 9; // of an interface
constexpr std::uint16_t Flags = 2, DropCount = 4; // of a packet
constexpr std::uint16_t Received = 4, Dropped = 5; // of statistics

constexpr std::uint64_t LinkTypeRaw = 101;
constexpr std::size_t MostText = 60'000; // bytes; an option holds 65,535

void put(std::string &out, std::size_t at, std::uint64_t value)
{
    for (std::size_t i = 0; i < 4; ++i)
        out[at + i] = static_cast<char>(value >> (8 * i));
}

} // namespace

void Pcapng::number(std::uint64_t value, int bytes)
{
    std::array<char, 8> raw;
    for (std::size_t i = 0; i < raw.size(); ++i)
        raw[i] = static_cast<char>(value >> (8 * i));
    out_.append(raw.data(), static_cast<std::size_t>(bytes));
}

void Pcapng::begin(std::uint32_t type)
{
    start_ = out_.size();
    number(type, 4);
    number(0, 4); // its length, once it is known
}

void Pcapng::end()
{
    const std::uint64_t size = out_.size() - start_ + 4;
    number(size, 4);
    put(out_, start_ + 4, size);
}

void Pcapng::pad()
{
    out_.append((4 - (out_.size() - start_) % 4) % 4, '\0');
}

void Pcapng::option(std::uint16_t code, std::string_view value)
{
    number(code, 2);
    number(value.size(), 2);
    out_ += value;
    pad();
}

void Pcapng::option(std::uint16_t code, std::uint64_t value, int bytes)
{
    number(code, 2);
    number(static_cast<std::uint64_t>(bytes), 2);
    number(value, bytes);
    pad();
}

void Pcapng::text(std::uint16_t code, std::string_view value)
{
    std::size_t size = std::min(value.size(), MostText);
    while (size < value.size() && size > 0 && (value[size] & 0xc0) == 0x80)
        --size; // no half of a character
    if (size != 0)
        option(code, value.substr(0, size));
}

void Pcapng::time(std::int64_t nanoseconds)
{
    const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(nanoseconds, 0));
    number(time >> 32, 4);
    number(time & 0xffffffff, 4);
}

void Pcapng::section(std::string_view application, std::string_view comment)
{
    begin(Section);
    number(0x1a2b3c4d, 4);
    number(1, 2);
    number(0, 2);
    number(~std::uint64_t {0}, 8); // how long the section is: not known
    text(Application, application);
    text(Comment, comment);
    option(EndOfOptions, {});
    end();
}

void Pcapng::interface(std::string_view name, std::string_view description)
{
    begin(Interface);
    number(LinkTypeRaw, 2);
    number(0, 2);
    number(0, 4); // packets are of any length
    text(Name, name);
    text(Description, description);
    option(TimeResolution, 9, 1);
    option(EndOfOptions, {});
    end();
}

void Pcapng::beginPacket(std::uint32_t interface, std::int64_t when)
{
    begin(EnhancedPacket);
    number(interface, 4);
    time(when);
    number(0, 8); // its lengths
    packet_ = out_.size();
}

void Pcapng::endPacket(std::size_t size, Direction direction, std::uint64_t droppedBefore,
                       std::string_view comment)
{
    put(out_, packet_ - 8, out_.size() - packet_);
    put(out_, packet_ - 4, size);
    pad();
    text(Comment, comment);
    option(Flags, static_cast<std::uint32_t>(direction), 4);
    if (droppedBefore != 0)
        option(DropCount, droppedBefore, 8);
    option(EndOfOptions, {});
    end();
}

void Pcapng::statistics(std::uint32_t interface, std::int64_t when, std::uint64_t packets,
                        std::uint64_t dropped, std::string_view comment)
{
    begin(Statistics);
    number(interface, 4);
    time(when);
    text(Comment, comment);
    option(Received, packets, 8);
    option(Dropped, dropped, 8);
    option(EndOfOptions, {});
    end();
}

} // namespace models
