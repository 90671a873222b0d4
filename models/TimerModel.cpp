// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/TimerModel.h"

#include "models/Places.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/text/Format.h"

namespace models {

namespace {

using namespace TimerColumn;

constexpr auto Right = Qt::AlignRight | Qt::AlignVCenter;
constexpr auto Left = Qt::AlignLeft | Qt::AlignVCenter;
constexpr std::int64_t CountdownStep = 100'000'000; // ns between repaints

// Keys of the filter that are no column.
enum Key { TaskKey = ColumnCount, SessionKey };

} // namespace

TimerModel::TimerModel(const TaskModel *tasks, QObject *parent)
    : RowModel(ColumnCount, parent)
    , tasks_(tasks)
    , traits_ {
          {QT_TR_NOOP("Timer"), Right, true},           {QT_TR_NOOP("Due in"), Right, true},
          {QT_TR_NOOP("Callback"), Left, true, true},   {QT_TR_NOOP("Session"), Left, false, true},
          {QT_TR_NOOP("Created at"), Left, true, true}, {QT_TR_NOOP("Repeats"), Left, false, true}}
{ }

TimerModel::Origin TimerModel::originOf(const TimerRow &row)
{
    return {row.created.fileAndLine(), row.context, row.loop};
}

void TimerModel::apply(const loop::Delta &delta)
{
    pending_[delta.loop.value] = delta.closed ? 0 : delta.sample.timers;
    if (!delta.timersSampled && !delta.closed)
        return;
    ++sample_;
    for (const loop::TimerSample &sample : delta.timers) {
        const int slot = slotFor(sample.id.value);
        TimerRow &timer = row(slot);
        const bool fresh = timer.id == 0;
        timer.id = sample.id.value;
        timer.loop = delta.loop.value;
        timer.context = sample.context.value;
        timer.task = sample.task.value;
        timer.due = sample.due + delta.wallOffset;
        timer.created = sample.created;
        timer.seen = sample_;
        if (fresh && timer.created)
            timer.again = gone_.contains(originOf(timer));
        markDirty(slot);
    }
    for (int slot = 0; slot < slotCount(); ++slot) {
        const TimerRow &timer = row(slot);
        if (timer.id == 0 || timer.loop != delta.loop.value || timer.seen == sample_)
            continue;
        if (timer.created && !timer.again) // else it is there
            gone_.insert(originOf(timer));
        remove(slot);
    }
}

void TimerModel::reset()
{
    TableModel::reset();
    pending_.clear();
    gone_.clear();
    countedAt_ = 0;
}

QList<FilterKey> TimerModel::filterKeys() const
{
    return {{QStringLiteral("id"), Id, FilterKey::Number, {}},
            {QStringLiteral("due"), Due, FilterKey::Duration, {}},
            {QStringLiteral("callback"), Callback, FilterKey::Text, {}},
            {QStringLiteral("at"), Created, FilterKey::Text, {}},
            {QStringLiteral("task"), TaskKey, FilterKey::Number, {}},
            {QStringLiteral("session"), SessionKey, FilterKey::Number, {}}};
}

quint64 TimerModel::pendingCount() const
{
    quint64 count = 0;
    for (const auto &[loop, pending] : pending_)
        count += pending;
    return count;
}

QString TimerModel::text(const TimerRow &row, int column) const
{
    switch (column) {
    case Id:
        return QString::number(row.id);
    case Due:
        return format::countdown(row.due - now());
    case Callback:
        if (row.task != 0)
            return tr("wakes %1").arg(tasks_->describe(row.task));
        return row.created ? QString::fromStdString(row.created.name()) : tr("callback");
    case Session:
        return sessions_ ? sessions_->shortName(row.context) : QString();
    case Created:
        return QString::fromStdString(row.created.fileAndLine());
    case Repeats:
        return row.again ? tr("yes") : QString();
    default:
        return {};
    }
}

QVariant TimerModel::special(const TimerRow &row, int, int role) const
{
    if (role == PlaceRole)
        return wholePlace(row.created);
    return role == TaskRole ? QVariant(row.task) : QVariant();
}

double TimerModel::number(const TimerRow &row, int column) const
{
    return column == Due ? static_cast<double>(row.due) : static_cast<double>(row.id);
}

const ColumnTraits &TimerModel::traits(int column) const
{
    return traits_[static_cast<std::size_t>(column)];
}

QString TimerModel::filterValue(const TimerRow &row, int key) const
{
    return text(row, key);
}

double TimerModel::filterNumber(const TimerRow &row, int key) const
{
    switch (key) {
    case Due:
        return static_cast<double>(row.due - now());
    case TaskKey:
        return static_cast<double>(row.task);
    case SessionKey:
        return static_cast<double>(row.context);
    default:
        return number(row, key);
    }
}

bool TimerModel::isWordColumn(int column) const
{
    return column != Due;
}

bool TimerModel::tick(std::int64_t now)
{
    if (now - countedAt_ < CountdownStep)
        return false;
    countedAt_ = now;
    return true;
}

} // namespace models
