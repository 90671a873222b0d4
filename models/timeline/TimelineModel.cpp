// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/TimelineModel.h"

#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/record/CallLater.h"
#include "models/record/EventStore.h"
#include "models/record/Moment.h"
#include "models/timeline/LongestSteps.h"
#include "models/timeline/StepReader.h"

#include <algorithm>

namespace models {

namespace {

constexpr std::int64_t Forever = TimeSpan::Forever;
constexpr std::int64_t Second = 1'000'000'000;
constexpr std::int64_t Kept = 10 * Second; // behind what is shown, at least
constexpr std::size_t LargestShared = 64 * 1024; // bytes of text that may wait with a Delta

// A Delta with what the timeline wants of it alone.
std::shared_ptr<const loop::Delta> slim(const loop::Delta &delta)
{
    auto made = std::make_shared<loop::Delta>();
    made->loop = delta.loop;
    made->loopName = delta.loopName;
    made->wallOffset = delta.wallOffset;
    made->sample = delta.sample;
    made->created = delta.created;
    made->warnings = delta.warnings;
    made->spans = delta.spans;
    for (const loop::LogEvent &event : delta.events) {
        if (event.kind != loop::EventKind::Fault && event.kind != loop::EventKind::Error)
            continue;
        loop::LogEvent kept = event;
        kept.detailAt = static_cast<std::uint32_t>(made->text.size());
        kept.payloadAt = kept.payloadSize = 0;
        made->text += delta.detail(event);
        made->events.push_back(kept);
    }
    return made;
}

} // namespace

TimelineModel::TimelineModel(const EventStore *file, const SessionModel *sessions,
                             const TaskModel *tasks, QObject *parent)
    : QObject(parent)
    , file_(file)
    , sessions_(sessions)
    , tasks_(tasks)
    , longest_(new LongestSteps([this](quint64 id) { return sessionName(id); }, this))
    , lanes_(std::make_shared<Lanes>())
    , rows_(std::make_shared<std::vector<LaneRow>>())
{ }

TimelineModel::~TimelineModel() = default;

void TimelineModel::setActive(bool active)
{
    if (std::exchange(active_, active) == active)
        return;
    if (active) {
        // What a reader posted comes to nothing once it was replaced: it is of another showing.
        const auto post = [this, showing = ++showing_](auto function) {
            const auto call = [this, showing, function = std::move(function)] {
                if (showing == showing_)
                    function();
            };
            callLater(this, call);
        };
        StepReader::Callbacks callbacks;
        callbacks.read = [this, post](std::shared_ptr<const Lanes> lanes, TimeSpan span) {
            post([this, lanes = std::move(lanes), span] { take(lanes, span); });
        };
        callbacks.ordered = [this, post](std::shared_ptr<const std::vector<LaneRow>> rows) {
            post([this, rows = std::move(rows)] {
                rows_ = rows;
                Q_EMIT rowsChanged();
                Q_EMIT changed();
            });
        };
        callbacks.longest = [this, post](std::vector<LongStep> steps) {
            post([this, steps = std::move(steps)] { longest_->setSteps(steps); });
        };
        callbacks.failed = [this, post](const QString &sentence) {
            post([this, sentence] {
                if (std::exchange(reading_, false))
                    Q_EMIT readingChanged(false);
                Q_EMIT readFailed(sentence);
            });
        };
        callbacks.missed = [this, post] { post([this] { stale_ = true; }); };
        reader_ = std::make_unique<StepReader>(file_->path(), std::move(callbacks));
        tellOrder();
        if (!shown_.isEmpty())
            read(shown_);
        return;
    }
    reader_.reset();
    ++showing_;
    lanes_ = std::make_shared<Lanes>();
    rows_ = std::make_shared<std::vector<LaneRow>>();
    longest_->setSteps({});
    wanted_ = {};
    reading_ = false;
    Q_EMIT rowsChanged();
}

TimelineModel::Span TimelineModel::recorded() const
{
    if (!live_)
        return recorded_;
    return {recorded_.first == 0 ? shown_.first : recorded_.first, now_};
}

// As much again at either side: what comes next is there before it is in sight.
TimelineModel::Span TimelineModel::around(const Span &span) const
{
    const std::int64_t more = std::max<std::int64_t>(span.length(), 1);
    const std::int64_t last = span.last > Forever - more ? Forever : span.last + more;
    return {std::max<std::int64_t>(0, span.first - more), live_ && last >= now_ ? Forever : last};
}

bool TimelineModel::isTailRead() const
{
    return live_ && wanted_.last == Forever;
}

// Read, and as fine as it can be seen.
bool TimelineModel::isCovered(const Span &span) const
{
    const Span known = recorded();
    const bool before = span.first >= wanted_.first || wanted_.first <= known.first;
    const bool after = span.last <= wanted_.last || (!live_ && wanted_.last >= known.last);
    if (wanted_.isEmpty() || !before || !after)
        return false;
    constexpr std::int64_t finest = 2'000; // parts of the span that can be told apart
    constexpr std::int64_t worth = 4; // a reading must be so much shorter than the one before
    const std::int64_t last = std::min(wanted_.last, known.last);
    return reading_ || lanes_->resolution() <= span.length() / finest
        || around(span).length() > (last - wanted_.first) / worth;
}

void TimelineModel::show(const Span &span)
{
    shown_ = span;
    if (active_ && !span.isEmpty() && !isCovered(span))
        read(span);
}

void TimelineModel::read(const Span &span)
{
    wanted_ = around(span);
    stale_ = false;
    reader_->read(wanted_, [file = file_] { file->flush(); });
    if (!std::exchange(reading_, true))
        Q_EMIT readingChanged(true);
}

void TimelineModel::take(const std::shared_ptr<const Lanes> &lanes, const Span &recorded)
{
    lanes_ = lanes;
    recorded_ = recorded;
    reading_ = false;
    Q_EMIT readingChanged(false);
    Q_EMIT changed();
}

void TimelineModel::setSort(LaneOrder::Sort sort)
{
    order_.sort = sort;
    tellOrder();
}

void TimelineModel::setGroup(LaneOrder::Group group)
{
    order_.group = group;
    tellOrder();
}

std::optional<FilterMistake> TimelineModel::setFilterText(const QString &text)
{
    const Filter filter(text, filterKeys());
    if (filter.mistake())
        return filter.mistake();
    order_.filter = filter;
    tellOrder();
    return std::nullopt;
}

void TimelineModel::tellOrder()
{
    order_.sessions.clear();
    if (sessions_) {
        const QList<SessionRecord> sessions = sessions_->sessions();
        for (const SessionRecord &session : sessions)
            order_.sessions.insert(session.id.value, sessions_->shortName(session.id.value));
    }
    if (reader_)
        reader_->order(order_);
}

QString TimelineModel::sessionName(quint64 context) const
{
    return sessions_ && context != 0 ? sessions_->shortName(context) : QString();
}

QString TimelineModel::wordsOf(const Blocked &blocked) const
{
    const quint64 task = blocked.handle.task.value;
    return blockedMessage(blocked, tasks_ && task != 0 ? tasks_->describe(task) : QString());
}

void TimelineModel::followNow()
{
    position_.reset();
    live_ = true;
    stale_ = true;
}

// A pause is over, or the past is shown as it went on: the recording has what it was.
void TimelineModel::apply(const loop::Delta &)
{
    stale_ = stale_ || live_;
}

void TimelineModel::applyShared(const std::shared_ptr<const loop::Delta> &delta)
{
    live_ = true;
    if (recorded_.first == 0)
        recorded_.first = delta->time + delta->wallOffset;
    if (active_ && isTailRead())
        reader_->add(delta->text.size() > LargestShared ? slim(*delta) : delta);
}

void TimelineModel::apply(const Blocked &blocked)
{
    const auto same = [&blocked](const Blocked &each) { return each.loop == blocked.loop; };
    std::erase_if(blocked_, same);
    if (!blocked.settled)
        blocked_.push_back(blocked);
    else if (active_ && isTailRead())
        reader_->add(blocked, wordsOf(blocked));
    Q_EMIT blockedChanged();
}

void TimelineModel::reset()
{
    blocked_.clear();
    Q_EMIT blockedChanged();
}

void TimelineModel::restore(const Moment &moment)
{
    reset();
    position_ = moment.time;
    live_ = false;
    if (recorded_.last == 0)
        recorded_.last = moment.time;
}

void TimelineModel::batchEnded(std::int64_t now)
{
    now_ = now;
    if (position_)
        position_ = now;
    if (!active_)
        return;
    if (std::exchange(stale_, false) && !shown_.isEmpty())
        read(shown_);
    if (isTailRead() && !reading_ && shown_.first - wanted_.first > 4 * (shown_.length() + Kept)) {
        wanted_.first = shown_.first - shown_.length() - Kept;
        reader_->dropBefore(wanted_.first);
    }
    Q_EMIT changed();
}

} // namespace models
