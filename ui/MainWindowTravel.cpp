// SPDX-License-Identifier: GPL-3.0-or-later

// The fifth part of MainWindow: how one thing leads to another, from rows, links and sessions.

#include "ui/MainWindow.h"

#include "models/ConnectionModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/WarningModel.h"
#include "models/spec/SessionKinds.h"
#include "ui/Actions.h"
#include "ui/FilterField.h"
#include "ui/Inspector.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"
#include "ui/SettingsKeys.h"
#include "ui/SpanBar.h"
#include "ui/StatusStrip.h"
#include "ui/timeline/TimelineView.h"

#include <QtCore/QSettings>
#include <QtGui/QAction>
#include <QtWidgets/QToolButton>

namespace ui {

// The switch of the tasks stands beside the tabs, while theirs is in front.
void MainWindow::connectTree()
{
    QAction *tree = actions_->taskTree;
    auto *button = new QToolButton(tabs_);
    button->setDefaultAction(tree);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(tr("Tasks as a tree"));
    tabs_->setCornerWidget(button);
    const auto refresh
        = [this, button] { button->setVisible(tabs_->current() == RecordTabs::Tasks); };
    connect(tabs_, &QTabWidget::currentChanged, button, refresh);
    connect(tree, &QAction::toggled, this, [this](bool on) {
        models_.tasks.setTree(on);
        settings_.setValue(settings::taskTree(), on);
    });
    tree->setChecked(settings_.value(settings::taskTree()).toBool());
    refresh();
}

// The Inspector follows the row that the user is on, whichever tab it is in.
void MainWindow::followRow(RecordTabs::Tab tab)
{
    if (tab == RecordTabs::Timeline) {
        if (const quint64 task = tabs_->timeline().currentTask())
            inspector_->showTask(task, 0);
        return;
    }
    const QModelIndex row = tabs_->view(tab).currentIndex();
    const quint64 id = row.data(models::IdRole).toULongLong();
    const quint64 task = tab == RecordTabs::Tasks ? id : row.data(models::TaskRole).toULongLong();
    const quint64 connection
        = tab == RecordTabs::Connections ? id : row.data(models::ConnectionRole).toULongLong();
    if (tab == RecordTabs::Warnings)
        return inspector_->show(models::Inspection::Subject::Warning, id);
    const bool preferTask = tab != RecordTabs::Connections && tab != RecordTabs::Log;
    if (task != 0 && (preferTask || connection == 0))
        inspector_->showTask(task, connection);
    else if (connection != 0)
        inspector_->showConnection(connection);
    else if (const quint64 session = row.data(models::ContextRole).toULongLong(); session != 0)
        inspector_->show(models::Inspection::Subject::Session, session);
}

// Of a client that a person talks with, the talk is what is looked at.
void MainWindow::followLine(quint64 session, quint64 loop)
{
    using S = models::Inspection::Subject;
    const models::SessionRecord *record = models_.sessions.session(session);
    if (record && models::takesMessages(record->kind) && models_.connections.newestOf(session) != 0)
        return selectTalk(session);
    if (session != 0)
        inspector_->show(S::Session, session);
    else if (loop != 0)
        inspector_->show(S::Loop, loop);
}

void MainWindow::goTo(const models::Reference &goal)
{
    using models::Reference;
    using S = models::Inspection::Subject;
    switch (goal.goal) {
    case Reference::Task:
        return goToTask(goal.id);
    case Reference::Connection:
        return goToConnection(goal.id);
    case Reference::Session:
        sessions_->selectSession(goal.id);
        return inspector_->show(S::Session, goal.id);
    case Reference::Loop:
        return inspector_->show(S::Loop, goal.id);
    case Reference::Log:
        return showInLog({goal.time, goal.connection, goal.task});
    case Reference::Moment:
        return goToMoment({goal.time, goal.connection, goal.task});
    }
}

void MainWindow::goToTask(quint64 id)
{
    if (id == 0)
        return;
    tabs_->setCurrentIndex(RecordTabs::Tasks);
    if (tabs_->view(RecordTabs::Tasks).selectId(id))
        followRow(RecordTabs::Tasks); // which may have been the current one
    else
        inspector_->showTask(id, 0);
}

void MainWindow::goToConnection(quint64 id)
{
    if (id == 0)
        return;
    tabs_->setCurrentIndex(RecordTabs::Connections);
    if (tabs_->view(RecordTabs::Connections).selectId(id))
        followRow(RecordTabs::Connections); // which may have been the current one
    else
        inspector_->showConnection(id);
}

// At which the current row of the tab in front began, last warned, or happened; none: time 0.
models::LogModel::Happening MainWindow::momentOfRow() const
{
    const quint64 id = tabs_->currentView().currentId();
    switch (tabs_->current()) {
    case RecordTabs::Connections:
        if (const auto *link = models_.connections.find(id))
            return {link->opened, id, 0};
        break;
    case RecordTabs::Tasks:
        if (const auto *task = models_.tasks.find(id))
            return {task->started, 0, id};
        break;
    case RecordTabs::Warnings:
        if (const auto *warning = models_.warnings.find(id))
            return {warning->time, warning->connection, warning->task};
        break;
    case RecordTabs::Log:
        if (const auto event = models_.log.eventAt(tabs_->currentView().currentIndex().row());
            event.number != 0)
            return {event.time, event.connection, event.task};
        break;
    case RecordTabs::Timeline:
        if (const std::int64_t time = tabs_->timeline().currentTime())
            return {time, 0, tabs_->timeline().currentTask()};
        break;
    default:
        break;
    }
    return {};
}

// To that moment in the log. A filter of the log that leaves it out is taken away.
void MainWindow::goToLog()
{
    showInLog(momentOfRow());
}

void MainWindow::showInLog(const models::LogModel::Happening &moment)
{
    if (moment.wallTime == 0)
        return;
    const qint64 event = models_.log.find(moment);
    if (event == 0) {
        strip_->showNotice(tr("The log does not have it: it is not written yet, or has left the "
                              "recording."),
                           false);
        return;
    }
    if (span_->span() && !span_->span()->contains(moment.wallTime))
        tabs_->timeline().lanes().clearSelection();
    if (models_.log.rowOfEvent(event) < 0)
        models_.log.setFilterText({});
    tabs_->setCurrentIndex(RecordTabs::Log);
    showTabFilter();
    RowView &log = tabs_->view(RecordTabs::Log);
    const QModelIndex index = models_.log.index(models_.log.rowOfEvent(event), 0);
    log.setCurrentIndex(index);
    log.scrollTo(index, QAbstractItemView::PositionAtCenter);
}

// The connections of one session alone; Esc in the filter widens again.
void MainWindow::narrowToSession(quint64 id)
{
    if (id == 0)
        return;
    tabs_->setCurrentIndex(RecordTabs::Connections);
    applyFilter(QStringLiteral("session:%1").arg(id));
    showTabFilter();
}

} // namespace ui
