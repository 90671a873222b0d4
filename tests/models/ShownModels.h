// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The models of a window, and all that they show as lines of text, to be compared.

#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/Conversation.h"
#include "models/Inspection.h"
#include "models/LogModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/TimerModel.h"
#include "models/WarningModel.h"
#include "tests/models/Deltas.h"

#include <QtCore/QStringList>

namespace models::test {

// The models of a window, over the events of a file.
struct Models {
    explicit Models(const EventStore *file)
        : log(file, &sessions)
        , conversation(file)
    {
        for (TableModel *each : tables())
            each->sort(0, Qt::AscendingOrder);
    }

    void hand(const loop::Delta &delta)
    {
        for (DeltaConsumer *consumer : consumers())
            consumer->apply(delta);
        batchEnded(delta.time + delta.wallOffset);
    }
    void hand(const Blocked &blocked)
    {
        for (DeltaConsumer *consumer : consumers())
            consumer->apply(blocked);
    }
    void batchEnded(std::int64_t now)
    {
        for (DeltaConsumer *consumer : consumers())
            consumer->batchEnded(now);
        now_ = now;
    }
    [[nodiscard]] std::int64_t now() const { return now_; }
    void restore(const Moment &moment)
    {
        for (DeltaConsumer *consumer : consumers())
            consumer->restore(moment);
        batchEnded(moment.time);
    }
    QList<DeltaConsumer *> consumers()
    {
        return {&connections, &tasks,        &timers,     &warnings, &sessions,
                &log,         &conversation, &inspection, &activity};
    }
    QList<TableModel *> tables() { return {&connections, &tasks, &timers, &warnings}; }
    QList<QAbstractItemModel *> models()
    {
        return {&connections, &tasks, &timers, &warnings, &sessions, &log, &conversation};
    }

    // Every cell of every table but the rates, which need the ten seconds before; the tree, and the
    // figures of the status line.
    QStringList shown()
    {
        QStringList lines;
        for (TableModel *table : tables()) {
            for (int row = 0; row < table->rowCount(); ++row) {
                QString line = QString::fromLatin1(table->metaObject()->className());
                for (int column = 0; column < table->columnCount(); ++column) {
                    if (table == &connections && column == ConnectionColumn::Rate)
                        continue;
                    const QModelIndex cell = table->index(row, column);
                    line += u'|' + cell.data().toString() + u'~'
                        + cell.data(Qt::ToolTipRole).toString();
                }
                lines << line + u'|'
                        + QString::number(table->index(row, 0).data(FadeRole).toDouble());
            }
            lines << QStringLiteral("live %1").arg(table->liveCount());
        }
        addTree(lines, {});
        const Activity::Status &status = activity.status();
        lines << QStringLiteral("%1 %2 %3 %4 %5 %6 %7 %8 pending")
                     .arg(status.state)
                     .arg(status.tasks)
                     .arg(status.timers)
                     .arg(status.connections)
                     .arg(status.events)
                     .arg(timers.pendingCount())
                     .arg(warnings.total())
                     .arg(status.debug);
        for (quint64 context = 1; context < 10; ++context)
            lines << QStringLiteral("of %1: %2").arg(context).arg(connections.liveCountOf(context));
        return lines;
    }

    ConnectionModel connections;
    TaskModel tasks;
    SessionModel sessions {&connections};
    TimerModel timers {&tasks};
    WarningModel warnings {&tasks};
    LogModel log;
    Conversation conversation;
    Inspection inspection {&connections, &tasks, &sessions, &warnings};
    Activity activity;

private:
    std::int64_t now_ = 0;

    void addTree(QStringList &lines, const QModelIndex &parent)
    {
        for (int row = 0; row < sessions.rowCount(parent); ++row) {
            const QModelIndex line = sessions.index(row, 0, parent);
            lines << line.data().toString() + u'|' + line.data(SessionModel::UrlRole).toString()
                    + line.data(SessionModel::ErrorRole).toString()
                    + line.data(SessionModel::StateWordRole).toString();
            addTree(lines, line);
        }
    }
};

} // namespace models::test
