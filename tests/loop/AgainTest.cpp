// SPDX-License-Identifier: GPL-3.0-or-later

// Second rounds: a loop that runs again, a handle whose place was taken, a task that is cancelled
// once more. Nothing of the first round may be left.

#include "loop/Context.h"
#include "loop/EventLoop.h"
#include "loop/Gather.h"
#include "loop/Timeout.h"
#include "loop/Wait.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"
#include "tests/support/Watched.h"

using namespace loop;

namespace {

Coro<void> forFuture(Future<int> future)
{
    (void)co_await future;
}

// Is cancelled, takes it back, and waits again.
Coro<void> insists(int times)
{
    for (int i = 0; i < times; ++i) {
        try {
            co_await sleep(1h);
        } catch (const CancelledError &) { }
    }
    co_await sleep(1h);
}

Coro<void> cancels(Task<void> other)
{
    (void)other.cancel();
    co_return;
}

Coro<void> awaits(Task<void> other)
{
    co_await other;
}

// Is cancelled while it waits, takes that back; then cancels itself, and takes that back, too.
Coro<std::string> takesItBackTwice(EventLoop &loop)
{
    TaskBase &self = *loop.currentTask();
    try {
        co_await sleep(1h);
    } catch (const CancelledError &) {
        (void)self.uncancel();
    }
    (void)self.cancel();
    (void)self.uncancel();
    try {
        co_await sleep(1s);
    } catch (const CancelledError &) {
        co_return "cancelled by what was taken back";
    }
    co_return "slept";
}

Coro<std::string> endOf(Coro<void> coro)
{
    try {
        co_await std::move(coro);
    } catch (const TimeoutError &) {
        co_return "timeout";
    } catch (const CancelledError &) {
        co_return "cancelled";
    } catch (const std::exception &error) {
        co_return error.what();
    }
    co_return "";
}

// Answers the time that is up with an error of its own.
Coro<void> failsAtItsEnd()
{
    try {
        co_await sleep(1h);
    } catch (const CancelledError &) {
        throw std::runtime_error("could not clean up");
    }
}

// Who asked for the first in vain has taken none.
Coro<int> sumAfterAVainWait(std::vector<Task<int>> tasks)
{
    const auto finished = asCompleted(tasks);
    int sum = 0;
    try {
        (void)co_await timeout(1s, finished.next());
    } catch (const TimeoutError &) {
        sum = 100;
    }
    while (Future<int> done = co_await finished.next())
        sum += done.takeResult();
    co_return sum;
}

} // namespace

class AgainTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The future of a run that was stopped completes during a later run, which goes on.
    void aFutureOfARunThatWasStoppedEndsNoLaterRun()
    {
        ManualLoop manual;
        auto future = manual.loop.createFuture<int>();
        manual.loop.callLater(1s, [&] { manual.loop.stop(); });
        QVERIFY(messageThrownBy([&] {
                    return manual.loop.runUntilComplete(future);
                }).starts_with("Event loop stopped before"));
        std::string order;
        manual.loop.callLater(1s, [&] { future.setResult(1); });
        manual.loop.callLater(2s, [&] {
            order += "later";
            manual.loop.stop();
        });
        manual.loop.runForever();
        QCOMPARE(order, std::string("later"));
    }

    void whoeverStopsARunEndsThatOneAlone()
    {
        ManualLoop manual;
        int ran = 0;
        for (int run = 1; run <= 2; ++run) {
            manual.loop.callSoon([&] { manual.loop.callSoon([&] { ++ran; }); });
            manual.loop.callLater(1s, [&] { manual.loop.stop(); });
            manual.loop.runForever();
            QCOMPARE(ran, run);
        }
    }

    // Of several late ones the latest counts, in whatever order they come.
    void lagIsThatOfTheLatest()
    {
        Watched watched;
        for (const Duration late : {5s, 0s}) {
            watched.eventLoop.callLater(1s, [] {});
            watched.iterate();
            watched.driver->advance(1s + late);
            watched.iterate();
        }
        QVERIFY(watched.eventLoop.takeLag() >= Duration(5s));
        QVERIFY(watched.eventLoop.takeLag() == Duration(0s)); // said once
    }

    // Inside of somebody else's loop there is nobody to throw an interrupt to, though ours had a
    // caller before.
    void anInterruptOfAGuestIsReportedThoughItWasNoGuestBefore()
    {
        ManualLoop manual;
        manual.loop.callSoon([&] { manual.loop.stop(); });
        manual.loop.runForever();
        std::string reported;
        manual.loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &context) {
            reported = describe(context.exception);
        });
        manual.loop.start();
        manual.loop.callSoon([] { throw KeyboardInterrupt(); });
        manual.driver.iterateOnce();
        QVERIFY(!reported.empty());
        QVERIFY(manual.loop.isRunning());
        manual.loop.stop();
        manual.driver.iterateOnce();
        QVERIFY(!manual.loop.isRunning());
    }

    void theContextOfWhatRanLastEndsWithIt()
    {
        ManualLoop manual;
        ContextId inside;
        InContext(manual.loop, {7}).callSoon([&] { inside = manual.loop.context(); });
        runReady(manual.loop);
        QVERIFY(inside == ContextId {7});
        QVERIFY(manual.loop.context() == ContextId());
    }

    // Both are due and queued when the first of them cancels the other: that is no timer any more.
    void aTimerThatIsCancelledOnItsWayIsCountedOnce()
    {
        ManualLoop manual;
        Handle second;
        bool ran = false;
        manual.loop.callLater(1s, [&] { second.cancel(); });
        second = manual.loop.callLater(1s, [&] { ran = true; });
        manual.driver.iterateOnce();
        manual.driver.advance(1s);
        manual.driver.iterateOnce();
        QVERIFY(!ran);
        QCOMPARE(manual.loop.sample().timers, std::size_t(0));
        manual.loop.callLater(1s, [] {});
        QCOMPARE(manual.loop.sample().timers, std::size_t(1));
    }

    void aHandleInThePlaceOfAnotherHasItsOwnTime()
    {
        ManualLoop manual;
        const TimePoint now = manual.loop.time();
        Handle before = manual.loop.callAt(now + 5s, [] {});
        before.cancel();
        const Handle later = manual.loop.callAt(now + 9s, [] {});
        QVERIFY(later.when() == now + 9s);
        QVERIFY(!before.when());
    }

    // --- Tasks ---

    void whoeverCancelledLastIsKnown()
    {
        Watched watched; // somebody looks
        EventLoop &loop = watched.eventLoop;
        const Task<void> stubborn = loop.createTask(insists(3));
        const Task<void> outer = loop.createTask(awaits(stubborn));
        watched.iterate(2);
        (void)outer.cancel(); // passes it on
        QVERIFY(stubborn.base().cancelledThrough() == outer.id());
        QVERIFY(!stubborn.base().cancelledBy());
        watched.iterate(2);
        const Task<void> canceller = loop.createTask(cancels(stubborn));
        watched.iterate(2);
        QVERIFY(stubborn.base().cancelledBy() == canceller.id());
        QVERIFY(!stubborn.base().cancelledThrough());
        loop.callSoon([&] { (void)stubborn.cancel(); });
        watched.iterate(2);
        QVERIFY(!stubborn.base().cancelledBy());
        QVERIFY(!stubborn.done());
        (void)stubborn.cancel();
        watched.iterate(3);
        QVERIFY(stubborn.cancelled());
    }

    void whatIsTakenBackBeforeTheAwaitIsNotThrownInTheSecondRoundEither()
    {
        ManualLoop manual;
        Task<std::string> task = manual.loop.createTask(takesItBackTwice(manual.loop));
        manual.driver.iterateOnce();
        (void)task.cancel();
        QCOMPARE(manual.loop.runUntilComplete(task), std::string("slept"));
    }

    // Its error came first; that it was not looked at is the cancellation's doing.
    void aFutureWhoseWaiterIsCancelledAtTheSameTimeIsNotUnretrieved()
    {
        const LogCapture log;
        ManualLoop manual;
        {
            auto future = manual.loop.createFuture<int>();
            const Task<void> task = manual.loop.createTask(forFuture(future));
            manual.driver.iterateOnce();
            future.setException(std::make_exception_ptr(std::runtime_error("too late")));
            (void)task.cancel();
            runReady(manual.loop, 2);
            QVERIFY(task.cancelled());
        }
        runReady(manual.loop);
        QCOMPARE(log.count("never retrieved"), 0L);
    }

    // The time is up, but what ended the work is an error of its own.
    void anErrorAfterTheTimeWasUpIsNoTimeout()
    {
        ManualLoop manual;
        QCOMPARE(manual.loop.runUntilComplete(endOf(timeout(1s, failsAtItsEnd()))),
                 std::string("could not clean up"));
        QCOMPARE(manual.loop.runUntilComplete(endOf(timeout(1s, idle(1h)))),
                 std::string("timeout"));
    }

    // --- Several at once ---

    void whoAsksInVainForTheNextTakesNone()
    {
        ManualLoop manual;
        std::vector<Task<int>> tasks;
        for (const int number : {1, 2})
            tasks.push_back(manual.loop.createTask(after(number * 5s, number)));
        QCOMPARE(manual.loop.runUntilComplete(sumAfterAVainWait(tasks)), 103);
    }

    void ofAGatherThatFailedTheLaterErrorsAreNotUnretrieved()
    {
        const LogCapture log;
        ManualLoop manual;
        QCOMPARE(messageThrownBy([&] {
                     return manual.loop.runUntilComplete(
                         gather(manual.loop, failAfter(1s, "first"), failAfter(2s, "second")));
                 }),
                 std::string("first"));
        manual.loop.callLater(5s, [&] { manual.loop.stop(); });
        manual.loop.runForever();
        QCOMPARE(log.count("never retrieved"), 0L);
    }

    void aGatherThatIsCancelledKeepsItsErrorsToItself()
    {
        const LogCapture log;
        ManualLoop manual;
        {
            auto all = gather(manual.loop, returnExceptions, failsAtItsEnd(), idle(1h));
            manual.loop.callLater(1s, [&] { (void)all.cancel(); });
            QCOMPARE(messageThrownBy([&] {
                         (void)manual.loop.runUntilComplete(all);
                         return 0;
                     }),
                     std::string("cancelled"));
        }
        runReady(manual.loop, 2);
        QCOMPARE(log.count("never retrieved"), 0L);
    }
};

QTEST_GUILESS_MAIN(AgainTest)
#include "AgainTest.moc"
