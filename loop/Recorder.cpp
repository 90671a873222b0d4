// SPDX-License-Identifier: MIT
#include "loop/Recorder.h"

#include "loop/EventLoop.h"
#include "loop/TlsInfo.h"
#include "loop/Transport.h"
#include "loop/internal/AsMemoryAllows.h"
#include "loop/internal/RecorderCost.h"

#include <algorithm>
#include <utility>

namespace loop {

namespace {

// Budgets of one Delta; those of data are in RecorderData.cpp.
constexpr std::size_t spansAtMost = 500; // of steps
constexpr std::int64_t longStep = 100'000; // ns
constexpr std::size_t shortTasksAtMost = 4'000;
constexpr std::size_t awaitsAtMost = 20'000; // of one task

template <class T> void removeAt(std::vector<T> &list, std::uint32_t &slot)
{
    list[slot - 1] = list.back();
    list.pop_back();
    slot = 0;
}

} // namespace

Recorder::Recorder(EventLoop &loop)
    : m_loop(&loop)
    , m_published(toNanoseconds(loop.time()))
    , m_dataEventsAtMost(dataEventsOf(0))
    , m_room(keptAtMost)
{
    grantPayload({}, 1'000'000'000);
    loop.setProbe(this);
    for (const Ref<TaskBase> &task : loop.allTasks())
        asMemoryAllows([&] { introduce(*task); });
    for (Transport *transport = loop.firstTransport(); transport; transport = transport->next())
        if (transport->isShown())
            asMemoryAllows([&] { introduce(*transport); });
}

Recorder::~Recorder()
{
    if (!m_loop)
        return;
    m_loop->setProbe(nullptr);
    for (const DirtyConnection &entry : m_dirtyConnections) // for a recorder that comes after
        entry.transport->probeSlot = 0;
    for (TaskBase *const task : m_dirtyTasks)
        task->probeSlot = 0;
}

// --- What runs now ---

void Recorder::handleBegan(const RunningHandle &handle) noexcept
{
    constexpr auto relaxed = std::memory_order_relaxed;
    m_runningTask.store(handle.task.value, relaxed);
    m_wokenBy = handle.wokenBy;
    m_runningContext.store(handle.context.value, relaxed);
    m_runningPlace.store(handle.place, relaxed);
    m_runningConnection.store(handle.connection.value, relaxed);
    m_runningSince.store(handle.since, std::memory_order_release);
}

void Recorder::handleEnded(std::int64_t began, std::int64_t ended) noexcept
{
    m_runningSince.store(0, std::memory_order_release);
    const TaskId task {m_runningTask.load(std::memory_order_relaxed)};
    if (task && m_current.data)
        counted([&] { addSpan(task, began, ended - began); });
}

// Once half of the room is taken, short steps join the span before them, unless that is a long
// one's. All time in which steps ran lies in a span.
void Recorder::addSpan(TaskId task, std::int64_t began, std::int64_t length)
{
    std::vector<StepSpan> &spans = m_delta.spans;
    const bool joins = spans.size() >= spansAtMost
        || (spans.size() >= spansAtMost / 2 && length < longStep
            && (spans.back().merged > 1 || spans.back().length < longStep));
    if (!joins) {
        spans.push_back({task, m_wokenBy, began, length});
        return;
    }
    StepSpan &run = spans.back();
    run.length = began + length - run.start;
    ++run.merged;
    if (run.task != task)
        run.task = run.wokenBy = {};
}

RunningHandle Recorder::running() const noexcept
{
    constexpr auto relaxed = std::memory_order_relaxed;
    RunningHandle handle;
    handle.since = m_runningSince.load(std::memory_order_acquire);
    handle.task = {m_runningTask.load(relaxed)};
    handle.context = {m_runningContext.load(relaxed)};
    handle.place = m_runningPlace.load(relaxed);
    handle.connection = {m_runningConnection.load(relaxed)};
    std::atomic_thread_fence(std::memory_order_acquire);
    if (m_runningSince.load(relaxed) != handle.since)
        return {}; // it changed meanwhile, so nothing blocks
    return handle.since ? handle : RunningHandle();
}

bool Recorder::raise(WarningRecord warning) const
{
    LoopId loop;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_loop || !m_loop->warningSwitches().on(warning.kind))
            return false;
        loop = m_loop->id();
    }
    return EventLoop::post(loop, [w = std::move(warning)] {
        if (Probe *const probe = EventLoop::running()->probe())
            probe->warned(w);
    });
}

// --- Events ---

LogEvent &Recorder::append(EventKind kind, ContextId context, ConnectionId connection, TaskId task)
{
    return appendAt(toNanoseconds(m_loop->time()), kind, context, connection, task);
}

LogEvent &Recorder::appendAt(std::int64_t time, EventKind kind, ContextId context,
                             ConnectionId connection, TaskId task)
{
    constexpr std::uint64_t between = 64; // events of which none is looked at, but for their words
    const bool due = m_events % between == 0 || m_delta.text.size() - m_payloadKept > m_room;
    if (due && kept() > m_room) [[unlikely]]
        letGo();
    LogEvent &event = m_delta.events.emplace_back();
    event.time = time;
    event.kind = kind;
    event.context = context;
    event.connection = connection;
    event.task = task;
    ++m_events;
    return event;
}

void Recorder::setDetail(LogEvent &event, std::string_view words)
{
    const auto at = static_cast<std::uint32_t>(m_delta.text.size());
    m_delta.text.append(words);
    event.detailAt = at;
    event.detailSize = static_cast<std::uint32_t>(words.size());
}

void Recorder::note(EventKind kind, ContextId context, std::string_view detail,
                    ConnectionId connection, std::uint32_t merged) noexcept
{
    asMemoryAllows([&] {
        if (!m_loop)
            return;
        LogEvent &event = append(kind, context, connection, {});
        event.merged = merged;
        m_merged += merged - 1;
        setDetail(event, detail);
    });
}

void Recorder::warned(const WarningRecord &warning) noexcept
{
    asMemoryAllows([&] {
        m_delta.warnings.push_back(warning);
        setDetail(append(EventKind::Warning, warning.context, warning.connection, warning.task),
                  warning.message);
    });
}

// --- Tasks ---

void Recorder::introduce(TaskBase &task)
{
    TaskCreated created;
    created.id = task.id();
    created.context = task.context();
    created.parent = task.parent();
    created.name = task.name();
    created.coroutine = task.coroutine();
    created.created = Place(task.FutureBase::created());
    created.time = toNanoseconds(m_loop->time());
    m_delta.created.push_back(std::move(created));
    taskChanged(task);
}

void Recorder::taskCreated(TaskBase &task) noexcept
{
    asMemoryAllows([&] {
        introduce(task);
        setDetail(append(EventKind::TaskStart, task.context(), {}, task.id()),
                  task.coroutine().name());
    });
}

void Recorder::taskChanged(TaskBase &task) noexcept
{
    asMemoryAllows([&] {
        if (task.probeSlot)
            return;
        m_dirtyTasks.push_back(&task);
        task.probeSlot = static_cast<std::uint32_t>(m_dirtyTasks.size());
    });
}

void Recorder::taskEnded(TaskBase &task) noexcept
{
    if (&task == m_chainTask)
        m_chainTask = nullptr;
    if (task.probeSlot) {
        m_dirtyTasks.back()->probeSlot = task.probeSlot;
        removeAt(m_dirtyTasks, task.probeSlot);
    }
    // A flood of tasks that live for less than a look: beyond a budget they are only counted.
    if (beganJustNow(task) && ++m_shortTasks > shortTasksAtMost) {
        m_delta.created.pop_back();
        m_delta.text.resize(m_delta.events.back().detailAt);
        m_delta.events.pop_back();
        ++m_merged;
        return;
    }
    asMemoryAllows([&] {
        TaskSample last = sample(task);
        last.ended = toNanoseconds(m_loop->time());
        const std::string words = task.done()
            ? std::string(toString(last.state)) + (last.error.empty() ? "" : ": " + last.error)
            : "destroyed while pending";
        setDetail(append(EventKind::TaskEnd, task.context(), {}, task.id()), words);
        m_delta.tasks.push_back(std::move(last));
    });
}

// Nothing else was noted since this task's beginning.
bool Recorder::beganJustNow(const TaskBase &task) const noexcept
{
    return !m_delta.created.empty() && !m_delta.events.empty()
        && m_delta.created.back().id == task.id()
        && m_delta.events.back().kind == EventKind::TaskStart
        && m_delta.events.back().task == task.id();
}

TaskSample Recorder::sample(const TaskBase &task) const
{
    TaskSample sample;
    sample.id = task.id();
    sample.state = task.taskState();
    const WaitInfo wait = task.waitInfo();
    sample.wait = wait.kind;
    sample.waitTarget = wait.target;
    sample.waitDeadline = wait.deadline;
    sample.awaitedAt = task.awaitedAt();
    sample.steps = task.counters().steps;
    sample.busy = task.counters().busy;
    sample.longest = task.counters().longest;
    sample.histogram = task.counters().histogram;
    sample.toRun = task.counters().toRun;
    sample.longestToRun = task.counters().longestToRun;
    sample.error = task.errorText();
    if (sample.wait == WaitKind::Synchronisation)
        sample.primitive = std::make_shared<const PrimitiveSample>(task.primitive());
    else if (sample.wait == WaitKind::Gather || sample.wait == WaitKind::Future)
        sample.awaits = task.awaits(awaitsAtMost);
    sample.cancelRequests = static_cast<std::uint32_t>(task.cancelling());
    sample.cancelledBy = task.cancelledBy();
    sample.cancelledThrough = task.cancelledThrough();
    return sample;
}

// --- Connections ---

void Recorder::introduce(Transport &transport)
{
    ConnectionOpened opened;
    opened.id = transport.id();
    opened.server = transport.server();
    opened.context = transport.context();
    opened.kind = transport.kind();
    opened.role = transport.role();
    opened.local = transport.sockName().toString();
    opened.peer = transport.peerName().toString();
    opened.time = toNanoseconds(m_loop->time());
    opened.low = transport.writeLow();
    opened.high = transport.writeHigh();
    opened.peerPid = transport.peerPid();
    if (opened.kind == TransportKind::Tls) {
        const std::any known = transport.getExtraInfo("tls");
        if (const auto *const info = std::any_cast<TlsInfo>(&known))
            opened.tls = std::make_shared<const TlsInfo>(*info);
    }
    m_delta.opened.push_back(std::move(opened));
    dirty(transport);
}

void Recorder::connectionMade(Transport &transport) noexcept
{
    asMemoryAllows([&] {
        introduce(transport);
        const std::string words
            = (transport.role() == Role::Server ? "accepted from " : "connected to ")
            + m_delta.opened.back().peer;
        setDetail(append(EventKind::Connect, transport.context(), transport.id(), {}), words);
    });
}

void Recorder::connectionChanged(Transport &transport) noexcept
{
    asMemoryAllows([&] { dirty(transport); });
}

Recorder::DirtyConnection &Recorder::dirty(Transport &transport)
{
    if (transport.probeSlot == 0) {
        m_dirtyConnections.push_back({&transport, {}, {}});
        transport.probeSlot = static_cast<std::uint32_t>(m_dirtyConnections.size());
    }
    return m_dirtyConnections[transport.probeSlot - 1];
}

void Recorder::eofReceived(Transport &transport) noexcept
{
    asMemoryAllows([&] {
        dirty(transport);
        append(EventKind::Eof, transport.context(), transport.id(), {});
    });
}

void Recorder::writingPaused(Transport &transport) noexcept
{
    asMemoryAllows([&] {
        dirty(transport);
        setDetail(append(EventKind::Pause, transport.context(), transport.id(), {}),
                  "write buffer " + std::to_string(transport.getWriteBufferSize()) + " B > high "
                      + std::to_string(transport.writeHigh()) + " B");
    });
}

void Recorder::writingResumed(Transport &transport) noexcept
{
    asMemoryAllows([&] {
        dirty(transport);
        setDetail(append(EventKind::Resume, transport.context(), transport.id(), {}),
                  "write buffer " + std::to_string(transport.getWriteBufferSize()) + " B <= low "
                      + std::to_string(transport.writeLow()) + " B");
    });
}

void Recorder::connectionLost(Transport &transport, const std::exception_ptr &exception) noexcept
{
    asMemoryAllows([&] { endPeers(transport); });
    asMemoryAllows([&] { appendMerged(dirty(transport)); });
    if (transport.probeSlot) {
        m_dirtyConnections.back().transport->probeSlot = transport.probeSlot;
        removeAt(m_dirtyConnections, transport.probeSlot);
    }
    asMemoryAllows([&] { appendLost(transport, exception); });
}

void Recorder::appendLost(const Transport &transport, const std::exception_ptr &exception)
{
    ConnectionSample last = sample(transport);
    last.closed = toNanoseconds(m_loop->time());
    last.error = exception ? describe(exception) : std::string();
    const Transport::Counters &counters = transport.counters();
    LogEvent &event = append(exception ? EventKind::Error : EventKind::Close, transport.context(),
                             transport.id(), {});
    event.bytes = counters.bytesIn + counters.bytesOut;
    setDetail(event,
              exception ? last.error
                        : (last.state == ConnectionState::Aborted ? "aborted, " : "")
                      + std::to_string(counters.messagesIn) + " in, "
                      + std::to_string(counters.messagesOut) + " out");
    m_delta.connections.push_back(std::move(last));
}

ConnectionSample Recorder::sample(const Transport &transport) const
{
    ConnectionSample sample;
    const Transport::Counters &counters = transport.counters();
    sample.id = transport.id();
    sample.state = transport.state();
    sample.task = transport.task();
    sample.bytesIn = counters.bytesIn;
    sample.bytesOut = counters.bytesOut;
    sample.messagesIn = counters.messagesIn;
    sample.messagesOut = counters.messagesOut;
    sample.writeBuffer = transport.getWriteBufferSize();
    sample.low = transport.writeLow();
    sample.high = transport.writeHigh();
    sample.pauses = counters.pauses;
    sample.lastActivity = counters.lastActivity;
    return sample;
}

} // namespace loop
