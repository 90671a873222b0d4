// SPDX-License-Identifier: MIT
// How a Recorder answers its reader.
#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "loop/internal/AsMemoryAllows.h"
#include "loop/internal/RecorderCost.h"

#include <limits>
#include <unordered_set>
#include <utility>

namespace loop {

namespace {

constexpr std::size_t flood = 2, inFlood = 10; // times as many messages; of these, so many stand
constexpr std::int64_t handlesEach = 1'000'000'000; // ns between two lists of handles
constexpr std::size_t timersAtMost = 20'000;
constexpr std::chrono::milliseconds wakesWithin(250); // see EventLoop::wakeBy()

// Of now; `before` if that is still right, so that the times of two Deltas do not jitter.
std::int64_t wallOffset(std::int64_t before) noexcept
{
    using namespace std::chrono;
    constexpr std::int64_t jitter = 1'000'000;
    const auto wall = duration_cast<nanoseconds>(system_clock::now().time_since_epoch());
    const std::int64_t offset
        = wall.count() - duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
    return std::abs(offset - before) < jitter ? before : offset;
}

// The tasks that wait for a future, also through futures between them, such as gather's.
void addWaiting(const FutureBase &future, std::unordered_set<const FutureBase *> &seen,
                std::vector<TaskId> &tasks)
{
    for (const Ref<FutureBase> &awaiter : future.awaitedBy()) {
        if (!seen.insert(awaiter.get()).second)
            continue;
        if (const TaskBase *const task = awaiter->asTask())
            tasks.push_back(task->id());
        else
            addWaiting(*awaiter, seen, tasks);
    }
}

} // namespace

void Recorder::iterationEnded(EventLoop &loop, std::int64_t began, std::int64_t ended) noexcept
{
    m_longest = std::max(m_longest, ended - began);
    if (m_payloadKept >= m_muchAt) [[unlikely]]
        tellMuch();
    if (m_asked.load(std::memory_order_relaxed) != 0)
        answer(loop);
}

void Recorder::answer(EventLoop &loop)
{
    const std::uint8_t asked = m_asked.load(std::memory_order_relaxed);
    if ((asked & News) && hasNews(loop))
        tellNews();
    if (asked & Answer)
        m_cost.fetch_add(timed([&] { publish(loop); }), std::memory_order_relaxed);
}

// What the next Delta would say beyond that time passed.
bool Recorder::hasNews(const EventLoop &loop) const noexcept
{
    constexpr std::int64_t longIteration = 10'000'000; // ns
    if (!isQuiet(m_delta) || !m_dirtyConnections.empty() || !m_dirtyTasks.empty() || peersHaveNews()
        || m_longest > longIteration)
        return true;
    const LoopSample now = loop.sample();
    return now.ready != m_said.ready || now.timers != m_said.timers || now.servers != m_said.servers
        || now.debug != m_said.debug || now.running != m_said.running;
}

// Called under the lock: whoever takes the wish back can be sure.
void Recorder::tellNews()
{
    const std::lock_guard lock(m_mutex);
    m_asked.fetch_and(static_cast<std::uint8_t>(~News), std::memory_order_relaxed);
    if (const auto wake = std::exchange(m_wake, nullptr))
        asMemoryAllows(wake);
}

void Recorder::wakeOnNews(std::function<void()> wake)
{
    const std::lock_guard lock(m_mutex);
    m_wake = std::move(wake);
    if (m_wake)
        m_asked.fetch_or(News, std::memory_order_relaxed);
    else
        m_asked.fetch_and(static_cast<std::uint8_t>(~News), std::memory_order_relaxed);
}

void Recorder::wakeOnMuch(std::function<void()> wake)
{
    const std::lock_guard lock(m_mutex);
    m_wakeOnMuch = std::move(wake);
}

void Recorder::tellMuch()
{
    const std::lock_guard lock(m_mutex);
    m_muchAt = std::numeric_limits<std::size_t>::max();
    if (m_wakeOnMuch)
        asMemoryAllows(m_wakeOnMuch);
}

void Recorder::loopClosed(EventLoop &loop) noexcept
{
    tellNews();
    m_delta.closed = true;
    const std::lock_guard lock(m_mutex);
    asMemoryAllows([&] {
        auto delta = std::make_unique<Delta>();
        fill(loop, {});
        *delta = std::move(m_delta);
        // Where the reader has one to fetch before, this comes after it.
        (m_ready ? m_last : m_ready) = std::move(delta);
    });
    m_loop = nullptr;
}

void Recorder::publish(EventLoop &loop)
{
    const std::lock_guard lock(m_mutex);
    auto ready = std::make_unique<Delta>(); // without memory for it, the next iteration tries again
    fill(loop, m_interest);
    m_delta.sample.lag = std::max(m_delta.time - m_requestedAt, loop.takeLag().count());
    const bool sleeps = (m_asked.load(std::memory_order_relaxed) & News) != 0;
    loop.wakeBy(loop.time() + (sleeps ? quietAtMost : wakesWithin));
    m_current = m_interest;
    m_said = m_delta.sample;
    m_asked.fetch_and(static_cast<std::uint8_t>(~Answer), std::memory_order_relaxed);
    *ready = std::exchange(m_delta, Delta());
    m_ready = std::move(ready);
    m_delta.wallOffset = m_ready->wallOffset;
    const std::int64_t elapsed = m_ready->time - std::exchange(m_published, m_ready->time);
    // Of a flood most are merged whatever is done: there fewer stand on their own, for each of
    // these is an event, and a packet of its own, to whoever reads them.
    const std::size_t most = dataEventsOf(elapsed);
    const bool floods = m_dataEvents > flood * most;
    m_dataEventsAtMost = floods ? most / inFlood : most;
    grantPayload(m_current, elapsed);
    m_dataEvents = m_shortTasks = 0;
    m_payloadKept = 0;
    m_muchAt = muchData;
    m_room = keptAtMost;
    m_unread = 0;
    m_longest = 0;
    // As many again, one after the other, and some more: to grow is to copy all of it.
    const auto withSome = [](std::size_t size) { return size + size / 4; };
    m_delta.events.reserve(withSome(m_ready->events.size()));
    m_delta.text.reserve(withSome(m_ready->text.size()));
    m_delta.pieces.reserve(withSome(m_ready->pieces.size()));
}

void Recorder::fill(EventLoop &loop, const Interest &interest) noexcept
{
    fillSamples();
    asMemoryAllows([&] { fillWanted(loop, interest); });
    m_delta.wallOffset = wallOffset(m_delta.wallOffset); // a clock was set, the machine slept
    m_delta.loop = loop.id();
    asMemoryAllows([&] { m_delta.loopName = loop.name(); });
    m_delta.time = toNanoseconds(loop.time());
    m_delta.sample = loop.sample();
    m_delta.sample.longestIteration = m_longest;
    m_delta.sample.merged = m_merged;
    m_delta.sample.events = m_events;
}

// Of a connection or task for which there is no memory, the next Delta tells.
void Recorder::fillSamples() noexcept
{
    asMemoryAllows([&] {
        m_delta.connections.reserve(m_delta.connections.size() + m_dirtyConnections.size());
        m_delta.tasks.reserve(m_delta.tasks.size() + m_dirtyTasks.size());
    });
    for (const DirtyConnection &entry : m_dirtyConnections) {
        entry.transport->probeSlot = 0;
        asMemoryAllows([&] {
            appendMerged(entry);
            m_delta.connections.push_back(sample(*entry.transport));
        });
    }
    m_dirtyConnections.clear();
    asMemoryAllows([&] { fillPeers(); });
    for (TaskBase *const task : m_dirtyTasks) {
        task->probeSlot = 0;
        asMemoryAllows([&] { m_delta.tasks.push_back(sample(*task)); });
    }
    m_dirtyTasks.clear();
}

void Recorder::fillWanted(EventLoop &loop, const Interest &interest)
{
    if (m_chainOf != interest.task) { // looked for once, not for every Delta
        m_chainOf = interest.task;
        m_chainTask = interest.task ? loop.findTask(interest.task) : nullptr;
    }
    if (m_chainTask) {
        TaskChain chain {m_chainOf, m_chainTask->frames(), {}};
        std::unordered_set<const FutureBase *> seen;
        addWaiting(*m_chainTask, seen, chain.awaitedBy);
        m_delta.chains.push_back(std::move(chain));
    }
    if (interest.timers) {
        m_delta.timers = loop.pendingTimers(timersAtMost);
        m_delta.timersSampled = true;
    }
    if (interest.handles && interest.handles == loop.id()
        && toNanoseconds(loop.time()) - m_handlesAt >= handlesEach) {
        m_handlesAt = toNanoseconds(loop.time());
        m_delta.handles = loop.handles();
    }
}

std::unique_ptr<Delta> Recorder::take(const Interest &interest)
{
    const std::lock_guard lock(m_mutex);
    std::unique_ptr<Delta> delta = std::move(m_ready);
    m_ready = std::move(m_last);
    m_interest = interest;
    if (m_loop && !(m_asked.load(std::memory_order_relaxed) & Answer)) {
        m_requestedAt = toNanoseconds(m_loop->time());
        m_asked.fetch_or(Answer, std::memory_order_relaxed);
        m_loop->wakeUp();
    }
    return delta;
}

} // namespace loop
