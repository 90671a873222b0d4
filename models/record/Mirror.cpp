// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Mirror.h"

#include "models/record/WallTime.h"

#include <algorithm>
#include <utility>

namespace models {

namespace {

// Of the loop's clock; 0 while it lives.
template <class Sample> auto &endOf(Sample &sample)
{
    if constexpr (requires { sample.closed; })
        return sample.closed;
    else
        return sample.ended;
}

template <class Lives, class Birth>
void begin(Lives &lives, const Birth &birth, std::int64_t wallOffset)
{
    auto &life = lives[birth.id];
    life.birth = birth;
    life.birthOffset = wallOffset;
}

// As if it had been known from the beginning.
template <class Lives> void learn(Lives &lives, const loop::ConnectionNote &note)
{
    const auto known = lives.find(note.id);
    if (known == lives.end())
        return;
    loop::ConnectionOpened &birth = known->second.birth;
    if (note.peerPid != 0)
        birth.peerPid = note.peerPid;
    if (!note.peerProgram.empty())
        birth.peerProgram = note.peerProgram;
    if (note.partner)
        birth.partner = note.partner;
}

// One that has ended stays so, as the views have it: the end of it, or none.
template <class Lives, class Sample>
std::int64_t update(Lives &lives, const Sample &sample, std::int64_t wallOffset)
{
    const auto known = lives.find(sample.id);
    if (known == lives.end())
        return 0;
    auto &life = known->second;
    const std::int64_t ended = endOf(life.sample) == 0 ? 0 : endOf(life.sample) + life.sampleOffset;
    life.sample = sample;
    life.sampleOffset = wallOffset;
    life.sampled = life.changed = true;
    if (ended != 0)
        endOf(life.sample) = ended - wallOffset;
    return ended == 0 && endOf(sample) != 0 ? endOf(sample) + wallOffset : 0;
}

// In the order in which they began: ids are given in order.
template <class Lives> auto inOrder(const Lives &lives)
{
    std::vector<const typename Lives::mapped_type *> list;
    list.reserve(lives.size());
    for (const auto &[id, life] : lives)
        list.push_back(&life);
    std::sort(list.begin(), list.end(),
              [](const auto *a, const auto *b) { return a->birth.id < b->birth.id; });
    return list;
}

template <class Lives, class Birth, class Sample>
void show(const Lives &lives, std::int64_t wallOffset, std::vector<Birth> &births,
          std::vector<Sample> &samples)
{
    births.reserve(lives.size());
    samples.reserve(lives.size());
    for (const auto *life : inOrder(lives)) {
        births.push_back(life->birth);
        moveTimes(births.back(), life->birthOffset - wallOffset);
        if (!life->sampled)
            continue;
        samples.push_back(life->sample);
        moveTimes(samples.back(), life->sampleOffset - wallOffset);
    }
    // Those that ended leave in that order.
    std::stable_sort(samples.begin(), samples.end(),
                     [](const Sample &a, const Sample &b) { return endOf(a) < endOf(b); });
}

} // namespace

void Mirror::apply(const loop::Delta &delta)
{
    const std::size_t index = loopOf(delta.loop);
    Loop &loop = loops_[index];
    note(delta, loop);
    for (const loop::ConnectionOpened &opened : delta.opened)
        begin(loop.connections, opened, delta.wallOffset);
    for (const loop::ConnectionNote &note : delta.notes)
        learn(loop.connections, note);
    for (const loop::TaskCreated &created : delta.created)
        begin(loop.tasks, created, delta.wallOffset);
    for (const loop::ConnectionSample &sample : delta.connections) {
        if (const std::int64_t end = update(loop.connections, sample, delta.wallOffset); end != 0)
            endedConnections_.push_back({end, index, sample.id.value});
    }
    for (const loop::TaskSample &sample : delta.tasks) {
        if (const std::int64_t end = update(loop.tasks, sample, delta.wallOffset); end != 0)
            endedTasks_.push_back({end, index, sample.id.value});
    }
    if (delta.timersSampled) {
        loop.timers = delta.timers;
        loop.timersOffset = delta.wallOffset;
        loop.timersSampled = true;
    }
    for (const loop::WarningRecord &warning : delta.warnings)
        count(loop, warning, delta.wallOffset);
    expire();
}

void Mirror::applyKeyframe(const loop::Delta &delta)
{
    const std::size_t index = loopOf(delta.loop);
    const auto ofLoop = [index](const Ended &ended) { return ended.loop == index; };
    std::erase_if(endedConnections_, ofLoop);
    std::erase_if(endedTasks_, ofLoop);
    loops_[index] = {};
    loops_[index].head.loop = delta.loop;
    apply(delta);
}

std::vector<loop::Delta> Mirror::snapshot() const
{
    std::vector<loop::Delta> keyframes;
    keyframes.reserve(loops_.size());
    for (const Loop &loop : loops_) {
        loop::Delta &made = keyframes.emplace_back(loop.head);
        show(loop.connections, made.wallOffset, made.opened, made.connections);
        show(loop.tasks, made.wallOffset, made.created, made.tasks);
        made.timersSampled = loop.timersSampled;
        made.timers = loop.timers;
        for (loop::TimerSample &timer : made.timers)
            moveTimes(timer, loop.timersOffset - made.wallOffset);
        for (const auto &[key, warnings] : loop.warnings) {
            made.warnings.push_back(warnings.newest);
            moveTimes(made.warnings.back(), warnings.wallOffset - made.wallOffset);
        }
        std::stable_sort(made.warnings.begin(), made.warnings.end(),
                         [](const auto &a, const auto &b) { return a.time < b.time; });
    }
    return keyframes;
}

void Mirror::settle()
{
    for (Loop &loop : loops_) {
        for (auto &[id, life] : loop.connections)
            life.changed = false;
        for (auto &[id, life] : loop.tasks)
            life.changed = false;
    }
}

const loop::Delta *Mirror::head(loop::LoopId id) const
{
    for (const Loop &loop : loops_) {
        if (loop.head.loop == id)
            return &loop.head;
    }
    return nullptr;
}

const loop::TaskCreated *Mirror::task(loop::TaskId id) const
{
    for (const Loop &loop : loops_) {
        if (const auto known = loop.tasks.find(id); known != loop.tasks.end())
            return &known->second.birth;
    }
    return nullptr;
}

std::size_t Mirror::loopOf(loop::LoopId id)
{
    const auto known = std::find_if(loops_.begin(), loops_.end(),
                                    [id](const Loop &each) { return each.head.loop == id; });
    if (known == loops_.end()) {
        loops_.emplace_back().head.loop = id;
        return loops_.size() - 1;
    }
    return static_cast<std::size_t>(known - loops_.begin());
}

void Mirror::note(const loop::Delta &delta, Loop &loop)
{
    loop.head.loopName = delta.loopName;
    loop.head.time = delta.time;
    loop.head.wallOffset = delta.wallOffset;
    loop.head.sample = delta.sample;
    loop.head.closed = delta.closed;
    // Loops come by turns; a clock that was set back goes on from there.
    constexpr std::int64_t jitter = 60'000'000'000;
    const std::int64_t time = delta.time + delta.wallOffset;
    if (time > time_ || time < time_ - jitter)
        time_ = time;
}

void Mirror::count(Loop &loop, const loop::WarningRecord &warning, std::int64_t wallOffset)
{
    const std::uint64_t task = loop.tasks.contains(warning.task) ? warning.task.value : 0;
    const WarningKey key {task, warning.kind, warning.created.file ? warning.created.file : "",
                          warning.created.line};
    const auto [known, fresh] = loop.warnings.try_emplace(key, Warnings {warning, wallOffset});
    if (fresh)
        return;
    const std::uint64_t count = known->second.newest.count + warning.count;
    if (warning.time + wallOffset >= known->second.newest.time + known->second.wallOffset)
        known->second = {warning, wallOffset};
    known->second.newest.count = count;
}

// What was counted of a task is counted of none.
void Mirror::forgetTask(Loop &loop, loop::TaskId task)
{
    loop.tasks.erase(task);
    auto first = loop.warnings.lower_bound(WarningKey {task.value, {}, {}, 0});
    while (first != loop.warnings.end() && std::get<0>(first->first) == task.value) {
        const Warnings moved = first->second;
        first = loop.warnings.erase(first);
        count(loop, moved.newest, moved.wallOffset);
    }
}

void Mirror::expire()
{
    static constexpr std::int64_t keep = std::chrono::nanoseconds(Retention).count();
    const auto leaves = [this](const std::deque<Ended> &ended) {
        return !ended.empty() && (ended.size() > EndedBound || time_ - ended.front().time >= keep);
    };
    for (; leaves(endedConnections_); endedConnections_.pop_front()) {
        const Ended &gone = endedConnections_.front();
        loops_[gone.loop].connections.erase({gone.id});
    }
    for (; leaves(endedTasks_); endedTasks_.pop_front()) {
        const Ended &gone = endedTasks_.front();
        forgetTask(loops_[gone.loop], {gone.id});
    }
}

} // namespace models
