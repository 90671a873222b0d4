// SPDX-License-Identifier: GPL-3.0-or-later
// On whose behalf code runs: inherited from the code that asks for it, or said (asyncio's
// context=).
#include "loop/Context.h"
#include "loop/Server.h"
#include "loop/Subprocess.h"
#include "loop/TaskGroup.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"
#include "tests/support/Pipe.h"
#include "tests/support/Wire.h"

#include <QtCore/QObject>

#include <csignal>
#include <map>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

using namespace loop;

namespace {

constexpr ContextId ours {7};
constexpr ContextId theirs {8};

ContextId here()
{
    return getRunningLoop().context();
}

Coro<ContextId> contextAfterAnAwait()
{
    co_await sleep(0s);
    co_return here();
}

} // namespace

class ContextTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void callsAndTasksRunInTheContextThatIsSaid()
    {
        EventLoop loop(makeDriver());
        std::vector<ContextId> seen;
        const auto see = [&seen] { seen.push_back(here()); };
        const InContext in(loop, ours);
        const Handle soon = in.callSoon(see);
        QCOMPARE(soon.context(), ours);
        in.callLater(1ms, see);
        in.callAt(loop.time() + 1ms, see);
        in.callSoonThreadsafe(see);
        QCOMPARE(loop.runUntilComplete(in.createTask(contextAfterAnAwait(), "named")), ours);
        loop.runUntilComplete(sleep(5ms, 0));
        QCOMPARE(seen, std::vector<ContextId>(4, ours));
        QCOMPARE(soon.context(), ContextId()); // it has run
        QCOMPARE(loop.context(), ContextId()); // nothing is left behind
    }

    void whatIsNotSaidIsInherited()
    {
        EventLoop loop(makeDriver());
        std::vector<ContextId> seen;
        const auto see = [&seen] { seen.push_back(here()); };
        InContext(loop, ours).callSoon([&] {
            loop.callSoonThreadsafe(see);
            loop.callSoon(see);
            InContext(theirs).run([&] { loop.callSoon(see); });
            loop.callSoon(see);
        });
        runReady(loop, 3);
        QCOMPARE(seen, (std::vector {ours, theirs, ours, ours})); // another thread's call is last
    }

    void anEagerTaskLeavesItsCallersContextAlone()
    {
        EventLoop loop(makeDriver());
        std::vector<ContextId> seen;
        const auto note = [](std::vector<ContextId> &to) -> Coro<void> {
            to.push_back(here());
            co_return;
        };
        const auto caller = [&]() -> Coro<void> {
            (void)InContext(theirs).createTask(eagerStart, note(seen));
            seen.push_back(here());
            co_return;
        };
        loop.runUntilComplete(InContext(loop, ours).createTask(caller()));
        QCOMPARE(seen, (std::vector {theirs, ours}));
    }

    void aDoneCallbackRunsInTheContextOfWhoAddedIt()
    {
        EventLoop loop(makeDriver());
        const auto future = loop.createFuture<int>();
        std::vector<ContextId> seen;
        const auto see = [&seen] { seen.push_back(here()); };
        InContext(loop, ours).callSoon([&] { future.addDoneCallback(see); });
        InContext(loop, ours).addDoneCallback(future, see);
        future.addDoneCallback(see);
        runReady(loop);
        InContext(loop, theirs).callSoon([&] { future.setResult(1); });
        runReady(loop, 2);
        QCOMPARE(seen, (std::vector {ours, ContextId(), ours}));
        InContext(loop, ours).addDoneCallback(future, see); // done already
        runReady(loop);
        QCOMPARE(seen.back(), ours);
    }

    void watchersAndSignalHandlersInheritIt()
    {
        EventLoop loop(makeDriver());
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        const Descriptor reader(ends[0]), writer(ends[1]);
        std::vector<ContextId> seen;
        const auto see = [&] {
            seen.push_back(here());
            loop.stop();
        };
        InContext(loop, ours).run([&] { loop.addReader(reader.get(), see); });
        QCOMPARE(::write(writer.get(), "x", 1), 1);
        loop.runForever();
        loop.removeReader(reader.get());
        InContext(loop, theirs).run([&] { loop.addSignalHandler(SIGUSR1, see); });
        ::raise(SIGUSR1);
        loop.runForever();
        loop.removeSignalHandler(SIGUSR1);
        QCOMPARE(seen, (std::vector {ours, theirs}));
    }

    void aSignalHandlerThatReplacesAnotherHasItsOwn()
    {
        EventLoop loop(makeDriver());
        std::vector<ContextId> seen;
        const auto see = [&] {
            seen.push_back(here());
            loop.stop();
        };
        for (const ContextId context : {ours, theirs})
            InContext(loop, context).run([&] { loop.addSignalHandler(SIGUSR1, see); });
        ::raise(SIGUSR1);
        loop.runForever();
        loop.removeSignalHandler(SIGUSR1);
        QCOMPARE(seen, std::vector {theirs});
    }

    void whatAServerAcceptsIsInTheContextOfWhoMadeItOrTheOneThatIsSaid()
    {
        EventLoop loop(makeDriver());
        for (const bool said : {false, true}) {
            std::vector<ContextId> seen;
            const auto see = [&seen](Recording &) { seen.push_back(here()); };
            const auto factory = [&seen, see] {
                seen.push_back(here());
                auto made = std::make_shared<Recording>();
                made->onMade = made->onData = made->onLost = see;
                return made;
            };
            ServerOptions options;
            options.context = said ? theirs : ContextId();
            const auto make = [&]() -> Coro<std::shared_ptr<Server>> {
                co_return co_await loop.createServer(factory, "127.0.0.1", 0, std::move(options));
            };
            const auto server = loop.runUntilComplete(InContext(loop, ours).createTask(make()));
            {
                const Peer peer = Peer::connectTo(server->sockets().front().address);
                peer.send("x");
                QVERIFY(runUntil(loop, [&] { return seen.size() == 3; }));
            }
            QVERIFY(runUntil(loop, [&] { return seen.size() == 4; }));
            QCOMPARE(seen, std::vector<ContextId>(4, said ? theirs : ours));
            server->close();
        }
    }

    void datagramsAreHeardInTheContextOfWhoMadeTheirEndpoint()
    {
        struct Hearing final : DatagramProtocol {
            void connectionMade(DatagramTransport &) override { seen.push_back(here()); }
            void datagramReceived(std::string_view, const SocketAddress &) override
            {
                seen.push_back(here());
            }
            void connectionLost(std::exception_ptr) override { seen.push_back(here()); }
            std::vector<ContextId> seen;
        };
        EventLoop loop(makeDriver());
        const auto make = [&]() -> Coro<DatagramEndpoint<Hearing>> {
            DatagramOptions options;
            options.localAddr.emplace("127.0.0.1", 0);
            co_return co_await loop.createDatagramEndpoint(
                [] { return std::make_shared<Hearing>(); }, std::move(options));
        };
        const auto made = loop.runUntilComplete(InContext(loop, ours).createTask(make()));
        made.transport->sendto("x", made.transport->sockName());
        QVERIFY(runUntil(loop, [&] { return made.protocol->seen.size() == 2; }));
        made.transport->close();
        QVERIFY(runUntil(loop, [&] { return made.protocol->seen.size() == 3; }));
        QCOMPARE(made.protocol->seen, std::vector<ContextId>(3, ours));
    }

    void pipesAreHeardInTheContextOfWhoMadeThem()
    {
        EventLoop loop(makeDriver());
        Pipe pipe(O_NONBLOCK);
        std::map<std::string, ContextId> seen;
        const auto factory = [&seen](std::string end) {
            return [&seen, end] {
                auto made = std::make_shared<Recording>();
                const auto see = [&seen, end](std::string what) {
                    return [&seen, key = end + what](Recording &) { seen[key] = here(); };
                };
                made->onMade = see("made");
                made->onData = see("data");
                made->onEof = see("eof");
                made->onResume = see("resume");
                made->onLost = see("lost");
                return made;
            };
        };
        const InContext in(loop, ours);
        const auto writer = loop.runUntilComplete(
            in.createTask(loop.connectWritePipe(factory("writer "), std::move(pipe.writing))));
        writer.transport->write(std::string(1 << 20, 'x'));
        const auto reader = loop.runUntilComplete(
            in.createTask(loop.connectReadPipe(factory("reader "), std::move(pipe.reading))));
        QVERIFY(runUntil(loop, [&] { return reader.protocol->received.size() == 1 << 20; }));
        writer.transport->close();
        QVERIFY(runUntil(loop, [&] { return writer.protocol->lost() && reader.protocol->lost(); }));
        for (const auto &[what, context] : seen)
            QVERIFY2(context == ours, what.c_str());
        QCOMPARE(seen.size(), std::size_t(7)); // but for pauses, which come inside of write()
    }

    void processesAreHeardInTheContextOfWhoMadeThem()
    {
        struct Hearing final : SubprocessProtocol {
            void connectionMade(SubprocessTransport &) override { seen["made"] = here(); }
            void pipeDataReceived(int, std::string_view) override { seen["data"] = here(); }
            void pipeConnectionLost(int, std::exception_ptr) override { seen["pipe"] = here(); }
            void processExited() override { seen["exited"] = here(); }
            void connectionLost(std::exception_ptr) override { seen["lost"] = here(); }
            std::map<std::string, ContextId> seen;
        };
        EventLoop loop(makeDriver());
        const auto child = loop.runUntilComplete(
            InContext(loop, ours)
                .createTask(loop.subprocessShell([] { return std::make_shared<Hearing>(); },
                                                 "echo hello")));
        QVERIFY(runUntil(loop, [&] { return child.protocol->seen.contains("lost"); }));
        for (const auto &[what, context] : child.protocol->seen)
            QVERIFY2(context == ours, what.c_str());
        QCOMPARE(child.protocol->seen.size(), std::size_t(5));
    }

    void anotherThreadSaysItForItsCalls()
    {
        EventLoop loop(makeDriver());
        std::vector<ContextId> seen;
        std::thread other([&] {
            loop.callSoonThreadsafe([&] { seen.push_back(here()); });
            InContext(loop, ours).callSoonThreadsafe([&] {
                seen.push_back(here());
                loop.stop();
            });
        });
        loop.runForever();
        other.join();
        QCOMPARE(seen, (std::vector {ContextId(), ours}));
    }

    void runGivesWhatItsFunctionGivesAndPutsTheContextBack()
    {
        EventLoop loop(makeDriver());
        const InContext in(loop, ours);
        QCOMPARE(in.run([&] { return loop.context(); }), ours);
        QVERIFY_THROWS_EXCEPTION(ValueError, in.run([] { throw ValueError("no"); }));
        QCOMPARE(loop.context(), ContextId());
        QVERIFY_THROWS_EXCEPTION(RuntimeError, InContext {theirs}); // no loop runs
        const auto body = [&](TaskGroup &group) -> Coro<ContextId> {
            const auto task = in.run([&] { return group.createTask(contextAfterAnAwait()); });
            co_return co_await task;
        };
        QCOMPARE(loop.runUntilComplete(taskGroup(body)), ours);
    }
};

QTEST_GUILESS_MAIN(ContextTest)
#include "ContextTest.moc"
