// SPDX-License-Identifier: GPL-3.0-or-later

// Debug mode's warnings beyond asyncio's own: each is raised once, with the task it is about, and
// can be switched off.

#include "loop/Gather.h"
#include "loop/Log.h"
#include "loop/Queue.h"
#include "loop/Sleep.h"
#include "loop/Synchronisation.h"
#include "loop/Wait.h"
#include "loop/internal/Lints.h"
#include "tests/support/LeftOpen.h"
#include "tests/support/Watched.h"

#include <QtTest/QTest>

#include <array>
#include <set>

using namespace loop;
using namespace std::chrono_literals;

namespace {

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

Coro<void> firstOf(std::vector<Task<void>> *tasks, Future<void> other)
{
    co_await sleep(0s);
    std::vector<Future<void>> either {(*tasks)[1], std::move(other)};
    (void)co_await wait(std::move(either), {}, ReturnWhen::FirstCompleted);
}

Coro<void> gatherTask(std::vector<Task<void>> *tasks, std::size_t index)
{
    co_await sleep(0s);
    std::vector<Task<void>> other {(*tasks)[index]};
    co_await gather(std::move(other));
}

Coro<void> hog(ManualDriver *driver)
{
    driver->advance(2s);
    co_await sleep(1s);
}

Coro<void> hogToItsEnd(ManualDriver *driver)
{
    driver->advance(2s);
    co_return;
}

Coro<void> hogLater(ManualDriver *driver)
{
    co_await sleep(1s);
    driver->advance(2s);
    co_await sleep(1s);
}

// Computes for two seconds and lets others run in between: our own advice.
Coro<void> computeInPieces(ManualDriver *driver)
{
    for (int i = 0; i < 1000; ++i) {
        driver->advance(2ms);
        co_await sleep(0s);
    }
}

Coro<void> waitForEvent(Event *event)
{
    co_await event->wait();
}

Coro<void> waitForLock(Lock *lock)
{
    co_await lock->acquire();
}

Coro<void> getItem(Queue<int> *queue)
{
    (void)co_await queue->get();
}

Coro<void> large()
{
    std::array<char, 64 * 1024> bytes {};
    co_await sleep(5s);
    bytes.back() = 1;
    co_await sleep(std::chrono::seconds(bytes.back()));
}

Coro<void> callLarge()
{
    co_await sleep(1500ms);
    co_await large();
    co_await sleep(1500ms);
}

Coro<void> brieflyLarge()
{
    std::array<char, 64 * 1024> bytes {};
    co_await sleep(1ms);
    bytes.back() = 1;
    co_await sleep(std::chrono::milliseconds(bytes.back()));
}

Coro<void> sleepShortly()
{
    co_await sleep(10ms);
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

    void tasksThatAwaitEachOtherThroughGatherAreWarnedOf()
    {
        Watched w;
        std::vector<Task<void>> tasks;
        tasks.push_back(w.eventLoop.createTask(gatherTask(&tasks, 1), "a"));
        tasks.push_back(w.eventLoop.createTask(awaitTask(&tasks, 0), "b"));
        w.eventLoop.callLater(3s, [&] { w.eventLoop.stop(); });
        w.eventLoop.runForever();
        QCOMPARE(w.warnings.count(WarningKind::AwaitCycle), 2);
        const std::string message = w.warnings.first(WarningKind::AwaitCycle).message;
        const std::set<std::string> right {"a awaits b awaits a", "b awaits a awaits b"};
        QVERIFY2(right.contains(message), message.c_str());
    }

    void taskThatAnotherFutureFreesIsInNoCycle()
    {
        Watched w;
        const Future<void> other = w.eventLoop.createFuture<void>();
        std::vector<Task<void>> tasks;
        tasks.push_back(w.eventLoop.createTask(firstOf(&tasks, other)));
        tasks.push_back(w.eventLoop.createTask(awaitTask(&tasks, 0)));
        w.eventLoop.callLater(3s, [&] { other.setResult(); });
        w.eventLoop.runUntilComplete(tasks.back());
        QVERIFY(w.warnings.all.empty());
    }

    // As a time-out frees one
    void taskThatWaitsForAWhileIsInNoCycle()
    {
        Watched w;
        std::vector<Task<void>> tasks;
        const auto forAWhile = [](std::vector<Task<void>> *all) -> Coro<void> {
            co_await sleep(0s);
            std::vector<Task<void>> other {(*all)[1]};
            (void)co_await wait(std::move(other), 5s);
        };
        tasks.push_back(w.eventLoop.createTask(forAWhile(&tasks)));
        tasks.push_back(w.eventLoop.createTask(awaitTask(&tasks, 0)));
        w.eventLoop.runUntilComplete(tasks.back());
        QCOMPARE(w.warnings.count(WarningKind::AwaitCycle), 0);
    }

    // Whoever waits for one of a circle, and is awaited by nobody of it, is not named
    void onlyTheTasksOfACycleAreNamed()
    {
        Watched w;
        std::vector<Task<void>> tasks;
        const auto outside = w.eventLoop.createTask(awaitTask(&tasks, 0), "outside");
        const auto further = w.eventLoop.createTask(
            [](const Task<void> other) -> Coro<void> { co_await other; }(outside), "further");
        tasks.push_back(w.eventLoop.createTask(awaitTask(&tasks, 1), "a"));
        tasks.push_back(w.eventLoop.createTask(awaitTask(&tasks, 0), "b"));
        w.eventLoop.callLater(3s, [&] { w.eventLoop.stop(); });
        w.eventLoop.runForever();
        std::set<std::string> messages;
        for (const WarningRecord &warning : w.warnings.all)
            if (warning.kind == WarningKind::AwaitCycle)
                messages.insert(warning.message);
        QCOMPARE(messages, (std::set<std::string> {"a awaits b awaits a", "b awaits a awaits b"}));
    }

    void tasksThatWaitInARowAreNotWarnedOf()
    {
        Watched w;
        std::vector<Task<void>> tasks;
        tasks.push_back(w.eventLoop.createTask(gatherTask(&tasks, 1)));
        tasks.push_back(w.eventLoop.createTask(awaitTask(&tasks, 2)));
        tasks.push_back(w.eventLoop.createTask(sleepShortly()));
        w.eventLoop.runUntilComplete(tasks.front());
        QVERIFY(w.warnings.all.empty());
    }

    // The loop has nothing else to do for hours: it looks once more before it waits.
    void whatIsFoundIsSaidSoonThoughATimerIsFar()
    {
        Watched w;
        const TimePoint began = w.eventLoop.time();
        std::vector<Task<void>> tasks;
        tasks.push_back(w.eventLoop.createTask(awaitTask(&tasks, 1)));
        tasks.push_back(w.eventLoop.createTask(awaitTask(&tasks, 0)));
        w.eventLoop.callLater(5h, [&] { w.eventLoop.stop(); });
        w.eventLoop.runForever();
        QCOMPARE(w.warnings.count(WarningKind::AwaitCycle), 2);
        QVERIFY(w.warnings.first(WarningKind::AwaitCycle).time <= toNanoseconds(began + 1s));
        QVERIFY(w.eventLoop.totals().iterations < 10); // and then it is left in peace
    }

    void taskThatRunsForASecondWithoutAwaitingIsWarnedOf()
    {
        Watched w;
        w.eventLoop.runUntilComplete(hog(w.driver));
        QCOMPARE(w.warnings.count(WarningKind::NeverYields), 1);
        QCOMPARE(w.warnings.count(WarningKind::SlowCallback), 1); // D-05, too
    }

    void taskThatHogsTheLoopInItsLastStepIsWarnedOf()
    {
        Watched w;
        w.eventLoop.runUntilComplete(hogToItsEnd(w.driver));
        QCOMPARE(w.warnings.count(WarningKind::NeverYields), 1);
    }

    void taskThatHogsTheLoopInALaterStepIsWarnedOf()
    {
        Watched w;
        w.eventLoop.runUntilComplete(hogLater(w.driver));
        QCOMPARE(w.warnings.count(WarningKind::NeverYields), 1);
    }

    void taskThatComputesInPiecesIsNotWarnedOf()
    {
        Watched w;
        w.eventLoop.runUntilComplete(computeInPieces(w.driver));
        QVERIFY(w.warnings.all.empty());
    }

    void taskThatWaitsForWhatIsDestroyedIsWarnedOf()
    {
        Watched w;
        auto event = std::make_unique<Event>();
        auto lock = std::make_unique<Lock>();
        auto queue = std::make_unique<Queue<int>>();
        w.eventLoop.runUntilComplete(waitForLock(lock.get()));
        const std::array tasks {w.eventLoop.createTask(waitForEvent(event.get())),
                                w.eventLoop.createTask(waitForLock(lock.get())),
                                w.eventLoop.createTask(getItem(queue.get()))};
        w.eventLoop.runUntilComplete(sleepShortly());
        QCOMPARE(w.warnings.count(WarningKind::NobodyCanWake), 0);
        event.reset();
        QCOMPARE(w.warnings.count(WarningKind::NobodyCanWake), 1);
        QCOMPARE(w.warnings.all.back().task.value, tasks[0].id().value);
        lock.reset();
        QCOMPARE(w.warnings.count(WarningKind::NobodyCanWake), 2);
        QCOMPARE(w.warnings.all.back().task.value, tasks[1].id().value);
        for (const Task<void> &task : {tasks[0], tasks[1]})
            task.cancel();
        queue.reset();
        QCOMPARE(w.warnings.count(WarningKind::NobodyCanWake), 3);
        QCOMPARE(w.warnings.all.back().task.value, tasks[2].id().value);
        tasks[2].cancel();
        w.eventLoop.runUntilComplete(sleepShortly());
    }

    void largeFrameOfACoroutineThatATaskAwaitsIsNamed()
    {
        Watched w;
        w.eventLoop.runUntilComplete(callLarge());
        QCOMPARE(w.warnings.count(WarningKind::LargeFrame), 1);
        const WarningRecord warning = w.warnings.first(WarningKind::LargeFrame);
        QVERIFY(warning.message.starts_with("coroutine 'large()' has a frame of "));
        QVERIFY(warning.created.name().starts_with("large("));
    }

    void largeFrameThatComesAndGoesBetweenTwoLooksIsWarnedOf()
    {
        Watched w;
        w.eventLoop.runUntilComplete(sleepShortly()); // the first look
        w.eventLoop.runUntilComplete(brieflyLarge());
        QCOMPARE(w.warnings.count(WarningKind::LargeFrame), 1);
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
        w.eventLoop.runUntilComplete(talkToOneWhoLeaves());
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

    void whoWaitsForTheRoomOfWhatIsDestroyedIsWarnedOf()
    {
        for (const bool debug : {true, false}) {
            Watched w;
            w.eventLoop.setDebug(debug);
            const auto put = [](Queue<int> *queue) -> Coro<void> { co_await queue->put(2); };
            const auto pass
                = [](Barrier *barrier) -> Coro<void> { (void)co_await barrier->wait(); };
            auto queue = std::make_unique<Queue<int>>(1);
            queue->putNowait(1);
            auto barrier = std::make_unique<Barrier>(2);
            const auto puts = w.eventLoop.createTask(put(queue.get()));
            const auto first = w.eventLoop.createTask(pass(barrier.get()));
            w.iterate();
            const auto last = w.eventLoop.createTask(pass(barrier.get()));
            const auto early = w.eventLoop.createTask(pass(barrier.get())); // while it drains
            w.eventLoop.callSoon([&] { barrier.reset(); });
            w.iterate();
            QVERIFY(!barrier);
            QCOMPARE(w.warnings.count(WarningKind::NobodyCanWake), debug ? 1 : 0);
            QCOMPARE(w.warnings.first(WarningKind::NobodyCanWake).task.value,
                     debug ? early.id().value : 0);
            queue.reset();
            QCOMPARE(w.warnings.count(WarningKind::NobodyCanWake), debug ? 2 : 0);
            for (const Task<void> &task : {puts, early})
                task.cancel();
            w.iterate(3);
        }
    }

    void whatGoesWithItsLoopIsNotWarnedOf()
    {
        Watched w;
        Event *event = nullptr;
        const auto owns = [&event]() -> Coro<void> {
            Event own;
            event = &own;
            co_await sleep(1h);
        };
        const Task<void> owner = w.eventLoop.createTask(owns());
        w.iterate();
        const Task<void> waits = w.eventLoop.createTask(waitForEvent(event));
        w.iterate();
        w.eventLoop.close();
        QVERIFY(owner.done() && waits.done());
        QCOMPARE(w.warnings.count(WarningKind::NobodyCanWake), 0);
    }
};

QTEST_GUILESS_MAIN(LintTest)
#include "LintTest.moc"
