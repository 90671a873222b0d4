// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "loop/Executor.h"
#include "loop/Sleep.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"
#include "tests/support/SocketPair.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <thread>

using namespace std::chrono_literals;

namespace {

loop::Coro<int> answer(int value)
{
    co_await loop::sleep(0s);
    co_return value;
}

loop::Coro<int> failing()
{
    co_await loop::sleep(0s);
    throw std::domain_error("no");
}

loop::Coro<void> sleepLong()
{
    co_await loop::sleep(1h);
}

struct AtEnd {
    std::function<void()> function;
    ~AtEnd()
    {
        if (function)
            function();
    }
    explicit AtEnd(std::function<void()> f)
        : function(std::move(f))
    { }
    AtEnd(const AtEnd &) = delete;
};

loop::Coro<void> sleepWith(std::shared_ptr<AtEnd> local)
{
    const std::shared_ptr<AtEnd> kept = std::move(local);
    co_await loop::sleep(1h);
}

} // namespace

// L-11: every function here runs over every driver.
class EventLoopStateTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void flagsFollowTheLifeOfALoop() // L-01, L-10
    {
        loop::EventLoop loop(makeDriver());
        QVERIFY(!loop.isRunning() && !loop.isClosed() && !loop.isClosing());
        bool running = false;
        bool closed = true;
        loop.callSoon([&] {
            running = loop.isRunning();
            closed = loop.isClosed() || loop.isClosing();
            loop.stop();
        });
        loop.runForever();
        QVERIFY(running);
        QVERIFY(!closed);
        QVERIFY(!loop.isRunning());
        loop.close();
        QVERIFY(!loop.isRunning() && loop.isClosed() && loop.isClosing());
        loop.stop();
        QVERIFY(loop.isClosed());
    }

    void isClosingWhileItCloses() // L-10
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        bool closing = false;
        bool closed = true;
        const auto note = [&] {
            closing = loop.isClosing();
            closed = loop.isClosed();
        };
        (void)loop.createTask(sleepWith(std::make_shared<AtEnd>(note)));
        loop.callSoon([&loop] { loop.stop(); });
        loop.runForever();
        loop.close();
        QVERIFY(closing);
        QVERIFY(!closed);
    }

    void everyDriverHasItsName() // L-11
    {
        loop::EventLoop loop(makeDriver());
        QCOMPARE(loop.selectorName(),
                 currentDriver() == DriverKind::Qt ? "QtSelector" : "EpollSelector");
    }

    void runForeverReturnsAfterStopAndRunsAgain() // L-02
    {
        loop::EventLoop loop(makeDriver());
        int runs = 0;
        for (int i = 0; i < 3; ++i) {
            loop.callLater(1ms, [&] {
                ++runs;
                loop.stop();
            });
            loop.runForever();
            QCOMPARE(runs, i + 1);
            QVERIFY(!loop.isRunning());
        }
    }

    void runUntilCompleteReturnsTheResult() // L-03
    {
        loop::EventLoop loop(makeDriver());
        QCOMPARE(loop.runUntilComplete(answer(42)), 42);
        QCOMPARE(loop.runUntilComplete(loop.createTask(answer(43))), 43);
        const auto future = loop.createFuture<std::string>();
        loop.callSoon([&] { future.setResult("done"); });
        QCOMPARE(loop.runUntilComplete(future), std::string("done"));
        QCOMPARE(future.result(), std::string("done")); // still there for whoever holds it
        QCOMPARE(loop.runUntilComplete(future), std::string("done"));
    }

    void runUntilCompleteMovesAResultThatCannotBeCopied() // L-03
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<std::unique_ptr<int>>();
        future.setResult(std::make_unique<int>(7));
        QCOMPARE(*loop.runUntilComplete(future), 7);

        const auto many = loop.createFuture<std::vector<std::unique_ptr<int>>>();
        many.setResult(std::vector<std::unique_ptr<int>>()); // a vector says that it can be copied,
                                                             // whatever it holds
        QVERIFY(loop.runUntilComplete(many).empty());
    }

    void runUntilCompleteRethrows() // L-03
    {
        loop::EventLoop loop(makeDriver());
        QVERIFY_THROWS_EXCEPTION(std::domain_error, (void)loop.runUntilComplete(failing()));
        const auto future = loop.createFuture<int>();
        future.cancel();
        QVERIFY_THROWS_EXCEPTION(loop::CancelledError, (void)loop.runUntilComplete(future));
        QCOMPARE(loop.runUntilComplete(answer(1)), 1);
    }

    void runUntilCompleteRefusesAFutureOfAnotherLoop() // L-03
    {
        loop::EventLoop loop(makeDriver());
        loop::EventLoop other(makeDriver());
        QVERIFY_THROWS_EXCEPTION(loop::ValueError,
                                 loop.runUntilComplete(other.createFuture<void>()));
    }

    void runningARunningLoopThrowsAndHarmsNothing() // L-04
    {
        loop::EventLoop loop(makeDriver());
        loop::EventLoop other(makeDriver());
        int refused = 0;
        bool ran = false;
        const auto done = loop.createFuture<void>();
        done.setResult();
        const auto expectRefusal = [&refused](auto run) {
            try {
                run();
            } catch (const loop::RuntimeError &) {
                ++refused;
            }
        };
        loop.callSoon([&] {
            expectRefusal([&] { loop.runForever(); });
            expectRefusal([&] { loop.runUntilComplete(done); });
            expectRefusal([&] { (void)loop.runUntilComplete(answer(1)); });
            expectRefusal([&] { loop.start(); });
            expectRefusal([&] { other.runForever(); }); // another loop of this thread
        });
        loop.callLater(2ms, [&] {
            ran = true;
            loop.stop();
        });
        loop.runForever();
        QCOMPARE(refused, 5);
        QVERIFY(ran);
        QVERIFY(loop.allTasks().empty());
        QVERIFY(!other.isRunning());
    }

    void stoppedBeforeCompletionThrows() // L-04
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<void>();
        loop.callSoon([&loop] { loop.stop(); });
        try {
            loop.runUntilComplete(future);
            QFAIL("it returned");
        } catch (const loop::RuntimeError &error) {
            QVERIFY(std::string(error.what())
                        .starts_with("Event loop stopped before Future completed"));
        }
        // Its completion stops no later run.
        bool late = false;
        future.setResult();
        loop.callLater(1ms, [&] {
            late = true;
            loop.stop();
        });
        loop.runForever();
        QVERIFY(late);
    }

    void stopLetsTheCurrentBatchFinish() // L-05
    {
        loop::EventLoop loop(makeDriver());
        std::string order;
        loop.callSoon([&] {
            order += 'A';
            loop.callSoon([&] { order += 'X'; });
            loop.stop();
            loop.callSoon([&] { order += 'Z'; });
        });
        loop.callSoon([&] { order += 'B'; });
        loop.runForever();
        QCOMPARE(order, std::string("AB"));
        loop.callSoon([&loop] { loop.stop(); });
        loop.runForever();
        QCOMPARE(order, std::string("ABXZ"));
    }

    void stopWhileStoppedPollsOnce() // L-06
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        QCOMPARE(::write(pair.b.get(), "x", 1), 1);
        std::string order;
        loop.addReader(pair.a.get(), [&] { order += 'r'; });
        loop.callSoon([&] { order += 'c'; });
        loop.callLater(1h, [&] { order += 't'; });
        loop.stop();
        loop.runForever(); // returns at once, though a timer is an hour away
        std::ranges::sort(order);
        QCOMPARE(order, std::string("cr"));
        QVERIFY(!loop.isRunning());
        // Also right after a run, when the loop has just polled.
        order.clear();
        loop.callSoon([&] { order += 'c'; });
        loop.stop();
        loop.runForever();
        std::ranges::sort(order);
        QCOMPARE(order, std::string("cr"));
        loop.removeReader(pair.a.get());
    }

    void stopWhileStoppedRunsEveryReadyDescriptor() // L-06
    {
        loop::EventLoop loop(makeDriver());
        std::vector<SocketPair> pairs(20);
        int read = 0;
        int later = 0;
        for (SocketPair &pair : pairs) {
            QCOMPARE(::write(pair.b.get(), "x", 1), 1);
            loop.addReader(pair.a.get(), [&, fd = pair.a.get()] {
                char byte = 0;
                read += ::read(fd, &byte, 1) == 1 ? 1 : 100;
                loop.callSoon([&] { ++later; });
            });
        }
        runReady(loop);
        QCOMPARE(read, 20);
        QVERIFY(later < 20); // what the last ones scheduled waits
        runReady(loop);
        QCOMPARE(read, 20);
        QCOMPARE(later, 20);
        for (SocketPair &pair : pairs)
            loop.removeReader(pair.a.get());
    }

    void stopAmongManyEventsRunsThemAllOnce() // L-05
    {
        loop::EventLoop loop(makeDriver());
        std::vector<SocketPair> pairs(20);
        int calls = 0;
        for (SocketPair &pair : pairs) {
            QCOMPARE(::write(pair.b.get(), "x", 1), 1);
            loop.addReader(pair.a.get(), [&, fd = pair.a.get()] {
                char byte = 0;
                QCOMPARE(::read(fd, &byte, 1), 1); // never told of what is not there any more
                if (++calls == 1)
                    loop.stop();
            });
        }
        loop.runForever();
        QCOMPARE(calls, 20);
        runReady(loop);
        QCOMPARE(calls, 20);
        for (SocketPair &pair : pairs)
            loop.removeReader(pair.a.get());
    }

    void closeWhileRunningThrowsAndHarmsNothing() // L-07
    {
        loop::EventLoop loop(makeDriver());
        bool threw = false;
        bool next = false;
        loop.callSoon([&] {
            try {
                loop.close();
            } catch (const loop::RuntimeError &) {
                threw = true;
            }
            loop.callSoon([&] {
                next = true;
                loop.stop();
            });
        });
        loop.runForever();
        QVERIFY(threw);
        QVERIFY(next);
        QVERIFY(!loop.isClosed());
    }

    void closeDiscardsWhatIsPending() // L-08
    {
        loop::EventLoop loop(makeDriver());
        const auto token = std::make_shared<int>(0);
        SocketPair pair;
        loop.callSoon([token] { ++*token; });
        loop.callLater(0s, [token] { ++*token; });
        loop.callLater(1h, [token] { ++*token; });
        loop.callSoonThreadsafe([token] { ++*token; });
        loop.addReader(pair.a.get(), [token] { ++*token; });
        loop.createFuture<void>().addDoneCallback([token] { ++*token; });
        loop.close();
        QCOMPARE(*token, 0);
        QCOMPARE(token.use_count(), 1L); // not only never called: gone
    }

    void closeTakesWithItWhatDestructorsSchedule() // L-08
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        int ran = 0;
        const auto token = std::make_shared<int>(0);
        const auto again = [&loop, &ran, token] {
            loop.callSoon([&ran, token] { ++ran; });
            loop.callLater(1s, [&ran, token] { ++ran; });
            (void)loop.createTask(sleepLong());
        };
        (void)loop.createTask(sleepWith(std::make_shared<AtEnd>(again)));
        loop.callLater(1h, [end = std::make_shared<AtEnd>(again)] {});
        loop.callSoon([&loop] { loop.stop(); });
        loop.runForever();
        loop.close();
        QCOMPARE(ran, 0);
        QCOMPARE(loop.allTasks().size(), std::size_t(0));
        QCOMPARE(loop.sample().timers, std::size_t(0));
        QCOMPARE(loop.sample().ready, std::size_t(0));
    }

    void closeEndsThoughTheExceptionHandlerMakesTasks() // L-08
    {
        loop::EventLoop loop(makeDriver());
        int reports = 0;
        loop.setExceptionHandler([&](loop::EventLoop &l, const loop::ExceptionContext &) {
            if (++reports < 100)
                (void)l.createTask(sleepLong());
        });
        (void)loop.createTask(sleepLong());
        runReady(loop);
        loop.close();
        QCOMPARE(reports, 1);
    }

    void closeDoesNotWaitForTheExecutor() // L-08
    {
        std::atomic<bool> mayEnd = false;
        std::atomic<bool> begun = false;
        std::atomic<bool> ended = false;
        loop::EventLoop loop(makeDriver());
        (void)loop.runInExecutor(nullptr, [&] {
            begun = true;
            while (!mayEnd)
                std::this_thread::yield();
            ended = true;
        });
        QTRY_VERIFY(begun);
        loop.close(); // a job that cannot end before it returns
        QVERIFY(!ended);
        mayEnd = true;
        QTRY_VERIFY(ended); // and which does no harm when it does
    }

    void afterCloseAllElseThrows() // L-09
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<int>();
        const loop::Handle handle = loop.callLater(1h, [] {});
        loop.close();
        loop.close();
        loop.stop();
        QVERIFY(loop.isClosed() && loop.isClosing() && !loop.isRunning());
        const auto closed = [](auto call) {
            try {
                call();
            } catch (const loop::RuntimeError &error) {
                return std::string(error.what()) == "Event loop is closed";
            }
            return false;
        };
        QVERIFY(closed([&] { loop.runForever(); }));
        QVERIFY(closed([&] { loop.start(); }));
        QVERIFY(closed([&] { (void)loop.runUntilComplete(future); }));
        QVERIFY(closed([&] { (void)loop.runUntilComplete(answer(1)); }));
        QVERIFY(closed([&] { loop.callSoon([] {}); }));
        QVERIFY(closed([&] { loop.callLater(1s, [] {}); }));
        QVERIFY(closed([&] { loop.callAt(loop.time(), [] {}); }));
        QVERIFY(closed([&] { loop.callSoonThreadsafe([] {}); }));
        QVERIFY(closed([&] { (void)loop.createTask(answer(1)); }));
        QVERIFY(closed([&] { (void)loop.createFuture<int>(); }));
        QVERIFY(closed([&] { loop.addReader(0, [] {}); }));
        QVERIFY(closed([&] { loop.removeReader(0); }));
        QVERIFY(closed([&] { loop.addSignalHandler(SIGUSR1, [] {}); }));
        QVERIFY(closed([&] { (void)loop.runInExecutor(nullptr, [] {}); }));
        QVERIFY(!loop::EventLoop::post(loop.id(), [] {}));
        QVERIFY(!handle.pending());
        future.setResult(1); // legal: it just wakes nobody
    }

    void whatOutlivesTheLoopIsHarmless() // L-09, C-02
    {
        loop::Handle handle;
        loop::Future<int> future;
        loop::Task<int> task;
        loop::LoopId id;
        LogCapture log;
        {
            loop::EventLoop loop(makeDriver());
            id = loop.id();
            handle = loop.callLater(1h, [] {});
            future = loop.createFuture<int>();
            task = loop.createTask(answer(3));
        }
        handle.cancel();
        QVERIFY(!handle.pending());
        QVERIFY(!handle.when());
        QCOMPARE(handle.description(), std::string("<Handle finished>"));
        QVERIFY(!loop::EventLoop::post(id, [] {}));
        future.addDoneCallback([] { QFAIL("nobody can call it"); });
        future.setResult(1);
        QCOMPARE(future.result(), 1);
        QVERIFY(task.cancelled()); // it will never go on
        QVERIFY(!task.cancel());
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, (void)future.loop());
    }

    void interruptClosesTheServerThenTheLoop() // L-13
    {
        QProcess process;
        process.setProgram(QStringLiteral(INTERRUPTED_SERVER));
        process.setArguments(
            {currentDriver() == DriverKind::Qt ? QStringLiteral("qt") : QStringLiteral("epoll")});
        process.start();
        QVERIFY(process.waitForStarted());
        QVERIFY(process.waitForReadyRead());
        QCOMPARE(process.readLine(), QByteArray("serving\n"));
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        QCOMPARE(process.readAll(), QByteArray("closing server\nclosing event loop\n"));
    }
};

QTEST_GUILESS_MAIN(EventLoopStateTest)
#include "EventLoopStateTest.moc"
