// SPDX-License-Identifier: MIT
#include "loop/Synchronisation.h"

#include "loop/EventLoop.h"

#include <atomic>

namespace loop {

// --- WaitQueue ---

WaitQueue::~WaitQueue()
{
    warnOfLoss();
    while (m_first)
        m_first->leave();
}

void WaitQueue::checkThread() const
{
    if (m_first)
        m_first->task()->loop().checkThread();
}

void WaitQueue::warnOfLoss() const noexcept
{
    for (const QueuedWait *wait = m_first; wait; wait = wait->m_next)
        wait->warnOfLoss();
}

void WaitQueue::wakeFirst() noexcept
{
    QueuedWait &wait = *m_first;
    wait.leave();
    wait.wake();
}

void WaitQueue::wakeAll() noexcept
{
    while (m_first)
        wakeFirst();
}

bool QueuedWait::cancel(const std::string &)
{
    leave();
    return false;
}

void WaitQueue::bind(const PromiseBase &promise)
{
    EventLoop &loop = promise.task->loop();
    if (!m_loop)
        m_loop = loop.id();
    if (m_loop == loop.id())
        return;
    const char *const message = "it is bound to a different event loop";
    loop.misused(WarningKind::OtherLoop, message, promise.awaitedAt);
    throw RuntimeError(message);
}

PrimitiveSample WaitQueue::sample() const noexcept
{
    PrimitiveSample sample;
    sample.id = m_id;
    sample.kind = m_kind;
    sample.waiting = m_size;
    sample.change = ++m_change;
    return sample;
}

void WaitQueue::tellProbe() const noexcept
{
    if (m_first)
        static_cast<const QueuedWait *>(m_first)->tellProbe();
}

PrimitiveSample QueuedWait::primitive() const noexcept
{
    return m_queue ? m_queue->sample() : PrimitiveSample {};
}

void QueuedWait::join(WaitQueue &queue, PromiseBase &promise)
{
    static std::atomic<std::uint64_t> last = 0;
    queue.bind(promise);
    if (queue.m_id == 0)
        queue.m_id = last.fetch_add(1, std::memory_order_relaxed) + 1;
    suspend(promise);
    append(queue);
}

void QueuedWait::append(WaitQueue &queue) noexcept
{
    m_queue = &queue;
    m_previous = queue.m_last;
    (m_previous ? m_previous->m_next : queue.m_first) = this;
    queue.m_last = this;
    ++queue.m_size;
}

void QueuedWait::moveTo(WaitQueue &queue) noexcept
{
    leave();
    append(queue);
}

void QueuedWait::leave() noexcept
{
    WaitQueue *const queue = std::exchange(m_queue, nullptr);
    if (!queue)
        return;
    (m_previous ? m_previous->m_next : queue->m_first) = m_next;
    (m_next ? m_next->m_previous : queue->m_last) = m_previous;
    m_previous = m_next = nullptr;
    --queue->m_size;
}

void QueuedWait::warnOfLoss() const
{
    EventLoop &loop = task()->loop();
    if (!loop.debug() || loop.isClosing())
        return;
    loop.warn({WarningKind::NobodyCanWake,
               0,
               task()->describe() + " waits at " + task()->awaitedAt().fileAndLine()
                   + " for what is destroyed",
               task()->coroutine(),
               task()->context(),
               task()->id(),
               {}});
}

// --- Permits ---

bool Permits::tryTake() noexcept
{
    if (m_free == 0)
        return false;
    --m_free;
    if (m_hasHolder)
        noteHolder();
    return true;
}

void Permits::noteHolder() noexcept
{
    const EventLoop *const loop = EventLoop::running();
    const TaskBase *const task = loop ? loop->currentTask() : nullptr;
    m_holder = task ? task->id() : TaskId();
}

void Permits::give() noexcept
{
    if (m_waiting.empty()) {
        ++m_free;
        m_holder = {};
        return;
    }
    auto &next = static_cast<PermitAwaiter &>(*m_waiting.first());
    next.m_granted = true;
    if (m_hasHolder)
        m_holder = next.taskId();
    m_waiting.wakeFirst();
    if (m_hasHolder)
        m_waiting.tellProbe();
}

void Permits::refuseWaiters() noexcept
{
    while (!m_waiting.empty()) {
        static_cast<PermitAwaiter *>(m_waiting.first())->m_refused = true;
        m_waiting.wakeFirst();
    }
}

void Permits::ownerGone() const noexcept
{
    if (references() == m_waiting.size() + 1) // the owner's and theirs: nobody holds a permit
        m_waiting.warnOfLoss();
}

PrimitiveSample PermitAwaiter::primitive() const noexcept
{
    PrimitiveSample sample = QueuedWait::primitive();
    sample.created = Place(m_permits->m_created);
    sample.holder = m_permits->m_holder;
    return sample;
}

TaskId PermitAwaiter::taskId() const noexcept
{
    return task()->id();
}

PermitAwaiter::~PermitAwaiter()
{
    giveBack(); // the frame is destroyed before it could take it
}

void PermitAwaiter::giveBack() noexcept
{
    if (std::exchange(m_granted, false))
        m_permits->give();
}

void PermitAwaiter::accept()
{
    try {
        checkCancelled();
    } catch (...) {
        giveBack(); // now: the awaiter may live on, as somebody's local
        throw;
    }
    m_granted = false;
}

void Held::release() noexcept
{
    const Ref<Permits> permits = std::move(m_permits);
    if (permits && permits->free() < m_limit)
        permits->give();
}

// --- Lock, Event, Condition, Semaphore ---

namespace {

void warnOfMisuse(const std::string &message, const Place &created)
{
    if (EventLoop *const loop = EventLoop::running())
        loop->misused(WarningKind::LockMisuse, message, created);
}

} // namespace

Lock::~Lock()
{
    if (locked() && m_permits->references() == 1) // no Held will release it
        warnOfMisuse("Lock was destroyed while it was held", m_created);
    m_permits->ownerGone();
}

void Lock::release()
{
    if (!locked()) {
        warnOfMisuse("Lock is not acquired.", m_created);
        throw RuntimeError("Lock is not acquired.");
    }
    m_permits->checkThread();
    m_permits->give();
}

void Event::set()
{
    m_waiting.checkThread();
    m_set = true;
    m_waiting.wakeAll();
}

namespace {

class NotifyAwaiter final : public QueuedWait {
public:
    explicit NotifyAwaiter(WaitQueue &queue) noexcept
        : m_queue(queue)
    { }
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class P> void await_suspend(std::coroutine_handle<P> frame)
    {
        join(m_queue, frame.promise());
    }
    void await_resume() { checkCancelled(); }
    bool cancel(const std::string &message) override
    {
        m_cancelled = true;
        return QueuedWait::cancel(message);
    }
    [[nodiscard]] bool notified() const noexcept { return !m_cancelled; }

private:
    WaitQueue &m_queue;
    bool m_cancelled = false; // before it was notified
};

} // namespace

void Condition::Shared::checkHeld(const char *what) const
{
    if (lock->free() == 0)
        return;
    const std::string message = std::string("cannot ") + what + " on un-acquired lock";
    warnOfMisuse(message, created);
    throw RuntimeError(message);
}

Coro<void> Condition::wait(Ref<Shared> shared)
{
    shared->checkHeld("wait");
    shared->lock->give();
    std::exception_ptr error;
    bool notified = false;
    {
        NotifyAwaiter notification(shared->waiting);
        try {
            co_await notification;
            notified = true;
        } catch (const CancelledError &) {
            error = std::current_exception();
            notified = notification.notified();
        } catch (...) { // it is bound to another loop
            error = std::current_exception();
        }
    }
    for (bool held = false; !held;) {
        try {
            co_await PermitAwaiter(shared->lock);
            held = true;
        } catch (const CancelledError &) {
            error = std::current_exception();
        }
    }
    if (!error)
        co_return;
    if (notified)
        shared->notify(1); // it was meant for somebody who can use it
    std::rethrow_exception(error);
}

void Condition::Shared::notify(std::size_t count)
{
    checkHeld("notify");
    waiting.checkThread();
    for (; count > 0 && !waiting.empty(); --count)
        waiting.wakeFirst();
}

Semaphore::Semaphore(std::ptrdiff_t value, const std::source_location &at)
    : Semaphore(value, static_cast<std::size_t>(-1), at)
{ }

Semaphore::Semaphore(std::ptrdiff_t value, std::size_t limit, const std::source_location &at)
    : m_limit(limit)
{
    if (value < 0)
        throw ValueError("Semaphore initial value must be >= 0");
    m_permits
        = Ref<Permits>(new Permits(static_cast<std::size_t>(value), PrimitiveKind::Semaphore, at));
}

void Semaphore::release()
{
    m_permits->checkThread();
    m_permits->give();
}

void BoundedSemaphore::release()
{
    if (value() >= limit()) {
        const char *const message = "BoundedSemaphore released too many times";
        warnOfMisuse(message, m_created);
        throw ValueError(message);
    }
    Semaphore::release();
}

// --- Barrier ---

Barrier::Barrier(std::size_t parties)
    : m_state(new State(parties))
{
    if (parties == 0)
        throw ValueError("parties must be >= 1");
}

Barrier::~Barrier()
{
    m_state->arrived.warnOfLoss();
    m_state->blocked.warnOfLoss();
}

void Barrier::State::open() noexcept
{
    for (std::size_t index = 0; !arrived.empty(); ++index) {
        static_cast<BarrierAwaiter &>(*arrived.first()).m_index = index;
        arrived.wakeFirst();
    }
}

void Barrier::State::leave() noexcept
{
    if (--inside > 0 || !draining())
        return;
    phase = Phase::Filling;
    admit();
}

void Barrier::State::admit() noexcept
{
    while (phase == Phase::Filling && !blocked.empty()) {
        auto &next = static_cast<BarrierAwaiter &>(*blocked.first());
        next.arrive();
        if (phase == Phase::Filling) {
            next.moveTo(arrived);
        } else { // the last of them
            blocked.wakeFirst();
        }
    }
}

void Barrier::reset()
{
    m_state->arrived.checkThread();
    m_state->phase = m_state->inside > 0 ? Phase::Resetting : Phase::Filling;
    m_state->open();
}

void Barrier::abort()
{
    m_state->arrived.checkThread();
    m_state->blocked.checkThread();
    m_state->phase = Phase::Broken;
    m_state->open();
    m_state->blocked.wakeAll();
}

void BarrierAwaiter::arrive() noexcept
{
    m_inside = true;
    ++m_state->inside;
    if (!m_state->complete())
        return;
    m_state->phase = Barrier::Phase::Draining;
    m_index = m_state->parties - 1;
    m_state->open();
}

void BarrierAwaiter::wait(PromiseBase &promise)
{
    m_state->arrived.bind(promise);
    join(m_inside ? m_state->arrived : m_state->blocked, promise);
}

void BarrierAwaiter::depart() noexcept
{
    if (std::exchange(m_inside, false))
        m_state->leave();
}

bool BarrierAwaiter::await_ready()
{
    if (m_state->phase == Barrier::Phase::Broken)
        throw BrokenBarrierError("Barrier aborted");
    if (m_state->draining())
        return false;
    arrive();
    return m_state->draining();
}

std::size_t BarrierAwaiter::await_resume()
{
    const bool broken = m_state->phase == Barrier::Phase::Broken
        || m_state->phase == Barrier::Phase::Resetting; // now, not when it was woken
    const bool arrived = m_inside;
    depart();
    checkCancelled();
    if (!arrived) // it waited for others to leave, and was woken by abort()
        throw BrokenBarrierError("Barrier aborted");
    if (broken)
        throw BrokenBarrierError("Abort or reset of barrier");
    return m_index;
}

bool BarrierAwaiter::cancel(const std::string &message)
{
    QueuedWait::cancel(message);
    depart();
    return false;
}

} // namespace loop
