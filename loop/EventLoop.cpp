// SPDX-License-Identifier: MIT
#include "loop/EventLoop.h"

#include "loop/EpollDriver.h"
#include "loop/Log.h"
#include "loop/Probe.h"
#include "loop/Server.h"
#include "loop/Transport.h"
#include "loop/internal/FdWatches.h"
#include "loop/internal/HandleLabel.h"
#include "loop/internal/Lints.h"
#include "loop/internal/LoopRegistry.h"
#include "loop/internal/SignalHandlers.h"

#include <atomic>
#include <cstdlib>

namespace loop {

namespace {

thread_local EventLoop *t_running = nullptr; // whose callback runs in this thread

LoopId nextLoopId() noexcept
{
    static std::atomic<std::uint64_t> last = 0;
    return {++last};
}

} // namespace

EventLoop::EventLoop(std::unique_ptr<Driver> driver, std::string name,
                     const std::source_location &at)
    : m_anchor(new LoopAnchor)
    , m_driver(driver ? std::move(driver) : std::make_unique<EpollDriver>())
    , m_id(nextLoopId())
    , m_name(std::move(name))
    , m_created(at)
    , m_debug(debugByEnvironment())
{
    log(LogLevel::Debug, "Using selector: " + std::string(m_driver->name()));
    m_instrumented = m_debug;
    m_anchor->loop = this;
    m_driver->setHost(*this);
    const std::lock_guard lock(loopRegistry().mutex);
    loopRegistry().loops.emplace(m_id.value, this); // last: nothing may fail once we are known
    t_ownLoop = m_id.value;
}

EventLoop::~EventLoop()
{
    if (!m_closed) {
        if (m_debug)
            warn({WarningKind::UnclosedLoop,
                  0,
                  "unclosed event loop <" + m_name + '>',
                  m_created,
                  {},
                  {},
                  {}});
        m_running = false;
        close();
    }
    {
        const std::lock_guard lock(loopRegistry().mutex);
        loopRegistry().loops.erase(m_id.value);
    }
    m_anchor->loop = nullptr;
    if (t_lastLoop == this)
        t_lastLoop = nullptr;
}

bool EventLoop::inThisThread() const noexcept
{
    return m_thread.load(relaxed) == std::this_thread::get_id();
}

EventLoop *EventLoop::running() noexcept
{
    return t_running;
}

bool EventLoop::debugByEnvironment() noexcept
{
    for (const char *const name : {"LOOPSCOPE_DEBUG", "PYTHONASYNCIODEBUG"})
        if (const char *const value = std::getenv(name); value && *value)
            return true;
    return false;
}

// --- State ---

void EventLoop::checkRunnable()
{
    checkOpen();
    if (m_running)
        failUse(WarningKind::NestedRun, "This event loop is already running");
    if (t_lastLoop) // between its iterations, too
        failUse(WarningKind::NestedRun, "Cannot run the event loop while another loop is running");
}

void EventLoop::beginRun()
{
    checkRunnable();
    m_running = true;
    m_thread.store(std::this_thread::get_id(), relaxed);
    t_lastLoop = this;
    m_iterationEnd = m_debug ? toNanoseconds(time()) : 0;
    t_ownLoop = m_id.value;
}

void EventLoop::endRun() noexcept
{
    m_running = false;
    m_throws = false;
    m_stopping = false;
    m_thread.store({}, relaxed);
    m_iterationEnd = 0;
    m_promised = never;
    if (t_lastLoop == this)
        t_lastLoop = nullptr; // who closes us may be another thread
}

void EventLoop::runForever()
{
    beginRun();
    m_throws = true;
    try {
        m_driver->run();
    } catch (...) {
        endRun();
        throw;
    }
    endRun();
    if (const std::exception_ptr leaving = std::exchange(m_leaving, nullptr))
        std::rethrow_exception(leaving);
}

void EventLoop::start()
{
    beginRun();
    try {
        m_driver->start();
    } catch (...) {
        endRun();
        throw;
    }
}

void EventLoop::runUntilDone(FutureBase &future)
{
    checkRunnable();
    if (&future.loop() != this) {
        const char *const message
            = "The future belongs to a different loop than the one that is to run it";
        misused(WarningKind::OtherLoop, message, future.created());
        throw ValueError(message);
    }
    const auto key = future.addDoneCallback([this](FutureBase &) { stop(); });
    try {
        runForever();
    } catch (...) {
        future.removeDoneCallback(key);
        throw;
    }
    future.removeDoneCallback(key);
    if (!future.done())
        failUse(WarningKind::StoppedEarly, "Event loop stopped before Future completed.");
}

void EventLoop::stop() noexcept
{
    m_stopping = true;
    if (!m_iterating)
        m_driver->reschedule();
}

void EventLoop::close()
{
    if (m_running)
        throw RuntimeError("Cannot close a running event loop");
    if (m_closed || m_closing)
        return;
    m_closing = true;
    discardAll();
    m_closed = true;
    if (m_executor)
        std::exchange(m_executor, nullptr)->shutdown();
    if (Probe *const probe = std::exchange(m_probe, nullptr))
        probe->loopClosed(*this);
    if (m_debug)
        log(LogLevel::Debug, "Close " + m_name);
}

void EventLoop::checkOpen() const
{
    if (m_closed)
        const_cast<EventLoop *>(this)->failUse(WarningKind::LoopClosed, "Event loop is closed");
}

void EventLoop::checkCallSlowly(const std::source_location &at) const
{
    checkOpen();
    checkThread(at);
}

void EventLoop::checkThreadSlowly(const std::source_location &at) const
{
    const std::thread::id thread = m_thread.load(relaxed); // once: it may end its run meanwhile
    if (thread == std::thread::id() || thread == std::this_thread::get_id())
        return;
    auto &self = const_cast<EventLoop &>(*this);
    const std::string message
        = "Non-thread-safe operation invoked on an event loop other than the current one";
    const Place place(at.line() ? at : m_created);
    self.post(m_id, [&self, message, place] {
        self.warn({WarningKind::WrongThread, 0, message, place, {}, {}, {}});
    });
    throw RuntimeError(message);
}

// --- One iteration ---

// What was received is answered while it is in the processor's caches: of many events at once, so
// many are taken, then the tasks that they woke run together with the next ones.
static constexpr std::size_t eventsAtOnce = 8;

static std::span<const epoll_event> after(std::span<const epoll_event> events) noexcept
{
    return events.subspan(std::min(events.size(), eventsAtOnce));
}

// By more than this, timers wait for what is in the sockets.
static constexpr std::int64_t lateTimer = 20'000'000;

void EventLoop::iterate(std::span<const epoll_event> events) noexcept
{
    if (m_iterating)
        return; // L-12: Qt's loop runs inside one of our callbacks; what is due waits for it to end
    m_iterating = true;
    EventLoop *const outer = std::exchange(t_running, this);
    const std::int64_t began = m_instrumented ? beginInstrumentedIteration(events.size()) : 0;
    m_entryEnd = began;
    readyIo(events.first(std::min(events.size(), eventsAtOnce)));
    if (m_inbox.hasNew())
        readyRemote();
    readyTimers(events.size());
    const auto run = [this](std::size_t count) { // what these schedule waits
        for (; count > 0; --count) {
            const ReadyEntry entry = m_ready.pop();
            if (m_instrumented) [[unlikely]]
                runInstrumented(entry);
            else
                runEntry(entry);
        }
    };
    run(m_ready.size());
    for (events = after(events); !events.empty() && !m_stopping; events = after(events)) {
        readyIo(events.first(std::min(events.size(), eventsAtOnce)));
        run(m_ready.size());
    }
    if (!events
             .empty()) { // stopping: these run still, what was scheduled meanwhile does not (L-06)
        const std::size_t later = m_ready.size();
        readyIo(events);
        for (std::size_t i = 0; i < later; ++i)
            m_ready.push(m_ready.pop());
        run(events.size());
    }
    ++m_totals.iterations;
    if (m_instrumented && began) [[unlikely]]
        endInstrumentedIteration(began);
    t_running = outer;
    m_iterating = false;
    if (m_stopping) {
        m_driver->quit();
        if (m_running)
            endRun();
    }
}

TimePoint EventLoop::nextWake() noexcept
{
    if ((!m_ready.empty() && m_timersHeld == 0) || m_stopping)
        return TimePoint::min();
    // Late timers wait for a poll, which is not left out before what is ready, and waits for
    // nothing: they may be cancelled by now.
    TimePoint wake = m_ready.empty() ? TimePoint::max() : time();
    if (const TimerHeap::Entry *const next = m_timers.top()) {
        wake = std::min(wake, TimePoint(Duration(next->when)));
        if (m_timersSeen == never)
            m_timersSeen = toNanoseconds(time());
    }
    return m_instrumented ? promiseWake(wake) : wake;
}

void EventLoop::readyIo(std::span<const epoll_event> events)
{
    for (const epoll_event &event : events) {
        const int fd = IoTable::descriptor(event.data.u64);
        m_io.prefetch(fd);
        m_ready.push({ReadyEntry::Kind::Io,
                      static_cast<std::uint32_t>(fd),
                      {event.events << 16 | IoTable::generation(event.data.u64)}});
    }
}

void EventLoop::readyRemote()
{
    for (const std::uint32_t number : m_inbox.collect())
        m_ready.push({ReadyEntry::Kind::Remote, number, {0}});
}

void EventLoop::readyTimers(std::size_t events)
{
    const TimerHeap::Entry *next = m_timers.top();
    if (!next) {
        m_timersHeld = 0;
        m_timersSeen = never;
        return;
    }
    const std::int64_t now = toNanoseconds(time());
    const bool cameDue = next->when > m_timersSeen; // what was set to the past is not late
    if (cameDue && now - next->when > lateTimer && holdTimers(events))
        return;
    m_timersHeld = 0;
    m_timersSeen = now;
    if (m_instrumented && cameDue) [[unlikely]]
        m_lag = std::max(m_lag, now - next->when);
    for (; next && next->when <= now; next = m_timers.top()) {
        m_ready.push({ReadyEntry::Kind::Callback, next->slot, {next->generation}});
        m_handles.at(next->slot).timer = false;
        m_timers.pop();
    }
}

// Timers this late mean that the loop, or the whole process, was kept from running. What came
// meanwhile lies in sockets unread, and is older than the deadlines that would judge it. So the
// timers wait until it was polled for, read, and answered by the tasks that it wakes: one
// iteration, two if that poll finds something, more only while polls come back full.
bool EventLoop::holdTimers(std::size_t events) noexcept
{
    constexpr int atMost = 64;
    constexpr std::size_t manyEvents = 64;
    const bool hold = m_timersHeld == 0 || (m_timersHeld == 1 && events > 0)
        || (m_timersHeld < atMost && events >= manyEvents);
    if (!hold || m_stopping)
        return false;
    ++m_timersHeld;
    return true;
}

void EventLoop::runCallback(std::uint32_t slot, std::uint32_t generation)
{
    if (!m_handles.has(slot, generation))
        return; // cancelled
    HandleSlot &handle = m_handles.at(slot);
    m_context = ContextId {handle.context};
    const std::source_location created = handle.created;
    // Taken out first: the callback may cancel its own handle, or close over what it destroys.
    Callable callback = m_handles.take(slot);
    try {
        callback();
    } catch (...) {
        const Handle gone(m_id, slot, generation);
        callbackFailed("Exception in callback ", handleLabel(callback, created), &gone, created);
    }
}

void EventLoop::runRemote(std::uint32_t number)
{
    auto [callback, created, context] = m_inbox.take(number);
    if (!callback)
        return; // cancelled
    m_context = context;
    try {
        callback();
    } catch (...) {
        const Handle gone(m_id, 0, number);
        callbackFailed("Exception in callback ", handleLabel(callback, created), &gone, created);
    }
}

void EventLoop::runEntry(ReadyEntry entry) noexcept
{
    try {
        switch (entry.kind) {
        case ReadyEntry::Kind::Callback:
            runCallback(entry.a, entry.b);
            break;
        case ReadyEntry::Kind::Task:
            m_currentTask = entry.task;
            m_context = entry.task->m_context;
            entry.task->step();
            break;
        case ReadyEntry::Kind::Io:
            if (IoHandler *const handler
                = m_io.find(static_cast<int>(entry.a), static_cast<std::uint16_t>(entry.b)))
                handler->onReady(entry.b >> 16);
            break;
        case ReadyEntry::Kind::Remote:
            runRemote(entry.a);
            break;
        }
    } catch (...) {
        callbackFailed("Exception in callback", {}, nullptr);
    }
    m_currentTask = nullptr;
    m_context = {};
}

// --- Scheduling ---

Handle EventLoop::schedule(TimePoint when, std::uint32_t slot)
{
    const std::uint32_t generation = m_handles.generation(slot);
    m_timers.push({toNanoseconds(when), slot, generation});
    if (!m_iterating)
        m_driver->reschedule();
    return Handle(m_id, slot, generation);
}

Handle EventLoop::callRemote(Callable callback, const std::source_location &at)
{
    // Another thread has no context; InContext gives it one.
    const ContextId context = running() == this ? m_context : ContextId();
    const std::uint32_t number = m_inbox.put(std::move(callback), at, context);
    if (number == 0)
        throw RuntimeError("Event loop is closed");
    m_driver->wakeUp();
    return Handle(m_id, 0, number); // slot 0: of the inbox
}

bool EventLoop::post(LoopId id, Callable callback, const std::source_location &at)
{
    const std::lock_guard lock(loopRegistry().mutex);
    const auto found = loopRegistry().loops.find(id.value);
    if (found == loopRegistry().loops.end()
        || found->second->m_inbox.put(std::move(callback), at, {}) == 0)
        return false;
    found->second->m_driver->wakeUp();
    return true;
}

Callable EventLoop::takeCallback(std::uint32_t slot, std::uint32_t generation) noexcept
{
    if (slot == 0)
        return m_inbox.take(generation).callback;
    if (!m_handles.has(slot, generation))
        return {};
    const bool timer = m_handles.at(slot).timer;
    Callable callback = m_handles.take(slot);
    if (timer)
        m_timers.cancelled();
    return callback;
}

} // namespace loop
