// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/TaskModel.h"

#include "models/Places.h"
#include "models/Words.h"
#include "models/text/Format.h"

namespace models {

namespace {

using namespace TaskColumn;

constexpr auto Right = Qt::AlignRight | Qt::AlignVCenter;
constexpr auto Left = Qt::AlignLeft | Qt::AlignVCenter;
constexpr std::int64_t CountdownStep = 100'000'000; // ns between repaints of sleeping tasks

// Keys of the filter that are no column.
enum Key { NameKey = ColumnCount, ErrorKey, SessionKey, ParentKey, ConnectionKey };

quint64 connectionOf(const TaskRow &row)
{
    switch (row.wait) {
    case loop::WaitKind::Read:
    case loop::WaitKind::Drain:
    case loop::WaitKind::Connect:
    case loop::WaitKind::Send:
        return row.waitTarget;
    default:
        return 0;
    }
}

QList<double> bars(const loop::DurationBuckets &buckets)
{
    return {buckets.begin(), buckets.end()};
}

QString bucketsInWords(const loop::DurationBuckets &buckets)
{
    static constexpr const char16_t *limits[] = {u"< 1 µs",  u"< 10 µs",  u"< 100 µs", u"< 1 ms",
                                                 u"< 10 ms", u"< 100 ms", u"< 1 s",    u"≥ 1 s"};
    QStringList lines;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        if (buckets[i] != 0)
            lines.push_back(QString::fromUtf16(limits[i]) + QStringLiteral(": ")
                            + format::integer(buckets[i]));
    }
    return lines.join(u'\n');
}

} // namespace

TaskModel::TaskModel(QObject *parent)
    : RowModel(ColumnCount, parent)
    , traits_ {{QT_TR_NOOP("Task"), Right, true},
               {QT_TR_NOOP("State"), Left},
               {QT_TR_NOOP("Coroutine"), Left, true, true},
               {QT_TR_NOOP("Waiting for"), Left, false, true},
               {QT_TR_NOOP("Suspended at"), Left, true, true},
               {QT_TR_NOOP("Steps"), Right, true},
               {QT_TR_NOOP("Busy"), Right, true},
               {QT_TR_NOOP("Longest"), Right, true},
               {QT_TR_NOOP("Step times"), Left},
               {QT_TR_NOOP("To run"), Right, true},
               {QT_TR_NOOP("Warnings"), Right, true}}
{ }

void TaskModel::apply(const loop::Delta &delta)
{
    for (const loop::TaskCreated &created : delta.created)
        create(delta, created);
    for (const loop::TaskSample &sample : delta.tasks)
        update(delta, sample);
    for (const loop::WarningRecord &warning : delta.warnings) {
        if (const int slot = slotOf(warning.task.value); slot >= 0) {
            row(slot).warnings += static_cast<quint32>(warning.count);
            markDirty(slot);
        }
    }
}

void TaskModel::apply(const Blocked &blocked)
{
    const int slot = slotOf(blocked.handle.task.value);
    if (!blocked.settled || slot < 0)
        return;
    ++row(slot).warnings;
    markDirty(slot);
}

void TaskModel::reset()
{
    TableModel::reset();
    primitives_.clear();
    countedAt_ = 0;
    ++change_;
}

QList<FilterKey> TaskModel::filterKeys() const
{
    QStringList states;
    for (int i = 0; i <= static_cast<int>(loop::TaskState::Cancelled); ++i)
        states.push_back(format::text(toString(static_cast<loop::TaskState>(i))));
    return {{QStringLiteral("id"), Id, FilterKey::Number, {}},
            {QStringLiteral("task"), Id, FilterKey::Number, {}},
            {QStringLiteral("state"), State, FilterKey::Choice, states},
            {QStringLiteral("coroutine"), Coroutine, FilterKey::Text, {}},
            {QStringLiteral("name"), NameKey, FilterKey::Text, {}},
            {QStringLiteral("waits"), WaitsFor, FilterKey::Text, {}},
            {QStringLiteral("at"), SuspendedAt, FilterKey::Text, {}},
            {QStringLiteral("steps"), Steps, FilterKey::Number, {}},
            {QStringLiteral("busy"), Busy, FilterKey::Duration, {}},
            {QStringLiteral("longest"), Longest, FilterKey::Duration, {}},
            {QStringLiteral("torun"), ToRun, FilterKey::Duration, {}},
            {QStringLiteral("warnings"), Warnings, FilterKey::Number, {}},
            {QStringLiteral("connection"), ConnectionKey, FilterKey::Number, {}},
            {QStringLiteral("parent"), ParentKey, FilterKey::Number, {}},
            {QStringLiteral("session"), SessionKey, FilterKey::Number, {}},
            {QStringLiteral("error"), ErrorKey, FilterKey::Text, {}}};
}

QString TaskModel::describe(quint64 task) const
{
    const TaskRow *known = find(task);
    return describeTask(task, known ? known->coroutine : QString());
}

QString TaskModel::call(const TaskRow &row)
{
    return row.coroutine.section(u'(', 0, 0) + QStringLiteral("()");
}

QString TaskModel::waitingFor(const TaskRow &row) const
{
    const auto on = [&row](const QString &what) {
        return row.waitTarget == 0 ? what
                                   : tr("%1 on connection #%2").arg(what).arg(row.waitTarget);
    };
    switch (row.wait) {
    case loop::WaitKind::None:
        return {};
    case loop::WaitKind::Sleep:
        return row.waitDeadline == 0
            ? tr("sleep")
            : tr("sleep %1").arg(format::countdown(row.waitDeadline - now()));
    case loop::WaitKind::Future:
        return tr("future");
    case loop::WaitKind::Task:
        return row.waitTarget == 0 ? tr("a task") : tr("task %1").arg(row.waitTarget);
    case loop::WaitKind::Read:
        return on(tr("recv"));
    case loop::WaitKind::Drain:
        return row.waitTarget == 0 ? tr("write buffer")
                                   : tr("write buffer of #%1").arg(row.waitTarget);
    case loop::WaitKind::Accept:
        return tr("accept");
    case loop::WaitKind::Connect:
        return on(tr("connect"));
    case loop::WaitKind::Send:
        return on(tr("send"));
    case loop::WaitKind::Resolve:
        return tr("name lookup");
    case loop::WaitKind::Executor:
        return tr("executor");
    case loop::WaitKind::Synchronisation:
        return waitingForPrimitive(row);
    case loop::WaitKind::Process:
        return tr("process");
    case loop::WaitKind::Yield:
        return tr("its next turn");
    case loop::WaitKind::Gather:
        return row.awaits.empty() ? tr("gather")
                                  : tr("%n task(s)", nullptr, int(row.awaits.size()));
    case loop::WaitKind::Signal:
        return tr("a signal");
    case loop::WaitKind::Other:
        break;
    }
    return tr("something else");
}

QString TaskModel::toRunText(const TaskRow &row)
{
    const auto waits = std::int64_t(row.steps) - 1; // the first step is not counted
    return waits < 1 || row.longestToRun == 0
        ? QString()
        : tr("%1 on average, %2 at most")
              .arg(format::duration(row.toRun / waits), format::duration(row.longestToRun));
}

bool TaskModel::isLive(quint64 task) const
{
    const TaskRow *known = find(task);
    return known && known->ended == 0 && known->state < loop::TaskState::Done;
}

Tone TaskModel::tone(loop::TaskState state)
{
    switch (state) {
    case loop::TaskState::Ready:
        return Tone::Notice;
    case loop::TaskState::Running:
        return Tone::Good;
    case loop::TaskState::Suspended:
        return Tone::Active;
    case loop::TaskState::Cancelling:
        return Tone::Warning;
    case loop::TaskState::Failed:
        return Tone::Error;
    case loop::TaskState::Done:
    case loop::TaskState::Cancelled:
        return Tone::Neutral;
    }
    return Tone::Neutral;
}

QString TaskModel::text(const TaskRow &row, int column) const
{
    switch (column) {
    case Id:
        return QString::number(row.id);
    case State:
        return wordings::shown(row.state);
    case Coroutine:
        return coroutineText(row);
    case WaitsFor:
        return waitingFor(row);
    case SuspendedAt:
        return QString::fromStdString(row.awaitedAt.fileAndLine());
    case Steps:
        return format::integer(static_cast<qint64>(row.steps));
    case Busy:
        return format::duration(row.busy);
    case Longest:
        return format::duration(row.longest);
    case StepTimes:
        return {};
    case ToRun:
        return row.longestToRun != 0 ? format::duration(row.longestToRun) : QString();
    case Warnings:
        return row.warnings != 0 ? format::integer(row.warnings) : QString();
    default:
        return {};
    }
}

QVariant TaskModel::special(const TaskRow &row, int column, int role) const
{
    if (role == TaskRole)
        return row.id;
    if (role == ConnectionRole)
        return connectionOf(row);
    if (role == PlaceRole)
        return wholePlace(row.awaitedAt ? row.awaitedAt : row.created);
    if (role == ToneRole && column == State)
        return static_cast<int>(tree_ && isInCircle(row.id) ? Tone::Error : tone(row.state));
    if (role == SparklineRole && column == StepTimes)
        return QVariant::fromValue(bars(row.histogram));
    if (role != Qt::ToolTipRole)
        return {};
    if (column == StepTimes)
        return bucketsInWords(row.histogram);
    if (column == ToRun)
        return toRunText(row);
    if (column == State && !row.error.isEmpty())
        return row.error;
    if (column == Coroutine)
        return tr("%1: %2, created at %3")
            .arg(row.name, row.coroutine, QString::fromStdString(row.created.fileAndLine()));
    return {};
}

double TaskModel::number(const TaskRow &row, int column) const
{
    switch (column) {
    case Id:
        return static_cast<double>(row.id);
    case State:
        return static_cast<double>(row.state);
    case Steps:
        return static_cast<double>(row.steps);
    case Busy:
        return static_cast<double>(row.busy);
    case Longest:
    case StepTimes:
        return static_cast<double>(row.longest);
    case ToRun:
        return static_cast<double>(row.longestToRun);
    case Warnings:
        return row.warnings;
    default:
        return 0;
    }
}

const ColumnTraits &TaskModel::traits(int column) const
{
    return traits_[static_cast<std::size_t>(column)];
}

QString TaskModel::filterValue(const TaskRow &row, int key) const
{
    switch (key) {
    case State:
        return format::text(toString(row.state));
    case NameKey:
        return row.name;
    case ErrorKey:
        return row.error;
    case Coroutine:
        return row.coroutine;
    default:
        return text(row, key);
    }
}

double TaskModel::filterNumber(const TaskRow &row, int key) const
{
    switch (key) {
    case SessionKey:
        return static_cast<double>(row.context);
    case ParentKey:
        return static_cast<double>(row.parent);
    case ConnectionKey:
        return static_cast<double>(connectionOf(row));
    default:
        return number(row, key);
    }
}

bool TaskModel::isWordColumn(int column) const
{
    return column <= SuspendedAt;
}

// Sleeping tasks count down.
bool TaskModel::tick(std::int64_t now)
{
    if (now - countedAt_ < CountdownStep)
        return false;
    countedAt_ = now;
    return true;
}

void TaskModel::create(const loop::Delta &delta, const loop::TaskCreated &created)
{
    const int slot = slotFor(created.id.value);
    TaskRow &added = row(slot);
    added.id = created.id.value;
    added.loop = delta.loop.value;
    added.context = created.context.value;
    added.parent = created.parent.value;
    added.name = format::text(created.name);
    added.coroutine = QString::fromStdString(created.coroutine.name());
    added.begins = created.coroutine;
    added.created = created.created;
    added.started = created.time + delta.wallOffset;
    markDirty(slot);
}

// A sample of a task that has left the table already tells nothing new.
void TaskModel::update(const loop::Delta &delta, const loop::TaskSample &sample)
{
    const int slot = slotOf(sample.id.value);
    if (slot < 0)
        return;
    TaskRow &changed = row(slot);
    const bool needed = needsSomebody(changed);
    changed.state = sample.state;
    changed.wait = sample.wait;
    changed.waitTarget = sample.waitTarget;
    changed.waitDeadline = sample.waitDeadline != 0 ? sample.waitDeadline + delta.wallOffset : 0;
    changed.awaitedAt = sample.awaitedAt;
    changed.steps = sample.steps;
    changed.busy = sample.busy;
    changed.longest = sample.longest;
    changed.histogram = sample.histogram;
    changed.toRun = sample.toRun;
    changed.longestToRun = sample.longestToRun;
    changed.error = format::text(sample.error);
    changed.awaits = sample.awaits;
    changed.primitive = sample.primitive;
    change_ += needed || needsSomebody(changed);
    if (sample.primitive)
        note(*sample.primitive);
    changed.cancelRequests = sample.cancelRequests;
    changed.cancelledBy = sample.cancelledBy.value;
    changed.cancelledThrough = sample.cancelledThrough.value;
    markDirty(slot);
    if (sample.ended == 0 || changed.ended != 0)
        return;
    changed.ended = sample.ended + delta.wallOffset;
    markEnded(slot, changed.ended);
}

} // namespace models
