// SPDX-License-Identifier: MIT
#pragma once

// The optional arguments of the example programs: ports and seconds.

#include <chrono>
#include <cstdint>
#include <cstdlib>

using Seconds = std::chrono::duration<double>;

[[nodiscard]] inline std::uint16_t portArgument(int argc, char **argv, int index,
                                                std::uint16_t otherwise)
{
    return argc > index ? static_cast<std::uint16_t>(std::atoi(argv[index])) : otherwise;
}

[[nodiscard]] inline Seconds secondsArgument(int argc, char **argv, int index, Seconds otherwise)
{
    return argc > index ? Seconds(std::atof(argv[index])) : otherwise;
}
