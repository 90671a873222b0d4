// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a counter grew by, for rates. A counter that went back grew by nothing: what it counts was
// given back, or the moment that is shown is another one. The one way to take a difference of two
// counters; unsigned ones would wrap around. Pure; any thread.

#include <type_traits>

namespace models {

template <class Counter>
[[nodiscard]] constexpr Counter growth(std::type_identity_t<Counter> from, Counter to) noexcept
{
    return to > from ? static_cast<Counter>(to - from) : Counter {};
}

} // namespace models
