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
constexpr std::string_view Ellipsis = "\u2026";

void put(std::string &out, std::size_t at, std::uint64_t value)
{
    for (std::size_t i = 0; i < 4; ++i)
        out[at + i] = static_cast<char>(value >> (8 * i));
}

std::size_t padding(std::size_t size)
{
    return (4 - size % 4) % 4;
}

// No more than an option holds; `cut` keeps the text where it had to be made.
std::string_view fitting(std::string_view text, std::string &cut)
{
    if (text.size() <= Pcapng::MostText)
        return text;
    cut = shortened(text, Pcapng::MostText);
    return cut;
}

// Numbers of a packet's block, put together beside the string that they are appended to: there are
// a dozen around each packet.
class Numbers {
public:
    template <std::size_t Bytes> void add(std::uint64_t value)
    {
        for (std::size_t i = 0; i < Bytes; ++i)
            bytes_[size_ + i] = static_cast<char>(value >> (8 * i));
        size_ += Bytes;
    }
    void addZeros(std::size_t count)
    {
        for (; count > 0; --count)
            add<1>(0);
    }
    [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }

private:
    std::array<char, 48> bytes_;
    std::size_t size_ = 0;
};

} // namespace

std::string shortened(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return std::string(text);
    std::size_t size = most - std::min(most, Ellipsis.size());
    while (size > 0 && (text[size] & 0xc0) == 0x80)
        --size;
    return std::string(text.substr(0, size)).append(Ellipsis);
}

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
    out_.append(padding(out_.size() - start_), '\0');
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
    std::string cut;
    if (const std::string_view fits = fitting(value, cut); !fits.empty())
        option(code, fits);
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
    start_ = out_.size();
    const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(when, 0));
    Numbers head;
    head.add<4>(EnhancedPacket);
    head.add<4>(0); // its length, once it is known
    head.add<4>(interface);
    head.add<4>(time >> 32);
    head.add<4>(time);
    head.add<8>(0); // the packet's lengths
    out_ += head.view();
    packet_ = out_.size();
}

void Pcapng::endPacket(std::size_t size, Direction direction, std::uint64_t droppedBefore,
                       std::string_view comment)
{
    const std::size_t captured = out_.size() - packet_;
    put(out_, packet_ - 8, captured);
    put(out_, packet_ - 4, size);
    Numbers before, tail; // the comment
    before.addZeros(padding(captured));
    std::string cut;
    if (const std::string_view text = fitting(comment, cut); !text.empty()) {
        before.add<2>(Comment);
        before.add<2>(text.size());
        out_.append(before.view()).append(text);
        tail.addZeros(padding(text.size()));
    } else {
        out_ += before.view();
    }
    tail.add<2>(Flags);
    tail.add<2>(4);
    tail.add<4>(static_cast<std::uint32_t>(direction));
    if (droppedBefore != 0) {
        tail.add<2>(DropCount);
        tail.add<2>(8);
        tail.add<8>(droppedBefore);
    }
    tail.add<4>(EndOfOptions);
    const std::size_t length = out_.size() + tail.view().size() + 4 - start_;
    tail.add<4>(length);
    out_ += tail.view();
    put(out_, start_ + 4, length);
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
