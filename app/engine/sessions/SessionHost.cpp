// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/SessionHost.h"

#include "loop/FreedMemory.h"
#include "models/spec/PortOfServer.h"

#include <algorithm>
#include <atomic>
#include <unistd.h>

namespace app {

using models::SessionRecord;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t littleTraffic = 1024 * 1024; // bytes between two looks
constexpr int calmLooks = 4; // some connections end later than the traffic
constexpr std::size_t manyConnections = 64; // that end between two looks
constexpr std::uint64_t muchTraffic = 64 * 1024 * 1024; // bytes in all

constexpr auto holdAtMost = 2s; // then nobody waits for a name that is still looked up

} // namespace

SessionHost::SessionHost(loop::EventLoop &loop, loop::Recorder &recorder)
    : loop_(loop)
    , recorder_(recorder)
    , timer_(this)
    , standardInput_(loop, STDIN_FILENO)
{
    timer_.setInterval(500ms);
    connect(&timer_, &QTimer::timeout, this, &SessionHost::tellFigures);
    timer_.start();
}

SessionHost::~SessionHost() = default;

loop::ContextId SessionHost::newId()
{
    static std::atomic<std::uint64_t> last {0};
    return {++last};
}

void SessionHost::start(loop::ContextId id, const models::SessionUrl &url, loop::ContextId portOf)
{
    Entry entry;
    entry.session
        = Session::make(loop_, id, url, [this](Session &session) { sessionChanged(session); });
    if (!entry.session)
        return;
    entry.session->hear([this](Session &session, const QString &words, Session::Audience audience) {
        recorder_.note(loop::EventKind::Session, session.id(), words.toStdString());
        if (audience == Session::Audience::Everybody)
            Q_EMIT shown(words);
        else if (audience == Session::Audience::Talker)
            Q_EMIT told(words);
    });
    entry.session->setPaired([this](loop::ConnectionId one, loop::ConnectionId other) {
        recorder_.learned({one, 0, {}, other});
        recorder_.learned({other, 0, {}, one});
    });
    entry.session->setOutput(
        [this, id](const QByteArray &bytes) { Q_EMIT output(id.value, bytes); });
    entry.session->setStandardInput(standardInput_);
    entry.session->faults().setNote(
        [this, id](loop::ConnectionId connection, std::string_view words, std::uint32_t hits) {
            recorder_.note(loop::EventKind::Fault, id, words, connection, hits);
        });
    if (const auto capture = models::readCapture(url.text(u"capture")); capture)
        recorder_.setCapture(id, static_cast<std::size_t>(*capture));
    entry.takesPort = models::takesPort(url);
    if (url.role() == models::SessionRole::Client)
        entry.waitsFor = entry.takesPort && portOf ? portOf : serverFor(url);
    begin(entries_[id] = std::move(entry));
}

// The newest server here that a client is for: of its transport, where its port is left open, else
// the one that is to be where the client connects to, while that comes up. None: it waits for
// nobody.
loop::ContextId SessionHost::serverFor(const models::SessionUrl &client) const
{
    for (auto it = entries_.rbegin(); it != entries_.rend(); ++it) {
        const Session &session = *it->second.session;
        const models::SessionUrl &server = session.url();
        const bool named = server.isUnix() == client.isUnix()
            && (server.isUnix() ? server.host == client.host : server.port == client.port);
        if (server.role() == models::SessionRole::Server
            && (models::takesPort(client) ? models::reaches(client, server) && !session.isOver()
                                          : named && session.state() == SessionRecord::Starting))
            return it->first;
    }
    return {};
}

// Starts a session at once, or once the server it waits for is known to listen or to have failed.
void SessionHost::begin(Entry &entry)
{
    const auto server = entries_.find(entry.waitsFor);
    if (server != entries_.end()) {
        const Session &session = *server->second.session;
        if (session.state() == SessionRecord::Starting
            || (entry.takesPort && session.port() == 0 && !session.isOver()))
            return; // serverKnown() comes back to it
        if (entry.takesPort) {
            entry.session->restartOn(session.port());
            entry.portOf = session.id();
        }
    }
    entry.waitsFor = {};
    entry.session->start();
}

void SessionHost::serverKnown(Session &server)
{
    for (auto &[id, entry] : entries_) {
        if (entry.waitsFor == server.id() && entry.session->isOver())
            begin(entry);
    }
}

void SessionHost::startAgain(loop::ContextId id)
{
    const auto it = entries_.find(id);
    if (it == entries_.end() || !it->second.session->isOver())
        return;
    Entry &entry = it->second;
    if (entry.takesPort) {
        entry.session->restartOn(0);
        const auto server = entries_.find(entry.portOf);
        const bool lives = server != entries_.end() && !server->second.session->isOver();
        entry.waitsFor = lives ? entry.portOf : serverFor(entry.session->url());
    }
    begin(entry);
}

void SessionHost::stop(loop::ContextId id)
{
    const auto it = entries_.find(id);
    if (it != entries_.end())
        stopSession(it->second);
}

// And one that waits for its server no longer does.
void SessionHost::stopSession(Entry &entry)
{
    entry.waitsFor = {};
    entry.session->stop();
}

void SessionHost::remove(loop::ContextId id)
{
    const auto it = entries_.find(id);
    if (it == entries_.end())
        return;
    it->second.removing = true;
    stopSession(it->second);
    settleLater();
}

void SessionHost::send(loop::ContextId id, const QByteArray &message)
{
    const auto it = entries_.find(id);
    if (it != entries_.end())
        it->second.session->send(message);
}

void SessionHost::outputTaken(loop::ContextId id, std::size_t bytes)
{
    const auto it = entries_.find(id);
    if (it != entries_.end())
        it->second.session->outputTaken(bytes);
}

void SessionHost::stopAll()
{
    stoppingAll_ = true;
    stopEach(models::SessionRole::Client); // the servers once these are over: see settle()
    settleLater();
}

void SessionHost::stopEach(models::SessionRole role)
{
    for (auto &[id, entry] : entries_) {
        if (entry.session->url().role() == role)
            stopSession(entry);
    }
}

void SessionHost::setRules(loop::ContextId id, const QString &option)
{
    const auto it = entries_.find(id);
    if (it == entries_.end())
        return;
    it->second.session->setRules(option);
    tell(it->second);
}

void SessionHost::setFaults(loop::ContextId id, const models::FaultPlan &plan)
{
    const auto it = entries_.find(id);
    if (it == entries_.end())
        return;
    it->second.session->setFaults(plan);
    tell(it->second);
    const QString words = plan.faults.isEmpty() ? tr("faults: none")
                                                : tr("faults: %1").arg(plan.lines().join(u"; "));
    recorder_.note(loop::EventKind::Session, id, words.toStdString());
}

void SessionHost::setConnectionFaults(loop::ConnectionId id, const models::FaultPlan &plan)
{
    for (auto &[context, entry] : entries_) {
        if (!entry.session->faults().setPlan(id, plan))
            continue;
        tell(entry);
        const QString words = plan.faults.isEmpty()
            ? tr("faults here: none")
            : tr("faults here: %1").arg(plan.lines().join(u"; "));
        recorder_.note(loop::EventKind::Session, context, words.toStdString(), id);
    }
}

void SessionHost::sessionChanged(Session &session)
{
    const auto it = entries_.find(session.id());
    if (it == entries_.end())
        return;
    if (session.state() == SessionRecord::Running && mustWait(it->second))
        it->second.heldSince = loop_.time();
    else
        tell(it->second);
    log(session.record());
    if (session.state() == SessionRecord::Running || session.isOver()) {
        serverKnown(session);
        tellHeld();
    }
    if (session.isOver())
        settleLater();
}

bool SessionHost::mustWait(const Entry &entry) const
{
    const bool server = entry.session->url().role() == models::SessionRole::Server;
    return server
        && std::any_of(entries_.begin(), entries_.find(entry.session->id()),
                       [](const auto &before) {
                           const Session &session = *before.second.session;
                           return session.url().role() == models::SessionRole::Server
                               && session.state() == SessionRecord::Starting;
                       });
}

void SessionHost::tellHeld()
{
    for (auto &[id, entry] : entries_) {
        const bool held = entry.heldSince != loop::TimePoint();
        if (held && (loop_.time() - entry.heldSince > holdAtMost || !mustWait(entry)))
            tell(entry);
    }
}

void SessionHost::tell(Entry &entry)
{
    entry.heldSince = {};
    const SessionRecord record = entry.session->record();
    entry.figures = record.figures;
    Q_EMIT changed(record);
}

// What becomes of sessions is part of the log that they fill.
void SessionHost::log(const SessionRecord &record)
{
    QString words = record.kind + u' ' + record.address + u' ';
    switch (record.state) {
    case SessionRecord::Starting:
        words += tr("starts");
        break;
    case SessionRecord::Running:
        words += tr("runs");
        break;
    case SessionRecord::Stopping:
        words += tr("is stopping");
        break;
    case SessionRecord::Stopped:
        words += tr("stopped");
        if (!record.verdicts.isEmpty())
            words += u", "_s + models::sentenceOf(record.verdicts);
        break;
    case SessionRecord::Failed:
        words = record.error;
        break;
    }
    const auto kind
        = record.state == SessionRecord::Failed ? loop::EventKind::Error : loop::EventKind::Session;
    recorder_.note(kind, record.id, words.toStdString());
}

// Once much traffic is over, or many connections ended and what they held with them: the C library
// keeps what it took to hold it, and what other peers will need next is hardly the same.
void SessionHost::giveMemoryBack()
{
    const loop::LoopTotals totals = loop_.totals();
    const std::uint64_t moved = totals.bytesIn + totals.bytesOut;
    const bool calm = moved - std::exchange(moved_, moved) < littleTraffic;
    const std::size_t before = std::exchange(connections_, totals.connections);
    const bool manyEnded = totals.connections + manyConnections <= before;
    if (moved - movedWhenGivenBack_ >= muchTraffic || manyEnded) {
        movedWhenGivenBack_ = moved;
        looksToGiveBack_ = calmLooks;
    }
    if (!calm || looksToGiveBack_ == 0)
        return;
    --looksToGiveBack_;
    loop::releaseFreedMemory();
}

void SessionHost::tellFigures()
{
    giveMemoryBack();
    tellHeld();
    for (auto &[id, entry] : entries_) {
        if (entry.session->isOver() || entry.heldSince != loop::TimePoint())
            continue;
        const SessionRecord record = entry.session->record();
        if (record.figures == entry.figures && record.results == entry.results)
            continue;
        entry.figures = record.figures;
        entry.results = record.results;
        Q_EMIT changed(record);
    }
}

// Out of the session's own call: this may delete it.
void SessionHost::settleLater()
{
    if (!std::exchange(settling_, true))
        QMetaObject::invokeMethod(this, &SessionHost::settle, Qt::QueuedConnection);
}

void SessionHost::settle()
{
    settling_ = false;
    for (auto it = entries_.begin(); it != entries_.end();) {
        const bool gone = it->second.removing && it->second.session->isOver();
        if (gone)
            Q_EMIT removed(it->first.value);
        it = gone ? entries_.erase(it) : std::next(it);
    }
    if (!stoppingAll_)
        return;
    const auto areOver = [this](models::SessionRole role) {
        return std::all_of(entries_.begin(), entries_.end(), [role](const auto &entry) {
            const Session &session = *entry.second.session;
            return session.url().role() != role || session.isOver();
        });
    };
    // So that no client meets a connection broken by a server of our own.
    if (areOver(models::SessionRole::Client))
        stopEach(models::SessionRole::Server);
    if (areOver(models::SessionRole::Client) && areOver(models::SessionRole::Server)) {
        stoppingAll_ = false;
        Q_EMIT allStopped();
    }
}

} // namespace app
