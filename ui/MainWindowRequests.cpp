// SPDX-License-Identifier: GPL-3.0-or-later

// The second half of MainWindow: what each action, menu and selection asks for.

#include "ui/MainWindow.h"

#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/LogModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/WarningModel.h"
#include "models/spec/SessionUrl.h"
#include "ui/Actions.h"
#include "ui/Composer.h"
#include "ui/EmptyState.h"
#include "ui/FaultsDialog.h"
#include "ui/FilterField.h"
#include "ui/HelpDialogs.h"
#include "ui/Inspector.h"
#include "ui/NewSessionDialog.h"
#include "ui/RowView.h"
#include "ui/RulesDialog.h"
#include "ui/SavedMenu.h"
#include "ui/SessionForm.h"
#include "ui/SessionsPanel.h"
#include "ui/SettingsKeys.h"
#include "ui/StatusStrip.h"
#include "ui/StreamView.h"
#include "ui/Theme.h"
#include "ui/WindowMenus.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QSettings>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QFileDialog>

namespace ui {

namespace {
constexpr int kRecentSessions = 8;
}

void MainWindow::connectSessions()
{
    using models::SessionRole;
    const Actions &a = *actions_;
    connect(a.newServer, &QAction::triggered, this,
            [this] { openNewSession(SessionRole::Server); });
    connect(a.newClient, &QAction::triggered, this,
            [this] { openNewSession(SessionRole::Client); });
    connect(empty_, &EmptyState::newServerRequested, a.newServer, &QAction::trigger);
    connect(empty_, &EmptyState::newClientRequested, a.newClient, &QAction::trigger);
    connect(empty_, &EmptyState::sampleRequested, this, &MainWindow::sampleRequested);
    connect(menus_, &WindowMenus::kindPicked, this, &MainWindow::openNewSession);
    connect(menus_, &WindowMenus::recentPicked, this, &MainWindow::requestNew);
    const auto forSession = [this](QAction *action, void (MainWindow::*request)(quint64)) {
        connect(action, &QAction::triggered, this, [this, request] {
            if (const quint64 id = sessions_->currentSession())
                Q_EMIT(this->*request)(id);
        });
    };
    forSession(a.start, &MainWindow::startRequested);
    forSession(a.stop, &MainWindow::stopRequested);
    forSession(a.remove, &MainWindow::removeRequested);
    connect(a.rules, &QAction::triggered, this, &MainWindow::editRules);
    connect(a.faults, &QAction::triggered, this,
            [this] { editFaults(sessions_->currentSession(), 0); });
    connect(a.copyCommand, &QAction::triggered, this, [this] {
        if (const auto *record = models_.sessions.session(sessions_->currentSession()))
            QGuiApplication::clipboard()->setText(record->url.commandLine());
    });
    connect(a.debug, &QAction::toggled, this, &MainWindow::debugModeRequested);
    connect(sessions_, &SessionsPanel::currentSessionChanged, this, &MainWindow::refreshActions);
    connect(sessions_, &SessionsPanel::menuRequested, menus_, &WindowMenus::popUpSession);
    connect(&models_.sessions, &models::SessionModel::sessionChanged, this, [this] {
        refreshEmptyState();
        refreshActions();
    });
    connect(&models_.sessions, &QAbstractItemModel::rowsRemoved, this,
            &MainWindow::refreshEmptyState);
}

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
        for (const quint64 id : liveTasks())
            Q_EMIT cancelTaskRequested(id);
    });
    connect(a.closeConnection, &QAction::triggered, this, [this] {
        for (const quint64 id : liveConnections())
            Q_EMIT closeConnectionRequested(id);
    });
    connect(a.connectionFaults, &QAction::triggered, this, [this] {
        const quint64 id = liveConnections().value(0);
        if (const models::ConnectionRow *row = models_.connections.find(id))
            editFaults(row->context, id);
    });
    connect(a.abortConnection, &QAction::triggered, this, [this] {
        for (const quint64 id : liveConnections())
            Q_EMIT abortConnectionRequested(id);
    });
    connect(a.goToTask, &QAction::triggered, this,
            [this] { goToTask(tabs_->selected(models::TaskRole).value(0)); });
    connect(a.goToConnection, &QAction::triggered, this,
            [this] { goToConnection(tabs_->selected(models::ConnectionRole).value(0)); });
    connect(a.goToLog, &QAction::triggered, this, &MainWindow::goToLog);
    connect(a.copyRows, &QAction::triggered, this,
            [this] { tabs_->currentView().copySelection(); });
    connect(inspector_, &Inspector::taskPicked, this, &MainWindow::goToTask);
    connect(inspector_, &Inspector::interestMoved, this, &MainWindow::tellInterest);
}

void MainWindow::connectTalk()
{
    using models::SessionRecord;
    Composer &composer = inspector_->composer();
    connect(&composer, &Composer::sendRequested, this, &MainWindow::sendRequested);
    connect(&composer, &Composer::sendRequested, this, &MainWindow::refreshActions);
    connect(&composer, &Composer::startRequested, this, &MainWindow::startRequested);
    SavedMenu &saved = composer.saved();
    saved.setMessages(models::SavedMessages::fromJson(
        settings_.value(settings::savedMessages()).toString().toUtf8()));
    connect(&saved, &SavedMenu::messagesChanged, this, [this, &saved] {
        settings_.setValue(settings::savedMessages(), QString::fromUtf8(saved.messages().toJson()));
    });
    connect(actions_->message, &QAction::triggered, &composer,
            [&composer] { composer.setFocus(); });
    connect(actions_->resend, &QAction::triggered, &composer, &Composer::resend);
    connect(inspector_, &Inspector::interestMoved, this, [this] {
        showTalk(sessionLookedAt());
        followed_ = models_.connections.newestOf(inspector_->composer().session());
    });
    connect(sessions_, &SessionsPanel::currentSessionChanged, this, &MainWindow::selectTalk);
    connect(&models_.sessions, &models::SessionModel::sessionChanged, this, [this](quint64 id) {
        const SessionRecord *record = models_.sessions.session(id);
        const bool begins = record && record->state == SessionRecord::Starting
            && models::takesMessages(record->kind);
        if (begins) {
            sessions_->selectSession(id);
            selectTalk(id);
            inspector_->composer().setFocus();
        } else if (id == inspector_->composer().session()) {
            showTalk(id);
            followTalk();
        }
    });
    connect(&models_.connections, &models::TableModel::liveCountChanged, this,
            &MainWindow::followTalk);
}

// The composer is for the client whose connection is looked at, or that was selected.
void MainWindow::showTalk(quint64 session)
{
    const models::SessionRecord *record = models_.sessions.session(session);
    inspector_->composer().showSession(record && models::takesMessages(record->kind) ? record
                                                                                     : nullptr);
    refreshActions();
}

void MainWindow::selectTalk(quint64 session)
{
    const models::SessionRecord *record = models_.sessions.session(session);
    if (!record || !models::takesMessages(record->kind))
        return;
    if (models_.connections.newestOf(session) == 0)
        inspector_->showNothing();
    showTalk(session);
    followed_ = 0;
    followTalk();
}

// Each connection that a person opens to talk is looked at, until another row is.
void MainWindow::followTalk()
{
    const quint64 session = inspector_->composer().session();
    const quint64 newest = models_.connections.newestOf(session);
    if (newest == 0 || newest == followed_)
        return;
    inspector_->showConnection(newest);
    followed_ = newest;
    showTalk(session);
}

quint64 MainWindow::sessionLookedAt() const
{
    if (const auto *row = models_.connections.find(inspector_->shownConnection()))
        return row->context;
    const auto *row = models_.tasks.find(inspector_->shownTask());
    return row ? row->context : 0;
}

void MainWindow::connectView()
{
    const Actions &a = *actions_;
    connect(a.pause, &QAction::toggled, this, &MainWindow::viewPaused);
    connect(a.filter, &QAction::triggered, filter_, [this] {
        filter_->setFocus(Qt::ShortcutFocusReason);
        filter_->selectAll();
    });
    connect(filter_, &FilterField::filterEdited, this, &MainWindow::applyFilter);
    connect(filter_, &FilterField::left, tabs_, [this] { tabs_->currentView().setFocus(); });
    connect(tabs_, &QTabWidget::currentChanged, this, [this] {
        showTabFilter();
        tellInterest();
    });
    connect(&models_.log, &models::LogModel::totalChanged, this, [this] {
        if (showsEmptyState())
            refreshEmptyState();
    });
    connect(a.findInStream, &QAction::triggered, &inspector_->stream(), &StreamView::startFind);
    connect(&inspector_->stream(), &StreamView::failed, this,
            [this](const QString &sentence) { showNotice(sentence, true); });
    connect(menus_, &WindowMenus::themePicked, this, [this](Theme::Choice choice) {
        theme_.setChoice(choice);
        settings_.setValue(settings::theme(), int(choice));
    });
    connect(a.shortcuts, &QAction::triggered, this,
            [this] { openShortcuts(theme_, *actions_, *this); });
    connect(a.about, &QAction::triggered, this, [this] { openAbout(theme_, *this); });
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::connectFiles()
{
    const Actions &a = *actions_;
    connect(a.openScenario, &QAction::triggered, this, [this] {
        askPath(tr("Open a scenario"), {}, tr("Scenarios (*.json)"), false,
                &MainWindow::openScenarioRequested);
    });
    connect(a.saveScenario, &QAction::triggered, this, [this] {
        askPath(tr("Save what runs as a scenario"), tr("scenario.json"), tr("Scenarios (*.json)"),
                true, &MainWindow::saveScenarioRequested);
    });
    connect(a.open, &QAction::triggered, this, [this] {
        askPath(tr("Open a recording"), {}, tr("Recordings (*.loopscope)"), false,
                &MainWindow::openRequested);
    });
    connect(a.save, &QAction::triggered, this, [this] {
        askPath(tr("Save the session"), tr("session.loopscope"), tr("Sessions (*.loopscope)"), true,
                &MainWindow::saveRequested);
    });
    connect(a.exportJson, &QAction::triggered, this, [this] {
        askPath(tr("Export as JSON Lines"), tr("log.jsonl"),
                tr("JSON Lines (*.jsonl *.ndjson *.json)"), true, &MainWindow::exportRequested);
    });
    connect(a.exportCsv, &QAction::triggered, this, [this] {
        askPath(tr("Export as CSV"), tr("log.csv"), tr("CSV (*.csv)"), true,
                &MainWindow::exportRequested);
    });
    connect(strip_, &StatusStrip::cancelRequested, this, &MainWindow::exportCancelRequested);
}

void MainWindow::askPath(const QString &title, const QString &name, const QString &types,
                         bool saving, void (MainWindow::*request)(const QString &))
{
    const QString folder = settings_.value(settings::folder(), QDir::homePath()).toString();
    auto *dialog = new QFileDialog(this, title, folder, types);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(saving ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(saving ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    dialog->setDefaultSuffix(QFileInfo(name).suffix());
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, [this, request](const QString &path) {
        settings_.setValue(settings::folder(), QFileInfo(path).absolutePath());
        Q_EMIT(this->*request)(path);
    });
    dialog->open();
}

void MainWindow::openNewSession(models::SessionRole role, const QString &kind)
{
    auto *dialog = new NewSessionDialog(theme_, role, this);
    if (!kind.isEmpty())
        dialog->form().setKind(kind);
    connect(dialog, &NewSessionDialog::chosen, this, &MainWindow::requestNew);
    dialog->open();
}

void MainWindow::editRules()
{
    const models::SessionRecord *record = models_.sessions.session(sessions_->currentSession());
    if (!record)
        return;
    auto *dialog = new RulesDialog(theme_, record->kind + u' ' + record->address,
                                   models::replyRulesText(record->url.text(u"rules")), this);
    connect(
        dialog, &RulesDialog::applied, this,
        [this, id = record->id.value](const QString &rules) { Q_EMIT rulesRequested(id, rules); });
    dialog->open();
}

void MainWindow::editFaults(quint64 session, quint64 connection)
{
    const models::SessionRecord *record = models_.sessions.session(session);
    if (!record)
        return;
    const models::Traffic traffic = models::trafficOf(record->url.transport);
    const auto plan = models::parseFaultPlan(record->url.texts(u"fault"),
                                             quint64(record->url.integer(u"seed")), traffic);
    const QString whose = record->kind + u' ' + record->address;
    auto *dialog = new FaultsDialog(
        theme_, connection ? tr("connection %1 of %2").arg(connection).arg(whose) : whose,
        ownFaults_.value(session).value(connection, plan.plan.value_or(models::FaultPlan())),
        traffic, record->faultHits, this);
    connect(dialog, &FaultsDialog::applied, this,
            [this, session, connection](const models::FaultPlan &chosen) {
                if (connection) {
                    ownFaults_[session][connection] = chosen;
                    Q_EMIT connectionFaultsRequested(connection, chosen);
                } else {
                    ownFaults_.remove(session); // it is theirs, too, from now on
                    Q_EMIT faultsRequested(session, chosen);
                }
            });
    dialog->open();
}

void MainWindow::requestNew(const QString &url)
{
    QStringList recent = settings_.value(settings::recentSessions()).toStringList();
    recent.removeAll(url);
    recent.prepend(url);
    settings_.setValue(settings::recentSessions(), recent.mid(0, kRecentSessions));
    Q_EMIT newSessionRequested(url);
}

// The Inspector follows the row that the user is on, whichever tab it is in.
void MainWindow::followRow(RecordTabs::Tab tab)
{
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
    if (!tabs_->view(RecordTabs::Tasks).selectId(id))
        inspector_->showTask(id, 0);
}

void MainWindow::goToConnection(quint64 id)
{
    if (id == 0)
        return;
    tabs_->setCurrentIndex(RecordTabs::Connections);
    if (!tabs_->view(RecordTabs::Connections).selectId(id))
        inspector_->showConnection(id);
}

// To the moment in the log at which the row of this tab began, or last warned.
void MainWindow::goToLog()
{
    const quint64 id = tabs_->currentView().currentId();
    std::int64_t time = 0;
    if (const auto *warning = models_.warnings.find(id);
        warning && tabs_->current() == RecordTabs::Warnings)
        time = warning->time;
    if (const auto *task = models_.tasks.find(id); task && tabs_->current() == RecordTabs::Tasks)
        time = task->started;
    if (const auto *link = models_.connections.find(id);
        link && tabs_->current() == RecordTabs::Connections)
        time = link->opened;
    const int row = time > 0 ? models_.log.rowAt(time) : -1;
    if (row < 0)
        return;
    tabs_->setCurrentIndex(RecordTabs::Log);
    RowView &log = tabs_->view(RecordTabs::Log);
    const QModelIndex index = models_.log.index(qMin(row, models_.log.rowCount() - 1), 0);
    log.setCurrentIndex(index);
    log.scrollTo(index, QAbstractItemView::PositionAtCenter);
}

QList<quint64> MainWindow::liveTasks() const
{
    QList<quint64> ids = tabs_->selected(tabs_->current() == RecordTabs::Tasks ? models::IdRole
                                                                               : models::TaskRole);
    ids.removeIf([this](quint64 id) { return !models_.tasks.isLive(id); });
    return ids;
}

QList<quint64> MainWindow::liveConnections() const
{
    const bool own = tabs_->current() == RecordTabs::Connections;
    QList<quint64> ids = tabs_->selected(own ? models::IdRole : models::ConnectionRole);
    ids.removeIf([this](quint64 id) {
        const models::ConnectionRow *row = models_.connections.find(id);
        return !row || row->closed != 0;
    });
    return ids;
}

void MainWindow::refreshActions()
{
    using State = models::SessionRecord::State;
    const Actions &a = *actions_;
    const models::SessionRecord *record = models_.sessions.session(sessions_->currentSession());
    const bool ended
        = record && (record->state == State::Stopped || record->state == State::Failed);
    const bool alive
        = record && (record->state == State::Running || record->state == State::Starting);
    a.start->setEnabled(ended);
    a.stop->setEnabled(alive);
    a.remove->setEnabled(record);
    a.rules->setVisible(record && models::hasRules(record->kind));
    a.faults->setEnabled(record);
    a.copyCommand->setEnabled(record);
    a.message->setEnabled(inspector_->composer().session() != 0);
    a.resend->setEnabled(inspector_->composer().canResend());

    const RecordTabs::Tab tab = tabs_->current();
    const bool row = !showsEmptyState() && tabs_->currentView().selectionModel()->hasSelection();
    a.cancelTask->setEnabled(row && !liveTasks().isEmpty());
    const bool connection = row && !liveConnections().isEmpty();
    a.closeConnection->setEnabled(connection);
    a.abortConnection->setEnabled(connection);
    a.connectionFaults->setEnabled(connection);
    a.goToTask->setEnabled(row && tab != RecordTabs::Tasks
                           && !tabs_->selected(models::TaskRole).isEmpty());
    a.goToConnection->setEnabled(row && tab != RecordTabs::Connections
                                 && !tabs_->selected(models::ConnectionRole).isEmpty());
    a.goToLog->setEnabled(row && tabs_->currentView().currentId() != 0 && tab != RecordTabs::Log
                          && tab != RecordTabs::Timers);
    a.copyRows->setEnabled(row);
}

void MainWindow::showTabFilter()
{
    models::Filterable &filterable = tabs_->filterable(tabs_->current());
    filter_->setKeys(filterable.filterKeys());
    filter_->showFilter(filterable.filterText());
    filter_->showMistake(std::nullopt);
}

void MainWindow::applyFilter(const QString &text)
{
    filter_->showMistake(tabs_->filterable(tabs_->current()).setFilterText(text));
}

void MainWindow::tellInterest()
{
    const bool timers = tabs_->current() == RecordTabs::Timers && !isMinimized() && isVisible();
    Q_EMIT interestChanged(inspector_->shownTask(), inspector_->shownConnection(), timers);
}

} // namespace ui
