// SPDX-License-Identifier: GPL-3.0-or-later

// The second part of TaskModel: what tasks wait for, who holds it, and the tree of who awaits whom.

#include "models/TaskModel.h"

#include <algorithm>
#include <unordered_set>

namespace models {

namespace {

constexpr int DeepestIndent = 12; // levels; what is deeper says how deep
constexpr std::size_t FewPrimitives = 1'000; // are kept though nobody may wait for them any more

} // namespace

void TaskModel::note(const loop::PrimitiveSample &primitive)
{
    const auto [known, fresh] = primitives_.try_emplace(primitive.id, primitive);
    constexpr quint32 range = 0x1000000; // its number begins anew there
    if (!fresh && (primitive.change - known->second.change) % range < range / 2)
        known->second = primitive;
    if (fresh && primitives_.size() > FewPrimitives + 2 * std::size_t(slotCount()))
        forgetPrimitives();
}

void TaskModel::forgetPrimitives()
{
    std::unordered_set<quint64> used;
    each([&used](const TaskRow &row) {
        if (row.primitive)
            used.insert(row.primitive->id);
    });
    std::erase_if(primitives_, [&used](const auto &each) { return !used.contains(each.first); });
}

const loop::PrimitiveSample *TaskModel::primitive(quint64 id) const
{
    const auto known = primitives_.find(id);
    return known == primitives_.end() ? nullptr : &known->second;
}

QList<quint64> TaskModel::waitersOf(quint64 primitive) const
{
    QList<quint64> waiters;
    each([&waiters, primitive](const TaskRow &row) {
        if (row.ended == 0 && row.primitive && row.primitive->id == primitive)
            waiters.append(row.id);
    });
    return waiters;
}

QList<quint64> TaskModel::awaitersOf(quint64 task) const
{
    constexpr qsizetype most = 1'000;
    if (awaiters_.task == task && awaiters_.change == change_)
        return awaiters_.found;
    QList<quint64> awaiters;
    each([&awaiters, task, this](const TaskRow &row) {
        bool waits = false;
        visitNeeded(row, [&waits, task](quint64 needed) { waits = waits || needed == task; });
        if (waits)
            awaiters.append(row.id);
    });
    std::sort(awaiters.begin(), awaiters.end());
    awaiters_ = {task, change_, awaiters.first(std::min(awaiters.size(), most))};
    return awaiters_.found;
}

bool TaskModel::needsSomebody(const TaskRow &row)
{
    return row.wait == loop::WaitKind::Task || !row.awaits.empty() || row.primitive;
}

void TaskModel::visitNeeded(const TaskRow &row, const std::function<void(quint64)> &visit) const
{
    if (row.ended != 0)
        return;
    if (row.wait == loop::WaitKind::Task)
        visit(row.waitTarget);
    for (const loop::TaskId task : row.awaits)
        visit(task.value);
    const loop::PrimitiveSample *held = row.primitive ? primitive(row.primitive->id) : nullptr;
    if (held && held->holder)
        visit(held->holder.value);
}

QString TaskModel::waitingForPrimitive(const TaskRow &row) const
{
    const loop::PrimitiveSample *known = row.primitive ? primitive(row.primitive->id) : nullptr;
    if (!known)
        return tr("lock, event or queue");
    const auto held = [known](const QString &by, const QString &alone) {
        return known->holder ? by.arg(known->holder.value) : alone;
    };
    switch (known->kind) {
    case loop::PrimitiveKind::Lock:
        return held(tr("lock, held by task %1"), tr("lock"));
    case loop::PrimitiveKind::Semaphore:
        return held(tr("semaphore, held by task %1"), tr("semaphore"));
    case loop::PrimitiveKind::Event:
        return tr("event");
    case loop::PrimitiveKind::Condition:
        return tr("condition");
    case loop::PrimitiveKind::Barrier:
        return tr("barrier");
    case loop::PrimitiveKind::QueueItem:
        return tr("queue, which is empty");
    case loop::PrimitiveKind::QueueSlot:
        return tr("queue, which is full");
    case loop::PrimitiveKind::None:
        break;
    }
    return tr("lock, event or queue");
}

// Without its parameters, which are long and say less than its name: they are in the tooltip.
QString TaskModel::shortName(const QString &coroutine)
{
    if (!coroutine.endsWith(u')'))
        return coroutine;
    int open = 0;
    for (qsizetype i = coroutine.size() - 1; i >= 0; --i) {
        open += coroutine.at(i) == u')' ? 1 : coroutine.at(i) == u'(' ? -1 : 0;
        if (open == 0)
            return coroutine.left(i)
                + (i + 2 == coroutine.size() ? QStringLiteral("()") : QStringLiteral("(…)"));
    }
    return coroutine;
}

// In tree mode below the one that awaits it, as a file in its folder.
QString TaskModel::coroutineText(const TaskRow &row) const
{
    QString name = row.coroutine.isEmpty() ? row.name : shortName(row.coroutine);
    if (!tree_)
        return name;
    const int depth = depthOf(row.id);
    QString before;
    if (depth > DeepestIndent)
        before = QString(2 * DeepestIndent, u' ') + QStringLiteral("%1 └ ").arg(depth);
    else if (depth > 0)
        before = QString(2 * (depth - 1), u' ') + QStringLiteral("└ ");
    return before + (isInCircle(row.id) ? QStringLiteral("↻ ") : QString()) + name;
}

void TaskModel::setTree(bool tree)
{
    if (std::exchange(tree_, tree) == tree)
        return;
    places_.clear();
    rearrange();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int TaskModel::depthOf(quint64 task) const
{
    const int slot = slotOf(task);
    return slot < 0 ? 0 : places_.depth(slot);
}

bool TaskModel::isInCircle(quint64 task) const
{
    const int slot = slotOf(task);
    return slot >= 0 && places_.inCircle(slot);
}

bool TaskModel::arrange(std::vector<int> &order)
{
    if (!tree_)
        return false;
    const auto awaited = [this](int slot, const std::function<void(int)> &visit) {
        const TaskRow &waiting = row(slot);
        if (waiting.ended != 0)
            return;
        if (waiting.wait == loop::WaitKind::Task)
            visit(slotOf(waiting.waitTarget));
        for (const loop::TaskId task : waiting.awaits)
            visit(slotOf(task.value));
    };
    const auto needed = [this](int slot, const std::function<void(int)> &visit) {
        visitNeeded(row(slot), [this, &visit](quint64 task) { visit(slotOf(task)); });
    };
    return places_.arrange(order, slotCount(), awaited, needed);
}

// The shortest way back to itself, if there is one.
QList<quint64> TaskModel::circleOf(quint64 task) const
{
    std::unordered_map<quint64, quint64> cameFrom;
    std::vector<quint64> open {task};
    for (std::size_t i = 0; i < open.size(); ++i) {
        const quint64 at = open[i];
        const TaskRow *row = find(at);
        if (!row)
            continue;
        bool closed = false;
        visitNeeded(*row, [&](quint64 needed) {
            closed = closed || needed == task;
            if (needed != task && cameFrom.try_emplace(needed, at).second)
                open.push_back(needed);
        });
        if (!closed)
            continue;
        QList<quint64> circle {at};
        while (circle.first() != task)
            circle.prepend(cameFrom.at(circle.first()));
        return circle;
    }
    return {};
}

} // namespace models
