// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/TraceMaker.h"

#include <algorithm>
#include <array>

namespace models {

namespace {

constexpr std::size_t FlushTraceAt = 256 << 10; // bytes
constexpr std::uint64_t Process = 1; // the track of all

// Numbers of fields, by message (protos/perfetto/trace/).
namespace tracefield {
constexpr int Packet = 1;
}
namespace packetfield {
constexpr int Timestamp = 8, Sequence = 10, Event = 11, Track = 60;
}
namespace trackfield {
constexpr int Uuid = 1, Name = 2, ProcessOf = 3, Parent = 5, CounterOf = 8;
}
namespace eventfield {
constexpr int Annotation = 4, TypeOf = 9, Track = 11, Category = 22, Name = 23, Value = 30,
              Flow = 47, LastFlow = 48;
}
namespace annotationfield {
constexpr int Unsigned = 3, Name = 10;
}
namespace processfield {
constexpr int Pid = 1, Name = 6;
}
namespace counterfield {
constexpr int Unit = 3;
}

struct CounterWords {
    std::string_view name, unit; // of CounterDescriptor: 1 ns, 2 a count, 3 bytes
};
// By TraceMaker::Counter.
constexpr std::array<CounterWords, 7> counters {{{"messages a second", "\2"},
                                                 {"bytes in a second", "\3"},
                                                 {"bytes out a second", "\3"},
                                                 {"lag", "\1"},
                                                 {"write buffers", "\3"},
                                                 {"connections", "\2"},
                                                 {"tasks", "\2"}}};

} // namespace

TraceMaker::TraceMaker(Sink sink, qint64 first, qint64 last, Shows shows)
    : sink_(std::move(sink))
    , first_(first)
    , last_(last)
    , shows_(std::move(shows))
{
    ProtoWriter self, described;
    self.number(processfield::Pid, 1);
    self.bytes(processfield::Name, "loopscope");
    described.number(trackfield::Uuid, Process);
    described.bytes(trackfield::ProcessOf, self.message());
    packet(0, packetfield::Track, described.message());
}

void TraceMaker::packet(qint64 time, int field, const std::string &message)
{
    packet_.clear();
    if (time != 0)
        packet_.number(packetfield::Timestamp, static_cast<std::uint64_t>(time));
    packet_.number(packetfield::Sequence, 1);
    packet_.bytes(field, message);
    framed_.clear();
    framed_.bytes(tracefield::Packet, packet_.message());
    out_ += framed_.message();
    if (out_.size() < FlushTraceAt)
        return;
    sink_(out_);
    out_.clear();
}

std::uint64_t TraceMaker::describe(std::uint64_t number, std::uint64_t parent,
                                   std::string_view name, std::string_view unit)
{
    if (!tracks_.try_emplace(number, 0).second)
        return number;
    ProtoWriter made;
    made.number(trackfield::Uuid, number);
    made.number(trackfield::Parent, parent);
    made.bytes(trackfield::Name, name);
    if (!unit.empty()) {
        ProtoWriter of;
        of.number(counterfield::Unit, static_cast<std::uint64_t>(unit[0]));
        made.bytes(trackfield::CounterOf, of.message());
    }
    packet(0, packetfield::Track, made.message());
    return number;
}

std::uint64_t TraceMaker::trackOf(std::uint64_t loop)
{
    const std::uint64_t made = number(Tracks::Loop, loop);
    return tracks_.contains(made) ? made : describe(made, Process, "loop " + loops_[loop].name);
}

std::uint64_t TraceMaker::trackOfMerged(std::uint64_t loop)
{
    return describe(number(Tracks::Merged, loop), trackOf(loop), "short steps");
}

std::uint64_t TraceMaker::trackOfTask(std::uint64_t loop, std::uint64_t task)
{
    const std::uint64_t made = number(Tracks::Task, task);
    if (tracks_.contains(made))
        return made;
    const auto known = taskNames_.find(task);
    std::string name = known == taskNames_.end() ? "task " + std::to_string(task) : known->second;
    if (const auto coroutine = tasks_.find(task);
        coroutine != tasks_.end() && !coroutine->second.empty())
        name += ", " + coroutine->second;
    return describe(made, trackOf(loop), name);
}

template <class More>
void TraceMaker::event(std::uint64_t on, Type type, qint64 time, const More &more)
{
    event_.clear();
    event_.number(eventfield::TypeOf, static_cast<std::uint64_t>(type));
    event_.number(eventfield::Track, on);
    more();
    packet(time, packetfield::Event, event_.message());
}

void TraceMaker::apply(const ActivitySample &sample)
{
    if (!holds(sample.time))
        return;
    count(sample.loop, Counter::Messages, sample.time, sample.messages);
    count(sample.loop, Counter::BytesIn, sample.time, sample.bytesIn);
    count(sample.loop, Counter::BytesOut, sample.time, sample.bytesOut);
    count(sample.loop, Counter::Lag, sample.time, static_cast<std::uint64_t>(sample.lag));
    count(sample.loop, Counter::Connections, sample.time, sample.connections);
    count(sample.loop, Counter::Tasks, sample.time, sample.tasks);
}

void TraceMaker::count(std::uint64_t loop, Counter counter, qint64 time, std::uint64_t value)
{
    const auto index = static_cast<std::size_t>(counter);
    const auto &[name, unit] = counters[index];
    const std::uint64_t on
        = describe(number(Tracks::Counter, loop << 8 | index), trackOf(loop), name, unit);
    event(on, Type::Counter, time, [this, value] { event_.number(eventfield::Value, value); });
}

void TraceMaker::apply(const loop::Delta &delta, bool belongsToBefore)
{
    if (!belongsToBefore)
        forgetEnded();
    Loop &loop = loops_[delta.loop.value];
    loop.name = delta.loopName;
    note(loop, delta);
    if (!belongsToBefore || !delta.spans.empty())
        take(loop, delta);
    for (const loop::LogEvent &event : delta.events) {
        if (event.kind == loop::EventKind::Warning || event.kind == loop::EventKind::Fault)
            instant(delta, event);
    }
    for (const loop::TaskSample &sample : delta.tasks) {
        if (sample.ended != 0)
            ending_.emplace_back(delta.loop.value, sample.id.value);
    }
}

// Its steps, and those that are held since the ones before.
void TraceMaker::take(Loop &loop, const loop::Delta &delta)
{
    std::vector<Step> steps;
    for (const loop::StepSpan &span : delta.spans) {
        Step step;
        step.task = span.task.value;
        step.wokenBy = span.wokenBy.value;
        step.start = span.start + delta.wallOffset;
        step.end = step.start + span.length;
        step.merged = span.merged;
        if (!holds(step.start))
            continue;
        const auto known = tasks_.find(step.task);
        step.name = known != tasks_.end() && !known->second.empty() ? known->second
            : step.task != 0 ? "task " + std::to_string(step.task)
                             : "steps of several tasks";
        steps.push_back(std::move(step));
    }
    std::stable_sort(steps.begin(), steps.end(),
                     [](const Step &a, const Step &b) { return a.start < b.start; });
    separate(delta.loop.value, steps);
    link(loop, steps);
    write(delta.loop.value, loop.held);
    for (const std::uint64_t task : loop.ended) // nothing more comes of it
        tracks_.erase(number(Tracks::Task, task));
    loop.ended.clear();
    loop.held = std::move(steps);
}

// Merged steps of a task may reach into its next: of its track, slices never overlap.
void TraceMaker::separate(std::uint64_t loop, std::vector<Step> &steps)
{
    for (Step &step : steps) {
        qint64 &before = ends_[step.task == 0 ? number(Tracks::Merged, loop)
                                              : number(Tracks::Task, step.task)];
        step.start = std::max(step.start, before);
        step.end = std::max(step.end, step.start);
        before = step.end;
    }
}

void TraceMaker::note(Loop &loop, const loop::Delta &delta)
{
    for (const loop::TaskCreated &created : delta.created) {
        tasks_.try_emplace(created.id.value, created.coroutine.name());
        taskNames_.try_emplace(created.id.value, created.name);
    }
    const std::size_t before = loop.buffered;
    for (const loop::ConnectionSample &sample : delta.connections) {
        std::size_t &bytes = loop.buffers[sample.id];
        const std::size_t now = sample.closed == 0 ? sample.writeBuffer : 0;
        loop.buffered = loop.buffered - bytes + now;
        bytes = now;
        if (now == 0)
            loop.buffers.erase(sample.id);
    }
    const qint64 time = delta.time + delta.wallOffset;
    if (loop.buffered != before && holds(time))
        count(delta.loop.value, Counter::Buffers, time, loop.buffered);
}

// Once their Delta is whole. Its steps are still held, and may be named there.
void TraceMaker::forgetEnded()
{
    for (const auto &[id, task] : ending_) {
        Loop &loop = loops_[id];
        if (!loop.held.empty())
            trackOfTask(id, task);
        loop.ended.push_back(task);
        tasks_.erase(task);
        ends_.erase(number(Tracks::Task, task));
        taskNames_.erase(task);
    }
    ending_.clear();
}

// Finds who woke each step, among what is held and what is new.
void TraceMaker::link(Loop &loop, std::vector<Step> &steps)
{
    std::unordered_map<std::uint64_t, Step *> last; // of each task, so far
    for (Step &step : loop.held)
        last[step.task] = &step;
    for (Step &step : steps) {
        if (const auto waker = last.find(step.wokenBy);
            step.wokenBy != 0 && waker != last.end() && waker->second->start <= step.start) {
            step.wokenFor = ++flows_;
            waker->second->wakes.push_back(step.wokenFor);
        }
        if (step.task != 0)
            last[step.task] = &step;
    }
}

void TraceMaker::write(std::uint64_t loop, const std::vector<Step> &steps)
{
    for (const Step &step : steps) {
        if (step.merged == 1)
            slice(trackOf(loop), step, false);
        slice(step.task == 0 ? trackOfMerged(loop) : trackOfTask(loop, step.task), step, true);
    }
}

// On the track of a loop, a step may begin within what another task's was moved to.
void TraceMaker::slice(std::uint64_t on, const Step &step, bool withFlows)
{
    qint64 &before = tracks_[on];
    const qint64 start = std::max(step.start, before);
    const qint64 end = std::max(step.end, start);
    before = end;
    event(on, Type::Begin, start, [&] {
        event_.bytes(eventfield::Category, "step");
        event_.bytes(eventfield::Name, step.name);
        if (step.merged > 1) {
            ProtoWriter merged;
            merged.bytes(annotationfield::Name, "merged steps");
            merged.number(annotationfield::Unsigned, step.merged);
            event_.bytes(eventfield::Annotation, merged.message());
        }
        if (!withFlows)
            return;
        for (const std::uint64_t flow : step.wakes)
            event_.fixed64(eventfield::Flow, flow);
        if (step.wokenFor != 0)
            event_.fixed64(eventfield::LastFlow, step.wokenFor);
    });
    event(on, Type::End, end, [] {});
}

void TraceMaker::instant(const loop::Delta &delta, const loop::LogEvent &event)
{
    const qint64 time = event.time + delta.wallOffset;
    if (!holds(time) || (shows_ && !shows_(delta, event)))
        return;
    const std::uint64_t on
        = event.task ? trackOfTask(delta.loop.value, event.task.value) : trackOf(delta.loop.value);
    this->event(on, Type::Instant, time, [&] {
        event_.bytes(eventfield::Category, toString(event.kind));
        event_.bytes(eventfield::Name, delta.detail(event));
    });
}

void TraceMaker::end()
{
    for (auto &[id, loop] : loops_) {
        write(id, loop.held);
        loop.held.clear();
    }
    if (!out_.empty())
        sink_(out_);
    out_.clear();
}

} // namespace models
