// SPDX-License-Identifier: MIT
// What lives on an EventLoop: tasks that are not done, transports that are not lost; and how all of
// it ends.
#include "loop/EventLoop.h"
#include "loop/Probe.h"
#include "loop/Server.h"
#include "loop/Transport.h"
#include "loop/internal/AsMemoryAllows.h"
#include "loop/internal/FdWatches.h"
#include "loop/internal/Lints.h"
#include "loop/internal/SignalHandlers.h"

namespace loop {

// --- Tasks and transports ---

void EventLoop::adopt(TaskBase &task)
{
    if (m_taskFactory) {
        const TaskFactory factory = m_taskFactory; // it may replace itself
        factory(task); // may throw: nothing has happened yet
    }
    futureCreated(task);
    task.retain();
    task.m_nextTask = m_tasks;
    if (m_tasks)
        m_tasks->m_previousTask = &task;
    m_tasks = &task;
    ++m_totals.tasks;
    if (m_probe) [[unlikely]]
        m_probe->taskCreated(task);
    if (m_debug) [[unlikely]]
        lint(task, Lint::FrameMade);
    if (task.m_eager && running() == this)
        stepEagerly(task);
    else
        task.wake();
}

void EventLoop::stepEagerly(TaskBase &task)
{
    TaskBase *const outer = std::exchange(m_currentTask, &task);
    const bool observing = std::exchange(m_observing, true); // we tell the probe
    task.step();
    m_observing = observing;
    m_currentTask = outer;
    m_context = task.context();
    if (m_probe && task.done())
        m_probe->taskEnded(task);
}

void EventLoop::forget(TaskBase &task) noexcept
{
    (task.m_previousTask ? task.m_previousTask->m_nextTask : m_tasks) = task.m_nextTask;
    if (task.m_nextTask)
        task.m_nextTask->m_previousTask = task.m_previousTask;
    task.m_previousTask = task.m_nextTask = nullptr;
    --m_totals.tasks;
    task.release();
}

std::vector<Ref<TaskBase>> EventLoop::allTasks() const
{
    std::vector<Ref<TaskBase>> tasks;
    for (TaskBase *task = m_tasks; task; task = task->m_nextTask)
        tasks.emplace_back(task);
    return tasks;
}

TaskBase *EventLoop::findTask(TaskId id) const noexcept
{
    TaskBase *task = m_tasks;
    while (task && task->m_id != id)
        task = task->m_nextTask;
    return task;
}

void EventLoop::adopt(Transport &transport)
{
    transport.m_self = transport.shared_from_this();
    transport.m_nextTransport = m_transports;
    if (m_transports)
        m_transports->m_previousTransport = &transport;
    m_transports = &transport;
    ++m_totals.connections;
}

void EventLoop::forget(Transport &transport) noexcept
{
    (transport.m_previousTransport ? transport.m_previousTransport->m_nextTransport : m_transports)
        = transport.m_nextTransport;
    if (transport.m_nextTransport)
        transport.m_nextTransport->m_previousTransport = transport.m_previousTransport;
    transport.m_previousTransport = transport.m_nextTransport = nullptr;
    --m_totals.connections;
    const std::shared_ptr<Transport> last = std::move(transport.m_self); // may destroy it
}

Transport *EventLoop::findTransport(ConnectionId id) const noexcept
{
    Transport *transport = m_transports;
    while (transport && transport->id() != id)
        transport = transport->m_nextTransport;
    return transport;
}

// --- The end ---

// Ends what lives on the loop. What user code runs meanwhile (destructors of frames and callbacks,
// connectionLost) may schedule more; that goes, too. Of such tasks nobody is told: an exception
// handler that makes one for every report would never come to an end.
void EventLoop::discardAll() noexcept
{
    m_signals.reset();
    const TaskId newest = m_tasks ? m_tasks->id() : TaskId();
    do {
        while (!m_servers.empty())
            m_servers.back()->close();
        while (m_tasks)
            discard(*m_tasks, m_tasks->id() <= newest);
        while (m_transports)
            discard(*m_transports);
        (void)std::exchange(m_jobs, {}); // whom they wake may give up others
        m_watches.reset();
        m_inbox.close();
        discardHandles();
    } while (m_tasks || m_transports || !m_servers.empty() || !m_jobs.empty() || !m_ready.empty()
             || m_timers.size() > 0);
    m_timers.clear();
}

void EventLoop::reportDestroyed(TaskBase &task)
{
    ExceptionContext context;
    context.message = "Task was destroyed but it is pending!";
    context.created = task.FutureBase::created();
    context.future = Ref<FutureBase>(&task);
    context.extra["task"] = task.describe();
    report({WarningKind::PendingTaskDestroyed,
            0,
            context.message + ' ' + task.describe(),
            context.created,
            task.context(),
            task.id(),
            {}},
           context);
}

void EventLoop::discard(TaskBase &task, bool told) noexcept
{
    const Ref<TaskBase> kept(&task);
    forget(task);
    if (told)
        asMemoryAllows([&] { reportDestroyed(task); });
    task.destroyFrames();
    task.finish(TaskBase::State::Cancelled); // it will never go on
    if (m_probe)
        m_probe->taskEnded(task);
}

void EventLoop::discard(Transport &transport) noexcept
{
    const auto warnOf = [&] {
        warn({WarningKind::UnclosedTransport,
              0,
              "unclosed transport " + transport.describe(),
              transport.created(),
              transport.context(),
              {},
              transport.id()});
    };
    if (m_instrumented && !transport.isClosing()) // else somebody did, and the peer had its while
        asMemoryAllows(warnOf);
    transport.callConnectionLost(nullptr);
}

void EventLoop::discardHandles() noexcept
{
    while (!m_ready.empty()) {
        const ReadyEntry entry = m_ready.pop();
        if (entry.kind == ReadyEntry::Kind::Callback && m_handles.has(entry.a, entry.b))
            (void)m_handles.take(entry.a);
    }
    while (const TimerHeap::Entry *const next = m_timers.top()) {
        const std::uint32_t slot = next->slot;
        m_timers.pop();
        (void)m_handles.take(slot);
    }
}

} // namespace loop
