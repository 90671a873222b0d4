// SPDX-License-Identifier: MIT
#pragma once

// What the example programs print with, so that their output is that of the Python programs they
// follow: print(), a socket address as a tuple, bytes as a literal.

#include "loop/SocketAddress.h"

#include <iostream>
#include <string>
#include <string_view>

// The arguments with blanks between them, and a line feed; flushed, for who reads a pipe.
template <class First, class... Rest> void print(const First &first, const Rest &...rest)
{
    std::cout << first;
    ((std::cout << ' ' << rest), ...);
    std::cout << std::endl;
}

// "('127.0.0.1', 8881)", "('::1', 8881, 0, 0)"
[[nodiscard]] inline std::string tuple(const loop::SocketAddress &address)
{
    return "('" + address.host() + "', " + std::to_string(address.port())
        + (address.family() == AF_INET6 ? ", 0, 0)" : ")");
}

// "b'This is the message. '"
[[nodiscard]] inline std::string bytes(std::string_view data)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text = "b'";
    for (const char c : data) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '\n')
            text += "\\n";
        else if (c == '\r')
            text += "\\r";
        else if (c == '\t')
            text += "\\t";
        else if (c == '\'' || c == '\\')
            text.append("\\").push_back(c);
        else if (code < 0x20 || code > 0x7e)
            text.append("\\x").append(1, digits[code >> 4]).append(1, digits[code & 15]);
        else
            text.push_back(c);
    }
    return text + '\'';
}
