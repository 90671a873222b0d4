// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Window.h"

#include "app/ExportCommand.h"
#include "app/engine/LoopControl.h"
#include "app/engine/NetThread.h"
#include "app/engine/sessions/SessionHost.h"
#include "models/files/CheckedFile.h"
#include "models/files/CheckedSettings.h"
#include "models/record/Export.h"
#include "models/record/Feed.h"
#include "models/spec/Scenario.h"
#include "ui/Actions.h"

#include <QtCore/QBuffer>
#include <QtCore/QEvent>
#include <QtCore/QFileInfo>
#include <QtGui/QAction>
#include <QtGui/QWindow>
#include <QtWidgets/QApplication>

#include <map>
#include <unordered_set>

namespace app {

namespace {

// Ids of rows, by the loop that each lives in; of rows that have left, none.
template <class Id, class Model>
std::map<loop::LoopId, std::unordered_set<Id>> byLoop(const QList<quint64> &ids, const Model &model)
{
    std::map<loop::LoopId, std::unordered_set<Id>> sets;
    for (const quint64 id : ids) {
        if (const auto *row = model.find(id))
            sets[loop::LoopId {row->loop}].insert(Id {id});
    }
    return sets;
}

} // namespace

using models::SessionRecord;
using ui::MainWindow;
using namespace Qt::StringLiterals;

Window::Window(const Parts &parts)
    : loop_(parts.loop)
    , net_(parts.net)
    , feed_(parts.feed)
    , file_(*parts.recording)
    , instruments_(parts.feed, *parts.recording, parts.activity)
    , settings_(QSettings().fileName(), models::checkedSettings()) // Qt's own file
    , theme_(*qApp)
    , window_(theme_, instruments_.references(), settings_)
{
    connectSessions();
    connectLoop();
    connectView();
    connectFiles();
    window_.installEventFilter(this);
}

Window::~Window()
{
    exporting_.request_stop();
    for (const loop::Task<void> &task : tasks_)
        task.cancel(); // what they would show has nowhere to be shown
}

void Window::begin(bool debug)
{
    window_.setDebugMode(debug);
    Q_EMIT recordingOptionsChosen(window_.recordingOptions());
    window_.show();
}

void Window::sessionChanged(const SessionRecord &record)
{
    const SessionRecord *known = instruments_.sessions.session(record.id.value);
    const bool failedNow = record.state == SessionRecord::Failed
        && (!known || known->state != SessionRecord::Failed);
    instruments_.sessions.setSession(record);
    if (failedNow)
        window_.showNotice(record.error, true);
}

void Window::sessionRemoved(quint64 id)
{
    instruments_.sessions.removeSession(id);
}

QString Window::savePicture(const QString &path)
{
    QBuffer png;
    if (!png.open(QIODevice::WriteOnly) || !window_.grab().save(&png, "PNG"))
        return tr("The picture %1 cannot be made. Show the window, or make it smaller.").arg(path);
    return models::writeFile(path, png.data());
}

// Where an export shows its progress; there is one place for both.
void Window::showDump(const QString &name, double part)
{
    if (name.isEmpty())
        window_.hideProgress();
    else
        window_.showExportProgress(name, part);
}

void Window::connectSessions()
{
    connect(&window_, &MainWindow::newSessionRequested, this, [this](const QString &text) {
        const auto result = models::parseSessionUrl(text);
        if (result.url)
            Q_EMIT sessionRequested(*result.url);
        else
            window_.showNotice(result.sentence, true);
    });
    connect(&window_, &MainWindow::sampleRequested, this, &Window::startSample);
    connect(&window_, &MainWindow::startRequested, this,
            [this](quint64 id) { net_.post([id](SessionHost &host) { host.startAgain({id}); }); });
    connect(&window_, &MainWindow::stopRequested, this,
            [this](quint64 id) { net_.post([id](SessionHost &host) { host.stop({id}); }); });
    connect(&window_, &MainWindow::removeRequested, this,
            [this](quint64 id) { net_.post([id](SessionHost &host) { host.remove({id}); }); });
    connect(&window_, &MainWindow::sendRequested, this,
            [this](quint64 id, const QByteArray &bytes) {
                net_.post([id, bytes](SessionHost &host) { host.send({id}, bytes); });
            });
}

void Window::connectLoop()
{
    using Ids = QList<quint64>;
    connect(&window_, &MainWindow::cancelTasksRequested, this, [this](const Ids &ids) {
        for (auto &[loop, tasks] : byLoop<loop::TaskId>(ids, instruments_.tasks))
            LoopControl(loop).cancelTasks(std::move(tasks));
    });
    connect(&window_, &MainWindow::closeConnectionsRequested, this, [this](const Ids &ids) {
        for (auto &[loop, connections] : byLoop<loop::ConnectionId>(ids, instruments_.connections))
            LoopControl(loop).closeConnections(std::move(connections));
    });
    connect(&window_, &MainWindow::abortConnectionsRequested, this, [this](const Ids &ids) {
        for (auto &[loop, connections] : byLoop<loop::ConnectionId>(ids, instruments_.connections))
            LoopControl(loop).abortConnections(std::move(connections));
    });
    connect(&window_, &MainWindow::rulesRequested, this, [this](quint64 id, const QString &rules) {
        net_.post([id, rules](SessionHost &host) { host.setRules({id}, rules); });
    });
    connect(&window_, &MainWindow::faultsRequested, this,
            [this](quint64 id, const models::FaultPlan &plan) {
                net_.post([id, plan](SessionHost &host) { host.setFaults({id}, plan); });
            });
    connect(&window_, &MainWindow::connectionFaultsRequested, this,
            [this](quint64 id, const models::FaultPlan &plan) {
                net_.post([id, plan](SessionHost &host) { host.setConnectionFaults({id}, plan); });
            });
    connect(&window_, &MainWindow::debugModeRequested, this, [this](bool on) {
        for (const loop::LoopId each : {loop_.id(), net_.loopId()})
            LoopControl(each).setDebug(on);
    });
}

void Window::connectView()
{
    connect(&window_, &MainWindow::viewPaused, &feed_, &models::Feed::setPaused);
    connect(&window_, &MainWindow::interestChanged, this,
            [this](quint64 task, quint64 connection, bool timers) {
                feed_.setTaskOfInterest(task);
                feed_.setConnectionOfInterest(connection);
                feed_.setTimersWanted(timers);
            });
}

void Window::connectFiles()
{
    // Kept logs cannot be looked into yet, so nothing offers it.
    window_.actions().open->setVisible(false);
    const auto notice = [this](const QString &sentence) { window_.showNotice(sentence, true); };
    connect(&file_, &models::Recording::failed, this, notice);
    for (const models::LogModel *log : {&instruments_.log, &instruments_.events})
        connect(log, &models::LogModel::readFailed, this, notice);
    connect(&instruments_.conversation, &models::Conversation::readFailed, this, notice);
    connect(&window_, &MainWindow::openScenarioRequested, this, &Window::openScenario);
    connect(&window_, &MainWindow::saveScenarioRequested, this,
            [this](const QString &path) { start(saveScenario(path), "save scenario"); });
    connect(&window_, &MainWindow::saveBytesRequested, this,
            [this](const QString &path, const QByteArray &bytes) {
                start(saveBytes(path, bytes), "save bytes");
            });
    connect(&window_, &MainWindow::recordingOptionsChosen, this, &Face::recordingOptionsChosen);
    connect(&window_, &MainWindow::saveRequested, this,
            [this](const QString &path) { start(saveLog(path), "save"); });
    connect(&window_, &MainWindow::exportRequested, this,
            [this](const QString &path) { requestExport(path, {}); });
    connect(&window_, &MainWindow::exportShownRequested, this, [this](const QString &path) {
        requestExport(path, models::EventFilter(instruments_.log.filterText()));
    });
    connect(&window_, &MainWindow::exportCancelRequested, this, [this] {
        exporting_.request_stop();
        Q_EMIT dumpCancelled();
    });
}

// One at a time: another takes the place of what is under way.
void Window::requestExport(const QString &path, const models::EventFilter &filter)
{
    exporting_.request_stop();
    exporting_ = {};
    start(exportLog(path, filter), "export");
}

// The sample: an echo server and the clients of the examples, as installer/run starts it.
void Window::startSample()
{
    for (const auto &text : {u"echo://127.0.0.1:0?api=streams"_s, u"lines://127.0.0.1:0"_s,
                             u"load://127.0.0.1:0?connections=5&rate=20"_s})
        Q_EMIT sessionRequested(*models::parseSessionUrl(text).url);
}

// Its sessions join those that run; the duration is for `loopscope run`.
void Window::openScenario(const QString &path)
{
    const auto [scenario, sentence] = models::readScenarioFile(path);
    if (!scenario) {
        window_.showNotice(sentence, true);
        return;
    }
    for (const models::SessionUrl &url : scenario->seededSessions())
        Q_EMIT sessionRequested(url);
    window_.showNotice(tr("The sessions of %1 are started.").arg(QFileInfo(path).fileName()),
                       false);
}

loop::Coro<void> Window::settle()
{
    exporting_.request_stop();
    const std::vector<loop::Task<void>> running = tasks_;
    for (const loop::Task<void> &task : running)
        co_await task;
}

void Window::start(loop::Coro<void> work, const char *name)
{
    std::erase_if(tasks_, [](const loop::Task<void> &task) { return task.done(); });
    tasks_.push_back(loop_.createTask(std::move(work), name));
}

void Window::showSaved(const QString &path, const QString &problem)
{
    const bool saved = problem.isEmpty();
    window_.showNotice(saved ? tr("%1 is saved.").arg(QFileInfo(path).fileName()) : problem,
                       !saved);
}

loop::Coro<void> Window::saveScenario(QString path)
{
    QList<models::RunningSession> running;
    for (const SessionRecord &record : instruments_.sessions.sessions())
        running.append({record.url, record.address});
    models::Scenario scenario = models::scenarioOf(running);
    scenario.name = QFileInfo(path).completeBaseName();
    auto work = [scenario, path, token = errands_.token()] {
        return models::writeScenarioFile(scenario, path);
    };
    const QString problem = co_await loop_.runInExecutor(nullptr, std::move(work));
    showSaved(path, problem);
}

loop::Coro<void> Window::exportLog(QString path, models::EventFilter filter)
{
    const QString name = QFileInfo(path).fileName();
    window_.showExportProgress(name, 0);
    // The recording outlives this, and this outlives the work; what is posted to the window goes
    // with it.
    auto progress = [window = &window_, name](double part) {
        QMetaObject::invokeMethod(
            window, [window, name, part] { window->showExportProgress(name, part); },
            Qt::QueuedConnection);
    };
    models::Export::Options options;
    options.shows = predicateOf(filter);
    options.stop = exporting_.get_token();
    options.progress = progress;
    auto work = [file = &file_, path, options, token = errands_.token()] {
        file->flush();
        return models::Export::run(file->path(), path, options);
    };
    using models::Export;
    const models::Result<Export::Outcome> outcome
        = co_await loop_.runInExecutor(nullptr, std::move(work));
    if (!outcome)
        window_.showExportEnd(outcome.problem(), true);
    else if (*outcome == Export::Outcome::Done)
        window_.showExportEnd(tr("%1 is written.").arg(name), false);
    else
        window_.showExportEnd(tr("The export to %1 was cancelled.").arg(name), false);
}

loop::Coro<void> Window::saveLog(QString path)
{
    auto work = [file = &file_, path, token = errands_.token()] { return file->saveAs(path); };
    const QString problem = co_await loop_.runInExecutor(nullptr, std::move(work));
    showSaved(path, problem);
}

loop::Coro<void> Window::saveBytes(QString path, QByteArray bytes)
{
    auto work = [path, bytes, token = errands_.token()] { return models::writeFile(path, bytes); };
    const QString problem = co_await loop_.runInExecutor(nullptr, std::move(work));
    showSaved(path, problem);
}

bool Window::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide
        || event->type() == QEvent::WindowStateChange)
        feed_.setHidden(!window_.isVisible() || window_.isMinimized());
    else if (event->type() == QEvent::Close)
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!window_.isVisible()) // it was not refused
                    Q_EMIT closed();
            },
            Qt::QueuedConnection);
    return QObject::eventFilter(object, event);
}

std::unique_ptr<Face> makeWindow(const Parts &parts)
{
    return std::make_unique<Window>(parts);
}

} // namespace app
