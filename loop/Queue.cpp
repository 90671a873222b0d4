// SPDX-License-Identifier: MIT
#include "loop/Queue.h"

namespace loop {

QueueBase::QueueBase(std::size_t maxsize)
    : m_maxsize(maxsize)
    , m_slots(new Permits(maxsize ? maxsize : std::numeric_limits<std::size_t>::max()))
    , m_items(new Permits(0))
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
    if (!m_slots->tryTake())
        throw QueueFull();
}

void QueueBase::takeItem()
{
    m_slots->checkThread();
    if (!m_items->tryTake())
        throw QueueEmpty();
}

void QueueBase::taskDone()
{
    if (m_unfinished == 0)
        throw ValueError("task_done() called too many times");
    if (--m_unfinished == 0)
        m_finished.set();
}

} // namespace loop
