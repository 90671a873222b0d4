// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/LoopFacts.h"

#include "models/text/Format.h"

#include <algorithm>

namespace models {

namespace {
constexpr std::int64_t rateStep = 500'000'000; // ns
}

void LoopFacts::apply(const loop::Delta &delta)
{
    const auto [entry, fresh] = loops_.try_emplace(delta.loop.value);
    Known &known = entry->second;
    Loop &shown = known.shown;
    shown.name = format::text(delta.loopName);
    shown.sample = delta.sample;
    shown.time = delta.time;
    shown.wallOffset = delta.wallOffset;
    shown.closed = delta.closed;
    if (!delta.handles.empty())
        shown.handles = delta.handles;
    shown.longestIteration = std::max(shown.longestIteration, delta.sample.longestIteration);
    shown.longestLag = std::max(shown.longestLag, delta.sample.lag);
    const std::int64_t elapsed = delta.time - known.ratedAt;
    if (!fresh && elapsed < rateStep)
        return;
    if (!fresh && delta.sample.iterations >= known.iterations) {
        shown.iterationsPerSecond
            = double(delta.sample.iterations - known.iterations) * 1e9 / double(elapsed);
        shown.busyShare
            = std::clamp(double(delta.sample.busy - known.busy) / double(elapsed), 0.0, 1.0);
    }
    known.iterations = delta.sample.iterations;
    known.busy = delta.sample.busy;
    known.ratedAt = delta.time;
}

const LoopFacts::Loop *LoopFacts::find(quint64 loop) const
{
    const auto known = loops_.find(loop);
    return known == loops_.end() ? nullptr : &known->second.shown;
}

} // namespace models
