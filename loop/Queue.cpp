// SPDX-License-Identifier: MIT
#include "loop/Queue.h"

namespace loop {

QueueBase::QueueBase(std::size_t maxsize)
    : m_maxsize(maxsize)
    , m_slots(new Permits(maxsize ? maxsize : std::numeric_limits<std::size_t>::max(),
                          PrimitiveKind::QueueSlot))
    , m_items(new Permits(0, PrimitiveKind::QueueItem))
{
    m_finished.set();
}

QueueBase::~QueueBase()
{
    m_slots->ownerGone();
    m_items->ownerGone();
}

void QueueBase::itemAdded()
{
    ++m_unfinished;
    m_finished.clear();
    m_items->give();
}

void QueueBase::takeSlot()
{
    m_items->checkThread();
    checkOpen();
    if (!m_slots->tryTake())
        throw QueueFull();
}

void QueueBase::takeItem()
{
    m_slots->checkThread();
    if (m_items->tryTake())
        return;
    checkOpen();
    throw QueueEmpty();
}

void QueueBase::refuse()
{
    m_items->checkThread();
    m_slots->checkThread();
    m_shutDown = true;
    m_items->refuseWaiters();
    m_slots->refuseWaiters();
}

// Whoever was promised one of them holds a permit of what are no longer the items.
void QueueBase::itemsDropped(std::size_t count)
{
    m_items = Ref<Permits>(new Permits(0, PrimitiveKind::QueueItem));
    m_unfinished -= std::min(count, m_unfinished);
    if (m_unfinished == 0)
        m_finished.set();
    for (; count > 0; --count)
        m_slots->give();
}

void QueueBase::taskDone()
{
    if (m_unfinished == 0)
        throw ValueError("task_done() called too many times");
    if (--m_unfinished == 0)
        m_finished.set();
}

} // namespace loop
