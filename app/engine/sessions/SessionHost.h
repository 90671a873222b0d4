// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Keeps the sessions of the net loop: starts and stops them by URL, and tells what became of them,
// at each transition and, while figures change, twice a second. Lives on the net thread, where its
// slots run; everybody else calls them through queued connections and hears its signals.

#include "app/engine/StandardInput.h"
#include "app/engine/sessions/Session.h"

#include "loop/Recorder.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <map>
#include <memory>

namespace app {

class SessionHost final : public QObject {
    Q_OBJECT

public:
    SessionHost(loop::EventLoop &loop, loop::Recorder &recorder);
    ~SessionHost() override;

    // A name for a session that is to be started. Any thread.
    [[nodiscard]] static loop::ContextId newId();

    // `portOf`: a client with port 0 takes the port of that session; none, of the newest
    // server that it can reach.
    void start(loop::ContextId id, const models::SessionUrl &url, loop::ContextId portOf = {});
    void startAgain(loop::ContextId id);
    void stop(loop::ContextId id);
    void remove(loop::ContextId id); // stops it, then forgets it
    void send(loop::ContextId id, const QByteArray &message); // over its connection
    void outputTaken(loop::ContextId id, std::size_t bytes);
    void stopAll(); // clients, then servers, then allStopped(), once

    void setRules(loop::ContextId id, const QString &option); // of a reply server
    // Faults of all connections of a session, or of one connection alone.
    void setFaults(loop::ContextId id, const models::FaultPlan &plan);
    void setConnectionFaults(loop::ConnectionId id, const models::FaultPlan &plan);

Q_SIGNALS:
    void changed(const models::SessionRecord &record);
    void shown(const QString &words); // a session's, for a person who has no window
    void told(const QString &words); // a session's, for the person who talks with its peer
    // What such a session's peer says. It is read no further until outputTaken() says that most of
    // it has its reader.
    void output(quint64 session, const QByteArray &bytes);
    void removed(quint64 id);
    void allStopped();

private:
    struct Entry {
        std::unique_ptr<Session> session;
        QString figures; // these two as told last
        models::SessionResults results;
        loop::ContextId waitsFor; // a server whose port it takes; none once it has it
        bool takesPort = false; // a client that names no port: it has its server's at each start
        loop::ContextId portOf; // that server, the last time
        loop::TimePoint heldSince {}; // it runs, and that is not told yet
        bool removing = false;
    };

    void sessionChanged(Session &session);
    // Servers are told of in the order in which they were started, though those whose host has to
    // be looked up come up later: they are held until those before them are up or have failed.
    [[nodiscard]] bool mustWait(const Entry &entry) const;
    void tellHeld();
    void tell(Entry &entry);
    void log(const models::SessionRecord &record);
    void tellFigures();
    void giveMemoryBack();
    [[nodiscard]] loop::ContextId serverFor(const models::SessionUrl &client) const;
    void begin(Entry &entry);
    void serverKnown(Session &server);
    void stopEach(models::SessionRole role);
    static void stopSession(Entry &entry);
    void settleLater();
    void settle();

    loop::EventLoop &loop_;
    loop::Recorder &recorder_;
    QTimer timer_;
    StandardInput standardInput_;
    std::map<loop::ContextId, Entry> entries_; // in the order started
    bool stoppingAll_ = false;
    bool settling_ = false;
    std::uint64_t moved_ = 0; // bytes at the last look
    std::size_t connections_ = 0; // at the last look
    std::uint64_t movedWhenGivenBack_ = 0; // memory, to the system
    int looksToGiveBack_ = 0; // calm ones yet to come
};

} // namespace app
