// SPDX-License-Identifier: GPL-3.0-or-later

// The fifth part of MainWindow: how one thing leads to another, from rows, links and sessions.

#include "ui/MainWindow.h"

#include "models/ConnectionModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/WarningModel.h"
#include "models/spec/SessionKinds.h"
#include "ui/Actions.h"
#include "ui/CellFilter.h"
#include "ui/FilterField.h"
#include "ui/Inspector.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"
#include "ui/SettingsKeys.h"
#include "ui/SpanBar.h"
#include "ui/StatusStrip.h"
#include "ui/Theme.h"
#include "ui/timeline/TimelineView.h"

#include <QtCore/QPointer>
#include <QtCore/QScopedValueRollback>
#include <QtCore/QSettings>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QShortcut>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QToolButton>

namespace ui {

// The switch of the tasks stands beside the tabs, while theirs is in front.
void MainWindow::connectTree()
{
    QAction *tree = actions_->taskTree;
    auto *corner = new QWidget(tabs_);
    corner->setAttribute(Qt::WA_StyledBackground);
    corner->setProperty("ground", QStringLiteral("header"));
    auto *button = new QToolButton(corner);
    button->setDefaultAction(tree);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setProperty("segment", true); // lower than the tabs beside it
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(tr("Tasks as a tree"));
    auto *row = new QHBoxLayout(corner);
    row->addWidget(button, 0, Qt::AlignVCenter);
    tabs_->setCornerWidget(corner);
    // As high as the tabs, with or without the button, so that the line below them reaches the end.
    auto *height = new QSpacerItem(0, 0);
    row->addItem(height);
    const auto fit = [this, row, height] {
        row->setContentsMargins(0, 0, QFontMetrics(theme_.font()).height() / 2, 0);
        height->changeSize(0, tabs_->tabBar()->sizeHint().height(), QSizePolicy::Fixed,
                           QSizePolicy::Fixed);
        row->invalidate();
    };
    fit();
    connect(&theme_, &Theme::fontsChanged, corner, fit);
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
        return goal.id != 0 ? showEventInLog(qint64(goal.id))
                            : showInLog({goal.time, goal.connection, goal.task});
    case Reference::Moment:
        if (goal.id == 0)
            return goToMoment({goal.time, goal.connection, goal.task});
        Q_EMIT momentRequested(0, qint64(goal.id));
        return;
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

void MainWindow::goToLog()
{
    showInLog(momentOfRow());
}

void MainWindow::showInLog(const models::LogModel::Happening &moment)
{
    if (moment.wallTime == 0)
        return;
    models_.log.find(moment, [window = QPointer(this)](qint64 event) {
        if (window)
            window->showEventInLog(event);
    });
}

// A filter of the log that leaves it out is taken away.
void MainWindow::showEventInLog(qint64 event)
{
    if (event == 0 || event > models_.log.total()) {
        strip_->showNotice(tr("The log does not have it: it is not written yet, or has left the "
                              "recording."),
                           false);
        return;
    }
    tabs_->setCurrentIndex(RecordTabs::Log);
    models_.log.catchUp();
    if (span_->span() && models_.log.rowOfEvent(event) < 0)
        tabs_->timeline().lanes().clearSelection();
    if (models_.log.rowOfEvent(event) < 0)
        models_.log.setFilterText({});
    showTabFilter();
    RowView &log = tabs_->view(RecordTabs::Log);
    const QModelIndex index = models_.log.index(models_.log.rowOfEvent(event), 0);
    if (!index.isValid())
        return;
    log.pick(index);
    log.scrollTo(index, QAbstractItemView::PositionAtCenter);
}

void MainWindow::connectTravel()
{
    const Actions &a = *actions_;
    connect(a.back, &QAction::triggered, this, [this] {
        if (visits_.canGoBack())
            visit(visits_.back());
    });
    connect(a.forward, &QAction::triggered, this, [this] {
        if (visits_.canGoForward())
            visit(visits_.forward());
    });
    connect(inspector_, &Inspector::interestMoved, this, &MainWindow::noteVisit);
    connect(a.goToSession, &QAction::triggered, this, [this] {
        goTo({models::Reference::Session, picked(models::ContextRole), {}});
    });
    connect(a.narrow, &QAction::triggered, this,
            [this] { narrowToSession(sessions_->currentSession()); });
    connect(a.widen, &QAction::triggered, this, &MainWindow::widen);
    for (QWidget *place : std::initializer_list<QWidget *> {tabs_, sessions_}) {
        auto *escape = new QShortcut(Qt::Key_Escape, place);
        escape->setContext(Qt::WidgetWithChildrenShortcut);
        connect(escape, &QShortcut::activated, this, &MainWindow::widen);
        connect(a.widen, &QAction::changed, escape,
                [escape, widen = a.widen] { escape->setEnabled(widen->isEnabled()); });
    }
    connect(a.filterByCell, &QAction::triggered, this, [this] { filterByCell(false); });
    connect(a.excludeCell, &QAction::triggered, this, [this] { filterByCell(true); });
    connect(a.copyCell, &QAction::triggered, this, [this] {
        const QModelIndex cell = tabs_->currentView().currentIndex();
        QGuiApplication::clipboard()->setText(cell.data().toString());
    });
}

void MainWindow::noteVisit()
{
    if (!travelling_ && inspector_->subject() != models::Inspection::Subject::Nothing)
        visits_.visit({inspector_->subject(), inspector_->subjectId(), tabs_->current()});
    refreshTravel();
}

// As it was left: the tab, its row where that is still there, and the subject.
void MainWindow::visit(const Visit &visit)
{
    using S = models::Inspection::Subject;
    const QScopedValueRollback<bool> travelling(travelling_, true);
    tabs_->setCurrentIndex(visit.tab);
    const bool listed = (visit.subject == S::Connection && visit.tab == RecordTabs::Connections)
        || (visit.subject == S::Task && visit.tab == RecordTabs::Tasks)
        || (visit.subject == S::Warning && visit.tab == RecordTabs::Warnings);
    if (listed && tabs_->view(RecordTabs::Tab(visit.tab)).selectId(visit.id))
        followRow(RecordTabs::Tab(visit.tab));
    else
        showSubject(visit.subject, visit.id);
    if (visit.subject == S::Session)
        sessions_->selectSession(visit.id);
    refreshActions();
}

void MainWindow::filterByCell(bool exclude)
{
    models::Filterable &filterable = tabs_->filterable(tabs_->current());
    const QString by = filterOf(tabs_->currentView().currentIndex(), filterable.filterKeys());
    if (by.isEmpty())
        return;
    applyFilter(narrowed(filterable.filterText(), by, exclude));
    showTabFilter();
}

void MainWindow::refreshTravel()
{
    const Actions &a = *actions_;
    a.back->setEnabled(visits_.canGoBack());
    a.forward->setEnabled(visits_.canGoForward());
    a.narrow->setEnabled(sessions_->currentSession() != 0);
    a.widen->setEnabled(narrowedTo_ != 0);
    const bool table = tabs_->current() != RecordTabs::Timeline && !showsEmptyState();
    const QModelIndex cell = table ? tabs_->currentView().currentIndex() : QModelIndex();
    const bool key = !filterOf(cell,
                               table ? tabs_->filterable(tabs_->current()).filterKeys()
                                     : QList<models::FilterKey> {})
                          .isEmpty();
    a.filterByCell->setEnabled(key);
    a.excludeCell->setEnabled(key);
    a.copyCell->setEnabled(cell.isValid());
    a.goToSession->setEnabled(table
                              && models_.sessions.session(picked(models::ContextRole)) != nullptr);
}

// The log has sessions by name.
QString MainWindow::narrowingOf(RecordTabs::Tab tab, quint64 session) const
{
    return tab == RecordTabs::Log
        ? QStringLiteral("session:\"%1\"").arg(models_.sessions.fullName(session))
        : QStringLiteral("session:%1").arg(session);
}

// Every table shows one session alone, until Esc in one of them, or in the list of sessions.
void MainWindow::narrowToSession(quint64 id)
{
    if (!models_.sessions.session(id))
        return;
    widen();
    narrowedTo_ = id;
    for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
        if (tab != RecordTabs::Timeline)
            tabs_->filterable(RecordTabs::Tab(tab))
                .setFilterText(narrowingOf(RecordTabs::Tab(tab), id));
    }
    if (tabs_->current() == RecordTabs::Timeline)
        tabs_->setCurrentIndex(RecordTabs::Connections);
    showTabFilter();
    refreshActions();
}

// A filter that was typed since then stays.
void MainWindow::widen()
{
    const quint64 id = std::exchange(narrowedTo_, 0);
    if (id == 0)
        return;
    for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
        if (tab == RecordTabs::Timeline)
            continue;
        models::Filterable &filterable = tabs_->filterable(RecordTabs::Tab(tab));
        if (filterable.filterText() == narrowingOf(RecordTabs::Tab(tab), id))
            filterable.setFilterText({});
    }
    showTabFilter();
    refreshActions();
}

} // namespace ui
