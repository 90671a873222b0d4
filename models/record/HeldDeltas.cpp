// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/HeldDeltas.h"

#include "models/record/WallTime.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace models {

namespace {

template <class Sample, class Index>
void mergeSamples(const std::vector<Sample> &from, std::vector<Sample> &to, Index &index)
{
    for (const Sample &sample : from) {
        const auto [at, fresh] = index.try_emplace(sample.id, to.size());
        if (fresh)
            to.push_back(sample);
        else
            to[at->second] = sample;
    }
}

template <class Record> void append(const std::vector<Record> &from, std::vector<Record> &to)
{
    to.insert(to.end(), from.begin(), from.end());
}

// Takes out of `births` and `samples` what both began and ended here, and says what that was.
template <class Birth, class Sample, class Index, class IsEnded>
auto forget(std::vector<Birth> &births, std::vector<Sample> &samples, Index &index, IsEnded isEnded)
{
    std::unordered_set<decltype(Sample::id)> born, gone;
    for (const Birth &birth : births)
        born.insert(birth.id);
    for (const Sample &sample : samples) {
        if (isEnded(sample) && born.contains(sample.id))
            gone.insert(sample.id);
    }
    std::erase_if(births, [&gone](const Birth &birth) { return gone.contains(birth.id); });
    std::erase_if(samples, [&gone](const Sample &sample) { return gone.contains(sample.id); });
    index.clear();
    for (std::size_t i = 0; i < samples.size(); ++i)
        index.emplace(samples[i].id, i);
    return gone;
}

// The oldest go.
template <class Record> void keepTheLast(std::size_t most, std::vector<Record> &records)
{
    if (records.size() > most)
        records.erase(records.begin(), records.end() - std::ptrdiff_t(most));
}

// Of each kind and place one with the sum of all, as the views show them.
void addUp(std::vector<loop::WarningRecord> &warnings)
{
    std::vector<loop::WarningRecord> sums;
    for (loop::WarningRecord &warning : warnings) {
        const auto same = std::find_if(sums.begin(), sums.end(), [&warning](const auto &sum) {
            return sum.kind == warning.kind && sum.created == warning.created;
        });
        if (same == sums.end()) {
            sums.push_back(std::move(warning));
        } else {
            warning.count += same->count;
            *same = std::move(warning);
        }
    }
    warnings = std::move(sums);
}

// A clock was set, or the machine slept: what was held before keeps the wall-clock times it had.
void rebase(loop::Delta &held, std::int64_t wallOffset)
{
    const std::int64_t by = held.wallOffset - wallOffset;
    held.wallOffset = wallOffset;
    if (by == 0)
        return;
    const auto moveAll = [by](auto &records) {
        for (auto &each : records)
            moveTimes(each, by);
    };
    moveAll(held.opened);
    moveAll(held.created);
    moveAll(held.warnings);
    moveAll(held.connections);
    moveAll(held.tasks);
    moveAll(held.timers);
}

} // namespace

void HeldDeltas::add(const loop::Delta &delta)
{
    auto held = std::find_if(loops_.begin(), loops_.end(),
                             [&delta](const Held &each) { return each.delta.loop == delta.loop; });
    if (held == loops_.end())
        held = loops_.insert(loops_.end(), Held {});
    loop::Delta &merged = held->delta;
    merged.loop = delta.loop;
    merged.loopName = delta.loopName;
    merged.time = delta.time;
    rebase(merged, delta.wallOffset);
    merged.sample = delta.sample;
    merged.closed = delta.closed;
    append(delta.opened, merged.opened);
    append(delta.notes, merged.notes);
    append(delta.created, merged.created);
    append(delta.warnings, merged.warnings);
    mergeSamples(delta.connections, merged.connections, held->connections);
    mergeSamples(delta.tasks, merged.tasks, held->tasks);
    if (!delta.chains.empty())
        merged.chains = delta.chains;
    if (delta.timersSampled) {
        merged.timersSampled = true;
        merged.timers = delta.timers;
    }
    if (merged.opened.size() + merged.created.size() > EndedBound)
        forgetEnded(*held);
    keepTheLast(EndedBound, merged.notes);
    if (merged.warnings.size() > WarningBound)
        addUp(merged.warnings);
}

std::vector<loop::Delta> HeldDeltas::takeAll()
{
    std::vector<loop::Delta> deltas;
    deltas.reserve(loops_.size());
    for (Held &held : loops_)
        deltas.push_back(std::move(held.delta));
    loops_.clear();
    return deltas;
}

void HeldDeltas::forgetEnded(Held &held)
{
    const auto gone
        = forget(held.delta.opened, held.delta.connections, held.connections,
                 [](const loop::ConnectionSample &sample) { return sample.closed != 0; });
    std::erase_if(held.delta.notes,
                  [&gone](const loop::ConnectionNote &note) { return gone.contains(note.id); });
    forget(held.delta.created, held.delta.tasks, held.tasks,
           [](const loop::TaskSample &sample) { return sample.ended != 0; });
}

} // namespace models
