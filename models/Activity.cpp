// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Activity.h"

#include "models/record/Growth.h"
#include "models/record/Moment.h"
#include "models/text/Format.h"

#include <algorithm>

namespace models {

namespace {

constexpr std::int64_t PointLength = std::int64_t {Activity::PointMilliseconds} * 1'000'000;
constexpr std::size_t PointsOfNow = 2; // the last second

// 0 for none. Reorders them.
double p99(std::vector<float> &values)
{
    if (values.empty())
        return 0;
    const std::size_t rank
        = (values.size() * 99 + 99) / 100; // the nearest above: of a few, the last
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank - 1);
    std::nth_element(values.begin(), at, values.end());
    return static_cast<double>(*at);
}

} // namespace

Activity::Activity(QObject *parent)
    : QObject(parent)
    , points_(PointCount)
{
    status_.state = tr("idle");
}

template <class Get> QList<double> Activity::series(Get get) const
{
    QList<double> values;
    values.reserve(PointCount);
    for (std::size_t i = 0; i < points_.size(); ++i)
        values.push_back(get(points_[(next_ + i) % points_.size()]));
    return values;
}

QList<double> Activity::messages() const
{
    return series([](const Point &point) { return point.messages; });
}

QList<double> Activity::bytesIn() const
{
    return series([](const Point &point) { return point.in; });
}

QList<double> Activity::bytesOut() const
{
    return series([](const Point &point) { return point.out; });
}

QList<double> Activity::lag() const
{
    return series([](const Point &point) { return point.lag; });
}

QList<double> Activity::ownLag() const
{
    return series([](const Point &point) { return point.ownLag; });
}

QString Activity::statusText() const
{
    const auto ms = [](double milliseconds) {
        return format::duration(static_cast<std::int64_t>(milliseconds * 1e6));
    };
    const auto number = [](quint64 value) { return format::integer(static_cast<qint64>(value)); };
    return tr("%1  lag %2 (p99 %3)  ready %4  tasks %5  timers %6  %7 msg/s  %8")
        .arg(status_.state, ms(status_.lagMilliseconds), ms(status_.lagP99Milliseconds),
             number(status_.ready), number(status_.tasks), number(status_.timers),
             format::count(status_.messagesPerSecond),
             format::bytesPerSecond(status_.bytesInPerSecond + status_.bytesOutPerSecond));
}

QString Activity::ownCostText() const
{
    if (!ownCost_.known)
        return {};
    const auto percent = [](double share) { return format::decimal(100 * share, 1); };
    return tr("What watching cost in the last second, of one core: %1 % on the threads of loops, "
              "%2 % to write the recording, %3 % for this window. So that it stays small, %4 "
              "events "
              "were merged with others.")
        .arg(percent(ownCost_.loops), percent(ownCost_.writing), percent(ownCost_.showing),
             format::integer(static_cast<qint64>(status_.merged)));
}

void Activity::apply(const loop::Delta &delta)
{
    Loop &loop = loops_[delta.loop.value];
    const loop::LoopSample &from = loop.sample, &to = delta.sample;
    if (loop.known) {
        open_.messages
            += double(growth(from.messagesIn + from.messagesOut, to.messagesIn + to.messagesOut));
        open_.in += double(growth(from.bytesIn, to.bytesIn));
        open_.out += double(growth(from.bytesOut, to.bytesOut));
    }
    loop.own = delta.loopName == OwnLoopName;
    addLag(loop, to.lag);
    loop.sample = to;
    loop.known = true;
    loop.closed = delta.closed;
}

void Activity::apply(const Blocked &blocked)
{
    Loop &loop = loops_[blocked.loop.value];
    loop.blockedFor = blocked.settled ? 0 : blocked.lasted;
    addLag(loop, blocked.lasted);
}

void Activity::reset()
{
    loops_.clear();
    points_.assign(PointCount, {});
    next_ = 0;
    open_ = {};
    openedAt_ = 0;
    status_.lagP99Milliseconds = 0;
}

// A second of a recording is two points.
void Activity::restore(const Moment &moment)
{
    DeltaConsumer::restore(moment);
    open_ = {};
    constexpr std::int64_t perSample = ActivitySample::Length / PointLength;
    for (const ActivitySample &sample : moment.history) {
        const std::int64_t ago = (moment.time - sample.time) / PointLength;
        for (std::int64_t i = ago - perSample; i < ago; ++i) { // 0: the newest
            if (i < 0 || i >= PointCount)
                continue;
            Point &point = points_[static_cast<std::size_t>(PointCount - 1 - i)];
            point.messages += static_cast<double>(sample.messages);
            point.in += static_cast<double>(sample.bytesIn);
            point.out += static_cast<double>(sample.bytesOut);
            const auto known = loops_.find(sample.loop);
            const bool own = known != loops_.end() && known->second.own;
            (own ? point.ownLags : point.lags).push_back(static_cast<float>(sample.lag) / 1e6F);
            double &lag = own ? point.ownLag : point.lag;
            lag = std::max(lag, static_cast<double>(sample.lag) / 1e6);
        }
    }
    openedAt_ = moment.time;
    status_.lagP99Milliseconds = lagP99();
    Q_EMIT pointAdded(); // all of them
}

double Activity::lagP99() const
{
    std::vector<float> lags;
    for (const Point &point : points_)
        lags.insert(lags.end(), point.lags.begin(), point.lags.end());
    return p99(lags);
}

void Activity::batchEnded(std::int64_t now)
{
    if (openedAt_ == 0)
        openedAt_ = now;
    const bool full = now - openedAt_ >= PointLength;
    if (full)
        addPoint(now);
    summarise();
    if (full)
        Q_EMIT pointAdded();
    Q_EMIT changed();
}

// A point gets what came since the one before, spread over the time that really passed. When pulls
// were far apart (a hidden window), the points in between share it.
void Activity::addPoint(std::int64_t now)
{
    const double elapsed = static_cast<double>(now - openedAt_) / 1e9;
    open_.messages /= elapsed;
    open_.in /= elapsed;
    open_.out /= elapsed;
    open_.lag = p99(open_.lags);
    open_.ownLag = p99(open_.ownLags);
    const std::int64_t count = std::min<std::int64_t>((now - openedAt_) / PointLength, PointCount);
    for (std::int64_t i = 0; i < count; ++i) {
        points_[next_] = open_;
        next_ = (next_ + 1) % points_.size();
    }
    open_ = {};
    openedAt_ = now;
    status_.lagP99Milliseconds = lagP99();
}

void Activity::addLag(const Loop &loop, std::int64_t ns)
{
    (loop.own ? open_.ownLags : open_.lags).push_back(static_cast<float>(ns) / 1e6F);
}

void Activity::summarise()
{
    Status sum;
    sum.lagP99Milliseconds = status_.lagP99Milliseconds;
    std::int64_t lag = 0, blockedFor = 0;
    bool running = false;
    for (const auto &[id, loop] : loops_) {
        const loop::LoopSample &sample = loop.sample;
        sum.events += sample.events;
        sum.merged += sample.merged;
        if (loop.closed)
            continue;
        running |= sample.running;
        sum.debug |= sample.debug;
        if (!loop.own)
            lag = std::max({lag, sample.lag, loop.blockedFor});
        blockedFor = std::max(blockedFor, loop.blockedFor);
        sum.ready += sample.ready;
        sum.tasks += sample.tasks;
        sum.timers += sample.timers;
        sum.connections += sample.connections;
        sum.servers += sample.servers;
    }
    sum.lagMilliseconds = static_cast<double>(lag) / 1e6;
    for (std::size_t i = 1; i <= PointsOfNow; ++i) {
        const Point &point = points_[(next_ + points_.size() - i) % points_.size()];
        sum.messagesPerSecond += point.messages / PointsOfNow;
        sum.bytesInPerSecond += point.in / PointsOfNow;
        sum.bytesOutPerSecond += point.out / PointsOfNow;
    }
    sum.state = blockedFor != 0 ? tr("blocked %1").arg(format::duration(blockedFor))
        : running               ? tr("running")
                                : tr("idle");
    sum.tone = blockedFor != 0 ? Tone::Error : running ? Tone::Good : Tone::Neutral;
    status_ = sum;
}

} // namespace models
