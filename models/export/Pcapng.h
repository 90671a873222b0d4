// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Blocks of a pcapng file (draft-ietf-opsawg-pcapng), appended to a string: one section,
// little-endian, interfaces of raw IP whose times are nanoseconds since 1970. Any one thread at a
// time.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace models {

// UTF-8 of at most `most` bytes (at least 3): longer text is cut between two characters and ends in
// "…".
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

class Pcapng {
public:
    enum class Direction : std::uint32_t { Inbound = 1, Outbound = 2 };
    static constexpr std::size_t MostText = 60'000; // bytes; an option holds 65,535

    explicit Pcapng(std::string &out)
        : out_(out)
    { }

    // Texts are UTF-8; "" where there is none. One longer than MostText is shortened().
    void section(std::string_view application, std::string_view comment);
    void interface(std::string_view name, std::string_view description);
    // What is appended to the string between these is the packet; it had `size` bytes, of which
    // that may be the first.
    void beginPacket(std::uint32_t interface, std::int64_t time);
    void endPacket(std::size_t size, Direction direction, std::uint64_t droppedBefore,
                   std::string_view comment);
    // Of an interface, at the end.
    void statistics(std::uint32_t interface, std::int64_t time, std::uint64_t packets,
                    std::uint64_t dropped, std::string_view comment);

private:
    void begin(std::uint32_t type);
    void end();
    void number(std::uint64_t value, int bytes);
    void pad();
    void option(std::uint16_t code, std::string_view value);
    void text(std::uint16_t code, std::string_view value);
    void option(std::uint16_t code, std::uint64_t value, int bytes);
    void time(std::int64_t nanoseconds);

    std::string &out_;
    std::size_t start_ = 0; // of the block under way
    std::size_t packet_ = 0; // of the bytes of its packet
};

} // namespace models
