// SPDX-License-Identifier: MIT
#include "loop/Task.h"

#include "loop/EventLoop.h"
#include "loop/Log.h"
#include "loop/Probe.h"
#include "loop/internal/Lints.h"
#include "loop/internal/LoopRegistry.h"

#include <algorithm>
#include <atomic>

namespace loop {

// --- Suspension and frames ---

thread_local constinit std::size_t PromiseBase::t_frameBytes = 0;

void Suspension::suspend(PromiseBase &promise) noexcept
{
    m_task = promise.task;
    m_task->m_suspension = this;
}

bool Suspension::suspended() const noexcept
{
    return m_task && m_task->m_suspension == this;
}

void Suspension::wake() noexcept
{
    if (suspended())
        m_task->wake();
}

void Suspension::tellProbe() const noexcept
{
    if (EventLoop *const loop = m_task->loopOrNull())
        loop->taskChanged(*m_task);
}

void Suspension::checkCancelled()
{
    if (!m_task || !m_task->m_mustCancel)
        return;
    m_task->m_mustCancel = m_task->m_waitCancelled = false;
    const auto message = std::move(m_task->m_cancelMessage);
    throw message ? CancelledError(*message) : CancelledError();
}

void startChild(PromiseBase &parent, PromiseBase &child) noexcept
{
    TaskBase &task = *parent.task;
    child.parent = &parent;
    child.task = &task;
    task.m_leaf = &child;
    task.m_next = &child;
    if (child.frameBytes > largeFrameBytes) [[unlikely]]
        task.lintFrame();
}

void finishFrame(PromiseBase &frame) noexcept
{
    if (!frame.parent)
        return; // the root: step() sees that it is done
    frame.task->m_leaf = frame.parent;
    frame.task->m_next = frame.parent;
}

bool isStarted(const PromiseBase &promise) noexcept
{
    return promise.task != nullptr;
}

void failReused()
{
    throw RuntimeError("cannot reuse already awaited coroutine");
}

void failEmpty()
{
    throw RuntimeError("cannot await a Future that refers to nothing");
}

void reportNeverAwaited(const PromiseBase &promise) noexcept
{
    const Place place(promise.coroutine);
    const auto record = [&place] {
        return WarningRecord {WarningKind::NeverAwaited,
                              0,
                              "coroutine '" + place.name() + "' was never awaited",
                              place,
                              {},
                              {},
                              {}};
    };
    if (EventLoop *const loop = EventLoop::running()) {
        if (loop->debug())
            loop->warn(record());
        return;
    }
    // No loop runs here. The log handler is user code, so it is called without the registry's lock,
    // under which a loop is kept from going; the loop tells its probe itself, when it runs next.
    std::optional<WarningRecord> warning;
    {
        const std::lock_guard lock(loopRegistry().mutex);
        if (EventLoop *const loop = loopOfThisThread()) {
            if (!loop->debug() || !loop->warningSwitches().on(WarningKind::NeverAwaited))
                return;
            warning = record();
            warning->time = toNanoseconds(loop->time());
            EventLoop::post(loop->id(), [w = *warning] {
                if (Probe *const probe = EventLoop::running()->probe())
                    probe->warned(w);
            });
        } else if (EventLoop::debugByEnvironment()) {
            warning = record();
        }
    }
    if (warning)
        EventLoop::logWarning(*warning);
}

// --- TaskBase ---

namespace {

TaskId nextTaskId() noexcept
{
    static std::atomic<std::uint64_t> last = 0;
    return {last.fetch_add(1, std::memory_order_relaxed) + 1};
}

} // namespace

TaskBase::TaskBase(EventLoop &loop, PromiseBase &root, std::string_view name,
                   const std::source_location &created)
    : FutureBase(loop, created)
    , m_coroutine(root.coroutine)
    , m_name(name.empty() ? nullptr : std::make_unique<std::string>(name))
    , m_root(&root)
    , m_leaf(&root)
    , m_id(nextTaskId())
    , m_context(loop.context())
{
    if (const TaskBase *const current = loop.currentTask())
        m_parent = m_wokenBy = current->m_id;
    root.task = this;
}

TaskBase::~TaskBase()
{
    destroyFrames();
}

void TaskBase::destroyFrames() noexcept
{
    m_suspension = nullptr;
    m_leaf = nullptr;
    if (PromiseBase *const root = std::exchange(m_root, nullptr))
        root->self.destroy();
}

std::string TaskBase::name() const
{
    return m_name ? *m_name : "Task-" + std::to_string(m_id.value);
}

void TaskBase::setName(std::string_view name)
{
    m_name = std::make_unique<std::string>(name);
}

bool TaskBase::cancel(const std::string &message)
{
    if (done() || m_passingCancel) // it waits for itself, through others
        return false;
    checkThread();
    ++m_cancelRequests;
    m_mustCancel = true;
    m_cancelMessage = message.empty() ? nullptr : std::make_unique<std::string>(message);
    EventLoop *const loop = loopOrNull();
    if (loop) {
        m_cancelledBy = loop->m_currentTask ? loop->m_currentTask->m_id : TaskId();
        m_cancelledThrough = loop->m_passing ? loop->m_passing->m_id : TaskId();
    }
    if (m_suspension)
        cancelWait();
    if (loop)
        loop->taskChanged(*this);
    return true;
}

int TaskBase::uncancel() noexcept
{
    m_cancelRequests = std::max(0, m_cancelRequests - 1);
    if (m_cancelRequests == 0 && !m_waitCancelled)
        m_mustCancel = false;
    return m_cancelRequests;
}

void TaskBase::wake() noexcept
{
    m_suspension = nullptr;
    EventLoop *const loop = loopOrNull();
    if (!loop || loop->isClosed())
        return;
    if (m_running)
        ++m_selfWakes;
    const TaskBase *const current = loop->currentTask();
    m_wokenBy = current ? current->m_id : TaskId();
    if (loop->m_instrumented && m_measured) [[unlikely]]
        m_measured->wokenAt = loop->entryBegan();
    ReadyEntry entry {ReadyEntry::Kind::Task, 0, {0}};
    entry.task = this;
    loop->pushReady(entry);
}

void TaskBase::step()
{
    if (!m_started && m_mustCancel) { // T-08: the body never runs
        const Ref<FutureBase> self(this);
        destroyFrames();
        m_mustCancel = false;
        if (const auto message = std::move(m_cancelMessage))
            setError(std::make_exception_ptr(CancelledError(*message)));
        end(State::Cancelled);
        return;
    }
    m_started = true;
    m_running = true;
    ++m_steps;
    m_next = m_leaf;
    do {
        std::exchange(m_next, nullptr)->self.resume();
    } while (m_next);
    m_running = false;
    if (m_leaf == m_root && m_root->self.done())
        finishCoroutine();
    else if (m_mustCancel && m_suspension) [[unlikely]]
        cancelWait();
}

// It was cancelled while it ran, by itself or by what it called, and came to wait only then.
void TaskBase::cancelWait()
{
    m_passingCancel = true;
    EventLoop *const loop = loopOrNull();
    TaskBase *const outer = loop ? std::exchange(loop->m_passing, this) : nullptr;
    const bool passed = m_suspension->cancel(m_cancelMessage ? *m_cancelMessage : std::string());
    if (loop)
        loop->m_passing = outer;
    m_passingCancel = false;
    if (passed) {
        m_mustCancel = false;
        m_cancelMessage = nullptr;
    } else {
        m_waitCancelled = true;
        wake();
    }
}

void TaskBase::finishCoroutine()
{
    const Ref<FutureBase> self(this);
    State state = State::Finished;
    if (std::exception_ptr error = std::move(m_root->exception)) {
        state = isCancelled(error) ? State::Cancelled : State::Failed; // T-07
        setLogTraceback(state == State::Failed && !loop().leaveWith(error));
        setError(std::move(error));
    } else if (m_mustCancel) { // just before its end
        state = State::Cancelled;
        m_mustCancel = false;
        if (const auto message = std::move(m_cancelMessage))
            setError(std::make_exception_ptr(CancelledError(*message)));
    } else {
        try {
            takeResult(*m_root);
        } catch (...) { // the result's own constructor threw
            state = State::Failed;
            setError(std::current_exception());
            setLogTraceback(true);
        }
    }
    destroyFrames();
    end(state);
}

void TaskBase::end(State state)
{
    EventLoop &loop = this->loop();
    loop.forget(*this);
    finish(state);
    // Whoever instruments the step tells the probe once it has counted it. A probe that came during
    // the step is told here.
    if (loop.m_probe && !loop.m_observing) [[unlikely]]
        loop.m_probe->taskEnded(*this);
}

void TaskBase::countWait(std::int64_t began) noexcept
{
    if (!m_measured || m_measured->wokenAt == 0)
        return;
    const std::int64_t waited = began - std::exchange(m_measured->wokenAt, 0);
    m_measured->toRun += waited;
    m_measured->longestToRun = std::max(m_measured->longestToRun, waited);
}

void TaskBase::countStep(std::int64_t began, std::int64_t ended) noexcept
{
    const std::int64_t nanoseconds = ended - began;
    if (!m_measured)
        m_measured.reset(new (std::nothrow) Counters);
    if (!m_measured)
        return; // the next step is counted again
    m_measured->busy += nanoseconds;
    m_measured->longest = std::max(m_measured->longest, nanoseconds);
    ++m_measured->histogram[durationBucket(nanoseconds)];
    if (m_measured->wokenAt != 0) // by itself: while it ran, it did not wait to run
        m_measured->wokenAt = ended;
}

TaskBase::Counters TaskBase::counters() const noexcept
{
    Counters counters = m_measured ? *m_measured : Counters();
    counters.steps = m_steps;
    return counters;
}

TaskState TaskBase::taskState() const noexcept
{
    if (done())
        return cancelled() ? TaskState::Cancelled : failed() ? TaskState::Failed : TaskState::Done;
    if (m_running)
        return TaskState::Running;
    if (m_cancelRequests > 0)
        return TaskState::Cancelling;
    return m_suspension ? TaskState::Suspended : TaskState::Ready;
}

WaitInfo TaskBase::waitInfo() const noexcept
{
    return m_suspension ? m_suspension->waitInfo() : WaitInfo {WaitKind::None, 0, 0};
}

std::vector<TaskId> TaskBase::awaits(std::size_t most) const
{
    std::vector<TaskId> tasks;
    if (m_suspension)
        m_suspension->addAwaited(tasks, most);
    return tasks;
}

PrimitiveSample TaskBase::primitive() const noexcept
{
    return m_suspension ? m_suspension->primitive() : PrimitiveSample {};
}

FutureBase *TaskBase::awaitedFuture() const noexcept
{
    return m_suspension ? m_suspension->awaitedFuture() : nullptr;
}

TaskBase *TaskBase::awaitedTask() const noexcept
{
    FutureBase *const future = awaitedFuture();
    return future ? future->asTask() : nullptr;
}

const PromiseBase *TaskBase::largestFrame() const noexcept
{
    const PromiseBase *largest = m_leaf;
    for (const PromiseBase *frame = m_leaf; frame; frame = frame->parent)
        if (frame->frameBytes > largest->frameBytes)
            largest = frame;
    return largest;
}

void TaskBase::lintFrame() noexcept
{
    loop().lint(*this, Lint::FrameMade);
}

Place TaskBase::awaitedAt() const noexcept
{
    return m_leaf && m_started ? Place(m_leaf->awaitedAt) : Place();
}

std::vector<FrameRecord> TaskBase::frames() const
{
    std::vector<FrameRecord> frames;
    for (const PromiseBase *frame = m_leaf; frame; frame = frame->parent)
        frames.push_back({Place(frame->coroutine), Place(frame->awaitedAt)});
    std::reverse(frames.begin(), frames.end());
    return frames;
}

std::string TaskBase::describe() const
{
    const Place place(m_coroutine);
    std::string text = "<Task ";
    text += toString(taskState());
    text += " name='" + name() + "' coro=<" + place.name() + " at " + place.fileAndLine() + ">";
    if (const WaitInfo wait = waitInfo(); wait.kind != WaitKind::None)
        text += " wait_for=<" + std::string(toString(wait.kind)) + '>';
    return text + '>';
}

std::string TaskBase::errorText() const
{
    return failed() ? loop::describe(error()) : std::string();
}

} // namespace loop
