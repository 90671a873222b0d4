// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Feed.h"

#include "loop/Recorder.h"
#include "models/record/CallLater.h"
#include "models/record/Moment.h"

#include <algorithm>

namespace models {

namespace {

constexpr std::chrono::milliseconds SeenPace {33}, UnseenPace {100}, CrowdedPace {125};
constexpr std::chrono::milliseconds LookPace {250}; // at what runs, at most, while it sleeps
constexpr int PullsBeforeSleep = 10; // in which nothing is new

std::int64_t systemNow()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

} // namespace

Feed::Feed(QObject *parent, Crowding crowding)
    : QObject(parent)
    , crowding_(std::move(crowding))
{
    setPace();
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &Feed::look);
}

Feed::~Feed()
{
    for (const Source &each : sources_)
        forget(*each.source);
}

void Feed::forget(DeltaSource &source)
{
    source.wakeOnNews({});
    source.wakeOnMuch({});
}

void Feed::addSource(DeltaSource *source)
{
    Source added;
    added.source = source;
    added.loop = source->loopId();
    added.name = source->loopName();
    added.wallOffset = systemNow() - source->now();
    sources_.push_back(added);
    source->wakeOnMuch([this] { callLater(this, [this] { pullMuch(); }); });
    wake();
}

void Feed::removeSource(DeltaSource *source)
{
    const auto at = std::find_if(sources_.begin(), sources_.end(),
                                 [source](const Source &each) { return each.source == source; });
    if (at == sources_.end())
        return;
    forget(*source);
    pullFrom(*at);
    if (const auto over = at->detector.settle())
        tellOf(*at, *over);
    costOfRemoved_ += source->cost();
    sources_.erase(at);
    endBatch();
}

std::int64_t Feed::cost() const
{
    std::int64_t cost = costOfRemoved_;
    for (const Source &each : sources_)
        cost += each.source->cost();
    return cost;
}

void Feed::addConsumer(DeltaConsumer *consumer, bool pausable)
{
    consumers_.push_back({consumer, pausable});
}

void Feed::removeConsumer(DeltaConsumer *consumer)
{
    std::erase_if(consumers_,
                  [consumer](const Consumer &each) { return each.consumer == consumer; });
}

void Feed::start()
{
    timer_.start(pace_);
}

void Feed::stop()
{
    timer_.stop();
}

void Feed::pull()
{
    const bool tired = !asleep_ && quietPulls_ >= PullsBeforeSleep;
    if (tired)
        watchForNews(); // before they are asked: what they answer then is new, or wakes it
    bool quiet = true;
    for (std::size_t i = 0; i < sources_.size(); ++i)
        quiet = !pullFrom(sources_[i]) && quiet;
    pulled_.start();
    endBatch();
    settle(quiet);
}

// A flood is taken as it comes: the loop keeps no more than so much of it.
void Feed::pullMuch()
{
    if (timer_.isActive())
        pull();
}

// --- Sleep ---

void Feed::look()
{
    if (!asleep_ && crowding_.look()) // which reads a file a thread
        setPace();
    if (!asleep_ || pulled_.hasExpired(AsleepPace.count()))
        pull();
    else if (somethingRuns()) // for so long that it is seen to
        wake();
}

bool Feed::somethingRuns() const
{
    return std::any_of(sources_.begin(), sources_.end(),
                       [](const Source &each) { return each.source->running().since != 0; });
}

void Feed::watchForNews()
{
    for (const Source &each : sources_) {
        const auto wake = [this] { callLater(this, [this] { newsCame(); }); };
        if (!each.source->wakeOnNews(wake))
            quietPulls_ = 0; // who cannot say so is asked for ever
    }
}

void Feed::settle(bool quiet)
{
    const auto moves
        = [this](const Consumer &each) { return gets(each) && each.consumer->isMoving(); };
    if (!quiet || std::any_of(consumers_.begin(), consumers_.end(), moves) || somethingRuns())
        return wake();
    if (asleep_ || ++quietPulls_ <= PullsBeforeSleep || !timer_.isActive())
        return;
    asleep_ = true;
    timer_.setInterval(std::clamp(threshold_ / 2, SeenPace, LookPace));
}

void Feed::wake()
{
    quietPulls_ = 0;
    if (std::exchange(asleep_, false) && timer_.isActive())
        timer_.start(pace_);
}

void Feed::newsCame()
{
    if (!asleep_)
        return;
    wake();
    pull();
}

// --- Pauses ---

void Feed::setPaused(bool paused)
{
    if (paused_ == paused || away_)
        return;
    paused_ = paused;
    if (!paused) {
        const std::vector<loop::Delta> missed = held_.takeAll();
        const std::vector<Blocked> blocks = std::exchange(heldBlocks_, {});
        for (const Consumer &each : consumers_) {
            if (!each.pausable)
                continue;
            for (const loop::Delta &delta : missed)
                each.consumer->apply(delta);
            for (const Blocked &blocked : blocks)
                each.consumer->apply(blocked);
        }
        endBatch();
    }
    Q_EMIT pausedChanged(paused);
}

// What a pause held is of no use: everything is put back to another moment before they see more.
void Feed::leave()
{
    const bool wasPaused = std::exchange(paused_, false);
    away_ = true;
    coming_ = false;
    static_cast<void>(held_.takeAll());
    if (wasPaused)
        Q_EMIT pausedChanged(false);
}

void Feed::comeBack()
{
    coming_ = true;
    late_.clear();
    heldBlocks_.clear();
}

// A Delta that the moment has already is of no later time than the moment's of its loop.
void Feed::resume(const Moment &moment)
{
    away_ = coming_ = false;
    std::vector<loop::Delta> late = std::exchange(late_, {});
    std::erase_if(late, [&moment](const loop::Delta &delta) {
        return std::any_of(moment.loops.begin(), moment.loops.end(), [&delta](const auto &loop) {
            return loop.loop == delta.loop && loop.time >= delta.time;
        });
    });
    const std::vector<Blocked> blocks = std::exchange(heldBlocks_, {});
    for (const Consumer &each : consumers_) {
        if (!each.pausable)
            continue;
        each.consumer->restore(moment);
        for (const loop::Delta &delta : late)
            each.consumer->apply(delta);
        for (const Blocked &blocked : blocks)
            each.consumer->apply(blocked);
    }
    endBatch();
}

void Feed::setSeen(bool seen)
{
    seen_ = seen;
    setPace();
}

void Feed::setPace()
{
    pace_ = !seen_ ? UnseenPace : crowding_.isCrowded() ? CrowdedPace : SeenPace;
    if (!asleep_)
        timer_.setInterval(pace_);
}

bool Feed::pullFrom(Source &source)
{
    const std::shared_ptr<const loop::Delta> delta = source.source->take(interest_);
    if (delta) {
        source.loop = delta->loop;
        source.name = QString::fromStdString(delta->loopName);
        source.wallOffset = delta->wallOffset;
    }
    watch(source, delta ? delta->sample.longestIteration : 0);
    if (!delta)
        return true; // the answer is to come
    tell(delta);
    hold(*delta);
    return !loop::isQuiet(*delta);
}

// `longestIteration` comes with the loop's first answer after it was blocked, and is then the exact
// duration of what blocked it; a poll alone is late by up to one pull.
void Feed::watch(Source &source, std::int64_t longestIteration)
{
    const bool wanted = source.source->warnsOf(loop::WarningKind::LoopBlocked);
    const loop::Duration limit = wanted ? loop::Duration(threshold_) : loop::Duration::max();
    const loop::RunningHandle running = source.source->running();
    const loop::BlockDetector::Look look = source.detector.look(
        running, source.source->now(), limit, loop::Duration(longestIteration));
    if (look.ended)
        tellOf(source, *look.ended);
    if (look.isNew)
        source.blockedSince = running.since + source.wallOffset;
    if (look.blocks)
        tellOf(source, *look.blocks);
}

void Feed::tellOf(const Source &source, const loop::BlockDetector::Finding &finding)
{
    Blocked blocked;
    blocked.loop = source.loop;
    blocked.loopName = source.name;
    blocked.handle = finding.handle;
    blocked.since = source.blockedSince;
    blocked.lasted = finding.lasted.count();
    blocked.settled = finding.over;
    tell(blocked);
}

void Feed::tell(const std::shared_ptr<const loop::Delta> &delta)
{
    for (const Consumer &each : consumers_) {
        if (gets(each))
            each.consumer->applyShared(delta);
    }
}

void Feed::tell(const Blocked &blocked)
{
    for (const Consumer &each : consumers_) {
        if (gets(each))
            each.consumer->apply(blocked);
    }
    hold(blocked);
}

void Feed::hold(const loop::Delta &delta)
{
    if (paused_)
        held_.add(delta);
    if (coming_)
        late_.push_back(delta);
}

void Feed::hold(const Blocked &blocked)
{
    if (!paused_ && !coming_)
        return;
    if (!heldBlocks_.empty() && heldBlocks_.back().loop == blocked.loop
        && heldBlocks_.back().since == blocked.since)
        heldBlocks_.back() = blocked;
    else
        heldBlocks_.push_back(blocked);
}

void Feed::endBatch()
{
    const std::int64_t now = wallNow();
    for (const Consumer &each : consumers_) {
        if (gets(each))
            each.consumer->batchEnded(now);
    }
    Q_EMIT refreshed();
}

std::int64_t Feed::wallNow() const
{
    std::int64_t now = 0;
    for (const Source &each : sources_)
        now = std::max(now, each.source->now() + each.wallOffset);
    return now != 0 ? now : systemNow();
}

} // namespace models
