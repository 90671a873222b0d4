// SPDX-License-Identifier: MIT
#include "loop/Future.h"

#include "loop/Context.h"
#include "loop/EventLoop.h"
#include "loop/Log.h"

#include <atomic>
#include <unordered_set>

namespace loop {

// A done callback, in the same list as tasks that wait: one order for all.
class FutureBase::Callback final : public FutureWaiter {
public:
    Callback(DoneCallback function, CallbackKey k, ContextId context)
        : key(k)
        , m_function(std::move(function))
        , m_context(context)
    { }
    ~Callback() override = default;

    void futureDone(FutureBase &future) override
    {
        std::unique_ptr<Callback> self(this);
        EventLoop *const loop = future.loopOrNull();
        if (!loop || loop->isClosed())
            return;
        const InContext inContext(*loop, m_context);
        auto call
            = [self = std::move(self), ref = Ref<FutureBase>(&future)] { self->m_function(*ref); };
        try {
            inContext.callSoon(std::move(call), future.created());
        } catch (
            const std::bad_alloc &) { // not soon, but now: who waits for it would wait for ever
            callNow(*loop, inContext, call);
        }
    }

    const CallbackKey key;

private:
    template <class Call>
    static void callNow(EventLoop &loop, const InContext &inContext, const Call &call)
    {
        try {
            inContext.run(call);
        } catch (...) {
            ExceptionContext context;
            context.message = "Exception in callback";
            context.exception = std::current_exception();
            loop.callExceptionHandler(context);
        }
    }

    DoneCallback m_function;
    ContextId m_context; // of who added it
};

std::vector<FutureBase *> FutureWaiter::awaiters()
{
    FutureBase *const one = awaiter();
    return one ? std::vector {one} : std::vector<FutureBase *>();
}

FutureBase::FutureBase(EventLoop &loop, const std::source_location &created)
    : m_anchor(loop.m_anchor)
    , m_created(created)
{ }

FutureBase::~FutureBase()
{
    while (FutureWaiter *const waiter = m_first) { // only callbacks: who waits holds a reference
        removeWaiter(*waiter);
        delete static_cast<Callback *>(waiter);
    }
}

void FutureBase::lastReferenceGone() noexcept
{
    if (m_state != State::Failed || !m_logTraceback) {
        delete this;
        return;
    }
    m_logTraceback = false;
    ExceptionContext context;
    context.message
        = asTask() ? "Task exception was never retrieved" : "Future exception was never retrieved";
    context.exception = m_exception;
    context.created = m_created;
    context.future = Ref<FutureBase>(this); // alive again for as long as the handler wants
    if (EventLoop *const loop = loopOrNull())
        loop->reportLost(context);
    else
        log(LogLevel::Error, context.text());
}

EventLoop &FutureBase::loop() const
{
    if (!m_anchor->loop)
        throw RuntimeError("Event loop is closed");
    return *m_anchor->loop;
}

bool FutureBase::cancel(const std::string &message)
{
    if (done())
        return false;
    checkThread();
    if (!message.empty())
        m_exception = std::make_exception_ptr(CancelledError(message));
    finish(State::Cancelled);
    return true;
}

std::exception_ptr FutureBase::exception()
{
    if (m_state == State::Pending)
        throw InvalidStateError("Exception is not set.");
    if (m_state == State::Cancelled)
        checkResult();
    m_logTraceback = false;
    return m_exception;
}

void FutureBase::setException(std::exception_ptr exception)
{
    checkPending();
    if (!exception)
        throw ValueError("set_exception() needs an exception");
    m_exception = std::move(exception);
    m_logTraceback = true;
    finish(State::Failed);
}

void FutureBase::checkThread() const
{
    if (const EventLoop *const loop = loopOrNull())
        loop->checkThread(m_created);
}

void FutureBase::checkPending() const
{
    checkThread();
    if (m_state != State::Pending)
        throw InvalidStateError("invalid state: the future is done already");
}

void FutureBase::checkResult()
{
    switch (m_state) {
    case State::Pending:
        throw InvalidStateError("Result is not set.");
    case State::Cancelled:
        if (m_exception)
            std::rethrow_exception(m_exception);
        throw CancelledError();
    case State::Failed:
        m_logTraceback = false;
        std::rethrow_exception(m_exception);
    case State::Finished:
        break;
    }
}

void FutureBase::finish(State state)
{
    m_state = state;
    const Ref<FutureBase> self(this); // a waiter may drop the last reference
    while (FutureWaiter *const waiter = m_first) {
        removeWaiter(*waiter);
        waiter->futureDone(*this);
    }
}

FutureBase::CallbackKey FutureBase::addDoneCallback(DoneCallback callback, CallbackKey key)
{
    // Fresh keys count down from the end, away from those that callers make of numbers or
    // addresses. One count for all threads, for a future's loop may be run by another than built
    // it.
    static std::atomic<CallbackKey> last = 0;
    if (key == 0)
        key = --last;
    const EventLoop *const loop = loopOrNull();
    auto *const entry
        = new Callback(std::move(callback), key, loop ? loop->context() : ContextId());
    if (done())
        entry->futureDone(*this);
    else
        addWaiter(*entry);
    return key;
}

std::size_t FutureBase::removeDoneCallback(CallbackKey key)
{
    std::size_t removed = 0;
    for (FutureWaiter *waiter = m_first; waiter;) {
        FutureWaiter *const next = waiter->m_next;
        if (auto *const entry = dynamic_cast<Callback *>(waiter); entry && entry->key == key) {
            removeWaiter(*waiter);
            delete entry;
            ++removed;
        }
        waiter = next;
    }
    return removed;
}

void FutureBase::addWaiter(FutureWaiter &waiter) noexcept
{
    waiter.m_previous = m_last;
    waiter.m_next = nullptr;
    (m_last ? m_last->m_next : m_first) = &waiter;
    m_last = &waiter;
}

void FutureBase::removeWaiter(FutureWaiter &waiter) noexcept
{
    (waiter.m_previous ? waiter.m_previous->m_next : m_first) = waiter.m_next;
    (waiter.m_next ? waiter.m_next->m_previous : m_last) = waiter.m_previous;
    waiter.m_previous = waiter.m_next = nullptr;
}

void FutureBase::addTasks(std::vector<TaskId> &tasks, std::size_t most)
{
    if (done() || tasks.size() >= most)
        return;
    if (const TaskBase *const task = asTask())
        tasks.push_back(task->id());
    else
        addSources(tasks, most);
}

std::vector<Ref<FutureBase>> FutureBase::awaitersOf(IsMeant isMeant) const
{
    std::vector<Ref<FutureBase>> awaiters;
    std::unordered_set<const FutureBase *> seen;
    for (FutureWaiter *waiter = m_first; waiter; waiter = waiter->m_next) {
        if (!isMeant(*waiter))
            continue;
        for (FutureBase *const awaiter : waiter->awaiters())
            if (seen.insert(awaiter).second)
                awaiters.emplace_back(awaiter);
    }
    return awaiters;
}

std::vector<Ref<FutureBase>> FutureBase::awaitedBy() const
{
    return awaitersOf([](const FutureWaiter &) { return true; });
}

std::vector<Ref<FutureBase>> FutureBase::neededBy() const
{
    return awaitersOf([](const FutureWaiter &waiter) { return waiter.needsIt(); });
}

void checkLoop(EventLoop &loop, const FutureBase &future)
{
    if (&future.loop() == &loop)
        return;
    const char *const message
        = "The future belongs to a different loop than the one specified as the loop argument";
    loop.misused(WarningKind::OtherLoop, message, future.created());
    throw ValueError(message);
}

// --- A task that waits for a future ---

FutureAwaiterBase::~FutureAwaiterBase()
{
    if (m_listed)
        m_future->removeWaiter(*this);
}

void FutureAwaiterBase::wait(PromiseBase &promise)
{
    if (promise.task == m_future->asTask())
        throw RuntimeError("Task cannot await on itself: " + promise.task->describe());
    EventLoop &loop = promise.task->loop();
    if (&m_future->loop() != &loop) {
        const std::string message
            = promise.task->describe() + " got a future attached to a different loop";
        loop.warn(
            {WarningKind::OtherLoop, 0, message, m_future->created(), {}, promise.task->id(), {}});
        throw RuntimeError(message);
    }
    suspend(promise);
    m_future->addWaiter(*this);
    m_listed = true;
}

void FutureAwaiterBase::futureDone(FutureBase &)
{
    m_listed = false;
    wake();
}

bool FutureAwaiterBase::cancel(const std::string &message)
{
    if (m_future->cancel(message)) // T-09; it wakes us when it is done
        return true;
    if (std::exchange(m_listed, false)) // it waits for us
        m_future->removeWaiter(*this);
    return false;
}

void FutureAwaiterBase::checkResult()
{
    if (m_future->failed())
        m_future->setLogTraceback(false); // it was awaited, though a cancellation comes first
    checkCancelled();
    m_future->checkResult();
}

WaitInfo FutureAwaiterBase::waitInfo() const noexcept
{
    const TaskBase *const task = m_future->asTask();
    return {m_future->waitKind(), task ? task->id().value : 0, 0};
}

void FutureAwaiterBase::addAwaited(std::vector<TaskId> &tasks, std::size_t most) const
{
    if (!m_future->asTask())
        m_future->addTasks(tasks, most);
}

FutureBase *FutureAwaiterBase::awaiter() noexcept
{
    return task();
}

} // namespace loop
