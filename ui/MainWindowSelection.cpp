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
#include "ui/DebugHint.h"
#include "ui/FaultsTab.h"
#include "ui/Inspector.h"
#include "ui/RewindBar.h"
#include "ui/RewindTrack.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"
#include "ui/WindowMenus.h"
#include "ui/timeline/TimelineView.h"

#include <QtCore/QSignalBlocker>
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
    connect(&tabs_->debugHint(), &DebugHint::debugModeWanted, a.debug, &QAction::trigger);
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
        if (models_.connections.find(id)) {
            goToConnection(id);
            openInspector(inspector_->faults());
        }
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
    connect(inspector_, &Inspector::picked, this, &MainWindow::goTo);
    const auto marks = [this](RecordTabs::Tab tab, const models::TableModel &model,
                              models::Inspection::Subject subject) {
        connect(&model, &QAbstractItemModel::rowsInserted, tabs_,
                [this, tab, &model, subject] { markInspected(tab, model, subject); });
    };
    marks(RecordTabs::Connections, models_.connections, models::Inspection::Subject::Connection);
    marks(RecordTabs::Tasks, models_.tasks, models::Inspection::Subject::Task);
    marks(RecordTabs::Warnings, models_.warnings, models::Inspection::Subject::Warning);
    connect(sessions_, &SessionsPanel::linePicked, this, &MainWindow::followLine);
    connect(inspector_, &Inspector::interestMoved, this, &MainWindow::tellInterest);
}

// A filter that left out the row of what is inspected shows it again.
void MainWindow::markInspected(RecordTabs::Tab tab, const models::TableModel &model,
                               models::Inspection::Subject subject)
{
    RowView &view = tabs_->view(tab);
    const quint64 id = view.leftId();
    if (id == 0 || inspector_->subject() != subject || inspector_->subjectId() != id)
        return;
    const QModelIndex row = model.index(model.rowOf(id), 0);
    if (!row.isValid())
        return;
    {
        const QSignalBlocker unasked(view); // the Inspector shows it already
        view.pick(row);
    }
    refreshActions();
}

quint64 MainWindow::picked(models::Role role) const
{
    if (tabs_->current() == RecordTabs::Timeline)
        return role == models::TaskRole ? tabs_->timeline().currentTask() : 0;
    const RowView &view = tabs_->currentView();
    if (view.selectedSpan().last < 0)
        return 0;
    const quint64 id = view.current(role);
    // A task that waits for something else at this moment serves its connection all the same.
    return id == 0 && role == models::ConnectionRole && tabs_->current() == RecordTabs::Tasks
        ? models_.connections.connectionOf(view.currentId())
        : id;
}

bool MainWindow::isLiveConnection(quint64 id) const
{
    const models::ConnectionRow *row = models_.connections.find(id);
    return row && row->closed == 0 && row->endpoint == 0; // a peer has no socket of its own
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
    inspector_->setReadOnly(tense_ == Tense::Past || !rewind_->showsNow());
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
    refreshTravel();
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
    a.restart->setEnabled(alive);
    a.editSession->setEnabled(record);
    a.duplicate->setEnabled(record);
    a.remove->setEnabled(record);
    a.rules->setVisible(record && models::hasRules(record->kind));
    a.faults->setEnabled(record);
    const QModelIndex line = record ? models_.sessions.indexOf(record->id.value) : QModelIndex();
    a.moveUp->setEnabled(line.row() > 0);
    a.moveDown->setEnabled(record && line.row() + 1 < models_.sessions.rowCount(line.parent()));
    a.message->setEnabled(inspector_->composer().session() != 0
                          || (record && models::takesMessages(record->kind)));
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
