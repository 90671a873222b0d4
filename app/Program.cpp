// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Program.h"

#include "app/sessions/SessionHost.h"
#include "loop/qt/QtDriver.h"

#include <QtCore/QCoreApplication>

#include <csignal>

namespace app {

using models::SessionRecord;
using namespace std::chrono_literals;

namespace {

// What a handler that blocks its loop is given before the program ends without it.
constexpr auto patience = 3s;

} // namespace

Program::Program(CommandLine commandLine)
    : commandLine_(std::move(commandLine))
    , loop_(std::make_unique<loop::qt::QtDriver>(), "ui")
    , recorder_(loop_)
{
    qRegisterMetaType<SessionRecord>();
}

Program::~Program() = default;

int Program::run()
{
    loop_.setDebug(commandLine_.debug);
    loop_.start();
    net_.begin(commandLine_.debug);
    connect(&net_.host(), &SessionHost::changed, this, &Program::sessionChanged);
    connect(&net_.host(), &SessionHost::allStopped, this, &Program::sessionsStopped);

    uiSource_.emplace(recorder_);
    netSource_.emplace(net_.recorder());
    feed_.addSource(&*netSource_);
    feed_.addSource(&*uiSource_);
    feed_.addConsumer(&activity_);
    feed_.start();

    headless_ = std::make_unique<Headless>(activity_);
    headless_->begin();
    watchSignals();
    startSessions();
    if (commandLine_.runFor)
        loop_.callLater(*commandLine_.runFor, [this] { finish(0); });
    QCoreApplication::exec();
    return status_;
}

void Program::watchSignals()
{
    for (const int signal : {SIGINT, SIGTERM})
        loop_.addSignalHandler(signal, [this] { finish(0); });
}

void Program::startSessions()
{
    QList<loop::ContextId> servers;
    for (const models::SessionUrl &url : commandLine_.servers)
        servers << startSession(url);
    for (const CommandLine::Client &client : commandLine_.clients)
        startSession(client.url, client.server < 0 ? loop::ContextId() : servers[client.server]);
}

loop::ContextId Program::startSession(const models::SessionUrl &url, loop::ContextId portOf)
{
    const loop::ContextId id = SessionHost::newId();
    live_.insert(id);
    net_.post([id, url, portOf](SessionHost &host) { host.start(id, url, portOf); });
    return id;
}

void Program::sessionChanged(const SessionRecord &record)
{
    headless_->sessionChanged(record);
    const bool over = record.state == SessionRecord::Stopped || record.state == SessionRecord::Failed;
    if (!over) {
        live_.insert(record.id);
        return;
    }
    live_.erase(record.id);
    if (record.state == SessionRecord::Failed)
        status_ = 1;
    // A server that a script asked for and that cannot start ends the script's wait at once.
    if (live_.empty() || (record.server && record.state == SessionRecord::Failed))
        finish(status_);
}

void Program::finish(int status)
{
    status_ = status_ ? status_ : status;
    if (std::exchange(finishing_, true))
        return;
    net_.post([](SessionHost &host) { host.stopAll(); });
    QTimer::singleShot(patience, this, &Program::end);
}

void Program::sessionsStopped()
{
    end();
}

void Program::end()
{
    if (std::exchange(ended_, true))
        return;
    const bool closed = net_.end(patience);
    feed_.stop();
    feed_.pull();
    if (!closed)
        std::_Exit(status_ ? status_ : 1); // a handler blocks its thread for ever
    QCoreApplication::quit();
}

} // namespace app
