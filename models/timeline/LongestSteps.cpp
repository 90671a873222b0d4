// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/LongestSteps.h"

#include "models/text/Format.h"
#include "models/timeline/LaneOrder.h"

#include <QtCore/QStringList>

#include <algorithm>
#include <iterator>

namespace models {

namespace {

using namespace LongestColumn;

bool isSameStep(const LongStep &a, const LongStep &b)
{
    return a.start == b.start && a.task == b.task && a.loop == b.loop;
}

auto placeIn(const std::vector<LongStep> &steps, const LongStep &step)
{
    return std::find_if(steps.begin(), steps.end(),
                        [&step](const LongStep &each) { return isSameStep(each, step); });
}

} // namespace

LongestSteps::LongestSteps(std::function<QString(quint64)> session, QObject *parent)
    : QAbstractTableModel(parent)
    , session_(std::move(session))
{ }

int LongestSteps::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(steps_.size());
}

int LongestSteps::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LongestSteps::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const LongStep &step = *stepAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(step, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(index.column() == Coroutine || index.column() == Session
                                       ? Qt::AlignLeft | Qt::AlignVCenter
                                       : Qt::AlignRight | Qt::AlignVCenter);
    case SortRole:
        return static_cast<qlonglong>(index.column() == Time ? step.start : step.length);
    case IdRole: // steps of one loop begin at different times
        return static_cast<quint64>(step.start) ^ step.task << 48;
    case TaskRole:
        return step.task;
    case ToneRole:
        return index.column() == Length && step.length >= slow_
            ? QVariant(static_cast<int>(Tone::Warning))
            : QVariant();
    case MonospaceRole:
    case LiteralRole:
        return index.column() != Session;
    default:
        return {};
    }
}

QString LongestSteps::text(const LongStep &step, int column) const
{
    switch (column) {
    case Length:
        return format::duration(step.length);
    case Time:
        return format::clockToMilliseconds(step.start);
    case Task:
        return QString::number(step.task);
    case Coroutine:
        return callOf(step.name);
    case Session:
        return session_(step.context);
    default:
        return {};
    }
}

QVariant LongestSteps::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(section == Coroutine || section == Session
                                       ? Qt::AlignLeft | Qt::AlignVCenter
                                       : Qt::AlignRight | Qt::AlignVCenter);
    const QStringList titles {tr("Longest"), tr("Time"), tr("Task"), tr("Coroutine"),
                              tr("Session")};
    return role == Qt::DisplayRole ? QVariant(titles.at(section)) : QVariant();
}

// A change of order has as many rows as before: what left is taken out first, what is new comes
// last.
void LongestSteps::setSteps(std::vector<LongStep> steps)
{
    if (steps == steps_)
        return;
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (placeIn(steps, *stepAt(row)) != steps.end())
            continue;
        beginRemoveRows({}, row, row);
        steps_.erase(steps_.begin() + row);
        endRemoveRows();
    }
    std::vector<LongStep> stay;
    std::copy_if(steps.begin(), steps.end(), std::back_inserter(stay),
                 [this](const LongStep &step) { return placeIn(steps_, step) != steps_.end(); });
    arrange(std::move(stay));
    for (int row = 0; row < static_cast<int>(steps.size()); ++row) {
        const LongStep &step = steps[static_cast<std::size_t>(row)];
        if (stepAt(row) && isSameStep(*stepAt(row), step))
            continue;
        beginInsertRows({}, row, row);
        steps_.insert(steps_.begin() + row, step);
        endInsertRows();
    }
}

// The same steps in another order, some of them longer by now.
void LongestSteps::arrange(std::vector<LongStep> steps)
{
    if (steps == steps_)
        return;
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex &index : before) {
        const auto at = placeIn(steps, *stepAt(index.row()));
        after << createIndex(static_cast<int>(at - steps.begin()), index.column());
    }
    steps_ = std::move(steps);
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

void LongestSteps::setSlow(std::int64_t slow)
{
    slow_ = slow;
    if (!steps_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {ToneRole});
}

const LongStep *LongestSteps::stepAt(int row) const
{
    return row < 0 || row >= rowCount() ? nullptr : &steps_[static_cast<std::size_t>(row)];
}

} // namespace models
