// SPDX-License-Identifier: MIT
#pragma once

// One receive buffer for all connections of a thread: it stays in the cache, and an idle connection
// needs none of its own. What is in it is valid until the next receive on this thread.

#include <span>

namespace loop {

[[nodiscard]] std::span<char> receiveBuffer() noexcept;

} // namespace loop
