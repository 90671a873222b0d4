// SPDX-License-Identifier: MIT
#include "loop/TimerHeap.h"

#include <algorithm>

namespace loop {

void TimerHeap::push(const Entry &entry)
{
    m_heap.push_back(entry);
    siftUp(m_heap.size() - 1);
}

void TimerHeap::cancelled()
{
    ++m_dead;
    if (m_dead > 64 && m_dead > m_heap.size() / 2)
        sweep();
}

void TimerHeap::pop()
{
    m_heap.front() = m_heap.back();
    m_heap.pop_back();
    if (!m_heap.empty())
        siftDown(0);
}

void TimerHeap::clear() noexcept
{
    m_heap.clear();
    m_dead = 0;
}

void TimerHeap::siftUp(std::size_t index)
{
    const Entry entry = m_heap[index];
    while (index > 0) {
        const std::size_t parent = (index - 1) / arity;
        if (m_heap[parent].when <= entry.when)
            break;
        m_heap[index] = m_heap[parent];
        index = parent;
    }
    m_heap[index] = entry;
}

void TimerHeap::siftDown(std::size_t index)
{
    const Entry entry = m_heap[index];
    const std::size_t size = m_heap.size();
    for (std::size_t first = index * arity + 1; first < size; first = index * arity + 1) {
        std::size_t least = first;
        for (std::size_t child = first + 1; child < std::min(first + arity, size); ++child)
            if (m_heap[child].when < m_heap[least].when)
                least = child;
        if (entry.when <= m_heap[least].when)
            break;
        m_heap[index] = m_heap[least];
        index = least;
    }
    m_heap[index] = entry;
}

void TimerHeap::sweep()
{
    std::erase_if(m_heap, [this](const Entry &entry) { return !alive(entry); });
    m_dead = 0;
    if (m_heap.size() > 1)
        for (std::size_t index = (m_heap.size() - 2) / arity + 1; index-- > 0;)
            siftDown(index);
}

} // namespace loop
