// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/WarningModel.h"

#include "models/Places.h"
#include "models/TaskModel.h"
#include "models/Words.h"
#include "models/text/Format.h"

namespace models {

namespace {

using namespace WarningColumn;

constexpr auto Right = Qt::AlignRight | Qt::AlignVCenter;
constexpr auto Left = Qt::AlignLeft | Qt::AlignVCenter;

// Keys of the filter that are no column.
enum Key { SessionKey = ColumnCount };

} // namespace

WarningModel::WarningModel(const TaskModel *tasks, QObject *parent)
    : RowModel(ColumnCount, parent)
    , tasks_(tasks)
    , traits_ {{QT_TR_NOOP("Time"), Left, true},
               {QT_TR_NOOP("Kind"), Left},
               {QT_TR_NOOP("Count"), Right, true},
               {QT_TR_NOOP("Message"), Left, true, true, true},
               {QT_TR_NOOP("Created at"), Left, true, true},
               {QT_TR_NOOP("Task"), Right, true},
               {QT_TR_NOOP("Connection"), Right, true}}
{ }

void WarningModel::apply(const loop::Delta &delta)
{
    for (const loop::WarningRecord &warning : delta.warnings) {
        const int slot = slotOfKind(warning.kind, warning.created);
        WarningRow &changed = row(slot);
        changed.count += warning.count;
        total_ += warning.count;
        markDirty(slot);
        const std::int64_t time = warning.time + delta.wallOffset;
        if (time < changed.time) // of another loop
            continue;
        changed.time = time;
        changed.message = format::text(warning.message);
        changed.context = warning.context.value;
        changed.task = warning.task.value;
        changed.connection = warning.connection.value;
    }
}

void WarningModel::apply(const Blocked &blocked)
{
    const int slot = slotOfKind(loop::WarningKind::LoopBlocked, blocked.handle.place);
    WarningRow &changed = row(slot);
    if (changed.blockedSince != blocked.since) {
        changed.blockedSince = blocked.since;
        ++changed.count;
        ++total_;
    }
    changed.time = blocked.since;
    changed.message = blockedMessage(
        blocked,
        tasks_ && blocked.handle.task ? tasks_->describe(blocked.handle.task.value) : QString());
    changed.context = blocked.handle.context.value;
    changed.task = blocked.handle.task.value;
    changed.connection = blocked.handle.connection.value;
    changed.now = !blocked.settled;
    markDirty(slot);
}

QList<FilterKey> WarningModel::filterKeys() const
{
    QStringList kinds;
    for (int i = 0; i < static_cast<int>(loop::WarningKind::Count); ++i)
        kinds.push_back(format::text(toString(static_cast<loop::WarningKind>(i))));
    return {{QStringLiteral("kind"), Kind, FilterKey::Choice, kinds},
            {QStringLiteral("count"), Count, FilterKey::Number, {}},
            {QStringLiteral("message"), Message, FilterKey::Text, {}},
            {QStringLiteral("at"), Created, FilterKey::Text, {}},
            {QStringLiteral("task"), Task, FilterKey::Number, {}},
            {QStringLiteral("connection"), Connection, FilterKey::Number, {}},
            {QStringLiteral("session"), SessionKey, FilterKey::Number, {}}};
}

void WarningModel::clear()
{
    const std::int64_t time = now();
    reset();
    batchEnded(time);
}

// Rows of the same kinds and places keep their ids.
void WarningModel::reset()
{
    TableModel::reset();
    total_ = 0;
}

Tone WarningModel::tone(loop::WarningKind kind)
{
    switch (kind) {
    case loop::WarningKind::LoopBlocked:
    case loop::WarningKind::TaskExceptionNeverRetrieved:
    case loop::WarningKind::FutureExceptionNeverRetrieved:
    case loop::WarningKind::WrongThread:
    case loop::WarningKind::HandlerFailed:
    case loop::WarningKind::CallbackFailed:
    case loop::WarningKind::OutOfDescriptors:
        return Tone::Error;
    default:
        return Tone::Warning;
    }
}

// A block that is over is a warning like others.
Tone WarningModel::tone(const WarningRow &row)
{
    return row.kind == loop::WarningKind::LoopBlocked && !row.now ? Tone::Warning : tone(row.kind);
}

QString WarningModel::kindInWords(const WarningRow &row)
{
    return row.kind == loop::WarningKind::LoopBlocked && !row.now ? tr("loop blocked")
                                                                  : wordings::shown(row.kind);
}

QString WarningModel::text(const WarningRow &row, int column) const
{
    switch (column) {
    case Time:
        return format::clockToMilliseconds(row.time);
    case Kind:
        return kindInWords(row);
    case Count:
        return format::integer(static_cast<qint64>(row.count));
    case Message:
        return row.message;
    case Created:
        return QString::fromStdString(row.created.fileAndLine());
    case Task:
        return row.task != 0 ? QString::number(row.task) : QString();
    case Connection:
        return row.connection != 0 ? QString::number(row.connection) : QString();
    default:
        return {};
    }
}

QVariant WarningModel::special(const WarningRow &row, int column, int role) const
{
    if (role == TaskRole)
        return row.task;
    if (role == ConnectionRole)
        return row.connection;
    if (role == PlaceRole)
        return wholePlace(row.created);
    if (role == ToneRole && column == Kind)
        return static_cast<int>(tone(row));
    if (role == Qt::ToolTipRole && column == Message)
        return row.message;
    if (role == Qt::ToolTipRole && column == Created && row.created)
        return QString::fromStdString(row.created.name());
    return {};
}

double WarningModel::number(const WarningRow &row, int column) const
{
    switch (column) {
    case Time:
        return static_cast<double>(row.time);
    case Kind:
        return static_cast<double>(row.kind);
    case Count:
        return static_cast<double>(row.count);
    case Task:
        return static_cast<double>(row.task);
    case Connection:
        return static_cast<double>(row.connection);
    default:
        return 0;
    }
}

const ColumnTraits &WarningModel::traits(int column) const
{
    return traits_[static_cast<std::size_t>(column)];
}

QString WarningModel::filterValue(const WarningRow &row, int key) const
{
    if (key != Kind)
        return text(row, key);
    return row.kind == loop::WarningKind::LoopBlocked && !row.now
        ? QStringLiteral("loop blocked")
        : format::text(toString(row.kind));
}

double WarningModel::filterNumber(const WarningRow &row, int key) const
{
    return key == SessionKey ? static_cast<double>(row.context) : number(row, key);
}

bool WarningModel::isWordColumn(int column) const
{
    return column == Kind || column == Message || column == Created;
}

bool WarningModel::tick(std::int64_t)
{
    return false;
}

int WarningModel::slotOfKind(loop::WarningKind kind, const loop::Place &place)
{
    const Key key {kind, place.file ? place.file : "", place.line};
    quint64 &id = ids_[key];
    if (id == 0)
        id = ++lastId_;
    const int slot = slotFor(id);
    WarningRow &known = row(slot);
    known.id = id;
    known.kind = kind;
    known.created = place;
    return slot;
}

} // namespace models
