// SPDX-License-Identifier: MIT
#pragma once

// ReadyQueue: what runs next, first in, first out. A ring of 16-byte entries that grows by doubling
// and never allocates otherwise. Tasks are woken where nothing may throw, so it grows while a
// quarter of it is still free: where there is no memory for that, it goes on with what it has, and
// tries again at each push. Used by EventLoop alone.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace loop {

class TaskBase;

struct ReadyEntry {
    enum class Kind : std::uint32_t {
        Callback, // a = slot, b = generation
        Task, // task
        Io, // a = descriptor, b = events << 16 | generation & 0xffff
        Remote // a = number in the inbox
    };

    Kind kind = Kind::Callback;
    std::uint32_t a = 0;
    union {
        std::uint32_t b;
        TaskBase *task;
    };
};
static_assert(sizeof(ReadyEntry) == 16);

class ReadyQueue {
public:
    ReadyQueue() { grow(); }

    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] bool empty() const noexcept { return m_size == 0; }

    void push(const ReadyEntry &entry)
    {
        if (m_size >= m_plenty) [[unlikely]]
            makeRoom();
        m_ring[(m_head + m_size++) & (m_capacity - 1)] = entry;
    }
    ReadyEntry pop() noexcept
    {
        const ReadyEntry entry = m_ring[m_head];
        m_head = (m_head + 1) & (m_capacity - 1);
        --m_size;
        return entry;
    }
    void clear() noexcept { m_head = m_size = 0; }

private:
    void makeRoom()
    {
        try {
            grow();
        } catch (const std::bad_alloc &) {
            if (m_size == m_capacity)
                throw;
        }
    }

    void grow()
    {
        const std::size_t capacity = m_capacity ? m_capacity * 2 : 64;
        auto ring = std::make_unique<ReadyEntry[]>(capacity);
        for (std::size_t i = 0; i < m_size; ++i)
            ring[i] = m_ring[(m_head + i) & (m_capacity - 1)];
        m_ring = std::move(ring);
        m_capacity = capacity;
        m_plenty = capacity - capacity / 4;
        m_head = 0;
    }

    std::unique_ptr<ReadyEntry[]> m_ring;
    std::size_t m_capacity = 0; // a power of two
    std::size_t m_plenty = 0; // entries from which on it grows
    std::size_t m_head = 0;
    std::size_t m_size = 0;
};

} // namespace loop
