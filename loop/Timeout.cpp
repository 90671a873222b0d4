// SPDX-License-Identifier: MIT
#include "loop/Timeout.h"

namespace loop {

void Timeout::enter()
{
    m_task = getRunningLoop().currentTask();
    m_cancelling = m_task->cancelling();
    reschedule(m_when);
}

void Timeout::reschedule(std::optional<TimePoint> when)
{
    if (m_expired)
        throw RuntimeError("Cannot change state of expired Timeout");
    m_when = when;
    m_timer.cancel();
    if (!when || !m_task)
        return;
    const auto expire = [this] {
        m_expired = true;
        m_task->cancel();
    };
    EventLoop &loop = m_task->loop();
    if (*when <= loop.time())
        m_timer = loop.callSoon(expire); // due: before what runs inside takes its next step
    else
        m_timer = loop.callAt(*when, expire);
}

void Timeout::leave(const std::exception_ptr &error)
{
    m_timer.cancel();
    if (m_expired && m_task->uncancel() <= m_cancelling && isCancelled(error))
        throw TimeoutError();
    if (error)
        std::rethrow_exception(error);
}

} // namespace loop
