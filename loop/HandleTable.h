// SPDX-License-Identifier: MIT
#pragma once

// HandleTable: where scheduled callbacks live until they run. Slots, in chunks that
// never move, so a callback may schedule others while it runs. A slot's generation grows whenever
// its callback goes, so that an old Handle finds nothing. Used by EventLoop alone.

#include "loop/Callable.h"
#include "loop/Records.h"

#include <cstdint>
#include <memory>
#include <source_location>
#include <vector>

namespace loop {

struct HandleSlot {
    Callable callback;
    std::source_location created;
    std::uint32_t context : 31 = 0; // a ContextId; while free: the next free slot
    std::uint32_t timer : 1 = 0; // an entry of the timer heap refers to it
};
static_assert(sizeof(HandleSlot) == 56);

class HandleTable {
public:
    template <class F>
    std::uint32_t add(F &&callback, const std::source_location &created, ContextId context,
                      bool timer)
    {
        const std::uint32_t index = m_free ? m_free : grow();
        HandleSlot &slot = at(index);
        if constexpr (std::is_same_v<std::remove_cvref_t<F>, Callable>)
            slot.callback = std::forward<F>(callback);
        else
            slot.callback.emplace(std::forward<F>(callback));
        m_free = slot.context;
        slot.created = created;
        slot.context = static_cast<std::uint32_t>(context.value) & 0x7fffffff;
        slot.timer = timer;
        ++m_size;
        return index;
    }

    [[nodiscard]] HandleSlot &at(std::uint32_t index) noexcept
    {
        return m_chunks[index >> chunkBits][index & (chunkSize - 1)];
    }
    [[nodiscard]] std::uint32_t generation(std::uint32_t index) const noexcept
    {
        return m_generations[index];
    }
    [[nodiscard]] bool has(std::uint32_t index, std::uint32_t generation) const noexcept
    {
        return index != 0 && index < m_end && m_generations[index] == generation;
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }

    // Frees the slot. Whoever lets the callback die after that may find anything changed by it.
    [[nodiscard]] Callable take(std::uint32_t index) noexcept
    {
        HandleSlot &slot = at(index);
        ++m_generations[index];
        slot.context = m_free;
        m_free = index;
        --m_size;
        return std::move(slot.callback);
    }

private:
    static constexpr std::uint32_t chunkBits = 9;
    static constexpr std::uint32_t chunkSize = 1u << chunkBits;

    std::uint32_t grow(); // returns a free slot, linked to the others of its chunk

    std::vector<std::unique_ptr<HandleSlot[]>> m_chunks;
    std::vector<std::uint32_t> m_generations; // close together: a sweep of the heap asks for many
    std::uint32_t m_free = 0; // 0: none; slot 0 is never used
    std::uint32_t m_end = 0;
    std::size_t m_size = 0;
};

} // namespace loop
