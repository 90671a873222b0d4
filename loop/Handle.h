// SPDX-License-Identifier: MIT
#pragma once

// Handle: the right to cancel one scheduled callback. A small value, free to copy and to drop:
// dropping it cancels nothing. It names the callback by number, so it stays harmless after the
// callback ran and after the loop is gone. Belongs to the loop's thread, but for one that
// callSoonThreadsafe() returned.

#include "loop/Ids.h"
#include "loop/Time.h"

#include <optional>
#include <string>

namespace loop {

class Handle {
public:
    Handle() noexcept = default;

    void cancel() noexcept; // C-02: after it ran, or twice: nothing
    [[nodiscard]] bool pending() const noexcept; // neither run nor cancelled yet
    [[nodiscard]] ContextId context() const; // it runs in; none once it ran or was cancelled
    [[nodiscard]] std::optional<TimePoint> when() const; // of a pending timer, else nothing
    [[nodiscard]] std::string description() const; // D-09: "<Handle print(1) created at a.cpp:3>"

    friend bool operator==(const Handle &, const Handle &) = default;

private:
    friend class EventLoop;
    Handle(LoopId loop, std::uint32_t slot, std::uint32_t generation) noexcept
        : m_loop(loop)
        , m_slot(slot)
        , m_generation(generation)
    { }

    LoopId m_loop;
    std::uint32_t m_slot = 0;
    std::uint32_t m_generation = 0;
};

} // namespace loop
