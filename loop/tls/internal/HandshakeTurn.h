// SPDX-License-Identifier: MIT
#pragma once

// Whose turn it is to shake hands. One step of a handshake takes a fraction of a millisecond, as
// long as dozens of messages, and a thousand clients may come at once: of each iteration of the
// loop handshakes get a share, at least one of them, and the others wait for the next, in the order
// in which they came. Timers and connections that are up are served in between. The loop's thread.

#include "loop/EventLoop.h"

#include <chrono>

namespace loop::tls {

class HandshakeTurn {
public:
    static constexpr std::chrono::milliseconds share {2}; // of an iteration

    // Whether a step may be taken in this iteration.
    [[nodiscard]] static bool isLeft(EventLoop &loop) noexcept
    {
        Spent &spent = t_spent;
        const std::uint64_t iteration = loop.totals().iterations;
        if (spent.loop == loop.id() && spent.iteration == iteration)
            return spent.time < share;
        spent = {loop.id(), iteration, {}};
        return true;
    }

    // Measures a step, while it lives.
    HandshakeTurn() = default;
    ~HandshakeTurn() { t_spent.time += Clock::now() - m_began; }
    HandshakeTurn(const HandshakeTurn &) = delete;

private:
    using Clock = std::chrono::steady_clock;
    struct Spent {
        LoopId loop;
        std::uint64_t iteration = 0;
        Clock::duration time {};
    };
    static thread_local Spent t_spent;

    const Clock::time_point m_began = Clock::now();
};

inline thread_local HandshakeTurn::Spent HandshakeTurn::t_spent;

} // namespace loop::tls
