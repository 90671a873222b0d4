// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What `measure` writes into a copy of the sources: `mutant(7) ? wrong : right`. One build holds
// them all; the environment says which one is switched on, and where to note what was reached.

#include <type_traits>

namespace mutation {

inline constexpr int capacity = 1 << 16; // of numbers

extern unsigned char *reached; // a byte a number, shared with whoever measures
extern int active; // -1: none

inline bool isActive(int number)
{
    reached[number] = 1;
    return number == active;
}

} // namespace mutation

constexpr bool mutant(int number)
{
    return !std::is_constant_evaluated() && mutation::isActive(number);
}
