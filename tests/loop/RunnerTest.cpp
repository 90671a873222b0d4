// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/Runner.h"
#include "loop/Gather.h"
#include "loop/TaskGroup.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"
#include "tests/support/OwnProcess.h"
#include "tests/support/WrappedDriver.h"

#include <QtCore/QObject>

#include <atomic>
#include <csignal>
#include <thread>

#include <unistd.h>

using namespace loop;

namespace {

using Log = std::vector<std::string>;

RunnerOptions onThisDriver()
{
    RunnerOptions options;
    options.loopFactory = [] { return std::make_unique<EventLoop>(makeDriver()); };
    return options;
}

Coro<int> leavesTasksBehind(Log &log)
{
    (void)getRunningLoop().createTask(noteCancel(log, "left behind"));
    co_await sleep(1ms);
    co_return 7;
}

Coro<void> interruptItself(Log &log)
{
    ::raise(SIGINT);
    (void)co_await noteCancel(log, "cleaned up");
}

Coro<void> refuseInterrupt()
{
    ::raise(SIGINT);
    (void)co_await refuseCancel(0);
    ::raise(SIGINT);
    co_await sleep(1h);
}

Coro<bool> debugIsOn()
{
    co_return getRunningLoop().debug();
}

Coro<void> runInside()
{
    run(idle(0s));
    co_return;
}

Coro<int> immediately(Log &log)
{
    log.push_back("immediately");
    co_return 3;
}

Coro<void> createEagerly(Log &log, bool byFactory)
{
    EventLoop &loop = getRunningLoop();
    if (byFactory)
        loop.setTaskFactory(eagerTaskFactory);
    const Task<int> done = byFactory ? loop.createTask(immediately(log))
                                     : loop.createTask(eagerStart, immediately(log));
    log.push_back(done.done() ? "done" : "pending");
    const auto suspends = loop.createTask(eagerStart, after(1ms, 4));
    log.push_back(suspends.done() ? "done" : "pending");
    log.push_back(loop.currentTask()->name());
    loop.setTaskFactory(nullptr);
    log.push_back(std::to_string(co_await suspends + co_await done));
}

} // namespace

class RunnerTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void runGivesTheResultAndCancelsTheRest()
    {
        Log log;
        QCOMPARE(run(leavesTasksBehind(log), onThisDriver()), 7);
        QCOMPARE(log, Log {"left behind"});
        QCOMPARE(messageThrownBy([] { return run(failAfter(1ms, "failed"), onThisDriver()); }),
                 std::string("failed"));
    }

    void aRunnerRunsSeveralOnOneLoop()
    {
        Runner runner(onThisDriver());
        EventLoop *const loop = &runner.getLoop();
        QCOMPARE(runner.run(after(1ms, 1)), 1);
        QCOMPARE(runner.run(after(1ms, 2)), 2);
        QCOMPARE(&runner.getLoop(), loop);
        runner.close();
        runner.close();
        QCOMPARE(messageThrownBy([&] { return runner.run(after(0s, 1)); }),
                 std::string("Runner is closed"));
    }

    void interruptCancelsTheMainTaskAndSurfaces() // L-13
    {
        Log log;
        const auto before = std::signal(SIGINT, SIG_DFL); // QtTest has a handler of its own
        QVERIFY_THROWS_EXCEPTION(KeyboardInterrupt, run(interruptItself(log), onThisDriver()));
        std::signal(SIGINT, before);
        QCOMPARE(log, Log {"cleaned up"});
    }

    void secondInterruptStopsTheLoop() // L-13
    {
        const auto before = std::signal(SIGINT, SIG_DFL);
        QVERIFY_THROWS_EXCEPTION(KeyboardInterrupt, run(refuseInterrupt(), onThisDriver()));
        std::signal(SIGINT, before);
    }

    void afterTheSecondInterruptMainGoesNoFurther() // L-13
    {
        const auto before = std::signal(SIGINT, SIG_DFL);
        Log log;
        const auto main = [&log]() -> Coro<void> {
            ::raise(SIGINT);
            (void)co_await refuseCancel(0);
            ::raise(SIGINT);
            co_await sleep(100ms);
            log.push_back("went on");
        };
        QVERIFY_THROWS_EXCEPTION(KeyboardInterrupt, run(main(), onThisDriver()));
        std::signal(SIGINT, before);
        QCOMPARE(log, Log {});
    }

    void aRunThatTheUserEndedStopsNoLaterOne() // L-13
    {
        const auto before = std::signal(SIGINT, SIG_DFL);
        Runner runner(onThisDriver());
        QVERIFY_THROWS_EXCEPTION(KeyboardInterrupt, runner.run(refuseInterrupt()));
        QCOMPARE(runner.run(after(1ms, 2)), 2);
        runner.close();
        std::signal(SIGINT, before);
    }

    void interruptInTheLastStepIsNotLost() // L-13
    {
        const auto before = std::signal(SIGINT, SIG_DFL);
        const auto last = []() -> Coro<int> {
            ::raise(SIGINT);
            co_return 5;
        };
        QVERIFY_THROWS_EXCEPTION(KeyboardInterrupt, run(last(), onThisDriver()));
        const auto soon = [](int steps) -> Coro<int> { // on its way, or has arrived
            ::raise(SIGINT);
            for (int i = 0; i < steps; ++i)
                co_await sleep(0s);
            co_return 5;
        };
        for (int steps = 1; steps < 6; ++steps)
            QVERIFY_THROWS_EXCEPTION(KeyboardInterrupt, run(soon(steps), onThisDriver()));
        const auto fails = []() -> Coro<int> {
            ::raise(SIGINT);
            throw std::domain_error("by itself");
            co_return 5;
        };
        QCOMPARE(messageThrownBy([&] { return run(fails(), onThisDriver()); }),
                 std::string("by itself"));
        std::signal(SIGINT, before);
    }

    void aMainThatBlocksEndsAtTheSecondInterrupt() // L-13: in a process of its own
    {
        if (!deliversSignals)
            QSKIP("a child of several threads gets no signals here");
        const auto blockedMain = [] {
            std::signal(SIGINT, SIG_DFL);
            const auto blocks = []() -> Coro<void> {
                ::raise(SIGINT);
                ::raise(SIGINT);
                std::this_thread::sleep_for(5s); // a sanitizer delivers signals here
                ::_exit(7); // it was not ended
                co_return;
            };
            run(blocks());
            return 8;
        };
        QCOMPARE(inOwnProcess(blockedMain), -SIGINT);
    }

    // L-13: asyncio's throws KeyboardInterrupt into whatever blocks.
    void aMainThatSwallowsItsCancellationAndBlocksEndsAtTheSecondInterrupt()
    {
        if (!deliversSignals)
            QSKIP("a child of several threads gets no signals here");
        const auto blockedMain = [] {
            std::signal(SIGINT, SIG_DFL);
            const auto blocks = []() -> Coro<void> {
                ::raise(SIGINT);
                (void)co_await refuseCancel(0);
                ::raise(SIGINT);
                std::this_thread::sleep_for(5s);
                ::_exit(7); // it was not ended
            };
            run(blocks(), onThisDriver());
            return 8;
        };
        QCOMPARE(inOwnProcess(blockedMain), -SIGINT);
    }

    // asyncio lets it through wherever it reports other exceptions.
    void aBareKeyboardInterruptLeavesTheLoop()
    {
        const LogCapture errors;
        const auto interrupts = []() -> Coro<void> {
            co_await sleep(0s);
            throw KeyboardInterrupt();
        };
        const auto main = [&]() -> Coro<int> {
            const auto task = getRunningLoop().createTask(interrupts());
            co_await sleep(1h);
            co_return 1;
        };
        QVERIFY_THROWS_EXCEPTION(KeyboardInterrupt, run(main(), onThisDriver()));
        const auto inACallback = []() -> Coro<int> {
            getRunningLoop().callSoon([] { throw KeyboardInterrupt(); });
            co_await sleep(1h);
            co_return 1;
        };
        QVERIFY_THROWS_EXCEPTION(KeyboardInterrupt, run(inACallback(), onThisDriver()));
        QCOMPARE(errors.count(LogLevel::Error), 0L); // it is no failure of the callback
    }

    // L-13: who awaits the group hears of Ctrl-C, not of a child that failed
    void aGroupWithAnInterruptedChildIsInterrupted()
    {
        EventLoop loop(makeDriver());
        const auto interrupts = []() -> Coro<void> {
            co_await sleep(0s);
            throw KeyboardInterrupt();
        };
        const auto body = [&interrupts](TaskGroup &group) -> Coro<void> {
            group.createTask(interrupts());
            co_await sleep(1h);
        };
        const Task<void> group = loop.createTask(taskGroup(body));
        for (int i = 0; i < 10 && !group.done(); ++i) {
            try {
                runReady(loop);
            } catch (const KeyboardInterrupt &) { // the child's, then the group's
            }
        }
        QVERIFY(group.done());
        QVERIFY_THROWS_EXCEPTION(KeyboardInterrupt, group.result());
    }

    void aClosedRunnerHasNoLoop()
    {
        struct Noting final : WrappedDriver {
            Noting(std::unique_ptr<Driver> inner, bool &g)
                : WrappedDriver(std::move(inner))
                , gone(g)
            { }
            ~Noting() override { gone = true; }
            bool &gone;
        };
        bool gone = false;
        RunnerOptions options;
        options.loopFactory = [&gone] {
            return std::make_unique<EventLoop>(std::make_unique<Noting>(makeDriver(), gone));
        };
        Runner runner(options);
        QCOMPARE(runner.run(after(1ms, 1)), 1);
        QVERIFY(!gone);
        runner.close();
        QVERIFY(gone);
    }

    // What was run for is no business of a run that comes after.
    void aRunThatAnInterruptLeftStopsNoLaterOne() // L-03
    {
        EventLoop loop(makeDriver());
        const Future<void> left = loop.createFuture<void>();
        loop.callSoon([] { throw KeyboardInterrupt(); });
        QVERIFY_THROWS_EXCEPTION(KeyboardInterrupt, loop.runUntilComplete(left));
        QVERIFY(!left.done());
        bool whole = false;
        loop.callSoon([&] { left.setResult(); });
        loop.callLater(1ms, [&] {
            whole = true;
            loop.stop();
        });
        loop.runForever();
        QVERIFY(whole && left.done());
    }

    void handlersThatWereThereKeepTheSignal() // L-13
    {
        static volatile std::sig_atomic_t seen = 0;
        seen = 0;
        const auto before = std::signal(SIGINT, [](int) { seen = 1; });
        const auto raise = []() -> Coro<int> {
            ::raise(SIGINT);
            co_await sleep(1ms);
            co_return 1;
        };
        QCOMPARE(run(raise(), onThisDriver()), 1);
        std::signal(SIGINT, before);
        QCOMPARE(int(seen), 1);
    }

    // asyncio's _cancel_all_tasks: nobody is left to ask for what the others throw then
    void whatATaskThrowsWhenItIsCancelledAtTheEndIsReported()
    {
        const auto fails = []() -> Coro<int> {
            try {
                co_await sleep(1h);
            } catch (const CancelledError &) { }
            throw std::domain_error("while it cleaned up");
            co_return 0;
        };
        std::vector<ExceptionContext> reported;
        {
            Runner runner(onThisDriver());
            runner.getLoop().setExceptionHandler(
                [&](EventLoop &, const ExceptionContext &context) { reported.push_back(context); });
            Log log;
            const Task<int> failing = runner.getLoop().createTask(fails());
            QCOMPARE(runner.run(leavesTasksBehind(log)), 7);
            QVERIFY(reported.empty());
            runner.close();
            QCOMPARE(log, Log {"left behind"});
            QCOMPARE(reported.size(), std::size_t(1));
            QCOMPARE(reported.front().message,
                     std::string("unhandled exception during run() shutdown"));
            QCOMPARE(messageOf(reported.front().exception), std::string("while it cleaned up"));
            QVERIFY(reported.front().future.get() == &failing.base());
            reported.front().future = {};
        }
        QCOMPARE(reported.size(), std::size_t(1)); // read: not lost once more
    }

    void whatMainThrewIsGoneWithItsRun()
    {
        struct Holding : std::runtime_error {
            explicit Holding(std::shared_ptr<int> h)
                : std::runtime_error("held")
                , held(std::move(h))
            { }
            std::shared_ptr<int> held;
        };
        std::weak_ptr<int> held;
        const auto fails = [](std::weak_ptr<int> &of) -> Coro<void> {
            co_await sleep(0s);
            auto made = std::make_shared<int>(1);
            of = made;
            throw Holding(std::move(made));
        };
        Runner runner(onThisDriver());
        QCOMPARE(messageThrownBy([&] {
                     runner.run(fails(held));
                     return 0;
                 }),
                 std::string("held"));
        QVERIFY(held.expired()); // no task of before is kept
    }

    void debugModeCanBeAskedFor()
    {
        RunnerOptions options = onThisDriver();
        options.debug = true;
        QVERIFY(run(debugIsOn(), options));
    }

    void neverInsideARunningLoop()
    {
        QCOMPARE(messageThrownBy([] {
                     run(runInside(), onThisDriver());
                     return 0;
                 }),
                 std::string("run() cannot be called from a running event loop"));
    }

    void eagerTasksRunUntilTheySuspend_data()
    {
        QTest::addColumn<bool>("byFactory");
        QTest::newRow("by factory") << true;
        QTest::newRow("by option") << false;
    }
    void eagerTasksRunUntilTheySuspend() // T-01
    {
        QFETCH(bool, byFactory);
        EventLoop loop(makeDriver());
        Log log;
        const auto outer = loop.createTask(createEagerly(log, byFactory), "outer");
        loop.runUntilComplete(outer);
        QCOMPARE(log, (Log {"immediately", "done", "pending", "outer", "7"}));
    }

    void jobsInTheExecutorAreAwaited() // L-08 is for close() alone
    {
        std::atomic<bool> done = false;
        std::atomic<bool> heard = false;
        const auto leavesAJob = [&]() -> Coro<void> {
            EventLoop &loop = getRunningLoop();
            (void)loop.runInExecutor(nullptr, [&done, &heard, id = loop.id()] {
                (void)EventLoop::post(id, [&heard] { heard = true; });
                while (!heard) // the loop goes on meanwhile
                    std::this_thread::yield();
                done = true;
            });
            co_return;
        };
        run(leavesAJob(), onThisDriver());
        QVERIFY(done);
    }

    // L-13, as asyncio's: who else asked for its end gets what was asked for
    void aMainThatOthersCancelledAsWellIsCancelled()
    {
        const auto before = std::signal(SIGINT, SIG_DFL);
        const auto main = []() -> Coro<void> {
            TaskBase *const self = getRunningLoop().currentTask();
            getRunningLoop().callSoon([self] { self->cancel(); });
            ::raise(SIGINT);
            while (self->cancelling() < 2) {
                try {
                    co_await sleep(0s);
                } catch (const CancelledError &) { }
            }
            throw CancelledError();
        };
        QCOMPARE(messageThrownBy([&] {
                     run(main(), onThisDriver());
                     return 0;
                 }),
                 std::string("cancelled"));
        std::signal(SIGINT, before);
    }

    void theLoopOfARunnerIsTheThreadsWhileItLives() // M-03
    {
        const auto before = std::signal(SIGINT, SIG_DFL);
        Runner runner(onThisDriver());
        EventLoop &loop = runner.getLoop();
        QCOMPARE(&getEventLoop(), &loop);
        QCOMPARE(runner.run(after(1ms, 1)), 1);
        struct sigaction action { };
        ::sigaction(SIGINT, nullptr, &action);
        QVERIFY(action.sa_handler == SIG_DFL); // Ctrl-C is the program's again
        runner.close();
        QCOMPARE(messageThrownBy([] { return getEventLoop().id().value; }),
                 std::string("There is no current event loop in this thread."));
        std::signal(SIGINT, before);
    }
};

QTEST_GUILESS_MAIN(RunnerTest)
#include "RunnerTest.moc"
