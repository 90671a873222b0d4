// SPDX-License-Identifier: GPL-3.0-or-later

// The second part of MainWindow: what actions and menus of sessions, talks, view and files ask for.

#include "ui/MainWindow.h"

#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/Conversation.h"
#include "models/LogModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/WarningModel.h"
#include "models/spec/SessionUrl.h"
#include "ui/Actions.h"
#include "ui/Composer.h"
#include "ui/EmptyState.h"
#include "ui/FaultsTab.h"
#include "ui/FilterField.h"
#include "ui/HelpDialogs.h"
#include "ui/InEveryLanguage.h"
#include "ui/Inspector.h"
#include "ui/OfferBar.h"
#include "ui/PlainLabel.h"
#include "ui/Preferences.h"
#include "ui/RecordingMenu.h"
#include "ui/RewindBar.h"
#include "ui/RowView.h"
#include "ui/RulesTab.h"
#include "ui/SavedMenu.h"
#include "ui/SessionsPanel.h"
#include "ui/SettingsKeys.h"
#include "ui/StatusStrip.h"
#include "ui/StreamView.h"
#include "ui/Theme.h"
#include "ui/WindowMenus.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtCore/QSettings>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QDockWidget>
#include <QtWidgets/QFileDialog>

namespace ui {

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
    connect(empty_, &EmptyState::sampleRequested, this, [this] {
        expectNew();
        Q_EMIT sampleRequested();
    });
    connect(empty_, &EmptyState::lastRequested, this, [this](const QStringList &urls) {
        expectNew();
        for (const QString &url : urls)
            Q_EMIT newSessionRequested(url);
    });
    offerLastSessions();
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
    forSession(a.restart, &MainWindow::restartRequested);
    connect(a.editSession, &QAction::triggered, this, &MainWindow::editSession);
    connect(a.duplicate, &QAction::triggered, this, &MainWindow::duplicateSession);
    connect(a.remove, &QAction::triggered, this, &MainWindow::removeSession);
    connect(a.moveUp, &QAction::triggered, this,
            [this] { models_.sessions.moveBy(sessions_->currentSession(), -1); });
    connect(a.moveDown, &QAction::triggered, this,
            [this] { models_.sessions.moveBy(sessions_->currentSession(), 1); });
    connect(a.rules, &QAction::triggered, this, &MainWindow::showRules);
    connect(a.faults, &QAction::triggered, this, &MainWindow::showFaults);
    connect(a.copyCommand, &QAction::triggered, this, [this] {
        if (const auto *record = models_.sessions.session(sessions_->currentSession()))
            QGuiApplication::clipboard()->setText(record->url.commandLine());
    });
    connect(a.debug, &QAction::toggled, this, &MainWindow::debugModeRequested);
    connect(sessions_, &SessionsPanel::currentSessionChanged, this, &MainWindow::refreshActions);
    connect(sessions_, &SessionsPanel::menuRequested, menus_, &WindowMenus::popUpSession);
    connect(sessions_, &SessionsPanel::sessionActivated, this, &MainWindow::narrowToSession);
    connect(&models_.sessions, &models::SessionModel::sessionChanged, this, [this] {
        refreshEmptyState();
        refreshActions();
    });
    connect(&models_.sessions, &QAbstractItemModel::rowsRemoved, this, [this] {
        refreshEmptyState();
        refreshActions();
    });
    connect(&models_.sessions, &QAbstractItemModel::rowsMoved, this, &MainWindow::refreshActions);
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
    connect(actions_->message, &QAction::triggered, this, [this, &composer] {
        if (composer.session() == 0)
            followLine(sessions_->currentSession(), 0);
        composer.setFocus();
    });
    connect(actions_->resend, &QAction::triggered, &composer, &Composer::resend);
    connect(inspector_, &Inspector::interestMoved, this, [this] {
        showTalk(sessionLookedAt());
        followed_ = models_.connections.newestOf(inspector_->composer().session());
    });
    connect(sessions_, &SessionsPanel::currentSessionChanged, this, &MainWindow::selectTalk);
    connect(&models_.sessions, &models::SessionModel::sessionChanged, this, [this](quint64 id) {
        if (newerThan_ && id > *newerThan_)
            selectNew(id);
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
    inspector_->composer().showSession(
        record && rewind_->showsNow() && models::takesMessages(record->kind) ? record : nullptr);
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
    connect(filter_, &FilterField::left, tabs_, [this] { tabs_->currentWidget()->setFocus(); });
    connect(tabs_, &QTabWidget::currentChanged, this, [this] {
        showTabFilter();
        tellInterest();
    });
    connect(&models_.log, &models::LogModel::totalChanged, this, [this] {
        if (showsEmptyState())
            refreshEmptyState();
    });
    connect(a.clearEnded, &QAction::triggered, this, [this] {
        models_.connections.clearEnded();
        models_.tasks.clearEnded();
    });
    connect(a.findInStream, &QAction::triggered, &inspector_->stream(), &StreamView::startFind);
    connect(&inspector_->stream(), &StreamView::saveRequested, this,
            [this](const QString &path, bool received) {
                const models::Conversation &of = models_.conversation;
                Q_EMIT saveBytesRequested(path, of.connection(), received, of.lastEvent());
            });
    connect(&inspector_->stream(), &StreamView::remarked, this,
            [this](const QString &sentence) { showNotice(sentence, false); });
    connect(menus_, &WindowMenus::timesPicked, this, [this](models::LogModel::Times times) {
        settings_.setValue(settings::logTimes(), int(times));
        applyPreferences();
    });
    connect(menus_, &WindowMenus::themePicked, this, [this](Theme::Choice choice) {
        settings_.setValue(settings::theme(), int(choice));
        applyPreferences();
    });
    connect(a.shortcuts, &QAction::triggered, this, [this] { openShortcuts(theme_, *this); });
    connect(a.about, &QAction::triggered, this, [this] { openAbout(theme_, *this); });
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::connectFiles()
{
    const Actions &a = *actions_;
    connect(a.openScenario, &QAction::triggered, this, [this] {
        askPath({QT_TR_NOOP("Open a scenario"), QT_TR_NOOP("Scenarios (*.json)")},
                &MainWindow::openScenarioRequested);
    });
    connect(a.saveScenario, &QAction::triggered, this, [this] {
        askPath({QT_TR_NOOP("Save the running sessions as a scenario"),
                 QT_TR_NOOP("Scenarios (*.json)"), tr("scenario.json")},
                &MainWindow::saveScenarioRequested);
    });
    connect(a.open, &QAction::triggered, this, [this] {
        askPath({QT_TR_NOOP("Open a recording"), QT_TR_NOOP("Recordings (*.loopscope)")},
                &MainWindow::openRequested);
    });
    connect(a.save, &QAction::triggered, this, [this] {
        askPath({QT_TR_NOOP("Save the recording"), QT_TR_NOOP("Recordings (*.loopscope)"),
                 tr("recording.loopscope")},
                &MainWindow::saveRequested);
    });
    connect(a.exportJson, &QAction::triggered, this, [this] {
        askPath({QT_TR_NOOP("Export as JSON Lines"),
                 QT_TR_NOOP("JSON Lines (*.jsonl *.ndjson *.json)"), tr("log.jsonl")},
                &MainWindow::exportRequested);
    });
    connect(a.exportCsv, &QAction::triggered, this, [this] {
        askPath({QT_TR_NOOP("Export as CSV"), QT_TR_NOOP("CSV (*.csv)"), tr("log.csv")},
                &MainWindow::exportRequested);
    });
    connect(a.exportOther, &QAction::triggered, this, [this] {
        askPath({QT_TR_NOOP("Export for other tools"),
                 QT_TR_NOOP("Wireshark (*.pcapng);;Perfetto (*.perfetto-trace);;Page for a report "
                            "(*.html);;SQLite (*.sqlite)"),
                 tr("packets.pcapng")},
                &MainWindow::exportRequested);
    });
    connect(a.compare, &QAction::triggered, this, [this] {
        askPath({QT_TR_NOOP("Compare with a recording of before"),
                 QT_TR_NOOP("Recordings (*.loopscope)")},
                &MainWindow::compareRequested);
    });
    connect(a.wireshark, &QAction::triggered, this, &MainWindow::wiresharkRequested);
    connect(a.exportShown, &QAction::triggered, this, [this] {
        askPath({QT_TR_NOOP("Export what the filter shows"),
                 QT_TR_NOOP("JSON Lines (*.jsonl *.ndjson *.json);;CSV (*.csv);;Wireshark "
                            "(*.pcapng);;Perfetto (*.perfetto-trace);;SQLite (*.sqlite)"),
                 tr("log.jsonl")},
                &MainWindow::exportShownRequested);
    });
    connect(&menus_->recording(), &RecordingMenu::changed, this,
            [this] { Q_EMIT recordingOptionsChosen(recordingOptions()); });
    connect(menus_, &WindowMenus::recordingPicked, this, &MainWindow::openRequested);
    connect(offers_, &OfferBar::openRequested, this, &MainWindow::openRequested);
    connect(offers_, &OfferBar::discardRequested, this, &MainWindow::discardRequested);
    connect(offers_, &OfferBar::saveRequested, this, [this](const QString &from) {
        askPath({QT_TR_NOOP("Save the recording"), QT_TR_NOOP("Recordings (*.loopscope)"),
                 QFileInfo(from).fileName()},
                [this, from](const QString &path) { Q_EMIT saveLeftBehindRequested(from, path); });
    });
    connect(strip_, &StatusStrip::cancelRequested, this, &MainWindow::exportCancelRequested);
}

void MainWindow::saveAndClose()
{
    askPath({QT_TR_NOOP("Save the recording"), QT_TR_NOOP("Recordings (*.loopscope)"),
             tr("recording.loopscope")},
            [this](const QString &path) {
                Q_EMIT saveRequested(path);
                closeUnasked();
            });
}

models::RecordingOptions MainWindow::recordingOptions() const
{
    return menus_->recording().chosen();
}

void MainWindow::askPath(const PathQuestion &question, void (MainWindow::*request)(const QString &))
{
    askPath(question, [this, request](const QString &path) { Q_EMIT(this->*request)(path); });
}

void MainWindow::askPath(const PathQuestion &question,
                         const std::function<void(const QString &)> &use)
{
    const bool saving = !question.name.isEmpty();
    auto *dialog = new QFileDialog(this);
    dialog->setDirectory(settings_.value(settings::folder(), QDir::homePath()).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    showPlainText(*dialog);
    dialog->setAcceptMode(saving ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(saving ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    inEveryLanguage(*dialog, [dialog, question] {
        const qsizetype type = dialog->nameFilters().indexOf(dialog->selectedNameFilter());
        dialog->setWindowTitle(tr(question.title));
        dialog->setNameFilter(tr(question.types));
        dialog->selectNameFilter(dialog->nameFilters().value(type));
    });
    dialog->setDefaultSuffix(QFileInfo(question.name).suffix());
    dialog->selectFile(question.name);
    if (saving) // what is written is what the name ends in
        connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &type) {
            static const QRegularExpression ending(QStringLiteral("\\*\\.([\\w-]+)"));
            const QString suffix = ending.match(type).captured(1);
            const QString base = QFileInfo(dialog->selectedFiles().value(0)).completeBaseName();
            dialog->setDefaultSuffix(suffix);
            dialog->selectFile(base + u'.' + suffix);
        });
    connect(dialog, &QFileDialog::fileSelected, this, [this, use](const QString &path) {
        settings_.setValue(settings::folder(), QFileInfo(path).absolutePath());
        use(path);
    });
    dialog->open();
}

void MainWindow::showRules()
{
    if (const quint64 session = sessions_->currentSession()) {
        goTo({models::Reference::Session, session, {}});
        openInspector(inspector_->rules());
    }
}

void MainWindow::showFaults()
{
    if (const quint64 session = sessions_->currentSession()) {
        goTo({models::Reference::Session, session, {}});
        openInspector(inspector_->faults());
    }
}

void MainWindow::openInspector(QWidget &tab)
{
    findChild<QDockWidget *>(QStringLiteral("dock-inspector"))->show(); // it may be folded away
    inspector_->open(tab);
}

void MainWindow::showTabFilter()
{
    models::Filterable &filterable = tabs_->filterable(tabs_->current());
    filter_->setKeys(filterable.filterKeys());
    filter_->showFilter(filterable.filterText());
    showMistake(std::nullopt);
}

void MainWindow::applyFilter(const QString &text)
{
    showMistake(tabs_->filterable(tabs_->current()).setFilterText(text));
    tabs_->showFiltered();
    refreshActions();
}

void MainWindow::showMistake(const std::optional<models::FilterMistake> &mistake)
{
    filter_->showMistake(mistake);
    tabs_->showMistake(mistake ? mistake->message : QString());
}

void MainWindow::tellInterest()
{
    const bool timers = tabs_->current() == RecordTabs::Timers && !isMinimized() && isVisible();
    Q_EMIT interestChanged(inspector_->shownTask(), inspector_->shownConnection(), timers);
    const bool loop = inspector_->subject() == models::Inspection::Subject::Loop;
    Q_EMIT loopOfInterestChanged(loop ? inspector_->subjectId() : 0);
}

} // namespace ui
