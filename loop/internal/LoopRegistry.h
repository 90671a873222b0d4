// SPDX-License-Identifier: MIT
#pragma once

// The loops that exist, by id: how a Handle, the policy or another thread finds a loop that may be
// gone. Used by EventLoop, Handle, Policy and Warnings alone.

#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace loop {

class EventLoop;

struct LoopRegistry {
    std::recursive_mutex
        mutex; // protects `loops`, and keeps a loop from going while it is posted to
    std::unordered_map<std::uint64_t, EventLoop *> loops;
};

[[nodiscard]] LoopRegistry &loopRegistry();

extern thread_local constinit EventLoop
    *t_lastLoop; // that this thread runs: there is one at most (M-01), and no lock on the way to it
extern thread_local constinit std::uint64_t t_ownLoop; // made or run here last; may be gone

// That loop, under the lock; null if it is gone or runs in another thread.
[[nodiscard]] EventLoop *loopOfThisThread();

} // namespace loop
