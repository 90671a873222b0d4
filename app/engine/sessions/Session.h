// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One server or client that the user started. Its life is one coroutine task on the net loop: run()
// brings it up, works, and on cancellation takes it down again. Everything a session does runs in
// its context, so that instruments know on whose behalf. Lives on the net thread; SessionHost owns
// it and keeps it until its task is over.

#include "app/engine/faults/SessionFaults.h"

#include "loop/EventLoop.h"
#include "loop/Synchronisation.h"
#include "models/record/SessionRecord.h"
#include "models/spec/SessionUrl.h"
#include "models/text/Format.h"

#include <functional>
#include <optional>

namespace loop {
class StreamWriter;
}

namespace app {

class Connector;
class StandardInput;

class Session {
public:
    using Changed = std::function<void(Session &)>;
    // Besides the log: on stdout where there is no window, or to who talks with the peer.
    enum class Audience { Log, Everybody, Talker };
    using Said = std::function<void(Session &, const QString &, Audience)>;
    using Output = std::function<void(const QByteArray &)>;

    Session(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl url, Changed changed);
    virtual ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    // Makes the session that a URL names. Null for a kind that nobody wrote.
    [[nodiscard]] static std::unique_ptr<Session>
    make(loop::EventLoop &loop, loop::ContextId id, const models::SessionUrl &url, Changed changed);

    void hear(Said said) { said_ = std::move(said); } // what it has to say for the log
    // Which two connections are the halves of one that is passed on.
    using Paired = std::function<void(loop::ConnectionId, loop::ConnectionId)>;
    void setPaired(Paired paired) { paired_ = std::move(paired); }
    void setOutput(Output output) { output_ = std::move(output); } // what its peer says
    void outputTaken(std::size_t bytes); // of what setOutput() was given, its reader has so much
    void setStandardInput(StandardInput &input) { standardInput_ = &input; } // outlives it

    void start(); // from Stopped or Failed, or the first time
    void stop(); // does nothing when it is over, or ending already
    void restartOn(quint16 port) { url_.port = port; }

    // A message from a person, to a kind that takes them.
    virtual void send(const QByteArray &) { }

    // What a reply server does, from the next message on and when it starts again.
    virtual void setRules(const QString &) { }

    // What faults its connections meet, from now on and when it starts again.
    void setFaults(const models::FaultPlan &plan);
    [[nodiscard]] SessionFaults &faults() const { return *faults_; }

    [[nodiscard]] loop::ContextId id() const { return id_; }
    [[nodiscard]] const models::SessionUrl &url() const { return url_; }
    [[nodiscard]] models::SessionRecord::State state() const { return state_; }
    [[nodiscard]] bool isOver() const;
    [[nodiscard]] quint16 port() const { return port_; } // of a server that listens, else 0
    [[nodiscard]] models::SessionRecord record(); // with fresh figures

protected:
    // Ends by returning (it is done, or was stopped) or by throwing (it failed). Stopping cancels
    // it.
    virtual loop::Coro<void> run() = 0;
    [[nodiscard]] virtual QString figures() = 0; // what it says of itself now; "" for nothing
    // What a limit may be set on, in the measure's unit; none: it does not measure that.
    [[nodiscard]] virtual std::optional<double> measured(models::Measure) { return std::nullopt; }

    // The numbers behind figures(); of a kind that measures nothing, none.
    [[nodiscard]] virtual models::SessionResults results() { return {}; }

    // Whether any of that is of something that went well: see models::verdictOn().
    [[nodiscard]] virtual models::Evidence evidence() const { return models::Evidence::Something; }

    void running(const QString &address, quint16 port = 0); // it is up
    void connected(const Connector &connector,
                   const loop::StreamWriter &writer); // a client, so it is up
    void running(const QStringList &addresses, quint16 port); // a server, at all of these
    void pair(loop::ConnectionId one, loop::ConnectionId other) const; // they are halves of one
    void say(const QString &words); // an event of the log, on its behalf
    // That, for what it owns and may leave behind: of any thread, and nothing once it is gone.
    [[nodiscard]] std::function<void(const QString &)> warner();
    void
    show(const QString &words); // what a person waits for: that, and on stdout without a window
    void tell(const QString &words); // that, to the person who talks with the peer
    void output(const QByteArray &bytes); // what the peer says, on stdout without a window
    // Suspends until no more than `most` bytes of output() wait for their reader.
    [[nodiscard]] loop::Coro<void> outputBelow(std::size_t most);
    [[nodiscard]] StandardInput &standardInput() const { return *standardInput_; }
    void setOption(const QString &name, const QString &value) { url_.setTexts(name, {value}); }
    [[nodiscard]] loop::EventLoop &loop() const { return loop_; }

private:
    loop::Coro<void> live();
    [[nodiscard]] QString figuresIn(models::format::Spelling::Kind kind);
    void beginFaults();
    [[nodiscard]] QList<models::Verdict> judge();
    void change(models::SessionRecord::State state);

    loop::EventLoop &loop_;
    const loop::ContextId id_;
    models::SessionUrl url_;
    Changed changed_;
    Said said_;
    Output output_;
    Paired paired_;
    std::size_t outputWaiting_ = 0; // bytes that nobody has read yet
    loop::Event outputMoved_;
    StandardInput *standardInput_ = nullptr;
    models::SessionRecord::State state_ = models::SessionRecord::Stopped;
    QString address_;
    QStringList addresses_; // of a server that is up
    QString error_;
    QList<models::Verdict> verdicts_; // once it is over
    quint16 port_ = 0;
    bool begun_ = false; // this run had its first step: what is measured is of it
    std::shared_ptr<SessionFaults> faults_; // its connections may outlive it
    const std::shared_ptr<Session *> self_ = std::make_shared<Session *>(this); // for warner()
    loop::Task<void> task_;
};

} // namespace app
