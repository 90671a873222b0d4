// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/EventTrail.h"

#include "models/Roles.h"
#include "ui/RowView.h"

#include <QtWidgets/QMenu>

namespace ui {

using models::Reference;

EventTrail::EventTrail(RowView &rows)
    : QObject(&rows)
    , rows_(rows)
{
    connect(&rows, &RowView::menuRequested, this, [this](const QPoint &at) { popUp(at); });
    connect(&rows, &QAbstractItemView::activated, this, [this] {
        if (const quint64 event = current(models::EventRole); event != 0)
            Q_EMIT picked({Reference::Log, event, {}});
    });
}

quint64 EventTrail::current(int role) const
{
    return rows_.currentIndex().data(role).toULongLong();
}

void EventTrail::popUp(const QPoint &at)
{
    auto *menu = new QMenu(&rows_);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const quint64 task = current(models::TaskRole), event = current(models::EventRole);
    const auto add = [this, menu](const QString &text, Reference::Goal goal, quint64 id) {
        QAction *action = menu->addAction(text, this, [this, goal, id] {
            Q_EMIT picked(Reference {goal, id, {}});
        });
        action->setEnabled(id != 0);
    };
    add(task != 0 ? tr("Go to &task %1").arg(task) : tr("Go to &task"), Reference::Task, task);
    add(tr("Show in the lo&g"), Reference::Log, event);
    add(tr("S&how this moment"), Reference::Moment, event);
    menu->addSeparator();
    menu->addAction(tr("&Copy rows"), &rows_, &RowView::copySelection);
    menu->popup(at);
}

} // namespace ui
