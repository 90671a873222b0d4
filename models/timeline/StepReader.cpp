// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/StepReader.h"

#include "models/record/RecordingReader.h"

#include <algorithm>
#include <chrono>

namespace models {

namespace {

constexpr std::chrono::milliseconds OrderPace {500}; // while steps come
constexpr std::size_t MostLongest = 200;
constexpr std::size_t MostAsked = 2'000; // Deltas that wait are a minute's; then they are read anew
// A step is told of when it is over, and the loop answers: by then it is later.
constexpr std::int64_t ToldWithin = 2'000'000'000; // ns

} // namespace

StepReader::StepReader(QString path, Callbacks callbacks)
    : path_(std::move(path))
    , callbacks_(std::move(callbacks))
    , lanes_(std::make_shared<Lanes>())
    , thread_([this](const std::stop_token &stop) { run(stop); })
{ }

StepReader::~StepReader()
{
    wanted_ = -1; // a reading ends early
    thread_.request_stop();
}

void StepReader::ask(std::function<void()> work, bool mayMiss)
{
    {
        const std::lock_guard lock(mutex_);
        if (mayMiss && asked_.size() >= MostAsked)
            missed_ = true;
        else
            asked_.push_back(std::move(work));
    }
    wake_.notify_one();
}

void StepReader::read(TimeSpan span, std::function<void()> prepare)
{
    const std::int64_t reading = ++wanted_;
    ask([this, span, reading, prepare = std::move(prepare)] {
        if (reading != wanted_)
            return;
        prepare();
        readSpan(span, reading);
    });
}

void StepReader::add(std::shared_ptr<const loop::Delta> delta)
{
    ask(
        [this, delta = std::move(delta)] {
            lanes_->add(*delta);
            changed_ = true;
        },
        true);
}

void StepReader::add(const Blocked &blocked, const QString &words)
{
    ask([this, blocked, words] { lanes_->add(blocked, words); });
}

void StepReader::dropBefore(std::int64_t time)
{
    ask([this, time] {
        lanes_->dropBefore(time);
        changed_ = true;
    });
}

void StepReader::order(LaneOrder order)
{
    ask([this, order = std::move(order)] {
        order_ = order;
        putInOrder();
    });
}

void StepReader::run(const std::stop_token &stop)
{
    auto ordered = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        const auto asked = [this] { return !asked_.empty(); };
        if (changed_)
            wake_.wait_until(lock, stop, ordered + OrderPace, asked);
        else
            wake_.wait(lock, stop, asked);
        const auto work = std::exchange(asked_, {});
        const bool missed = std::exchange(missed_, false);
        lock.unlock();
        for (const std::function<void()> &each : work) {
            if (!stop.stop_requested())
                each();
        }
        if (missed)
            callbacks_.missed();
        if (const auto now = std::chrono::steady_clock::now();
            changed_ && now - ordered >= OrderPace) {
            putInOrder();
            ordered = now;
        }
        lock.lock();
    }
}

bool StepReader::open()
{
    if (reader_)
        return true;
    auto opened = RecordingReader::open(path_);
    if (!opened) {
        callbacks_.failed(opened.problem());
        return false;
    }
    reader_ = std::move(*opened);
    return true;
}

void StepReader::readSpan(TimeSpan span, std::int64_t reading)
{
    if (!open())
        return;
    auto lanes = std::make_shared<Lanes>();
    const QString problem = reader_->stretch(
        span.first, std::min(span.last, TimeSpan::Forever - ToldWithin) + ToldWithin,
        [this, &lanes, reading](const loop::Delta &delta) {
            lanes->add(delta);
            return reading == wanted_;
        });
    if (reading != wanted_)
        return;
    findNames(*lanes);
    if (!problem.isEmpty())
        callbacks_.failed(problem);
    lanes->dropBefore(span.first);
    lanes_ = std::move(lanes);
    const auto recorded = reader_->span();
    callbacks_.read(lanes_, recorded ? TimeSpan {recorded->first, recorded->last} : TimeSpan {});
    putInOrder();
}

void StepReader::findNames(Lanes &lanes)
{
    const std::vector<quint64> nameless = lanes.nameless();
    if (nameless.empty())
        return;
    if (const auto tasks = reader_->tasks(nameless)) {
        for (const RecordingReader::StoredTask &each : *tasks)
            lanes.name(each.id, each.context, each.coroutine);
    }
}

// This thread alone changes the lanes: it may look at them without their lock.
void StepReader::putInOrder()
{
    changed_ = false;
    if (reader_)
        findNames(*lanes_);
    auto rows = std::make_shared<std::vector<LaneRow>>(rowsOf(*lanes_, order_));
    if (!rows_ || *rows != *rows_) {
        rows_ = rows;
        callbacks_.ordered(rows_);
    }
    std::vector<LongStep> longest = lanes_->longest(MostLongest);
    if (longest != longest_) {
        longest_ = longest;
        callbacks_.longest(std::move(longest));
    }
}

} // namespace models
