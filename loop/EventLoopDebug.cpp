// SPDX-License-Identifier: MIT
// What EventLoop does for those who watch it: debug mode, exception handlers, warnings, probes.
#include "loop/EventLoop.h"
#include "loop/Log.h"
#include "loop/Probe.h"
#include "loop/Sleep.h"
#include "loop/Transport.h"
#include "loop/internal/AsMemoryAllows.h"
#include "loop/internal/Lints.h"

#include <cstdio>

namespace loop {

namespace {

std::string seconds(std::int64_t nanoseconds)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", static_cast<double>(nanoseconds) / 1e9);
    return text;
}

const IoHandler *handlerOf(const IoTable &table, const ReadyEntry &entry) noexcept
{
    return table.find(static_cast<int>(entry.a), static_cast<std::uint16_t>(entry.b));
}

} // namespace

// --- Errors (ER) ---

std::string ExceptionContext::text() const
{
    std::string text = message;
    const auto add = [&text](std::string_view key, const std::string &value) {
        if (!value.empty())
            text.append("\n").append(key).append(": ").append(value);
    };
    add("exception", describe(exception));
    if (future)
        add("future", future->asTask() ? future->asTask()->describe() : "<Future>");
    add("handle", handleDescription);
    if (transport)
        add("transport", transport->describe());
    if (socket >= 0)
        add("socket", std::to_string(socket));
    add("created at", created.fileAndLine());
    for (const auto &[key, value] : extra)
        add(key, value);
    return text;
}

const ExceptionHandler &EventLoop::exceptionHandler() const noexcept
{
    return m_exceptionHandler;
}

void EventLoop::defaultExceptionHandler(const ExceptionContext &context)
{
    log(LogLevel::Error, context.text());
}

void EventLoop::callExceptionHandler(const ExceptionContext &context)
{
    if (!m_exceptionHandler) {
        defaultExceptionHandler(context);
        return;
    }
    try {
        const ExceptionHandler handler = m_exceptionHandler; // it may replace itself
        handler(*this, context);
    } catch (...) {
        if (leaveWith(std::current_exception()))
            return;
        ExceptionContext failure; // ER-06
        failure.message = "Unhandled error in exception handler";
        failure.exception = std::current_exception();
        failure.extra["context"] = context.text();
        warn({WarningKind::HandlerFailed,
              0,
              failure.message + ": " + describe(failure.exception),
              context.created ? context.created : Place(m_created),
              {},
              {},
              {}});
        if (m_switches.on(WarningKind::HandlerFailed))
            defaultExceptionHandler(failure);
    }
}

// To the exception handler; to the default one only if the warning is not switched off.
void EventLoop::report(WarningRecord warning, const ExceptionContext &context)
{
    const bool on = m_switches.on(warning.kind);
    warn(std::move(warning));
    if (on || m_exceptionHandler)
        callExceptionHandler(context);
}

void EventLoop::callbackFailed(std::string message, std::string description, const Handle *handle,
                               const std::source_location &created)
{
    if (leaveWith(std::current_exception()))
        return;
    ExceptionContext context;
    context.message = std::move(message) + description;
    context.exception = std::current_exception();
    context.handleDescription = std::move(description);
    context.created = created;
    if (handle)
        context.handle = *handle;
    report({WarningKind::CallbackFailed,
            0,
            context.message + ": " + describe(context.exception),
            created,
            m_context,
            {},
            {}},
           context);
}

void EventLoop::reportLost(const ExceptionContext &context)
{
    TaskBase *const task = context.future->asTask();
    std::string message = context.message + ": " + describe(context.exception);
    report({task ? WarningKind::TaskExceptionNeverRetrieved
                 : WarningKind::FutureExceptionNeverRetrieved,
            0,
            std::move(message),
            task ? task->coroutine() : context.created,
            task ? task->context() : m_context,
            task ? task->id() : TaskId(),
            {}},
           context);
}

// asyncio lets KeyboardInterrupt through where it reports everything else. Inside of somebody
// else's event loop there is nobody to throw it to.
bool EventLoop::leaveWith(const std::exception_ptr &error) noexcept
{
    if (!m_throws || !isInterrupt(error))
        return false;
    m_leaving = error;
    stop();
    return true;
}

// --- Warnings ---

void EventLoop::warn(WarningRecord warning)
{
    if (!m_switches.on(warning.kind))
        return;
    if (warning.time == 0)
        warning.time = toNanoseconds(time());
    if (!warning.context)
        warning.context = m_context;
    // These reach the log through the exception handler already.
    const bool handled = warning.kind == WarningKind::CallbackFailed
        || warning.kind == WarningKind::OutOfDescriptors
        || warning.kind == WarningKind::HandlerFailed
        || warning.kind == WarningKind::TaskExceptionNeverRetrieved
        || warning.kind == WarningKind::FutureExceptionNeverRetrieved
        || warning.kind == WarningKind::PendingTaskDestroyed;
    if (!handled)
        logWarning(warning);
    if (m_probe)
        m_probe->warned(warning);
}

void EventLoop::logWarning(const WarningRecord &warning)
{
    log(LogLevel::Warning,
        warning.message
            + (warning.created ? " (created at " + warning.created.fileAndLine() + ')'
                               : std::string()));
}

// --- Debug mode (D) ---

void EventLoop::setDebug(bool on) noexcept
{
    m_debug = on;
    m_instrumented = m_debug || m_probe;
}

void EventLoop::setProbe(Probe *probe) noexcept
{
    m_probe = probe;
    m_instrumented = m_debug || m_probe;
}

RunningHandle EventLoop::describeEntry(const ReadyEntry &entry) noexcept
{
    RunningHandle handle;
    switch (entry.kind) {
    case ReadyEntry::Kind::Callback:
        if (m_handles.has(entry.a, entry.b)) {
            handle.place = m_handles.at(entry.a).created;
            handle.context = ContextId {m_handles.at(entry.a).context};
        }
        break;
    case ReadyEntry::Kind::Task:
        handle.task = entry.task->id();
        handle.context = entry.task->context();
        handle.wokenBy = entry.task->m_wokenBy;
        handle.place
            = entry.task->m_started ? entry.task->m_leaf->awaitedAt : entry.task->m_coroutine;
        break;
    case ReadyEntry::Kind::Io:
        if (const IoHandler *const handler = handlerOf(m_io, entry)) {
            handle.place = handler->place();
            if (const Transport *const transport = handler->transport()) {
                handle.context = transport->context();
                handle.connection = transport->id();
            }
        }
        break;
    case ReadyEntry::Kind::Remote:
        handle.place = m_inbox.created(entry.a);
        break;
    }
    return handle;
}

std::string EventLoop::nameEntry(const ReadyEntry &entry) const
{
    switch (entry.kind) {
    case ReadyEntry::Kind::Callback:
        return m_handles.has(entry.a, entry.b) ? Handle(m_id, entry.a, entry.b).description() : "";
    case ReadyEntry::Kind::Io:
        if (const IoHandler *const handler = handlerOf(m_io, entry))
            return handler->label();
        break;
    case ReadyEntry::Kind::Remote:
        return m_inbox.describe(entry.a);
    case ReadyEntry::Kind::Task:
        break;
    }
    return {};
}

std::shared_ptr<const Transport> EventLoop::transportOf(const ReadyEntry &entry) const
{
    const IoHandler *const handler
        = entry.kind == ReadyEntry::Kind::Io ? handlerOf(m_io, entry) : nullptr;
    const Transport *const transport = handler ? handler->transport() : nullptr;
    return transport ? transport->shared_from_this() : nullptr;
}

std::int64_t EventLoop::entryBegan() const noexcept
{
    return m_iterating && m_entryEnd ? m_entryEnd : toNanoseconds(time());
}

void EventLoop::runInstrumented(ReadyEntry entry) noexcept
{
    RunningHandle handle = describeEntry(entry);
    handle.since
        = m_entryEnd ? m_entryEnd : toNanoseconds(time()); // 0: instrumented in mid-iteration
    const Ref<TaskBase> task(entry.kind == ReadyEntry::Kind::Task ? entry.task : nullptr);
    const std::uint32_t selfWakes = task ? task->m_selfWakes : 0;
    if (task)
        __builtin_prefetch(task->m_measured.get()); // for countStep()
    // A callback's name must be taken before it runs; only debug mode pays for it.
    const std::shared_ptr<const Transport> transport = m_debug ? transportOf(entry) : nullptr;
    std::string what;
    if (m_debug)
        asMemoryAllows([&] { what = nameEntry(entry); });
    m_lintDue = true;
    if (m_probe)
        m_probe->handleBegan(handle);
    const bool observed = m_observing = m_probe != nullptr;
    if (task)
        task->countWait(handle.since);
    runEntry(entry);
    m_observing = false;
    const std::int64_t ended = m_entryEnd = toNanoseconds(time());
    if (m_probe)
        m_probe->handleEnded(handle.since, ended);
    if (task) {
        task->countStep(handle.since, ended);
        if (ended - handle.since >= realWork)
            task->m_selfWakes = selfWakes; // it computes in pieces, and lets others run between
        lint(*task, Lint::StepEnd);
        if (!task->done())
            taskChanged(*task);
        else if (m_probe && observed)
            m_probe->taskEnded(*task);
    }
    if (m_debug && ended - handle.since >= slowCallbackDuration.count()) {
        asMemoryAllows([&] {
            if (task || transport)
                what = task ? task->describe() : transport->describe();
            warnSlow(handle, std::move(what), ended - handle.since);
        });
    }
}

void EventLoop::warnSlow(const RunningHandle &handle, std::string what, std::int64_t nanoseconds)
{
    ++m_slowCallbacks;
    if (what.empty())
        what = "a callback";
    warn({WarningKind::SlowCallback, 0,
          "Executing " + what + " took " + seconds(nanoseconds) + " seconds", handle.place,
          handle.context, handle.task, handle.connection});
}

std::int64_t EventLoop::beginInstrumentedIteration(std::size_t events)
{
    const std::int64_t began = toNanoseconds(time());
    m_slowCallbacks = 0;
    m_lag = std::max(m_lag, began - m_promised);
    m_promised = never;
    if (began >= m_wakeBy)
        m_wakeBy = never;
    if (m_debug && m_iterationEnd && (events > 0 || began - m_iterationEnd > 1'000'000)) // D-08
        asMemoryAllows([&] {
            log(LogLevel::Debug,
                "poll took " + std::to_string((began - m_iterationEnd) / 1000)
                    + " us: " + std::to_string(events) + " events");
        });
    return began;
}

TimePoint EventLoop::promiseWake(TimePoint wake) noexcept
{
    wake = std::min(wake, TimePoint(Duration(m_wakeBy)));
    if (m_debug && m_lintDue)
        wake = std::min(wake, TimePoint(Duration(m_linted + lintEvery)));
    m_promised = std::max(toNanoseconds(wake), m_entryEnd); // a deadline may be set to the past
    return wake;
}

void EventLoop::endInstrumentedIteration(std::int64_t began) noexcept
{
    const std::int64_t ended = m_entryEnd; // with its last entry
    m_totals.busy += ended - began;
    if (m_debug) {
        if (m_slowCallbacks == 0 && ended - began >= slowIterationDuration.count())
            asMemoryAllows([&] {
                warn({WarningKind::SlowIteration,
                      0,
                      "An iteration of callbacks took " + seconds(ended - began)
                          + " seconds, none of them slow",
                      m_created,
                      {},
                      {},
                      {}});
            });
        if (m_lintDue && ended - m_linted >= lintEvery)
            lintTasks(ended);
    }
    m_iterationEnd = ended;
    if (m_probe)
        m_probe->iterationEnded(*this, began, ended);
}

// At most once a second, so that a busy loop does not feel it. nextWake() sees to it that a loop
// which then has nothing to do for long looks once more before.
void EventLoop::lintTasks(std::int64_t now)
{
    m_linted = now;
    m_lintDue = false;
    for (TaskBase *task = m_tasks; task; task = task->m_nextTask)
        lint(*task, Lint::Look);
}

void EventLoop::lint(TaskBase &task, int moment) noexcept
{
    if (!m_debug)
        return;
    std::uint32_t bit = 1;
    for (const Lint &lint : taskLints()) {
        if (lint.moments & moment && !(task.m_lintsRaised & bit) && m_switches.on(lint.kind)
            && lint.check(task)) {
            task.m_lintsRaised |= bit;
            asMemoryAllows([&] {
                warn({lint.kind,
                      0,
                      lint.format(task),
                      lint.place(task),
                      task.context(),
                      task.id(),
                      {}});
            });
        }
        bit <<= 1;
    }
}

void EventLoop::misused(WarningKind kind, const std::string &message, const Place &created)
{
    if (!m_instrumented)
        return;
    warn({kind, 0, message, created, {}, m_currentTask ? m_currentTask->id() : TaskId(), {}});
}

void EventLoop::failUse(WarningKind kind, const std::string &message, const Place &created)
{
    misused(kind, message, created ? created : Place(m_created));
    throw RuntimeError(message);
}

void EventLoop::taskChanged(TaskBase &task) noexcept
{
    if (m_probe && task.probeSlot == 0)
        m_probe->taskChanged(task);
}

// --- Instruments ---

LoopSample EventLoop::sample() const noexcept
{
    LoopSample sample;
    sample.iterations = m_totals.iterations;
    sample.busy = m_totals.busy;
    sample.ready = m_ready.size();
    sample.tasks = m_totals.tasks;
    sample.timers = m_timers.size();
    sample.connections = m_totals.connections;
    sample.servers = m_totals.servers;
    sample.bytesIn = m_totals.bytesIn;
    sample.bytesOut = m_totals.bytesOut;
    sample.messagesIn = m_totals.messagesIn;
    sample.messagesOut = m_totals.messagesOut;
    sample.debug = m_debug;
    sample.running = m_running;
    return sample;
}

std::vector<TimerSample> EventLoop::pendingTimers(std::size_t atMost) const
{
    std::vector<TimerSample> timers;
    auto &handles
        = const_cast<HandleTable &>(m_handles); // at() has no const form, and needs none else
    for (const TimerHeap::Entry &entry : m_timers.entries()) {
        if (timers.size() == atMost)
            break;
        if (!m_timers.alive(entry))
            continue;
        const HandleSlot &slot = handles.at(entry.slot);
        TimerSample timer;
        timer.id = TimerId {static_cast<std::uint64_t>(entry.generation) << 32 | entry.slot};
        timer.context = ContextId {slot.context};
        timer.due = entry.when;
        timer.created = Place(slot.created);
        if (const auto *const waker = slot.callback.target<SleepWaker>()) {
            timer.task = waker->task->id();
            timer.created = waker->task->awaitedAt();
        }
        timers.push_back(timer);
    }
    return timers;
}

} // namespace loop
