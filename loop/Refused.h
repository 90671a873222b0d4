// SPDX-License-Identifier: MIT
#pragma once

// What a newcomer writes and cannot mean: sleep(1), timeout(0.5, ...), co_await on a value, a Coro
// that was not moved. Each has an overload that exists only so that the compiler's error says what
// to write instead; tests/loop/MistakesTest keeps the sentences. g++ 12 has no = delete("reason"),
// so they are templates whose static_assert fails.

#include <type_traits>

namespace loop {

template <class...> inline constexpr bool refused = false; // dependent: only where it is called

// A length of time without a unit. Durations have one: 500ms, 2s (std::chrono_literals).
template <class N>
concept BareNumber = std::is_arithmetic_v<std::remove_cvref_t<N>>;

} // namespace loop
