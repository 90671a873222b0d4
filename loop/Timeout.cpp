// SPDX-License-Identifier: MIT
#include "loop/Timeout.h"

namespace loop {

void Timeout::enter()
{
    if (m_entered)
        throw RuntimeError("Timeout has already been entered");
    m_entered = true;
    m_task = getRunningLoop().currentTask();
    m_cancelling = m_task->cancelling();
    if (m_after)
        m_when = m_task->loop().time() + *m_after;
    arm();
}

void Timeout::end() noexcept
{
    m_timer.cancel();
    m_task = nullptr;
}

void Timeout::reschedule(std::optional<TimePoint> when)
{
    if (m_expired)
        throw RuntimeError("Cannot change state of expired Timeout");
    if (m_entered && !m_task)
        throw RuntimeError("Cannot change state of finished Timeout");
    m_after.reset();
    m_when = when;
    if (m_task)
        arm();
}

void Timeout::arm()
{
    m_timer.cancel();
    if (!m_when)
        return;
    const auto expire = [this] {
        m_expired = true;
        m_task->cancel();
    };
    EventLoop &loop = m_task->loop();
    if (*m_when <= loop.time())
        m_timer = loop.callSoon(expire); // due: before what runs inside takes its next step
    else
        m_timer = loop.callAt(*m_when, expire);
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
