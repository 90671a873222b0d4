// SPDX-License-Identifier: MIT
#pragma once

// The wire format of Protocol Buffers, as far as StreamEncoder writes it: varints, tags and fields,
// appended to a string. Pure functions; std::bad_alloc alone; any thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loop::wire {

enum Wire : std::uint64_t { Varint = 0, Fixed64 = 1, Bytes = 2 };

inline constexpr std::size_t longestVarint = 10;

// Writes it at `to`, which has room for the longest: where it ends.
inline char *writeVarint(char *to, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *to++ = static_cast<char>(value | 0x80);
    *to++ = static_cast<char>(value);
    return to;
}

inline void putVarint(std::string &out, std::uint64_t value)
{
    if (value < 0x80) {
        out.push_back(static_cast<char>(value));
        return;
    }
    char bytes[longestVarint];
    out.append(bytes, static_cast<std::size_t>(writeVarint(bytes, value) - bytes));
}

constexpr std::uint64_t zigzag(std::int64_t value)
{
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

inline void putTag(std::string &out, int field, Wire wire)
{
    putVarint(out, static_cast<std::uint64_t>(field) << 3 | wire);
}

// Fields that have their default value are left out.
inline void put(std::string &out, int field, std::uint64_t value)
{
    if (value == 0)
        return;
    putTag(out, field, Varint);
    putVarint(out, value);
}

inline void putSigned(std::string &out, int field, std::int64_t value)
{
    put(out, field, zigzag(value));
}

inline void putBytes(std::string &out, int field, std::string_view bytes)
{
    putTag(out, field, Bytes);
    putVarint(out, bytes.size());
    out.append(bytes);
}

inline void put(std::string &out, int field, std::string_view text)
{
    if (!text.empty())
        putBytes(out, field, text);
}

// A time that may be absent: 0 stays 0, all else is a difference that is never 0.
inline void putTime(std::string &out, int field, std::int64_t time, std::int64_t reference)
{
    if (time == 0)
        return;
    putTag(out, field, Varint);
    putVarint(out, zigzag(time - reference));
}

} // namespace loop::wire
