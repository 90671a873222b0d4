// SPDX-License-Identifier: MIT
#pragma once

// What the clients of send, line by line and without line feeds.

#include <array>
#include <string_view>

using Lines = std::array<std::string_view, 5>;

[[nodiscard]] constexpr Lines linesOf(std::string_view first)
{
    return {first, "including non-ASCII characters: €£", "to test the operation", "of both server",
            "and client."};
}
