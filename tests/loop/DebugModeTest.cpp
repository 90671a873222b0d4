// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "loop/Queue.h"
#include "loop/Sleep.h"
#include "loop/Transport.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"
#include "tests/support/Watched.h"

#include <sys/socket.h>
#include <thread>

using namespace std::chrono_literals;

namespace {

loop::Coro<void> sleepLong()
{
    co_await loop::sleep(1h);
}

loop::Coro<void> failing()
{
    co_await loop::sleep(0s);
    throw std::domain_error("unread");
}

loop::Coro<void> takesLong(ManualDriver *driver, loop::Duration duration)
{
    driver->advance(duration);
    co_return;
}

struct Dawdling : loop::Protocol {
    explicit Dawdling(ManualDriver *d)
        : driver(d)
    { }
    void dataReceived(std::string_view) override
    {
        if (driver)
            driver->advance(200ms);
    }
    ManualDriver *driver;
};

loop::Coro<void> waitForEvent(loop::Event *event)
{
    co_await event->wait();
}

loop::Coro<void> waitForLock(loop::Lock *lock)
{
    co_await lock->acquire();
}

loop::Coro<void> holdAndWait(loop::Lock *lock)
{
    const loop::Held held = co_await lock->hold();
    co_await loop::sleep(1h);
}

loop::Coro<void> waitForItem(loop::Queue<int> *queue)
{
    (void)co_await queue->get();
}

loop::Coro<std::shared_ptr<loop::Transport>> connected(int fd, ManualDriver *driver = nullptr)
{
    auto factory = [driver] { return std::make_shared<Dawdling>(driver); };
    loop::ConnectOptions options;
    options.sock = loop::Descriptor(fd);
    auto connection = co_await loop::EventLoop::running()->createConnection(std::move(factory),
                                                                            std::move(options));
    co_return connection.transport;
}

void print(int, const std::string &) { }

} // namespace

class DebugModeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void cleanup()
    {
        ::unsetenv("LOOPSCOPE_DEBUG");
        ::unsetenv("PYTHONASYNCIODEBUG");
    }

    void debugIsOnWhereTheEnvironmentSaysSo() // D-01
    {
        for (const char *const name : {"LOOPSCOPE_DEBUG", "PYTHONASYNCIODEBUG"}) {
            cleanup();
            QVERIFY(!loop::EventLoop(makeDriver()).debug());
            ::setenv(name, "", 1);
            QVERIFY(!loop::EventLoop(makeDriver()).debug());
            for (const char *const value : {"1", "0", "no"}) {
                ::setenv(name, value, 1);
                loop::EventLoop loop(makeDriver());
                QVERIFY(loop.debug());
                loop.close();
            }
        }
    }

    void debugCanBeSetInAnyState() // D-02
    {
        loop::EventLoop loop(makeDriver());
        const auto toggles = [&loop] {
            const bool before = loop.debug();
            loop.setDebug(!before);
            const bool changed = loop.debug() == !before;
            loop.setDebug(before);
            return changed && loop.debug() == before;
        };
        QVERIFY(toggles());
        bool whileRunning = false;
        loop.callSoon([&] { whileRunning = toggles(); });
        runReady(loop);
        QVERIFY(whileRunning);
        loop.close();
        QVERIFY(toggles());
    }

    void anUnclosedLoopIsWarnedOfOnce() // D-03
    {
        LogCapture log;
        for (const bool debug : {false, true})
            for (const bool closed : {false, true}) {
                log.clear();
                {
                    loop::EventLoop loop(makeDriver(), "mine");
                    loop.setDebug(debug);
                    if (closed)
                        loop.close();
                }
                QCOMPARE(log.count("unclosed event loop <mine>"), debug && !closed ? 1L : 0L);
            }
    }

    void anUnclosedTransportIsWarnedOfOnce() // D-03
    {
        LogCapture log;
        for (const bool closed : {false, true}) {
            log.clear();
            int ends[2];
            QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
            const loop::Descriptor peer(ends[1]);
            loop::EventLoop loop(makeDriver());
            loop.setDebug(true);
            const auto transport = loop.runUntilComplete(connected(ends[0]));
            if (closed) {
                transport->close();
                runReady(loop);
                runReady(loop);
            }
            loop.close();
            QCOMPARE(log.count("unclosed transport"), closed ? 0L : 1L);
        }
    }

    void creationLogsTheSelector() // D-04
    {
        LogCapture log;
        const loop::EventLoop loop(makeDriver());
        const std::vector<LogCapture::Line> lines = log.lines();
        QCOMPARE(lines.size(), std::size_t(1));
        QCOMPARE(lines[0].message, "Using selector: " + std::string(loop.selectorName()));
        QCOMPARE(lines[0].category, std::string("asyncio"));
        QVERIFY(lines[0].level == loop::LogLevel::Debug);
        // The end of a loop is said in debug mode alone.
        for (const bool debug : {false, true}) {
            loop::EventLoop ending(makeDriver(), "mine");
            ending.setDebug(debug);
            ending.close();
            QCOMPARE(log.count("Close mine"), debug ? 1L : 0L);
        }
    }

    void slowCallbacksAreWarnedOf() // D-05
    {
        LogCapture log;
        auto *const driver = new ManualDriver;
        loop::EventLoop loop {std::unique_ptr<loop::Driver>(driver)};
        loop.callSoon([driver] { driver->advance(500ms); });
        driver->iterateOnce();
        QCOMPARE(log.count("Executing"), 0L); // not without debug mode
        loop.setDebug(true);
        loop.callSoon([driver] { driver->advance(99ms); });
        driver->iterateOnce();
        QCOMPARE(log.count("Executing"), 0L);
        loop.callSoon(loop::bind(
            "dawdle", [driver](int ms) { driver->advance(std::chrono::milliseconds(ms)); }, 150));
        driver->iterateOnce();
        QCOMPARE(log.count("Executing <Handle dawdle(150) created at DebugModeTest.cpp:"), 1L);
        QCOMPARE(log.count("took 0.150 seconds"), 1L);
        const auto task = loop.createTask(takesLong(driver, 200ms), "slow one");
        driver->iterateOnce();
        QVERIFY(task.done());
        QCOMPARE(log.count("name='slow one'"), 1L);
        QCOMPARE(log.count("took 0.200 seconds"), 1L);
        loop.slowCallbackDuration = 1s;
        loop.callSoon([driver] { driver->advance(999ms); });
        driver->iterateOnce();
        QCOMPARE(log.count("Executing"), 2L);
    }

    void whatIsSlowIsNamed() // D-05: by its transport, or by where it was asked for
    {
        LogCapture log;
        auto *const driver = new ManualDriver;
        loop::EventLoop loop {std::unique_ptr<loop::Driver>(driver)};
        loop.setDebug(true);
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
        const loop::Descriptor peer(ends[1]);
        const auto transport = loop.runUntilComplete(connected(ends[0], driver));
        QCOMPARE(::write(peer.get(), "x", 1), 1);
        driver->iterateOnce();
        QCOMPARE(log.count("Executing <Unix transport #"), 1L);
        transport->abort();
        driver->iterateOnce();

        const auto dawdle = [driver] { driver->advance(200ms); };
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
        const loop::Descriptor a(ends[0]);
        const loop::Descriptor b(ends[1]);
        QCOMPARE(::write(b.get(), "x", 1), 1);
        loop.addReader(a.get(), dawdle);
        driver->iterateOnce();
        loop.removeReader(a.get());
        QCOMPARE(log.count("Executing <Handle "), 1L);
        QCOMPARE(log.count(" created at DebugModeTest.cpp:"), 1L);
        (void)loop.callSoonThreadsafe(dawdle);
        driver->iterateOnce();
        QCOMPARE(log.count("Executing <Handle "), 2L);
        QCOMPARE(log.count(" created at DebugModeTest.cpp:"), 2L);
    }

    void changesFromAnotherThreadThrowBeforeTheyAreMade() // D-06
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        loop.setDebug(true);
        const auto future = loop.createFuture<int>();
        const auto task = loop.createTask(sleepLong());
        loop::Event event;
        loop::Lock lock;
        loop::Queue<int> queue;
        std::vector<loop::Task<void>> waiting {
            loop.createTask(waitForEvent(&event)), loop.createTask(holdAndWait(&lock)),
            loop.createTask(waitForLock(&lock)), loop.createTask(waitForItem(&queue))};
        runReady(loop);
        int refused = 0;
        const auto tryInAThread = [&refused](auto call) {
            std::thread([&] {
                try {
                    call();
                } catch (const loop::RuntimeError &) {
                    ++refused;
                }
            }).join(); // while the loop's own thread stands still
        };
        loop.callSoon([&] {
            tryInAThread([&] { future.setResult(1); });
            tryInAThread([&] { future.setException(std::domain_error("no")); });
            tryInAThread([&] { future.cancel(); });
            tryInAThread([&] { task.cancel(); });
            tryInAThread([&] { event.set(); });
            tryInAThread([&] { lock.release(); });
            tryInAThread([&] { queue.putNowait(1); });
        });
        runReady(loop);
        QCOMPARE(refused, 7);
        QVERIFY(!future.done());
        QCOMPARE(task.cancelling(), 0);
        QVERIFY(!event.isSet());
        QVERIFY(lock.locked());
        QVERIFY(queue.empty());
        runReady(loop);
        QCOMPARE(log.count("Non-thread-safe operation invoked on an event loop"), 7L);
        QVERIFY(log.count("created at DebugModeTest.cpp:") >= 4);
        event.set(); // a loop that stands still belongs to nobody
        future.setResult(1);
        task.cancel();
        for (const auto &other : waiting)
            other.cancel();
        runReady(loop, 3);
    }

    // Whoever waits in them belongs to the loop, also on the other side
    void whoWaitsForRoomBelongsToItsLoop() // D-06
    {
        loop::EventLoop loop(makeDriver());
        loop.setDebug(true);
        loop::Queue<int> full(1);
        full.putNowait(1);
        const auto put = [&full]() -> loop::Coro<void> { co_await full.put(2); };
        const auto task = loop.createTask(put());
        int refused = 0;
        loop.callSoon([&] {
            std::thread([&] {
                try {
                    (void)full.getNowait();
                } catch (const loop::RuntimeError &) {
                    ++refused;
                }
            }).join(); // while the loop's own thread stands still
        });
        runReady(loop);
        QCOMPARE(refused, 1);
        QCOMPARE(full.qsize(), std::size_t(1));
        task.cancel();
        runReady(loop, 2);
    }

    void callsFromAnotherThreadThrow() // D-06, M-01
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        const auto refusedInAThread = [&loop](auto call) {
            bool refused = false;
            std::thread([&] {
                try {
                    call(loop);
                } catch (const loop::RuntimeError &) {
                    refused = true;
                }
            }).join(); // while the loop's own thread stands still
            return refused;
        };
        const auto soon = [](loop::EventLoop &l) { l.callSoon([] {}); };
        const auto at = [](loop::EventLoop &l) { l.callAt(l.time(), [] {}); };
        const auto later = [](loop::EventLoop &l) { l.callLater(1s, [] {}); };
        const auto threadsafe = [](loop::EventLoop &l) { (void)l.callSoonThreadsafe([] {}); };
        std::vector<bool> refused;
        loop.callSoon([&] {
            refused.push_back(refusedInAThread(soon)); // debug mode is off
            loop.setDebug(true);
            refused.push_back(refusedInAThread(soon));
            refused.push_back(refusedInAThread(at));
            refused.push_back(refusedInAThread(later));
            refused.push_back(refusedInAThread(threadsafe));
            soon(loop); // its own thread may
        });
        runReady(loop);
        QVERIFY((refused == std::vector<bool> {false, true, true, true, false}));
        runReady(loop);
        QCOMPARE(log.count("Non-thread-safe operation invoked on an event loop"), 3L);
    }

    void aNeverAwaitedCoroutineIsLogged() // D-07
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        const auto drop = [] { const loop::Coro<void> coro = sleepLong(); };
        loop.callSoon(drop);
        runReady(loop);
        QCOMPARE(log.count("was never awaited"), 0L);
        loop.setDebug(true);
        loop.callSoon(drop);
        runReady(loop);
        QCOMPARE(log.count("coroutine 'sleepLong()' was never awaited"), 1L);
        QCOMPARE(log.count("DebugModeTest.cpp:"), 1L);
        drop(); // between two runs
        QCOMPARE(log.count("coroutine 'sleepLong()' was never awaited"), 2L);
        loop.setDebug(false);
        drop();
        QCOMPARE(log.count("coroutine 'sleepLong()' was never awaited"), 2L);
    }

    // D-06: whoever watches the loop hears of it when that runs next; without any loop the
    // environment says whether it is looked for
    void aForgottenCoroutineBetweenTwoRunsIsRecordedByTheNext()
    {
        LogCapture log;
        Warnings warnings;
        const auto drop = [] { const loop::Coro<void> coro = sleepLong(); };
        {
            loop::EventLoop loop(makeDriver());
            loop.setDebug(true);
            loop.setProbe(&warnings);
            runReady(loop);
            drop();
            QCOMPARE(warnings.count(loop::WarningKind::NeverAwaited), 0);
            runReady(loop, 2);
            QCOMPARE(warnings.count(loop::WarningKind::NeverAwaited), 1);
            QVERIFY(warnings.first(loop::WarningKind::NeverAwaited).time > 0);
            drop();
            loop.setProbe(nullptr); // nobody watches any more
            runReady(loop, 2);
            QCOMPARE(warnings.count(loop::WarningKind::NeverAwaited), 1);
        }
        QCOMPARE(log.count("was never awaited"), 2L);
        drop();
        QCOMPARE(log.count("was never awaited"), 2L);
        ::setenv("LOOPSCOPE_DEBUG", "1", 1);
        drop();
        QCOMPARE(log.count("was never awaited"), 3L);
    }

    void aDestroyedPendingTaskIsLogged() // D-07
    {
        LogCapture log;
        {
            loop::EventLoop loop(makeDriver());
            (void)loop.createTask(sleepLong(), "left behind");
            runReady(loop);
        }
        QCOMPARE(log.count("Task was destroyed but it is pending!"), 1L);
        QCOMPARE(log.count("left behind"), 1L);
        QCOMPARE(log.count("created at: DebugModeTest.cpp:"), 1L);
    }

    void anExceptionThatNobodyReadIsLogged() // D-07
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        (void)loop.createTask(failing());
        for (int i = 0; i < 3; ++i)
            runReady(loop);
        QCOMPARE(log.count("Task exception was never retrieved"), 1L);
        QCOMPARE(log.count("unread"), 1L);
        loop::Future<void> outlives = loop.createFuture<void>();
        outlives.setException(std::domain_error("of a loop that is gone"));
        loop.close();
        outlives = {};
        QCOMPARE(log.count("of a loop that is gone"), 1L);
        loop::Future<void> later;
        {
            loop::EventLoop other(makeDriver());
            later = other.createFuture<void>();
            later.setException(std::domain_error("of one that nobody can ask"));
        }
        QCOMPARE(log.count("of one that nobody can ask"), 0L);
        later = {};
        QCOMPARE(log.count("of one that nobody can ask"), 1L);
        QCOMPARE(log.count("Future exception was never retrieved"), 2L);
    }

    void pollsAreLoggedWithTheirDuration() // D-08
    {
        LogCapture log;
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
        const loop::Descriptor a(ends[0]);
        const loop::Descriptor b(ends[1]);
        loop::EventLoop loop(makeDriver());
        loop.setDebug(true);
        loop.addReader(a.get(), [&loop] { loop.stop(); });
        loop.callLater(2ms, [&] { QCOMPARE(::write(b.get(), "x", 1), 1); });
        loop.runForever();
        loop.removeReader(a.get());
        QVERIFY(log.count("poll took") >= 1);
        QVERIFY(log.count(" us: 1 events") >= 1);
    }

    void pollsThatATimerEndsAreLoggedToo() // D-08
    {
        LogCapture log;
        auto *const driver = new ManualDriver;
        loop::EventLoop loop {std::unique_ptr<loop::Driver>(driver)};
        loop.setDebug(true);
        loop.callLater(2s, [&loop] { loop.stop(); });
        driver->iterateOnce();
        driver->advance(2s);
        driver->iterateOnce();
        QCOMPARE(log.count("poll took 2000000 us: 0 events"), 1L);
    }

    void boundCallbacksShowNameAndArguments() // D-09
    {
        loop::EventLoop loop(makeDriver());
        const loop::Handle handle
            = loop.callSoon(loop::bind("print", print, 1, std::string("two")));
        QVERIFY(handle.description().starts_with(
            "<Handle print(1, two) created at DebugModeTest.cpp:"));
        const loop::Handle timer
            = loop.callLater(1h, loop::bind("print", print, 3, std::string("four")));
        QVERIFY(timer.description().starts_with(
            "<TimerHandle print(3, four) created at DebugModeTest.cpp:"));
        const loop::Handle remote
            = loop.callSoonThreadsafe(loop::bind("print", print, 5, std::string("six")));
        QVERIFY(remote.description().starts_with(
            "<Handle print(5, six) created at DebugModeTest.cpp:"));
        runReady(loop);
        QCOMPARE(remote.description(), std::string("<Handle finished>"));
    }
};

QTEST_GUILESS_MAIN(DebugModeTest)
#include "DebugModeTest.moc"
