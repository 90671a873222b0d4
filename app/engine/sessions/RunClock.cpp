// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/RunClock.h"

namespace app {

using namespace std::chrono_literals;

namespace {

constexpr loop::Duration beatEvery = 100ms;

loop::TimePoint steadyNow()
{
    return std::chrono::time_point_cast<loop::Duration>(std::chrono::steady_clock::now());
}

} // namespace

Pulse::Pulse()
    : last_(steadyNow())
    , gapBegan_(last_)
    , gapEnded_(last_)
    , thread_([this](const std::stop_token &stop) { beat(stop); })
{ }

void Pulse::beat(const std::stop_token &stop)
{
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        wake_.wait_for(lock, stop, beatEvery, [] { return false; });
        const loop::TimePoint now = steadyNow();
        if (now - last_ >= RunClock::shortestPause) {
            gapBegan_ = last_;
            gapEnded_ = now;
        }
        last_ = now;
    }
}

bool Pulse::missed(loop::TimePoint from, loop::TimePoint to) const
{
    const std::lock_guard lock(mutex_);
    // It has not beaten since, or it has and was late: whichever of the threads woke first.
    const loop::Duration silent = to - std::max(last_, from);
    const loop::Duration late = std::min(gapEnded_, to) - std::max(gapBegan_, from);
    return std::max(silent, late) * 2 > to - from;
}

RunClock::RunClock(loop::EventLoop &loop, std::function<void(loop::Duration)> paused)
    : loop_(loop)
    , report_(std::move(paused))
    , seen_(loop.time())
{
    tick();
}

RunClock::~RunClock()
{
    timer_.cancel();
}

loop::TimePoint RunClock::now()
{
    const loop::TimePoint now = loop_.time();
    const loop::TimePoint before = std::exchange(seen_, now);
    if (now - before >= shortestPause && pulse_.missed(before, now)) [[unlikely]] {
        paused_ += now - before;
        ++pauses_;
        report_(now - before);
    }
    return now - paused_;
}

void RunClock::tick()
{
    (void)now();
    timer_ = loop_.callLater(beatEvery, [this] { tick(); });
}

} // namespace app
