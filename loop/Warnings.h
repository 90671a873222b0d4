// SPDX-License-Identifier: MIT
#pragma once

// What a loop warns of: which kinds are on, and what each one means. loop/Records.h has the kinds
// and the record of one; EventLoop::warn() raises it. The switches may be read on any thread, so
// that who watches a loop from another one obeys them, too.

#include "loop/Records.h"

#include <atomic>

namespace loop {

// All kinds are on until they are switched off. One that is off leaves no record and no line in the
// log; where it is about an exception, a handler of one's own is called all the same.
class WarningSwitches {
public:
    void set(WarningKind kind, bool on) noexcept
    {
        on ? m_off.fetch_and(~bit(kind), relaxed) : m_off.fetch_or(bit(kind), relaxed);
    }
    [[nodiscard]] bool on(WarningKind kind) const noexcept
    {
        return !(m_off.load(relaxed) & bit(kind));
    }

private:
    static constexpr auto relaxed = std::memory_order_relaxed;
    static_assert(std::size_t(WarningKind::Count) <= 64);
    static constexpr std::uint64_t bit(WarningKind kind) noexcept { return 1ull << int(kind); }

    std::atomic<std::uint64_t> m_off = 0;
};

// Whether that loop's switch is on. Any thread; false if the loop is gone.
[[nodiscard]] bool warnsOf(LoopId loop, WarningKind kind);

// One or two sentences: what it means, and what to do.
[[nodiscard]] std::string_view summary(WarningKind kind) noexcept;

} // namespace loop
