// SPDX-License-Identifier: MIT
#pragma once

// Strong identities of what a loop runs. An id is a number that only grows: never a pointer, never
// reused, unique in its process. Zero means "none". Plain values: any thread may hold one.

#include <functional> // first, and apart: moc 6.4 cannot read <compare> on its own

#include <compare>
#include <cstdint>

namespace loop {

template <class Tag> struct Id {
    std::uint64_t value = 0;

    constexpr explicit operator bool() const noexcept { return value != 0; }
    friend constexpr auto operator<=>(const Id &, const Id &) = default;
};

using LoopId = Id<struct LoopTag>;
using TaskId = Id<struct TaskTag>;
using ConnectionId = Id<struct ConnectionTag>; // one per transport
using ServerId = Id<struct ServerTag>;
using TimerId = Id<struct TimerTag>;

// What contextvars would carry in asyncio, reduced to the one number that instruments need: on
// whose behalf code runs. Callbacks, tasks and transports inherit it from the code that creates
// them.
using ContextId = Id<struct ContextTag>;

} // namespace loop

template <class Tag> struct std::hash<loop::Id<Tag>> {
    std::size_t operator()(const loop::Id<Tag> &id) const noexcept
    {
        return std::hash<std::uint64_t> {}(id.value);
    }
};
