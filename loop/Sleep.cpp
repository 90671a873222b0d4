// SPDX-License-Identifier: MIT
#include "loop/Sleep.h"

#include "loop/EventLoop.h"

namespace loop {

void SleepWaker::operator()() const
{
    awaiter->m_armed = false;
    awaiter->wake();
}

SleepAwaiter::~SleepAwaiter()
{
    if (m_armed)
        m_timer.cancel();
}

void SleepAwaiter::start(PromiseBase &promise)
{
    EventLoop &loop = promise.task->loop();
    if (m_duration <= Duration::zero()) {
        suspend(promise);
        wake();
        return;
    }
    m_deadline = loop.time() + m_duration;
    m_timer = loop.callAt(m_deadline, SleepWaker {this, promise.task}, promise.awaitedAt);
    m_armed = true;
    suspend(promise);
}

bool SleepAwaiter::cancel(const std::string &)
{
    m_armed = false;
    m_timer.cancel();
    return false;
}

WaitInfo SleepAwaiter::waitInfo() const noexcept
{
    return {WaitKind::Sleep, 0, toNanoseconds(m_deadline)};
}

} // namespace loop
