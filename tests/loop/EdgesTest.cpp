// SPDX-License-Identifier: GPL-3.0-or-later

// Exactly the limit, the last one, the arm that is seldom taken.

#include "loop/Datagrams.h"
#include "loop/EventLoop.h"
#include "loop/Policy.h"
#include "loop/Runner.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/SocketAddress.h"
#include "loop/Synchronisation.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"
#include "tests/support/Pipe.h"
#include "tests/support/SocketPair.h"
#include "tests/support/Watched.h"
#include "tests/support/Wire.h"

#include <csignal>
#include <functional>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <unistd.h>

using namespace loop;

namespace {

Coro<void> pollAndSleep(int polls, int sleeps)
{
    for (int i = 0; i < polls; ++i) {
        co_await sleep(0s);
        if (i < sleeps)
            co_await sleep(1ms);
    }
    co_await sleep(1h);
}

Coro<void> holdAndRelease(Lock &lock)
{
    const Held held = co_await lock.hold();
    lock.release(); // by hand, before its time
}

Coro<bool> isFree(Lock &lock)
{
    co_await lock.acquire();
    const bool onlyOne = lock.locked();
    lock.release();
    co_return onlyOne;
}

Coro<void> pass(Barrier &barrier, int &passed)
{
    (void)co_await barrier.wait();
    ++passed;
}

Coro<std::shared_ptr<Transport>> connected(Descriptor fd, std::shared_ptr<Recording> protocol)
{
    ConnectOptions options;
    options.sock = std::move(fd);
    auto factory = [protocol] { return protocol; };
    const auto made
        = co_await EventLoop::running()->createConnection(std::move(factory), std::move(options));
    co_return made.transport;
}

std::shared_ptr<Recording> makeRecording()
{
    return std::make_shared<Recording>();
}

Coro<std::string> endOfServing(std::shared_ptr<Server> server)
{
    try {
        co_await server->serveForever();
    } catch (const CancelledError &) {
        co_return "cancelled";
    } catch (const RuntimeError &error) {
        co_return error.what();
    }
    co_return "ended";
}

Coro<void> writeTo(std::shared_ptr<Transport> transport)
{
    transport->write("x");
    co_return;
}

void onBrokenPipe(int) { }

} // namespace

class EdgesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // D-05: "longer than" is at least the limit
    void aCallbackOfExactlyTheLimitIsSlow()
    {
        const LogCapture log;
        Watched watched;
        const auto take = [&](Duration time) {
            watched.eventLoop.callSoon([&, time] { watched.driver->advance(time); });
            watched.iterate();
            return watched.warnings.count(WarningKind::SlowCallback);
        };
        QCOMPARE(take(watched.eventLoop.slowCallbackDuration - 1ns), std::ptrdiff_t(0));
        QCOMPARE(take(watched.eventLoop.slowCallbackDuration), std::ptrdiff_t(1));
    }

    void anIterationAfterOneWithASlowCallbackIsSlowByItself()
    {
        const LogCapture log;
        Watched watched;
        watched.eventLoop.callSoon([&] { watched.driver->advance(1s); });
        watched.iterate();
        QCOMPARE(watched.warnings.count(WarningKind::SlowCallback), std::ptrdiff_t(1));
        QCOMPARE(watched.warnings.count(WarningKind::SlowIteration), std::ptrdiff_t(0));
        for (int i = 0; i < 10; ++i) // none of them slow
            watched.eventLoop.callSoon([&] { watched.driver->advance(50ms); });
        watched.iterate();
        QCOMPARE(watched.warnings.count(WarningKind::SlowIteration), std::ptrdiff_t(1));
    }

    void debugModeOutlivesAProbe()
    {
        const LogCapture log;
        Watched watched;
        watched.eventLoop.setProbe(nullptr);
        watched.eventLoop.callSoon([&] { watched.driver->advance(1s); });
        watched.iterate();
        QCOMPARE(log.count("took 1.000 seconds"), 1L);
    }

    void aProbeOutlivesDebugMode()
    {
        const LogCapture log;
        Watched watched;
        watched.eventLoop.setDebug(false);
        const Task<void> task = watched.eventLoop.createTask(idle(0s));
        watched.eventLoop.callSoon([&] { watched.driver->advance(1s); });
        watched.iterate(3);
        QCOMPARE(watched.eventLoop.sample().busy, std::int64_t(1'000'000'000));
        QCOMPARE(watched.warnings.count(WarningKind::SlowCallback), std::ptrdiff_t(0));
    }

    void aWarningHasItsOwnContextOrThatOfWhatRuns()
    {
        const LogCapture log;
        Watched watched;
        watched.eventLoop.callSoon([&] {
            watched.eventLoop.setContext({7});
            watched.eventLoop.warn({WarningKind::LockMisuse, 0, "own", {}, ContextId {9}, {}, {}});
            watched.eventLoop.warn({WarningKind::HandlerFailed, 0, "none", {}, {}, {}, {}});
        });
        watched.iterate();
        QVERIFY(watched.warnings.first(WarningKind::LockMisuse).context == ContextId {9});
        QVERIFY(watched.warnings.first(WarningKind::HandlerFailed).context == ContextId {7});
    }

    // Somebody has closed it, and the loop did not wait for its peer.
    void aTransportThatIsClosingAsTheLoopClosesIsNotUnclosed()
    {
        const LogCapture log;
        Watched watched;
        SocketPair pair;
        const auto transport
            = watched.eventLoop.runUntilComplete(connected(std::move(pair.a), makeRecording()));
        transport->write(std::string(4 * 1024 * 1024, 'x')); // more than fits
        transport->close();
        watched.iterate();
        QVERIFY(transport->state() == ConnectionState::Closing);
        watched.eventLoop.close();
        QCOMPARE(watched.warnings.count(WarningKind::UnclosedTransport), std::ptrdiff_t(0));
        QCOMPARE(log.count("unclosed transport"), 0L);
    }

    // Of a hundred steps, more than half.
    void aTaskPollsFromAHundredStepsOnIfMostAreItsOwn_data()
    {
        QTest::addColumn<int>("polls");
        QTest::addColumn<int>("sleeps");
        QTest::addColumn<bool>("warned");
        QTest::newRow("99 of 100") << 99 << 0 << true;
        QTest::newRow("98 of 99") << 98 << 0 << false;
        QTest::newRow("50 of 100") << 50 << 49 << false;
        QTest::newRow("51 of 101") << 51 << 49 << true;
    }
    void aTaskPollsFromAHundredStepsOnIfMostAreItsOwn()
    {
        QFETCH(int, polls);
        QFETCH(int, sleeps);
        QFETCH(bool, warned);
        const LogCapture log;
        Watched watched;
        const Task<void> task = watched.eventLoop.createTask(pollAndSleep(polls, sleeps));
        for (int i = 0; i < 200 && task.base().counters().steps < std::uint64_t(1 + polls + sleeps);
             ++i) {
            watched.iterate();
            if (task.base().waitInfo().kind == WaitKind::Sleep
                && task.base().counters().steps < std::uint64_t(1 + polls + sleeps))
                watched.driver->advance(1ms);
        }
        QCOMPARE(task.base().counters().steps, std::uint64_t(1 + polls + sleeps));
        QCOMPARE(task.base().selfWakes(), std::uint32_t(polls));
        watched.driver->advance(2s);
        watched.iterate(2); // it looks once a second
        QCOMPARE(watched.warnings.count(WarningKind::SelfWaking), std::ptrdiff_t(warned));
        (void)task.cancel();
        watched.iterate(2);
    }

    // PI-02: what the program itself does about broken pipes stays; only death of it is averted.
    void whatTheProgramDoesAboutBrokenPipesStays()
    {
        struct sigaction before { };
        ::sigaction(SIGPIPE, nullptr, &before);
        const auto handlerAfter = [](void (*handler)(int)) {
            std::signal(SIGPIPE, handler);
            ManualLoop manual;
            Pipe pipe;
            (void)manual.loop.runUntilComplete(
                manual.loop.connectWritePipe(makeRecording, std::move(pipe.writing)));
            struct sigaction after { };
            ::sigaction(SIGPIPE, nullptr, &after);
            manual.loop.close();
            return after.sa_handler;
        };
        const auto own = handlerAfter(onBrokenPipe);
        const auto standard = handlerAfter(SIG_DFL);
        ::sigaction(SIGPIPE, &before, nullptr);
        QVERIFY(own == onBrokenPipe);
        QVERIFY(standard == SIG_IGN);
    }

    void anAbstractNameMayHoldAZeroByte()
    {
        const std::string name("\0a\0b", 4);
        const SocketAddress address = SocketAddress::unixPath(name);
        QCOMPARE(address.toString(), std::string("@a\0b", 4));
        QVERIFY(address != SocketAddress::unixPath(std::string("\0a", 2)));
    }

    // The peer has gone, and the protocol answered its end with more.
    void aWriteToAUnixPeerThatHasGoneIsAReset()
    {
        ManualLoop manual;
        SocketPair pair;
        const auto protocol = makeRecording();
        protocol->keepOpen = true;
        const auto transport = manual.loop.runUntilComplete(connected(std::move(pair.a), protocol));
        pair.b.reset();
        runReady(manual.loop, 2);
        QCOMPARE(protocol->count("eof"), std::size_t(1));
        transport->write("too late");
        runReady(manual.loop, 3);
        QVERIFY(protocol->lost());
        QVERIFY(transport->state() == ConnectionState::Reset);
    }

    void servingThatWasCancelledHasClosedTheServer()
    {
        ManualLoop manual;
        const auto server
            = manual.loop.runUntilComplete(manual.loop.createServer(makeRecording, "127.0.0.1", 0));
        const Task<std::string> serving = manual.loop.createTask(endOfServing(server));
        runReady(manual.loop);
        (void)serving.cancel();
        QCOMPARE(manual.loop.runUntilComplete(serving), std::string("cancelled"));
        const std::string again = manual.loop.runUntilComplete(endOfServing(server));
        QVERIFY2(again.ends_with(" is closed"), again.c_str());
    }

    void theFirstDescriptorIsNamedInAReport()
    {
        ExceptionContext context;
        context.message = "accept failed";
        QVERIFY(context.text().find("socket:") == std::string::npos);
        context.socket = 0; // a program without standard input
        QVERIFY(context.text().find("\nsocket: 0") != std::string::npos);
    }

    void bothDirectionsOfADescriptorAreNamedWhereTheyAreSlow()
    {
        const LogCapture log;
        Watched watched;
        SocketPair pair;
        const int fd = pair.a.get();
        const auto dawdle = [&] { watched.driver->advance(1s); };
        watched.eventLoop.addWriter(fd, dawdle);
        const std::uint32_t writers = __LINE__ - 1;
        watched.iterate();
        const WarningRecord one = watched.warnings.first(WarningKind::SlowCallback);
        QCOMPARE(one.created.line, writers);
        QVERIFY2(one.message.find(" or ") == std::string::npos, one.message.c_str());
        watched.warnings.all.clear();
        watched.eventLoop.addReader(fd, [] {});
        const std::uint32_t readers = __LINE__ - 1;
        watched.iterate();
        const WarningRecord both = watched.warnings.first(WarningKind::SlowCallback);
        QCOMPARE(both.created.line, readers);
        QVERIFY2(both.message.find(" or ") != std::string::npos, both.message.c_str());
        watched.eventLoop.removeReader(fd);
        watched.eventLoop.removeWriter(fd);
    }

    void aServerNamesEachPlaceWhereItListens()
    {
        ManualLoop manual;
        const auto server = manual.loop.runUntilComplete(manual.loop.createServer(
            makeRecording, std::vector<std::string> {"127.0.0.1", "127.0.0.2"}, 0));
        const auto sockets = server->sockets();
        QCOMPARE(sockets.size(), std::size_t(2));
        const Task<std::string> serving = manual.loop.createTask(endOfServing(server));
        runReady(manual.loop);
        const std::string refusal = manual.loop.runUntilComplete(endOfServing(server));
        const std::string name = "<Server on " + sockets[0].address.toString() + ", "
            + sockets[1].address.toString() + '>';
        QVERIFY2(refusal.starts_with("server " + name), refusal.c_str());
        server->close();
        QCOMPARE(manual.loop.runUntilComplete(serving), std::string("cancelled"));
    }

    // N-05: a socket that blocks would hold the loop.
    void aGivenSocketDoesNotBlockFromThenOn()
    {
        ManualLoop manual;
        SocketPair pair;
        const int fd = pair.a.get();
        (void)::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) & ~O_NONBLOCK);
        const auto transport
            = manual.loop.runUntilComplete(connected(std::move(pair.a), makeRecording()));
        QVERIFY(::fcntl(fd, F_GETFL) & O_NONBLOCK);
        transport->abort();
    }

    void aSocketExcludesEachOtherWordOnAnEndpoint_data()
    {
        QTest::addColumn<std::function<void(DatagramOptions &)>>("say");
        using Say = std::function<void(DatagramOptions &)>;
        const auto here = std::pair("127.0.0.1", std::uint16_t(0));
        QTest::newRow("local") << Say([here](DatagramOptions &o) { o.localAddr = here; });
        QTest::newRow("remote") << Say([here](DatagramOptions &o) { o.remoteAddr = here; });
        QTest::newRow("family") << Say([](DatagramOptions &o) { o.family = AF_INET; });
        QTest::newRow("proto") << Say([](DatagramOptions &o) { o.proto = IPPROTO_UDP; });
        QTest::newRow("flags") << Say([](DatagramOptions &o) { o.flags = AI_NUMERICHOST; });
        QTest::newRow("address reuse") << Say([](DatagramOptions &o) { o.reuseAddress = true; });
        QTest::newRow("port reuse") << Say([](DatagramOptions &o) { o.reusePort = true; });
        QTest::newRow("broadcast") << Say([](DatagramOptions &o) { o.allowBroadcast = true; });
    }
    void aSocketExcludesEachOtherWordOnAnEndpoint()
    {
        QFETCH(std::function<void(DatagramOptions &)>, say);
        ManualLoop manual;
        DatagramOptions options;
        options.sock = Descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        say(options);
        QVERIFY(messageThrownBy([&] {
                    return manual.loop.runUntilComplete(manual.loop.createDatagramEndpoint(
                        [] { return std::make_shared<DatagramProtocol>(); }, std::move(options)));
                }).starts_with("socket modifier keyword arguments"));
    }

    // S-01: as recv() of no bytes, which waits for none
    void receivingNothingIsDoneAtOnce()
    {
        ManualLoop manual;
        SocketPair pair;
        const Task<std::string> task
            = manual.loop.createTask(manual.loop.sockRecv(pair.a.get(), 0));
        runReady(manual.loop);
        QVERIFY(task.done());
        QVERIFY(manual.loop.runUntilComplete(task).empty());
    }

    // asyncio.run() leaves its thread without a loop, rather than with one that is closed.
    void aRunnerLeavesNoLoopBehind()
    {
        {
            Runner runner;
            QCOMPARE(runner.run(after(0s, 7)), 7);
            QVERIFY(messageThrownBy([] { return getEventLoop().id().value; }).empty());
        }
        QCOMPARE(messageThrownBy([] { return getEventLoop().id().value; }),
                 std::string("There is no current event loop in this thread."));
    }

    // The task that wrote last is the one that a connection is said to belong to.
    void aConnectionIsOfTheTaskThatWroteLast()
    {
        const LogCapture log;
        Watched watched;
        SocketPair pair;
        const auto transport
            = watched.eventLoop.runUntilComplete(connected(std::move(pair.a), makeRecording()));
        const Task<void> one = watched.eventLoop.createTask(writeTo(transport));
        watched.iterate(2);
        QVERIFY(transport->task() == one.id());
        const Task<void> other = watched.eventLoop.createTask(writeTo(transport));
        watched.iterate(2);
        QVERIFY(transport->task() == other.id());
        watched.eventLoop.callSoon([&] { transport->write("of no task"); });
        watched.iterate(2);
        QVERIFY(transport->task() == other.id());
        transport->abort();
        watched.iterate(2);
    }

    // --- Primitives ---

    void whatWasReleasedByHandIsNotReleasedAgain()
    {
        ManualLoop manual;
        Lock lock;
        manual.loop.runUntilComplete(holdAndRelease(lock));
        QVERIFY(!lock.locked());
        QVERIFY(manual.loop.runUntilComplete(isFree(lock)));
    }

    void aBarrierThatNobodyWaitsAtMayBeReset()
    {
        ManualLoop manual;
        Barrier barrier(2);
        int passed = 0;
        barrier.reset();
        const Task<void> one = manual.loop.createTask(pass(barrier, passed));
        const Task<void> two = manual.loop.createTask(pass(barrier, passed));
        runReady(manual.loop, 4);
        QCOMPARE(passed, 2);
    }
};

QTEST_GUILESS_MAIN(EdgesTest)
#include "EdgesTest.moc"
