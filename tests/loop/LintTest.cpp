// SPDX-License-Identifier: GPL-3.0-or-later

// Debug mode's warnings beyond asyncio's own: each is raised once, with the task it is about, and
// can be switched off.

#include "loop/EventLoop.h"
#include "loop/Lints.h"
#include "loop/Log.h"
#include "loop/Probe.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"
#include "loop/Synchronisation.h"
#include "tests/support/ManualDriver.h"

#include <QtTest/QTest>

#include <array>

using namespace loop;
using namespace std::chrono_literals;

namespace {

class Warnings final : public Probe {
public:
    void warned(const WarningRecord &warning) noexcept override { all.push_back(warning); }
    [[nodiscard]] qsizetype count(WarningKind kind) const
    {
        return std::count_if(all.begin(), all.end(),
                             [kind](const WarningRecord &w) { return w.kind == kind; });
    }
    std::vector<WarningRecord> all;
};

// A loop in debug mode over a clock that stands still, and what it warned of.
class Watched {
public:
    Watched()
        : driver(new ManualDriver)
        , eventLoop(std::unique_ptr<Driver>(driver))
    {
        eventLoop.setDebug(true);
        eventLoop.setProbe(&warnings);
    }
    ~Watched() { eventLoop.setProbe(nullptr); }

    ManualDriver *driver;
    EventLoop eventLoop;
    Warnings warnings;
};

Coro<void> pollItself(int times)
{
    for (int i = 0; i < times; ++i)
        co_await sleep(0s);
    co_await sleep(3s);
}

Coro<void> waitForNothing(EventLoop &eventLoop)
{
    co_await eventLoop.createFuture<void>();
}

Coro<void> waitFor(Future<void> *future)
{
    co_await *future;
}

Coro<void> awaitTask(std::vector<Task<void>> *tasks, std::size_t index)
{
    co_await sleep(0s); // until both are there
    const Task<void> other = (*tasks)[index];
    co_await other;
}

Coro<void> hog(ManualDriver *driver)
{
    driver->advance(2s);
    co_await sleep(1s);
}

Coro<void> large()
{
    std::array<char, 64 * 1024> bytes {};
    co_await sleep(5s);
    bytes.back() = 1;
    co_await sleep(std::chrono::seconds(bytes.back()));
}

Coro<void> leak(StreamReader reader, StreamWriter)
{
    (void)co_await reader.read(1);
}

Coro<void> connectAndSend()
{
    auto server = co_await startServer(leak, "127.0.0.1", 0);
    auto client = co_await openConnection("127.0.0.1", server->sockets().front().address.port());
    client.writer.write("x");
    co_await sleep(1s);
    client.writer.close();
    server->close();
    co_await sleep(1s);
}

Coro<void> forgetToRelease()
{
    Lock lock;
    co_await lock.acquire();
}

Coro<void> lockWithGuard()
{
    Lock lock;
    const Held held = co_await lock.hold();
}

} // namespace

class LintTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        setLogHandler([](LogLevel, std::string_view, std::string_view) {});
    }

    void taskThatWakesItselfIsWarnedOfOnce()
    {
        Watched w;
        w.eventLoop.runUntilComplete(pollItself(500));
        QCOMPARE(w.warnings.count(WarningKind::SelfWaking), 1);
        QVERIFY(w.warnings.all.front().task);
    }

    void taskThatSleepsIsNotWarnedOf()
    {
        Watched w;
        w.eventLoop.runUntilComplete(pollItself(10));
        QVERIFY(w.warnings.all.empty());
    }

    void taskThatNobodyCanWakeIsWarnedOf()
    {
        Watched w;
        const auto task = w.eventLoop.createTask(waitForNothing(w.eventLoop));
        w.eventLoop.callLater(3s, [&] { w.eventLoop.stop(); });
        w.eventLoop.runForever();
        QCOMPARE(w.warnings.count(WarningKind::NobodyCanWake), 1);
        task.state()->cancel();
        w.eventLoop.callLater(3s, [&] { w.eventLoop.stop(); });
        w.eventLoop.runForever();
    }

    void taskWhoseFutureIsHeldIsNotWarnedOf()
    {
        Watched w;
        Future<void> future = w.eventLoop.createFuture<void>();
        const auto task = w.eventLoop.createTask(waitFor(&future));
        w.eventLoop.callLater(3s, [&] { future.setResult(); });
        w.eventLoop.runUntilComplete(task);
        QCOMPARE(w.warnings.count(WarningKind::NobodyCanWake), 0);
    }

    void tasksThatAwaitEachOtherAreWarnedOf()
    {
        Watched w;
        std::vector<Task<void>> tasks;
        tasks.push_back(w.eventLoop.createTask(awaitTask(&tasks, 1)));
        tasks.push_back(w.eventLoop.createTask(awaitTask(&tasks, 0)));
        w.eventLoop.callLater(3s, [&] { w.eventLoop.stop(); });
        w.eventLoop.runForever();
        QCOMPARE(w.warnings.count(WarningKind::AwaitCycle), 2);
    }

    void taskThatRunsForASecondWithoutAwaitingIsWarnedOf()
    {
        Watched w;
        w.eventLoop.runUntilComplete(hog(w.driver));
        QCOMPARE(w.warnings.count(WarningKind::NeverYields), 1);
        QCOMPARE(w.warnings.count(WarningKind::SlowCallback), 1); // D-05, too
    }

    void largeFrameIsWarnedOf()
    {
        Watched w;
        w.eventLoop.runUntilComplete(large());
        QCOMPARE(w.warnings.count(WarningKind::LargeFrame), 1);
    }

    void manyQuickCallbacksThatHoldTheLoopAreWarnedOf()
    {
        Watched w;
        for (int i = 0; i < 10; ++i)
            w.eventLoop.callSoon([&] { w.driver->advance(50ms); });
        w.eventLoop.stop();
        w.eventLoop.runForever();
        QCOMPARE(w.warnings.count(WarningKind::SlowIteration), 1);
        QCOMPARE(w.warnings.count(WarningKind::SlowCallback), 0);
    }

    void streamHandlerThatDoesNotCloseIsWarnedOf()
    {
        Watched w;
        w.eventLoop.runUntilComplete(connectAndSend());
        QCOMPARE(w.warnings.count(WarningKind::UnclosedStream), 1);
    }

    void nestedRunAndStoppedEarlyAreWarnedOf()
    {
        Watched w;
        w.eventLoop.callSoon(
            [&] { QVERIFY_THROWS_EXCEPTION(RuntimeError, w.eventLoop.runForever()); });
        w.eventLoop.callSoon([&] { w.eventLoop.stop(); });
        QVERIFY_THROWS_EXCEPTION(RuntimeError, w.eventLoop.runUntilComplete(sleep(5s, 1)));
        QCOMPARE(w.warnings.count(WarningKind::NestedRun), 1);
        QCOMPARE(w.warnings.count(WarningKind::StoppedEarly), 1);
    }

    void lockThatIsReleasedUnheldOrDroppedHeldIsWarnedOf()
    {
        Watched w;
        w.eventLoop.callSoon([] {
            Lock lock;
            QVERIFY_THROWS_EXCEPTION(RuntimeError, lock.release());
        });
        w.eventLoop.stop();
        w.eventLoop.runForever();
        QCOMPARE(w.warnings.count(WarningKind::LockMisuse), 1);
        w.eventLoop.runUntilComplete(forgetToRelease());
        QCOMPARE(w.warnings.count(WarningKind::LockMisuse), 2);
        QVERIFY(w.warnings.all.back().task);
        w.eventLoop.runUntilComplete(lockWithGuard());
        QCOMPARE(w.warnings.count(WarningKind::LockMisuse), 2);
    }

    void exceptionHandlerThatThrowsIsWarnedOf() // ER-06
    {
        Watched w;
        w.eventLoop.setExceptionHandler(
            [](EventLoop &, const ExceptionContext &) { throw std::runtime_error("no"); });
        w.eventLoop.callSoon([] { throw std::runtime_error("first"); });
        w.eventLoop.stop();
        w.eventLoop.runForever();
        QCOMPARE(w.warnings.count(WarningKind::HandlerFailed), 1);
        QCOMPARE(w.warnings.count(WarningKind::CallbackFailed), 1);
    }

    void warningThatIsSwitchedOffIsNotRaised()
    {
        Watched w;
        w.eventLoop.setWarningEnabled(WarningKind::LargeFrame, false);
        w.eventLoop.runUntilComplete(large());
        QCOMPARE(w.warnings.count(WarningKind::LargeFrame), 0);
    }

    void withoutDebugModeNothingIsLookedFor()
    {
        Watched w;
        w.eventLoop.setDebug(false);
        w.eventLoop.runUntilComplete(pollItself(500));
        w.eventLoop.runUntilComplete(large());
        QVERIFY(w.warnings.all.empty());
    }

    void everyKindHasASummary()
    {
        for (std::size_t kind = 0; kind < std::size_t(WarningKind::Count); ++kind)
            QVERIFY(summary(static_cast<WarningKind>(kind)).ends_with('.'));
    }
};

QTEST_GUILESS_MAIN(LintTest)
#include "LintTest.moc"
