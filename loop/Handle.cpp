// SPDX-License-Identifier: MIT
#include "loop/Handle.h"

#include "loop/EventLoop.h"
#include "loop/internal/HandleLabel.h"
#include "loop/internal/LoopRegistry.h"

namespace loop {

namespace {

// The loop of a handle, kept from going by the registry's lock unless it is this thread's own.
class FoundLoop {
public:
    explicit FoundLoop(LoopId id)
    {
        if (t_lastLoop && t_lastLoop->id() == id) {
            m_loop = t_lastLoop;
            return;
        }
        m_lock = std::unique_lock(loopRegistry().mutex);
        const auto found = loopRegistry().loops.find(id.value);
        m_loop = found == loopRegistry().loops.end() ? nullptr : found->second;
    }
    [[nodiscard]] EventLoop *get() const noexcept { return m_loop; }

private:
    std::unique_lock<std::recursive_mutex> m_lock;
    EventLoop *m_loop = nullptr;
};

} // namespace

void Handle::cancel() noexcept
{
    Callable cancelled; // dies after the lock: what it captures may wait for other threads
    const FoundLoop found(m_loop);
    if (EventLoop *const loop = found.get())
        cancelled = loop->takeCallback(m_slot, m_generation);
}

bool Handle::pending() const noexcept
{
    const FoundLoop found(m_loop);
    EventLoop *const loop = found.get();
    return loop
        && (m_slot ? loop->m_handles.has(m_slot, m_generation) : loop->m_inbox.has(m_generation));
}

ContextId Handle::context() const
{
    const FoundLoop found(m_loop);
    EventLoop *const loop = found.get();
    if (!loop)
        return {};
    if (m_slot == 0)
        return loop->m_inbox.context(m_generation);
    if (!loop->m_handles.has(m_slot, m_generation))
        return {};
    return {loop->m_handles.at(m_slot).context};
}

std::optional<TimePoint> Handle::when() const
{
    const FoundLoop found(m_loop);
    EventLoop *const loop = found.get();
    if (loop && m_slot && loop->m_handles.has(m_slot, m_generation))
        for (const TimerHeap::Entry &entry : loop->m_timers.entries())
            if (entry.slot == m_slot && entry.generation == m_generation)
                return TimePoint(Duration(entry.when));
    return std::nullopt;
}

std::string Handle::description() const
{
    const FoundLoop found(m_loop);
    EventLoop *const loop = found.get();
    std::string words;
    if (loop && m_slot == 0) {
        words = loop->m_inbox.describe(m_generation);
    } else if (loop && loop->m_handles.has(m_slot, m_generation)) {
        const HandleSlot &slot = loop->m_handles.at(m_slot);
        words = handleLabel(slot.callback, slot.created, slot.timer ? "<TimerHandle " : "<Handle ");
    }
    return words.empty() ? "<Handle finished>" : words;
}

} // namespace loop
