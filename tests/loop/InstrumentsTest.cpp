// SPDX-License-Identifier: GPL-3.0-or-later

// What a probe is told of tasks that begin inside of createTask() and of connections that change
// their kind, and what keeps a loop running.

#include "loop/Context.h"
#include "loop/EventLoop.h"
#include "loop/Executor.h"
#include "loop/Probe.h"
#include "loop/Recorder.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "tests/support/TlsFixture.h"

#include <algorithm>
#include <csignal>
#include <map>
#include <semaphore>
#include <set>

using namespace loop;
using namespace std::chrono_literals;

namespace {

// By task and by connection, in the order of the calls.
struct Watching final : Probe {
    void taskCreated(TaskBase &task) noexcept override { of(task) += "created "; }
    void taskEnded(TaskBase &task) noexcept override { of(task) += task.done() ? "ended " : "?"; }
    void connectionMade(Transport &transport) noexcept override { of(transport) += "made "; }
    void connectionLost(Transport &transport, const std::exception_ptr &error) noexcept override
    {
        of(transport) += error ? "failed " : "lost ";
    }
    std::string &of(const TaskBase &task) { return tasks[task.name()]; }
    std::string &of(const Transport &transport) { return connections[transport.id().value]; }

    std::map<std::string, std::string> tasks;
    std::map<std::uint64_t, std::string> connections;
};

Coro<int> atOnce()
{
    co_return 1;
}

Coro<int> soon()
{
    co_await sleep(0s);
    co_return 2;
}

Coro<int> beginsBoth(EventLoop &loop)
{
    const Task<int> first = loop.createTask(eagerStart, atOnce(), "inner at once");
    const Task<int> second = loop.createTask(eagerStart, soon(), "inner soon");
    co_return co_await first + co_await second;
}

} // namespace

class InstrumentsTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup() { end(); }

    // T-01: each task begins and ends once, wherever it began
    void eagerTasksBeginAndEndOnce()
    {
        Watching probe;
        m_loop->setProbe(&probe);
        (void)m_loop->createTask(eagerStart, atOnce(), "outside"); // the loop does not run
        QCOMPARE(m_loop->runUntilComplete(m_loop->createTask(beginsBoth(*m_loop), "outer")), 3);
        bool ended = false;
        m_loop->callSoon([&] { // in no task
            const auto task = m_loop->createTask(eagerStart, atOnce(), "of a callback");
            const auto later = m_loop->createTask(eagerStart, soon(), "later");
            ended = task.done() && !later.done() && probe.tasks["later"] == "created ";
        });
        runReady(*m_loop, 3);
        QVERIFY(ended);
        m_loop->setProbe(nullptr);
        for (const auto &[name, calls] : probe.tasks)
            QCOMPARE(QString::fromStdString(name + ": " + calls),
                     QString::fromStdString(name + ": created ended "));
        QCOMPARE(probe.tasks.size(), std::size_t(6));
    }

    // N-08: one connection, first in the clear and then by TLS
    void anUpgradeEndsOneConnectionAndBeginsAnother()
    {
        auto ends = tcpPair();
        const auto make = [] { return std::make_shared<Recording>(); };
        const auto server = m_loop->createTask(
            m_loop->connectAcceptedSocket(make, std::move(ends.first), serverContext("local")));
        ConnectOptions options;
        options.sock = std::move(ends.second);
        const auto plain
            = m_loop->runUntilComplete(m_loop->createConnection(make, std::move(options)));
        Watching probe;
        m_loop->setProbe(&probe);
        probe.connectionMade(*plain.transport); // as a recorder that comes later
        const ConnectOptions trusted = trusting();
        const auto upgraded = m_loop->runUntilComplete(
            m_loop->startTls(plain.transport, trusted.ssl, std::string("localhost")));
        QVERIFY(upgraded);
        (void)m_loop->runUntilComplete(server);
        m_loop->setProbe(nullptr);
        QCOMPARE(probe.of(*plain.transport), std::string("made lost "));
        QCOMPARE(probe.of(*upgraded), std::string("made "));
        QCOMPARE(probe.connections.size(), std::size_t(3)); // the server's is by TLS alone
    }

    // D-08: each event and each row says on whose behalf it came about
    void whatIsRecordedHasItsContext()
    {
        constexpr ContextId ours {7};
        Recorder recorder(*m_loop);
        const InContext in(*m_loop, ours);
        const auto accepted = std::make_shared<Recording>();
        const auto body = [](EventLoop &loop, std::shared_ptr<Recording> of) -> Coro<void> {
            const auto accept = [of] { return of; };
            const auto server = co_await loop.createServer(accept, "127.0.0.1", 0);
            const auto made = co_await loop.createConnection(
                [] { return std::make_shared<Recording>(); }, "127.0.0.1",
                server->sockets().front().address.port());
            made.transport->write(std::string(1 << 24, 'x')); // more than the kernel takes
            made.transport->writeEof();
            while (!of->count("eof"))
                co_await sleep(1ms);
            made.transport->close();
            server->close();
            loop.warn({WarningKind::SlowCallback, 0, "by hand", {}, {}, {}, {}});
        };
        m_loop->runUntilComplete(in.createTask(body(*m_loop, accepted)));
        recorder.note(EventKind::Session, ours, "noted", {});
        QVERIFY(runUntil(*m_loop, [this] { return m_loop->totals().connections == 0; }));
        Handle timer = in.callLater(1h, [] {});
        Interest interest;
        interest.timers = true;
        (void)recorder.take(interest);
        runReady(*m_loop);
        const auto delta = recorder.take(interest);
        runReady(*m_loop);
        timer.cancel();
        QVERIFY(delta);
        std::set<EventKind> kinds;
        for (const LogEvent &event : delta->events) {
            if (event.context != ours) // of runUntil() and such
                continue;
            kinds.insert(event.kind);
        }
        QCOMPARE(kinds,
                 (std::set<EventKind> {EventKind::Connect, EventKind::DataIn, EventKind::DataOut,
                                       EventKind::Eof, EventKind::Pause, EventKind::Resume,
                                       EventKind::Close, EventKind::TaskStart, EventKind::TaskEnd,
                                       EventKind::Warning, EventKind::Session}));
        QCOMPARE(delta->opened.size(), std::size_t(2));
        for (const ConnectionOpened &opened : delta->opened)
            QCOMPARE(opened.context, ours);
        QCOMPARE(std::ranges::count(delta->created, ours, &TaskCreated::context), 1);
        QCOMPARE(std::ranges::count(delta->warnings, ours, &WarningRecord::context), 1);
        QCOMPARE(std::ranges::count(delta->timers, ours, &TimerSample::context), 1);
    }

    void whatKeepsALoopRunningIsCounted()
    {
        QVERIFY(m_loop->handles().empty());
        const auto make = [] { return std::make_shared<Recording>(); };
        const auto server = m_loop->runUntilComplete(m_loop->createServer(make, "127.0.0.1", 0));
        std::vector<Peer> peers;
        for (int i = 0; i < 3; ++i)
            peers.push_back(Peer::connectTo(server->sockets().front().address));
        QVERIFY(runUntil(*m_loop, [this] { return m_loop->totals().connections == 3; }));
        std::vector<Handle> timers;
        for (int i = 0; i < 5; ++i)
            timers.push_back(m_loop->callLater(1h, [] {}));
        std::binary_semaphore go(0);
        const auto job = m_loop->runInExecutor(nullptr, [&go] { go.acquire(); });
        m_loop->addSignalHandler(SIGUSR1, [] {});
        m_loop->addSignalHandler(SIGUSR2, [] {});
        std::vector<std::pair<HandleKind, std::uint64_t>> counted;
        for (const HandleGroup &group : m_loop->handles()) {
            counted.emplace_back(group.kind, group.count);
            const bool known = group.kind != HandleKind::Job && group.kind != HandleKind::Signal;
            QCOMPARE(bool(group.created), known);
        }
        go.release();
        QCOMPARE(counted,
                 (std::vector<std::pair<HandleKind, std::uint64_t>> {{HandleKind::Timer, 5},
                                                                     {HandleKind::Connection, 3},
                                                                     {HandleKind::Signal, 2},
                                                                     {HandleKind::Server, 1},
                                                                     {HandleKind::Job, 1}}));
        m_loop->runUntilComplete(job);
        m_loop->removeSignalHandler(SIGUSR1);
        m_loop->removeSignalHandler(SIGUSR2);
        for (Handle &timer : timers)
            timer.cancel();
        server->close();
        server->closeClients();
        QVERIFY(runUntil(*m_loop, [this] { return m_loop->totals().connections == 0; }));
        QVERIFY(m_loop->handles().empty());
    }

    // Who sleeps, and at which line; of other timers, where they were asked for
    void aPendingTimerSaysWhoseItIs()
    {
        EventLoop loop;
        const auto sleeps = []() -> Coro<void> { co_await sleep(1h); };
        const Task<void> task = loop.createTask(sleeps());
        runReady(loop);
        const std::vector<TimerSample> timers = loop.pendingTimers(5);
        QCOMPARE(timers.size(), std::size_t(1));
        QCOMPARE(timers.front().task.value, task.id().value);
        QCOMPARE(timers.front().created.fileAndLine(), task.base().awaitedAt().fileAndLine());
        QVERIFY(timers.front().created.fileAndLine().starts_with("InstrumentsTest.cpp:"));
        task.cancel();
        runReady(loop, 2);
        QVERIFY(loop.pendingTimers(5).empty());
    }
};

QTEST_GUILESS_MAIN(InstrumentsTest)
#include "InstrumentsTest.moc"
