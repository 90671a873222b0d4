// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Program.h"

#include "app/EndingSignals.h"
#include "app/ExportCommand.h"
#include "app/Headless.h"
#include "app/engine/sessions/SessionHost.h"
#include "app/engine/sessions/SocketFile.h"
#include "loop/qt/QtDriver.h"
#include "models/export/Export.h"
#include "models/files/CheckedFile.h"
#include "models/record/CallLater.h"
#include "models/record/JUnit.h"
#include "models/record/RecordingFile.h"
#include "models/record/RecordingReader.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <cstdlib>

namespace app {

using models::SessionRecord;
using namespace std::chrono_literals;

namespace {

// What a handler that blocks its loop is given before the program ends without it.
constexpr auto patience = 3s;
constexpr auto lastPatience = 500ms;
constexpr auto pictureAfter = 1s;

} // namespace

Program::Program(CommandLine commandLine, StandardStreams &streams, FaceMaker makeWindow)
    : commandLine_(std::move(commandLine))
    , streams_(streams)
    , makeWindow_(std::move(makeWindow))
    , loop_(std::make_unique<loop::qt::QtDriver>(), "ui")
    , recorder_(loop_)
{
    qRegisterMetaType<SessionRecord>();
}

Program::~Program()
{
    streams_.output.setOnError({});
    flight_.reset(); // it knows the loop
    if (!loop_.isRunning())
        loop_.close();
}

int Program::run()
{
    begin();
    QCoreApplication::exec();
    return status_;
}

void Program::begin()
{
    openRecording();
    setRecordingOptions({});
    loop_.setDebug(commandLine_.debug);
    loop_.start();
    began_ = loop_.time();
    net_.begin(commandLine_.debug);
    connect(
        &net_.host(), &SessionHost::changed, this,
        [this](const SessionRecord &record) {
            models::callLater(this, [this, record] { sessionChanged(record); });
        },
        Qt::DirectConnection);
    connect(&net_.host(), &SessionHost::allStopped, this, &Program::end);
    openInstruments();
    if (commandLine_.pcapListen)
        servePackets(*commandLine_.pcapListen);
    openFace();
    if (packets_)
        tellOfPackets();
    startFlightRecorder();
    watchMarks();
    onEndingSignal(loop_, [this] { finish(0); });
    watchOutput();
    watchTime();
    startSessions();
    looking_ = loop_.createTask(lookForLeftBehind(), "look for recordings");
}

// One that was asked for and cannot be written keeps the program from starting.
void Program::openRecording()
{
    if (const QString &path = commandLine_.recording.record; !path.isEmpty()) {
        auto recording = models::Recording::at(path);
        if (!recording) // without its end: it becomes part of a sentence
            throw std::runtime_error(recording.problem().chopped(1).toStdString());
        file_ = std::move(*recording);
    } else if (!commandLine_.headless || !commandLine_.exports.isEmpty()) {
        file_ = std::make_unique<models::Recording>(folderForRecording());
    }
}

// What the command line says goes before what a person chose once. It is so from now on.
void Program::setRecordingOptions(const models::RecordingOptions &chosen)
{
    recordingOptions_ = commandLine_.recording;
    models::fillRecordingOptions(recordingOptions_, chosen);
    if (!file_)
        return;
    models::Recording::Limits limits;
    limits.bytes = recordingOptions_.keep.value_or(limits.bytes);
    if (recordingOptions_.keepFor)
        limits.age = std::chrono::ceil<std::chrono::seconds>(*recordingOptions_.keepFor);
    file_->setLimits(limits);
}

void Program::openInstruments()
{
    uiSource_.emplace(recorder_, loop_.id(), QString::fromStdString(loop_.name()));
    netSource_.emplace(net_.recorder(), net_.loopId(), net_.objectName());
    feed_.addSource(&*netSource_);
    feed_.addSource(&*uiSource_);
    if (file_) {
        feed_.addConsumer(file_.get(), false);
        // A window shows it, too.
        if (!commandLine_.exports.isEmpty() || !commandLine_.recording.record.isEmpty())
            connect(file_.get(), &models::Recording::failed, this, &Program::fail);
        connect(file_.get(), &models::Recording::resumed, this,
                [this](const QString &sentence) { face_->tell(sentence); });
    }
    if (file_) {
        peers_.emplace([this, net = net_.loopId()](const loop::ConnectionNote &note) {
            loop::EventLoop::post(net, [this, note] { net_.recorder().learned(note); });
        });
        feed_.addConsumer(&*peers_, false);
    }
    feed_.setDataWanted(file_ != nullptr);
    feed_.addConsumer(&activity_);
    feed_.setSeen(!commandLine_.headless);
    feed_.start();
}

// Without a window a recording is what an export is made of, and gone with it. That of a window is
// a person's, and lies where it can be found if the program is killed.
QString Program::folderForRecording() const
{
    const QString folder = models::recordingsFolder();
    const bool ours = !commandLine_.headless && models::makePrivateFolder(folder).isEmpty();
    return ours ? folder : QString();
}

void Program::openFace()
{
    if (commandLine_.headless)
        face_ = std::make_unique<Headless>(streams_, activity_);
    else
        face_ = makeWindow_({loop_, net_, feed_, file_.get(), activity_, commandLine_.recordings,
                             commandLine_.looksOnly(), commandLine_.firstQuestion,
                             commandLine_.look});
    connect(face_.get(), &Face::sessionRequested, this,
            [this](const models::SessionUrl &url) { startSession(url); });
    connect(face_.get(), &Face::closed, this, [this] { finish(0); });
    connect(face_.get(), &Face::recordingOptionsChosen, this, &Program::setRecordingOptions);
    connect(face_.get(), &Face::failed, this, &Program::fail);
    connect(face_.get(), &Face::wiresharkRequested, this, &Program::showInWireshark);
    connect(&net_.host(), &SessionHost::removed, face_.get(), &Face::sessionRemoved);
    connect(&net_.host(), &SessionHost::shown, face_.get(), &Face::show);
    connect(&net_.host(), &SessionHost::told, face_.get(), &Face::tell);
    connect(&net_.host(), &SessionHost::output, this, &Program::write);
    face_->begin(commandLine_.debug);
}

// What a peer says is written as fast as it is read, and the peer is read as fast as that.
void Program::write(quint64 session, const QByteArray &bytes)
{
    face_->write(bytes,
                 [loop = net_.loopId(), host = &net_.host(), session,
                  size = std::size_t(bytes.size())] { // the host lives as long as the loop
                     loop::EventLoop::post(
                         loop, [host, session, size] { host->outputTaken({session}, size); });
                 });
}

void Program::startFlightRecorder()
{
    if (!file_ || commandLine_.recording.dumpOn.isEmpty())
        return;
    flight_.emplace(loop_, *file_, commandLine_.recording);
    feed_.addConsumer(&*flight_, false);
    connect(&*flight_, &FlightRecorder::working, face_.get(), &Face::showDump);
    connect(&*flight_, &FlightRecorder::told, face_.get(), &Face::tell);
    connect(&*flight_, &FlightRecorder::failed, this, &Program::fail);
    connect(face_.get(), &Face::dumpCancelled, &*flight_, &FlightRecorder::cancel);
}

void Program::servePackets(const PacketAddress &address)
{
    packets_ = std::make_unique<PacketServer>(address);
    feed_.addConsumer(packets_.get(), false);
    for (const auto &[id, record] : known_)
        packets_->sessionChanged(record);
    packets_->dataWanted(file_ != nullptr);
    // What nobody reads is not kept.
    connect(packets_.get(), &PacketServer::readersChanged, this, [this](int readers) {
        feed_.setDataWanted(file_ || readers > 0);
        feed_.wake(); // a new one waits for an answer of every loop
        packets_->dataWanted(file_ || readers > 0);
    });
}

void Program::tellOfPackets()
{
    connect(packets_.get(), &PacketServer::told, face_.get(), &Face::tell);
    face_->tell(tr("Packets live: %1").arg(packets_->command()));
    if (const QString exposure = packets_->exposure(); !exposure.isEmpty())
        face_->tell(exposure);
}

void Program::showInWireshark()
{
    if (!packets_) {
        try {
            servePackets({QStringLiteral("127.0.0.1"), 0});
        } catch (const std::exception &error) {
            face_->tell(tr("Wireshark gets nothing: %1.").arg(QString::fromUtf8(error.what())));
            return;
        }
        connect(packets_.get(), &PacketServer::told, face_.get(), &Face::tell);
        catchingUp_ = loop_.createTask(tellPacketsOfNow(), "tell packets of what lives");
    }
    const QString command = packets_->command();
    QStringList words = command.split(u' ');
    const QString name = words.takeFirst();
    face_->tell((QProcess::startDetached(name, words)
                     ? tr("Wireshark starts: %1")
                     : tr("Wireshark cannot be started here; elsewhere on this machine: %1"))
                    .arg(command));
}

// The recording knows what lived before.
loop::Coro<void> Program::tellPacketsOfNow()
{
    auto read = [file = file_.get(), token = errands_.token()] {
        auto moment = std::make_shared<models::Moment>();
        file->flush();
        const auto reader = models::RecordingReader::open(file->path());
        if (!reader)
            return moment;
        if (auto found = (*reader)->momentAt(std::numeric_limits<qint64>::max()))
            *moment = std::move(*found);
        return moment;
    };
    if (file_) {
        const auto moment = co_await loop_.runInExecutor(nullptr, std::move(read));
        packets_->begin(*moment);
    }
}

void Program::watchMarks()
{
    for (const auto &[signal, name] : commandLine_.marks.asKeyValueRange()) {
        loop_.addSignalHandler(signal, [this, name = name] {
            file_->mark(name);
            face_->tell(tr("Marked: %1").arg(name));
        });
    }
}

void Program::watchOutput()
{
    streams_.output.setOnError([this](int error) {
        const auto failed = [this, error] {
            streams_.reportOutput(error);
            finish(1);
        };
        models::callLater(this, failed);
    });
}

void Program::watchTime()
{
    if (commandLine_.runFor || !commandLine_.screenshot.isEmpty())
        loop_.callLater(commandLine_.runFor.value_or(pictureAfter), [this] { timeIsUp(); });
}

void Program::timeIsUp()
{
    if (!commandLine_.screenshot.isEmpty()) {
        if (const QString error = face_->savePicture(commandLine_.screenshot); !error.isEmpty())
            fail(error);
    }
    finish(0);
}

void Program::startSessions()
{
    QList<loop::ContextId> servers;
    for (const models::SessionUrl &url : commandLine_.servers)
        servers << startSession(url);
    for (const CommandLine::Client &client : commandLine_.clients)
        startSession(client.url, client.server < 0 ? loop::ContextId() : servers[client.server]);
    // The start has succeeded once nothing can fail any more, or once there is a window to go on
    // in.
    if (file_ && (live_.empty() || !face_->endsWithItsSessions()))
        file_->keep();
}

loop::ContextId Program::startSession(const models::SessionUrl &asked, loop::ContextId portOf)
{
    models::SessionUrl url = asked;
    if (!recordingOptions_.capture.isEmpty())
        url.fill(QStringLiteral("capture"), recordingOptions_.capture);
    const loop::ContextId id = SessionHost::newId();
    live_.insert(id);
    net_.post([id, url, portOf](SessionHost &host) { host.start(id, url, portOf); });
    return id;
}

void Program::sessionChanged(const SessionRecord &record)
{
    if (file_)
        file_->record(record);
    const bool over
        = record.state == SessionRecord::Stopped || record.state == SessionRecord::Failed;
    if (over)
        live_.erase(record.id);
    else
        live_.insert(record.id);
    known_[record.id] = record;
    if (flight_)
        flight_->sessionChanged(record);
    if (packets_)
        packets_->sessionChanged(record);
    if (file_ && record.state == SessionRecord::Running)
        file_->keep();
    face_->sessionChanged(record);
    if (!face_->endsWithItsSessions() && commandLine_.scenario.isEmpty())
        return;
    const bool failed = record.state == SessionRecord::Failed;
    // A server that a script asked for and that cannot start ends the script's wait at once.
    if (over && (live_.empty() || (failed && record.server) || scenarioIsDone()))
        finish(failed ? 1 : 0);
    else if (failed)
        status_ = 1;
}

// The clients of a scenario are, and its servers would wait for ever.
bool Program::scenarioIsDone() const
{
    const auto isServer = [this](loop::ContextId id) {
        const auto known = known_.find(id);
        return known != known_.end() && known->second.server;
    };
    return !commandLine_.scenario.isEmpty() && !commandLine_.clients.isEmpty()
        && std::all_of(live_.begin(), live_.end(), isServer);
}

void Program::finish(int status)
{
    status_ = status_ ? status_ : status;
    if (std::exchange(finishing_, true))
        return;
    finished_ = loop_.time();
    net_.post([](SessionHost &host) { host.stopAll(); });
    QTimer::singleShot(patience, this, &Program::end);
}

void Program::end()
{
    if (std::exchange(ended_, true))
        return;
    closing_ = loop_.createTask(close(), "close");
}

loop::Coro<void> Program::close()
{
    bool blocked = false;
    try {
        // Where the sessions did not end in time, their thread will hardly do so now.
        const auto wait = loop_.time() - finished_ < patience ? patience : lastPatience;
        auto endNet = [net = &net_, wait, token = errands_.token()] { return net->end(wait); };
        blocked = !co_await loop_.runInExecutor(nullptr, std::move(endNet));
        feed_.setPaused(false);
        feed_.stop();
        feed_.pull(); // what was ready
        feed_.pull(); // the loops' last words
        if (flight_)
            co_await flight_->settle();
        if (packets_) {
            if (catchingUp_)
                co_await *catchingUp_;
            auto endPackets
                = [packets = packets_.get(), token = errands_.token()] { packets->end(patience); };
            co_await loop_.runInExecutor(nullptr, std::move(endPackets));
        }
        co_await writeResults();
        co_await looking_;
        co_await face_->settle();
    } catch (const std::exception &error) { // no thread could be started
        fail(tr("The program cannot end as it should: %1. Exports may be missing: end other "
                "programs, or raise the limit with 'ulimit -u'.")
                 .arg(QString::fromLocal8Bit(error.what())));
    }
    leave(blocked);
}

// What takes time is left to other threads: until it is over the window is alive.
loop::Coro<void> Program::writeResults()
{
    models::Export::Options options;
    options.shows = predicateOf(commandLine_.exportFilter);
    auto write = [file = file_.get(), exports = commandLine_.exports, options, xml = junit(),
                  report = commandLine_.junit, token = errands_.token()] {
        QStringList problems;
        if (file && !exports.isEmpty())
            file->flush();
        for (const QString &path : exports)
            problems << (file ? models::Export::run(file->path(), path, options).problem()
                              : QString());
        if (!report.isEmpty())
            problems << models::writeFile(report, xml);
        return problems;
    };
    const QStringList problems = co_await loop_.runInExecutor(nullptr, std::move(write));
    for (const QString &problem : problems) {
        if (!problem.isEmpty())
            fail(problem);
    }
}

void Program::leave(bool blocked)
{
    if (blocked) { // a handler blocks its thread for ever: nothing more is destroyed
        flight_.reset();
        file_.reset();
        SocketFile::removeAll();
        std::_Exit(streams_.close(status_ ? status_ : 1));
    }
    face_.reset();
    loop_.callSoon([this] {
        loop_.stop();
        over_ = true;
        QCoreApplication::quit();
    });
}

QByteArray Program::junit() const
{
    if (commandLine_.junit.isEmpty())
        return {};
    QList<SessionRecord> sessions;
    for (const auto &[id, record] : known_)
        sessions << record;
    const QString name = commandLine_.scenario.isEmpty()
        ? QStringLiteral("loopscope")
        : QFileInfo(commandLine_.scenario).completeBaseName();
    return models::junitXml(name, sessions, loop_.time() - began_);
}

// Of runs that were killed: their recordings, which nobody else would find.
loop::Coro<void> Program::lookForLeftBehind()
{
    const QString kept = models::recordingsFolder();
    auto work = [kept, folders = QStringList {QDir::tempPath(), kept}, token = errands_.token()] {
        return models::keepLeftBehind(folders, kept);
    };
    const QList<models::LeftBehind> found = co_await loop_.runInExecutor(nullptr, std::move(work));
    for (const models::LeftBehind &each : found) {
        if (each.path.isEmpty())
            face_->tell(each.sentence);
        else
            face_->offer(each.path, each.sentence);
    }
}

void Program::fail(const QString &sentence)
{
    streams_.report(sentence);
    status_ = 1;
}

} // namespace app
