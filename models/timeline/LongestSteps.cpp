// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/LongestSteps.h"

#include "models/text/Format.h"
#include "models/timeline/LaneOrder.h"

#include <QtCore/QStringList>

#include <algorithm>

namespace models {

namespace {

using namespace LongestColumn;

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

void LongestSteps::setSteps(std::vector<LongStep> steps)
{
    if (steps == steps_)
        return;
    Q_EMIT layoutAboutToBeChanged();
    const auto same = [](const LongStep &a, const LongStep &b) {
        return a.start == b.start && a.task == b.task;
    };
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex &index : before) {
        const LongStep &step = steps_[static_cast<std::size_t>(index.row())];
        const auto at = std::find_if(steps.begin(), steps.end(),
                                     [&](const LongStep &each) { return same(each, step); });
        after << (at == steps.end()
                      ? QModelIndex()
                      : createIndex(static_cast<int>(at - steps.begin()), index.column()));
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
