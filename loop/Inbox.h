// SPDX-License-Identifier: MIT
#pragma once

// Inbox: the callbacks that other threads hand to a loop. Every member function may be called from
// any thread; a mutex protects the two lists, and no callback runs or dies under it.

#include "loop/Callable.h"
#include "loop/Ids.h"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <source_location>
#include <string>
#include <unordered_map>
#include <vector>

namespace loop {

class Inbox {
public:
    // The number by which the callback can be taken or cancelled; 0 when closed: it was not kept.
    std::uint32_t put(Callable callback, const std::source_location &created, ContextId context);
    [[nodiscard]] bool hasNew() const noexcept
    {
        return m_hasNew.load(std::memory_order_relaxed);
    } // since collect()
    std::vector<std::uint32_t> collect(); // numbers that came since, in order
    struct Entry {
        Callable callback;
        std::source_location created; // where it was handed in
        ContextId context; // that it runs in
    };
    [[nodiscard]] Entry take(std::uint32_t number); // an empty callback if cancelled
    [[nodiscard]] std::source_location created(std::uint32_t number) const; // unknown if cancelled
    [[nodiscard]] ContextId context(std::uint32_t number) const; // none if cancelled
    [[nodiscard]] std::string describe(std::uint32_t number) const; // "<Handle ...>", or ""
    [[nodiscard]] bool has(std::uint32_t number) const;
    void close(); // drops everything; put() refuses from now on

private:
    mutable std::mutex m_mutex; // protects all but m_hasNew
    std::unordered_map<std::uint32_t, Entry> m_callbacks;
    std::vector<std::uint32_t> m_new;
    std::uint32_t m_last = 0;
    bool m_closed = false;
    std::atomic<bool> m_hasNew = false; // whoever sets it wakes the loop after
};

} // namespace loop
