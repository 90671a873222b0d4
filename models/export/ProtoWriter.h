// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fields of a Protocol Buffers message, appended to a string in their order. Any one thread.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace models {

class ProtoWriter {
public:
    void number(int field, std::uint64_t value)
    {
        varint(static_cast<std::uint64_t>(field) << 3);
        varint(value);
    }
    void fixed64(int field, std::uint64_t value)
    {
        varint(static_cast<std::uint64_t>(field) << 3 | 1);
        for (int i = 0; i < 8; ++i)
            bytes_ += static_cast<char>(value >> (8 * i));
    }
    void bytes(int field, std::string_view value) // a text or a message, too
    {
        varint(static_cast<std::uint64_t>(field) << 3 | 2);
        varint(value.size());
        bytes_ += value;
    }
    [[nodiscard]] const std::string &message() const { return bytes_; }
    void clear() { bytes_.clear(); }

private:
    void varint(std::uint64_t value)
    {
        std::array<char, 10> digits;
        std::size_t size = 0;
        for (; value >= 0x80; value >>= 7)
            digits[size++] = static_cast<char>(value | 0x80);
        digits[size++] = static_cast<char>(value);
        bytes_.append(digits.data(), size);
    }

    std::string bytes_;
};

} // namespace models
