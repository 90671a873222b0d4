// SPDX-License-Identifier: GPL-3.0-or-later

// The third part of MainWindow: what is selected, where it leads, and what can be done to it.

#include "ui/MainWindow.h"

#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/LogModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/WarningModel.h"
#include "models/spec/SessionKinds.h"
#include "ui/Actions.h"
#include "ui/Composer.h"
#include "ui/Inspector.h"
#include "ui/RewindBar.h"
#include "ui/RewindTrack.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"
#include "ui/WindowMenus.h"
#include "ui/timeline/TimelineView.h"

#include <QtGui/QAction>

namespace ui {

namespace {

// Of these, one thing is acted on: the current one.
bool isPicked(RecordTabs::Tab tab)
{
    return tab == RecordTabs::Log || tab == RecordTabs::Timeline;
}

} // namespace

void MainWindow::connectSelection()
{
    const Actions &a = *actions_;
    connect(tabs_, &RecordTabs::rowChanged, this, &MainWindow::followRow);
    connect(tabs_, &RecordTabs::selectionChanged, this, &MainWindow::refreshActions);
    connect(tabs_, &RecordTabs::menuRequested, menus_, [this](const QPoint &at) {
        refreshActions();
        menus_->popUpRow(at);
    });
    connect(&models_.activity, &models::Activity::pointAdded, this, &MainWindow::refreshActions);
    connect(a.cancelTask, &QAction::triggered, this, [this] {
        if (const QList<quint64> ids = liveTasks(); !ids.isEmpty())
            Q_EMIT cancelTasksRequested(ids);
    });
    connect(a.closeConnection, &QAction::triggered, this, [this] {
        if (const QList<quint64> ids = liveConnections(); !ids.isEmpty())
            Q_EMIT closeConnectionsRequested(ids);
    });
    connect(a.connectionFaults, &QAction::triggered, this, [this] {
        const quint64 id = liveConnections().value(0);
        if (const models::ConnectionRow *row = models_.connections.find(id))
            editFaults(row->context, id);
    });
    connect(a.abortConnection, &QAction::triggered, this, [this] {
        if (const QList<quint64> ids = liveConnections(); !ids.isEmpty())
            Q_EMIT abortConnectionsRequested(ids);
    });
    connect(a.goToTask, &QAction::triggered, this, [this] { goToTask(picked(models::TaskRole)); });
    connect(a.goToConnection, &QAction::triggered, this,
            [this] { goToConnection(picked(models::ConnectionRole)); });
    connect(a.goToLog, &QAction::triggered, this, &MainWindow::goToLog);
    connect(a.copyRows, &QAction::triggered, this,
            [this] { tabs_->currentView().copySelection(); });
    connect(inspector_, &Inspector::taskPicked, this, &MainWindow::goToTask);
    connect(inspector_, &Inspector::interestMoved, this, &MainWindow::tellInterest);
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
    const bool preferTask = tab != RecordTabs::Connections && tab != RecordTabs::Log;
    if (task != 0 && (preferTask || connection == 0))
        inspector_->showTask(task, connection);
    else if (connection != 0)
        inspector_->showConnection(connection);
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
    const models::LogModel::Happening moment = momentOfRow();
    if (moment.wallTime == 0)
        return;
    int row = models_.log.rowOf(moment);
    if (row < 0 && !models_.log.filterText().isEmpty()) {
        models_.log.setFilterText({});
        row = models_.log.rowOf(moment);
    }
    if (row < 0)
        row = qMin(models_.log.rowAt(moment.wallTime), models_.log.rowCount() - 1);
    tabs_->setCurrentIndex(RecordTabs::Log);
    showTabFilter();
    RowView &log = tabs_->view(RecordTabs::Log);
    const QModelIndex index = models_.log.index(row, 0);
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

quint64 MainWindow::picked(models::Role role) const
{
    if (tabs_->current() == RecordTabs::Timeline)
        return role == models::TaskRole ? tabs_->timeline().currentTask() : 0;
    const RowView &view = tabs_->currentView();
    return view.selectedSpan().last < 0 ? 0 : view.current(role);
}

bool MainWindow::isLiveConnection(quint64 id) const
{
    const models::ConnectionRow *row = models_.connections.find(id);
    return row && row->closed == 0;
}

QList<quint64> MainWindow::liveTasks() const
{
    const RecordTabs::Tab tab = tabs_->current();
    QList<quint64> ids = isPicked(tab)
        ? QList<quint64> {picked(models::TaskRole)}
        : tabs_->selected(tab == RecordTabs::Tasks ? models::IdRole : models::TaskRole);
    ids.removeIf([this](quint64 id) { return !models_.tasks.isLive(id); });
    return ids;
}

QList<quint64> MainWindow::liveConnections() const
{
    const RecordTabs::Tab tab = tabs_->current();
    QList<quint64> ids = isPicked(tab)
        ? QList<quint64> {picked(models::ConnectionRole)}
        : tabs_->selected(tab == RecordTabs::Connections ? models::IdRole : models::ConnectionRole);
    ids.removeIf([this](quint64 id) { return !isLiveConnection(id); });
    return ids;
}

bool MainWindow::anyLiveTask() const
{
    const RecordTabs::Tab tab = tabs_->current();
    if (isPicked(tab))
        return models_.tasks.isLive(picked(models::TaskRole));
    return tabs_->currentView().anySelected(
        tab == RecordTabs::Tasks ? models::IdRole : models::TaskRole,
        [this](quint64 id) { return models_.tasks.isLive(id); });
}

bool MainWindow::anyLiveConnection() const
{
    const RecordTabs::Tab tab = tabs_->current();
    if (isPicked(tab))
        return isLiveConnection(picked(models::ConnectionRole));
    return tabs_->currentView().anySelected(tab == RecordTabs::Connections ? models::IdRole
                                                                           : models::ConnectionRole,
                                            [this](quint64 id) { return isLiveConnection(id); });
}

// Something that can be acted on is the current one of the tab in front.
bool MainWindow::hasRow() const
{
    return tabs_->current() == RecordTabs::Timeline
        ? tabs_->timeline().currentTask() != 0
        : tabs_->currentView().selectionModel()->hasSelection();
}

void MainWindow::refreshActions()
{
    if (tense_ == Tense::Live)
        refreshLiveActions();
    const Actions &a = *actions_;
    const RecordTabs::Tab tab = tabs_->current();
    const bool row = !showsEmptyState() && hasRow();
    a.copyCommand->setEnabled(models_.sessions.session(sessions_->currentSession()));
    a.goToTask->setEnabled(row && tab != RecordTabs::Tasks && picked(models::TaskRole) != 0);
    a.goToConnection->setEnabled(row && tab != RecordTabs::Connections
                                 && picked(models::ConnectionRole) != 0);
    const bool moment = row && tab != RecordTabs::Timers
        && (tab == RecordTabs::Timeline ? tabs_->timeline().currentTime() != 0
                                        : tabs_->currentView().currentId() != 0);
    a.goToLog->setEnabled(moment && tab != RecordTabs::Log);
    a.showMoment->setEnabled(moment && rewind_->track().history().last != 0);
    a.openLine->setEnabled(
        row && !tabs_->currentView().currentIndex().data(models::PlaceRole).toString().isEmpty());
    a.copyRows->setEnabled(row && tabs_->currentView().selectionModel()->hasSelection());
    a.exportShown->setEnabled(!models_.log.filterText().isEmpty());
}

// While an earlier moment is shown, what lives now cannot be seen: it is not acted on unseen.
void MainWindow::refreshLiveActions()
{
    using State = models::SessionRecord::State;
    const Actions &a = *actions_;
    const models::SessionRecord *record
        = rewind_->showsNow() ? models_.sessions.session(sessions_->currentSession()) : nullptr;
    const bool ended
        = record && (record->state == State::Stopped || record->state == State::Failed);
    const bool alive
        = record && (record->state == State::Running || record->state == State::Starting);
    a.start->setEnabled(ended);
    a.stop->setEnabled(alive);
    a.remove->setEnabled(record);
    a.rules->setVisible(record && models::hasRules(record->kind));
    a.faults->setEnabled(record);
    a.message->setEnabled(inspector_->composer().session() != 0);
    a.resend->setEnabled(inspector_->composer().canResend());

    const bool row = rewind_->showsNow() && !showsEmptyState() && hasRow();
    a.cancelTask->setEnabled(row && anyLiveTask());
    const bool connection = row && anyLiveConnection();
    a.closeConnection->setEnabled(connection);
    a.abortConnection->setEnabled(connection);
    a.connectionFaults->setEnabled(connection);
    a.pause->setEnabled(rewind_->showsNow());
    a.backToLive->setEnabled(!rewind_->showsNow());
}

} // namespace ui
