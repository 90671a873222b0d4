// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/Lanes.h"

#include "models/text/Format.h"

#include <algorithm>

namespace models {

namespace {

// A loop that goes on within this time did not wait in between, or not so that it could be seen.
constexpr std::int64_t IterationGap = 20'000; // ns
constexpr std::int64_t LongStepOfLoop = 1'000'000; // ns; it stands alone in the lane of its loop
constexpr std::int64_t FinestJoin = 1'000; // ns
constexpr std::int64_t CoarserBy = 4;
constexpr std::size_t MostKnown = 100'000; // tasks that have no lane
constexpr std::size_t MostLeftOut = 1'000'000; // that are counted

using Incident = History::Incident;

} // namespace

void Lanes::add(const loop::Delta &delta)
{
    addAll(delta);
    while (steps_ > most_.steps)
        thin();
}

void Lanes::addAll(const loop::Delta &delta)
{
    const std::unique_lock guard = lock();
    const std::size_t loop = loopLane(delta);
    for (const loop::TaskCreated &created : delta.created)
        learn(created);
    for (const loop::StepSpan &span : delta.spans)
        addSpan(span, delta.wallOffset, loop);
    addHappenings(delta);
}

void Lanes::learn(const loop::TaskCreated &created)
{
    const auto at = laneOfTask_.find(created.id.value);
    if (at != laneOfTask_.end() && !lanes_[at->second].name.isEmpty())
        return;
    if (known_.size() >= MostKnown)
        known_.clear();
    Known known {created.context.value, QString::fromStdString(created.coroutine.name())};
    if (at == laneOfTask_.end()) {
        known_.insert_or_assign(created.id.value, std::move(known));
        return;
    }
    lanes_[at->second].context = known.context;
    lanes_[at->second].name = std::move(known.name);
}

void Lanes::addSpan(const loop::StepSpan &span, std::int64_t wallOffset, std::size_t loopLane)
{
    TaskLane &loop = lanes_[loopLane];
    const auto [told, first] = told_.try_emplace(loop.loop, span.start);
    if (!first && span.start <= told->second)
        return; // it was told of before
    told->second = span.start;
    Step step(span.start + wallOffset, span.length, span.wokenBy.value);
    step.setCount(span.merged);
    newest_ = std::max(newest_, step.end());
    addToLoop(loop, step);
    if (!span.task)
        return; // several, or a callback: they have no lane but the loop's
    if (TaskLane *const lane = taskLane(span.task.value, loop.loop)) {
        lane->steps.append(step);
        lane->busy += step.busy();
        ++steps_;
    }
}

void Lanes::addToLoop(TaskLane &lane, const Step &step)
{
    lane.busy += step.busy();
    const bool joins = !lane.steps.isEmpty() && step.length() < LongStepOfLoop
        && lane.steps.last().length() < LongStepOfLoop
        && step.start() - lane.steps.last().end() < IterationGap;
    if (joins) {
        lane.steps.joinLast(step);
        return;
    }
    lane.steps.append(step);
    ++steps_;
}

std::size_t Lanes::loopLane(const loop::Delta &delta)
{
    const auto [at, fresh] = laneOfLoop_.try_emplace(delta.loop.value, lanes_.size());
    if (fresh) {
        TaskLane &lane = lanes_.emplace_back();
        lane.loop = delta.loop.value;
        lane.name = QString::fromStdString(delta.loopName);
    }
    return at->second;
}

TaskLane *Lanes::taskLane(quint64 task, quint64 loop)
{
    if (const auto at = laneOfTask_.find(task); at != laneOfTask_.end())
        return &lanes_[at->second];
    if (lanes_.size() >= most_.lanes) {
        if (leftOut_.size() < MostLeftOut)
            leftOut_.insert(task);
        return nullptr;
    }
    laneOfTask_.emplace(task, lanes_.size());
    TaskLane &lane = lanes_.emplace_back();
    lane.loop = loop;
    lane.task = task;
    if (const auto known = known_.find(task); known != known_.end()) {
        lane.context = known->second.context;
        lane.name = known->second.name;
        known_.erase(known);
    }
    return &lane;
}

void Lanes::name(quint64 task, quint64 context, const QString &name)
{
    const std::unique_lock guard = lock();
    const auto at = laneOfTask_.find(task);
    if (at == laneOfTask_.end())
        return;
    lanes_[at->second].context = context;
    lanes_[at->second].name = name;
}

// A blocked loop is told of as a warning once it is over, with the lag that it then had.
void Lanes::addHappenings(const loop::Delta &delta)
{
    for (const loop::WarningRecord &warning : delta.warnings) {
        const bool blocked = warning.kind == loop::WarningKind::LoopBlocked;
        add({blocked ? Incident::Blocked : Incident::Warning, warning.time + delta.wallOffset,
             blocked ? delta.sample.lag : 0, delta.loop.value, warning.task.value,
             warning.connection.value, format::text(warning.message)});
    }
    for (const loop::LogEvent &event : delta.events) {
        const bool fault = event.kind == loop::EventKind::Fault;
        if (fault || event.kind == loop::EventKind::Error)
            add({fault ? Incident::Fault : Incident::Error, event.time + delta.wallOffset, 0,
                 delta.loop.value, event.task.value, event.connection.value,
                 format::text(delta.detail(event))});
    }
}

void Lanes::add(const models::Blocked &blocked, const QString &words)
{
    const std::unique_lock guard = lock();
    add({Incident::Blocked, blocked.since, blocked.lasted, blocked.loop.value,
         blocked.handle.task.value, blocked.handle.connection.value, words});
}

void Lanes::add(Happening &&happening)
{
    if (happenings_.size() >= most_.happenings) {
        happeningsLeftOut_ = true;
        return;
    }
    constexpr std::int64_t same = 1'000'000; // ns: the wall clock is read anew for each
    const quint64 about = happening.task != 0 ? happening.task : happening.connection;
    const std::int64_t when
        = happening.kind == Incident::Blocked ? happening.time / same : happening.time;
    if (happened_.insert({when, happening.kind, about}).second)
        happenings_.push_back(std::move(happening));
}

// What takes long is done beside what is shown, and then put in its place.
void Lanes::dropBefore(std::int64_t time)
{
    for (TaskLane &lane : lanes_) {
        if (!lane.steps.isWorthDropping(time))
            continue;
        Lane kept = lane.steps.keptFrom(time);
        const std::unique_lock guard = lock();
        std::swap(lane.steps, kept);
    }
    std::deque<TaskLane> kept;
    std::unordered_map<quint64, std::size_t> tasks, loops;
    const std::unique_lock guard = lock();
    steps_ = 0;
    for (TaskLane &lane : lanes_) {
        if (!lane.isLoop() && lane.steps.isEmpty()) {
            known_.insert_or_assign(lane.task, Known {lane.context, lane.name});
            continue;
        }
        steps_ += lane.steps.size();
        (lane.isLoop() ? loops : tasks).emplace(lane.isLoop() ? lane.loop : lane.task, kept.size());
        kept.push_back(std::move(lane));
    }
    lanes_.swap(kept);
    laneOfTask_.swap(tasks);
    laneOfLoop_.swap(loops);
    leftOut_.clear();
    std::erase_if(happenings_,
                  [time](const Happening &each) { return each.time + each.lasted < time; });
    std::erase_if(happened_, [time](const auto &each) {
        return std::get<1>(each) != Incident::Blocked && std::get<0>(each) < time;
    });
    happeningsLeftOut_ = happeningsLeftOut_ && happenings_.size() >= most_.happenings;
}

void Lanes::thin()
{
    const std::int64_t resolution = std::max(FinestJoin, resolution_ * CoarserBy);
    std::size_t steps = 0;
    for (TaskLane &lane : lanes_) {
        Lane thinned = lane.steps.thinned(resolution);
        steps += thinned.size();
        const std::unique_lock guard = lock();
        std::swap(lane.steps, thinned);
    }
    const std::unique_lock guard = lock();
    resolution_ = resolution;
    steps_ = steps;
}

int Lanes::laneOf(quint64 task) const
{
    const auto at = laneOfTask_.find(task);
    return at == laneOfTask_.end() ? -1 : static_cast<int>(at->second);
}

int Lanes::laneOfLoop(quint64 loop) const
{
    const auto at = laneOfLoop_.find(loop);
    return at == laneOfLoop_.end() ? -1 : static_cast<int>(at->second);
}

std::vector<LongStep> Lanes::longest(std::size_t most) const
{
    struct Candidate {
        const Step *step;
        const TaskLane *lane;
    };
    const auto longer = [](const Candidate &a, const Candidate &b) {
        return a.step->length() > b.step->length();
    };
    std::vector<Candidate> found; // a heap, the shortest first
    for (const TaskLane &lane : lanes_) {
        for (std::size_t i = 0; !lane.isLoop() && i < lane.steps.size(); ++i) {
            const Step &step = lane.steps.step(i);
            if (step.count() > 1
                || (found.size() == most && step.length() <= found[0].step->length()))
                continue;
            if (found.size() == most) {
                std::pop_heap(found.begin(), found.end(), longer);
                found.pop_back();
            }
            found.push_back({&step, &lane});
            std::push_heap(found.begin(), found.end(), longer);
        }
    }
    std::sort_heap(found.begin(), found.end(), longer);
    std::vector<LongStep> list;
    list.reserve(found.size());
    for (const auto &[step, lane] : found)
        list.push_back({step->start(), step->length(), step->wokenBy(), lane->loop, lane->task,
                        lane->context, lane->name});
    return list;
}

std::vector<quint64> Lanes::nameless() const
{
    std::vector<quint64> tasks;
    for (const TaskLane &lane : lanes_) {
        if (!lane.isLoop() && lane.name.isEmpty())
            tasks.push_back(lane.task);
    }
    return tasks;
}

} // namespace models
