// SPDX-License-Identifier: MIT
#include "loop/Inbox.h"

#include "loop/internal/HandleLabel.h"

namespace loop {

std::uint32_t Inbox::put(Callable callback, const std::source_location &created, ContextId context)
{
    const std::lock_guard lock(m_mutex);
    if (m_closed)
        return 0;
    if (++m_last == 0)
        ++m_last;
    m_callbacks.emplace(m_last, Entry {std::move(callback), created, context});
    m_new.push_back(m_last);
    m_hasNew.store(true, std::memory_order_relaxed);
    return m_last;
}

std::vector<std::uint32_t> Inbox::collect()
{
    const std::lock_guard lock(m_mutex);
    m_hasNew.store(false, std::memory_order_relaxed);
    return std::exchange(m_new, {});
}

Inbox::Entry Inbox::take(std::uint32_t number)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_callbacks.find(number);
    if (found == m_callbacks.end())
        return {};
    Entry entry = std::move(found->second);
    m_callbacks.erase(found);
    return entry;
}

std::source_location Inbox::created(std::uint32_t number) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_callbacks.find(number);
    return found == m_callbacks.end() ? std::source_location() : found->second.created;
}

ContextId Inbox::context(std::uint32_t number) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_callbacks.find(number);
    return found == m_callbacks.end() ? ContextId() : found->second.context;
}

std::string Inbox::describe(std::uint32_t number) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_callbacks.find(number);
    return found == m_callbacks.end() ? std::string()
                                      : handleLabel(found->second.callback, found->second.created);
}

bool Inbox::has(std::uint32_t number) const
{
    const std::lock_guard lock(m_mutex);
    return m_callbacks.contains(number);
}

void Inbox::close()
{
    std::unordered_map<std::uint32_t, Entry> dropped; // dies after the lock is released
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_new.clear();
    dropped.swap(m_callbacks);
}

} // namespace loop
