// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Window.h"

#include "app/engine/LoopControl.h"
#include "app/engine/NetThread.h"
#include "app/engine/sessions/SessionHost.h"
#include "app/window/Editor.h"
#include "loop/FreedMemory.h"
#include "models/files/CheckedFile.h"
#include "models/files/CheckedSettings.h"
#include "models/record/Feed.h"
#include "models/record/RecordingFile.h"
#include "models/spec/Scenario.h"
#include "ui/Actions.h"
#include "ui/Inspector.h"
#include "ui/OfferBar.h"
#include "ui/Preferences.h"
#include "ui/RowView.h"
#include "ui/SettingsKeys.h"

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

constexpr QSize pictureSize(1280, 800);

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
    , settings_(QSettings().fileName(), models::checkedSettings()) // Qt's own file
    , look_(parts.look)
    , language_(look_.language.isEmpty() ? ui::readPreferences(settings_).language : look_.language)
    , activity_(parts.activity)
    , ownCost_(parts.feed, *parts.recording)
    , instruments_(*parts.recording, parts.activity)
    , theme_(*qApp)
    , window_(theme_, instruments_.references(), settings_)
    , files_(parts.loop, window_,
             {[file = parts.recording] {
                  file->flush();
                  return file->path();
              },
              [file = parts.recording](const QString &path, const WindowFiles::Watch &watch) {
                  return file->saveAs(path, watch.stop, watch.progress);
              },
              [this] { return instruments_.log.filterText(); }})
    , rewinding_(window_, instruments_, parts.recording->path())
    , recordings_(parts.loop, theme_, settings_)
    , asked_(parts.recordings)
    , alone_(parts.alone)
    , firstQuestion_(parts.firstQuestion)
{
    instruments_.addTo(feed_);
    connectSessions();
    connectLoop();
    connectView();
    connectFiles();
    connectRecordings();
    connectRewinding();
    window_.installEventFilter(this);
}

void Window::begin(bool debug)
{
    window_.setDebugMode(debug);
    if (!debug && ui::readPreferences(settings_).debugAtStart)
        window_.actions().debug->setChecked(true); // which asks for it
    Q_EMIT recordingOptionsChosen(window_.recordingOptions());
    window_.setLanguages(Language::available());
    applyLook();
    if (alone_)
        feed_.setSeen(false);
    else
        window_.show();
    if (!alone_ && !look_.exact)
        window_.offerTour();
    for (const QString &path : asked_)
        recordings_.open(path, alone_ ? nullptr : &window_);
    if (firstQuestion_ != CommandLine::FirstQuestion::None && !alone_)
        QTimer::singleShot(0, this, &Window::askFirst); // above a window that is there
}

void Window::askFirst()
{
    const ui::Actions &actions = window_.actions();
    if (firstQuestion_ == CommandLine::FirstQuestion::NewServer)
        actions.newServer->trigger();
    else
        actions.open->trigger();
}

// What the command line says holds for this run: nothing of it is remembered.
void Window::applyLook()
{
    using Choice = ui::Theme::Choice;
    if (!look_.theme.isEmpty())
        theme_.setChoice(look_.theme == u"dark"        ? Choice::Dark
                             : look_.theme == u"light" ? Choice::Light
                                                       : Choice::System);
    applyLookTo(window_);
    if (look_.view.isEmpty())
        return;
    connect(window_.tabs().currentView().model(), &QAbstractItemModel::rowsInserted, this,
            &Window::showFirstRow);
}

void Window::applyLookTo(MainWindow &window)
{
    if (look_.exact) {
        window.setFixedSize(look_.size.isValid() ? look_.size : pictureSize); // whatever the screen
        window.shareRoom();
    } else if (look_.size.isValid()) {
        window.resize(look_.size);
    }
    if (!look_.view.isEmpty())
        window.showView(look_.view);
}

// Of the view that was asked for, until a person chose another subject.
void Window::showFirstRow()
{
    ui::RowView &view = window_.tabs().currentView();
    if (window_.inspector().heading().isEmpty() && view.model()->rowCount() > 0)
        view.setCurrentIndex(view.model()->index(0, 0));
}

void Window::sessionChanged(const SessionRecord &record)
{
    const auto known = sessions_.find(record.id.value);
    const bool failedNow = record.state == SessionRecord::Failed
        && (known == sessions_.end() || known->second.state != SessionRecord::Failed);
    sessions_[record.id.value] = record;
    if (!feed_.isAway())
        instruments_.sessions.setSession(record);
    if (const QString news = desktop_.newsOf(record);
        !news.isEmpty() && !isSeen() && ui::readPreferences(settings_).notifies)
        DesktopNotice::show(news);
    if (failedNow)
        window_.showSessionError(record.error);
    const auto renewed = renewed_.find(record.id.value);
    const bool ended
        = record.state == SessionRecord::Stopped || record.state == SessionRecord::Failed;
    if (ended && renewed != renewed_.end() && !renewed->second) {
        renewed_.erase(renewed);
        net_.post([id = record.id](SessionHost &host) { host.startAgain(id); });
    }
}

void Window::sessionRemoved(quint64 id)
{
    sessions_.erase(id);
    if (!feed_.isAway())
        instruments_.sessions.removeSession(id);
    if (const auto renewed = renewed_.extract(id); renewed && renewed.mapped())
        Q_EMIT sessionRequested(*renewed.mapped());
}

bool Window::isSeen() const
{
    return window_.isVisible() && !window_.isMinimized();
}

QString Window::savePicture(const QString &path)
{
    QBuffer png;
    ui::MainWindow *shown = alone_ && recordings_.first() ? recordings_.first() : &window_;
    if (!png.open(QIODevice::WriteOnly) || !shown->grab().save(&png, "PNG"))
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

void Window::renew(quint64 session, std::optional<models::SessionUrl> url)
{
    const bool removes = url.has_value();
    renewed_[session] = std::move(url);
    net_.post([session, removes](SessionHost &host) {
        removes ? host.remove({session}) : host.stop({session});
    });
    asked(session, removes ? tr("remove %1") : tr("stop %1"));
}

void Window::connectSessions()
{
    connect(&window_, &MainWindow::restartRequested, this,
            [this](quint64 id) { renew(id, std::nullopt); });
    connect(&window_, &MainWindow::replaceRequested, this, [this](quint64 id, const QString &text) {
        if (const auto result = models::parseSessionUrl(text); result.url)
            renew(id, result.url);
    });
    connect(&window_, &MainWindow::newSessionRequested, this, [this](const QString &text) {
        const auto result = models::parseSessionUrl(text);
        if (result.url)
            Q_EMIT sessionRequested(*result.url);
        else
            window_.showNotice(result.sentence, true);
    });
    connect(&window_, &MainWindow::sampleRequested, this, &Window::startSample);
    const auto of = [this](auto request, auto call, const QString &words) {
        connect(&window_, request, this, [this, call, words](quint64 id) {
            net_.post([id, call](SessionHost &host) { (host.*call)({id}); });
            asked(id, words);
        });
    };
    of(&MainWindow::startRequested, &SessionHost::startAgain, tr("start %1"));
    of(&MainWindow::stopRequested, &SessionHost::stop, tr("stop %1"));
    of(&MainWindow::removeRequested, &SessionHost::remove, tr("remove %1"));
    connect(&window_, &MainWindow::sendRequested, this,
            [this](quint64 id, const QByteArray &bytes) {
                net_.post([id, bytes](SessionHost &host) { host.send({id}, bytes); });
                asked(id, tr("send to %1"));
            });
}

QString Window::nameOf(quint64 session) const
{
    const QString name = instruments_.sessions.shortName(session);
    return name.isEmpty() ? tr("session %1").arg(session) : name;
}

void Window::asked(quint64 session, const QString &words)
{
    waiting_.add(net_.loopId(), words.arg(nameOf(session)));
}

void Window::connectLoop()
{
    using Ids = QList<quint64>;
    connect(&window_, &MainWindow::cancelTasksRequested, this, [this](const Ids &ids) {
        for (auto &[loop, tasks] : byLoop<loop::TaskId>(ids, instruments_.tasks)) {
            const auto count = int(tasks.size());
            LoopControl(loop).cancelTasks(std::move(tasks));
            waiting_.add(loop, tr("cancel %n task(s)", nullptr, count));
        }
    });
    connect(&window_, &MainWindow::closeConnectionsRequested, this, [this](const Ids &ids) {
        for (auto &[loop, connections] :
             byLoop<loop::ConnectionId>(ids, instruments_.connections)) {
            const auto count = int(connections.size());
            LoopControl(loop).closeConnections(std::move(connections));
            waiting_.add(loop, tr("close %n connection(s)", nullptr, count));
        }
    });
    connect(&window_, &MainWindow::abortConnectionsRequested, this, [this](const Ids &ids) {
        for (auto &[loop, connections] :
             byLoop<loop::ConnectionId>(ids, instruments_.connections)) {
            const auto count = int(connections.size());
            LoopControl(loop).abortConnections(std::move(connections));
            waiting_.add(loop, tr("abort %n connection(s)", nullptr, count));
        }
    });
    connect(&window_, &MainWindow::rulesRequested, this, [this](quint64 id, const QString &rules) {
        net_.post([id, rules](SessionHost &host) { host.setRules({id}, rules); });
        asked(id, tr("rules of %1"));
    });
    connect(&window_, &MainWindow::faultsRequested, this,
            [this](quint64 id, const models::FaultPlan &plan) {
                net_.post([id, plan](SessionHost &host) { host.setFaults({id}, plan); });
                asked(id, tr("faults of %1"));
            });
    connect(&window_, &MainWindow::connectionFaultsRequested, this,
            [this](quint64 id, const models::FaultPlan &plan) {
                net_.post([id, plan](SessionHost &host) { host.setConnectionFaults({id}, plan); });
                waiting_.add(net_.loopId(), tr("faults of connection %1").arg(id));
            });
    connect(&window_, &MainWindow::debugModeRequested, this, [this](bool on) {
        for (const loop::LoopId each : {loop_.id(), net_.loopId()}) {
            LoopControl(each).setDebug(on);
            waiting_.add(each, on ? tr("debug mode on") : tr("debug mode off"));
        }
    });
}

void Window::connectView()
{
    connect(&feed_, &models::Feed::refreshed, this, [this] {
        if (!ownCost_.look())
            return;
        // What every batch takes and gives back is kept by the C library, tens of MB in all.
        if (++looks_ % LooksPerRelease == 0)
            loop::releaseFreedMemory();
        activity_.setOwnCost(ownCost_.shares());
        instruments_.inspection.setOwnCost(ownCost_.shares());
    });
    connect(&waiting_, &Asked::changed, this, [this] { window_.showWaiting(waiting_.waiting()); });
    connect(&window_, &MainWindow::viewPaused, &feed_, &models::Feed::setPaused);
    connect(&window_, &MainWindow::interestChanged, this,
            [this](quint64 task, quint64, bool timers) {
                feed_.setTaskOfInterest(task);
                feed_.setTimersWanted(timers);
            });
    connect(&window_, &MainWindow::loopOfInterestChanged, this,
            [this](quint64 loop) { feed_.setLoopOfInterest(loop); });
}

void Window::connectFiles()
{
    connect(&window_, &MainWindow::wiresharkRequested, this, &Face::wiresharkRequested);
    const auto notice = [this](const QString &sentence) { window_.showNotice(sentence, true); };
    connect(&file_, &models::Recording::failed, this, notice);
    connect(&file_, &models::Recording::resumed, this,
            [this](const QString &sentence) { window_.showNotice(sentence, false); });
    for (const models::LogModel *log : {&instruments_.log, &instruments_.events})
        connect(log, &models::LogModel::readFailed, this, notice);
    connect(&instruments_.conversation, &models::Conversation::readFailed, this, notice);
    connect(&window_, &MainWindow::openScenarioRequested, this, &Window::openScenario);
    connect(&window_, &MainWindow::saveScenarioRequested, this, &Window::saveScenario);
    connect(&window_, &MainWindow::openLineRequested, this, [this](const QString &place) {
        if (const QString problem = openInEditor(place, settings_); !problem.isEmpty())
            window_.showNotice(problem, true);
    });
    connect(&window_, &MainWindow::languageChosen, this,
            [this](const QString &code) { language_.speak(code); });
    connect(&window_, &MainWindow::recordingOptionsChosen, this, &Face::recordingOptionsChosen);
    connect(&window_, &MainWindow::exportCancelRequested, this, &Face::dumpCancelled);
}

void Window::offer(const QString &path, const QString &sentence)
{
    window_.offers().offer({path, sentence});
}

// Recordings that are open stay so until they are closed; what runs has nobody to look at it.
void Window::closeMain()
{
    rememberSessions();
    if (recordings_.isEmpty())
        Q_EMIT closed();
    else
        stopSessions();
}

void Window::stopSessions()
{
    for (const auto &[id, record] : sessions_)
        net_.post([id = id](SessionHost &host) { host.stop({id}); });
}

// The sample: an echo server and the clients of the examples, as installer/run starts it.
void Window::startSample()
{
    for (const auto &text : {u"echo://127.0.0.1:0?api=streams"_s, u"lines://127.0.0.1:0"_s,
                             u"load://127.0.0.1:0?connections=5&rate=20"_s})
        Q_EMIT sessionRequested(*models::parseSessionUrl(text).url);
}

loop::Coro<void> Window::settle()
{
    co_await files_.settle();
    co_await recordings_.settle();
}

bool Window::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide
        || event->type() == QEvent::WindowStateChange)
        feed_.setSeen(isSeen());
    else if (event->type() == QEvent::Close)
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!window_.isVisible()) // it was not refused
                    closeMain();
            },
            Qt::QueuedConnection);
    return QObject::eventFilter(object, event);
}

std::unique_ptr<Face> makeWindow(const Parts &parts)
{
    return std::make_unique<Window>(parts);
}

} // namespace app
