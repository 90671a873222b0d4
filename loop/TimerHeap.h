// SPDX-License-Identifier: MIT
#pragma once

// TimerHeap: deadlines in a 4-ary heap of 16-byte entries. Cancelling is lazy: the callback's slot
// goes at once, its entry stays until it surfaces, or until half of the heap is dead and is swept.
// Equal deadlines come in any order (C-06). Used by EventLoop alone.

#include "loop/HandleTable.h"
#include "loop/Time.h"

#include <cstdint>
#include <span>
#include <vector>

namespace loop {

class TimerHeap {
public:
    struct Entry {
        std::int64_t when = 0; // ns of the loop's clock
        std::uint32_t slot = 0;
        std::uint32_t generation = 0;
    };

    explicit TimerHeap(HandleTable &handles)
        : m_slots(handles)
    { }

    void push(const Entry &entry);
    void cancelled(); // one entry is dead now
    [[nodiscard]] std::size_t size() const noexcept { return m_heap.size() - m_dead; } // alive

    // The nearest living entry, or null. Drops dead ones on the way.
    [[nodiscard]] const Entry *top()
    {
        while (!m_heap.empty() && !alive(m_heap.front())) {
            --m_dead;
            pop();
        }
        return m_heap.empty() ? nullptr : &m_heap.front();
    }
    void pop();

    [[nodiscard]] bool alive(const Entry &entry) const noexcept
    {
        return m_slots.has(entry.slot, entry.generation);
    }
    [[nodiscard]] std::span<const Entry> entries() const noexcept
    {
        return m_heap;
    } // dead ones too
    void clear() noexcept;

private:
    static constexpr std::size_t arity = 4;

    void siftUp(std::size_t index);
    void siftDown(std::size_t index);
    void sweep();

    HandleTable &m_slots;
    std::vector<Entry> m_heap;
    std::size_t m_dead = 0;
};

} // namespace loop
