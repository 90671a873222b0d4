// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/Wait.h"
#include "loop/Gather.h"
#include "loop/Timeout.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"

#include <QtCore/QObject>

#include <algorithm>

using namespace loop;

namespace {

using Tasks = std::vector<Task<int>>;

std::vector<Coro<int>> three()
{
    std::vector<Coro<int>> coros;
    coros.push_back(after(30ms, 30));
    coros.push_back(after(10ms, 10));
    coros.push_back(after(20ms, 20));
    return coros;
}

Coro<std::vector<int>> inOrderOfCompletion(std::vector<Coro<int>> coros, TimeLimit limit)
{
    std::vector<int> results;
    for (auto &&next : asCompleted(std::move(coros), limit)) {
        int result = -1; // what a TimeoutError becomes
        try {
            result = co_await std::move(next);
        } catch (const TimeoutError &) { }
        results.push_back(result);
    }
    co_return results;
}

Coro<void> waitAgain(Task<int> done)
{
    const Tasks tasks {done};
    co_await wait(tasks);
}

Coro<void> gatherAgain(Task<int> done)
{
    co_await gather(done, done);
}

Coro<void> completeAgain(Task<int> done)
{
    const Tasks tasks {done};
    for (auto &&next : asCompleted(tasks))
        (void)co_await std::move(next);
}

// How often in a row a coroutine is awaited before a callback gets its turn; a thousand at most.
template <class F> int roundsUntilOthersRan(EventLoop &loop, F make)
{
    bool ran = false;
    const auto spin = [](F again, EventLoop *on, bool *stop) -> Coro<int> {
        on->callSoon([stop] { *stop = true; });
        int rounds = 0;
        while (!*stop && ++rounds < 1000)
            co_await again();
        co_return rounds;
    };
    return loop.runUntilComplete(spin(make, &loop, &ran));
}

// Which of the tasks were done, in that order, by place; 'e' for one that failed, 't' at a
// time-out.
Coro<std::string> placesByCompletion(Tasks tasks, TimeLimit limit)
{
    const auto finished = asCompleted(tasks, limit);
    std::string places;
    try {
        while (const auto done = co_await finished.next())
            places += done.state()->failed()
                ? 'e'
                : static_cast<char>(
                    '0' + (std::find(tasks.begin(), tasks.end(), done) - tasks.begin()));
    } catch (const TimeoutError &) {
        places += 't';
    }
    co_return places;
}

} // namespace

class WaitTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void asCompletedGivesResultsAsTheyCome() // K-01
    {
        EventLoop loop(makeDriver());
        QCOMPARE(loop.runUntilComplete(inOrderOfCompletion(three(), {})),
                 (std::vector {10, 20, 30}));
    }

    void asCompletedThrowsTimeoutErrorForWhatIsLate() // K-01
    {
        ManualLoop manual;
        QCOMPARE(manual.loop.runUntilComplete(inOrderOfCompletion(three(), 15ms)),
                 (std::vector {10, -1, -1}));
        QCOMPARE(manual.loop.runUntilComplete(inOrderOfCompletion(three(), 31ms)),
                 (std::vector {10, 20, 30}));
    }

    void waitForNothingIsAnError() // K-09
    {
        EventLoop loop(makeDriver());
        QCOMPARE(messageThrownBy([&] { return loop.runUntilComplete(wait(Tasks())).done.size(); }),
                 std::string("Set of Tasks/Futures is empty."));
    }

    void timeoutNeitherThrowsNorCancels() // K-09
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        const Tasks tasks {loop.createTask(after(1s, 1)), loop.createTask(after(5s, 5))};
        const auto result = loop.runUntilComplete(wait(tasks, 2s));
        QCOMPARE(result.done, std::vector<Future<int>> {tasks[0]});
        QCOMPARE(result.pending, std::vector<Future<int>> {tasks[1]});
        QCOMPARE(loop.runUntilComplete(tasks[1]), 5);
    }

    void coroutinesAppearAsTasks() // K-09
    {
        EventLoop loop(makeDriver());
        const auto result = loop.runUntilComplete(wait(three()));
        QCOMPARE(result.done.size(), std::size_t(3));
        QVERIFY(result.pending.empty());
        for (const Future<int> &future : result.done)
            QVERIFY(future.state()->asTask());
        QCOMPARE(result.done[1].result(), 10);
    }

    void sameFutureCountsOnce() // K-09: sets
    {
        EventLoop loop(makeDriver());
        const Task<int> task = loop.createTask(after(1ms, 1));
        QCOMPARE(loop.runUntilComplete(wait(Tasks {task, task})).done.size(), std::size_t(1));
    }

    void asCompletedCountsTheSameFutureOnce() // K-01: sets
    {
        EventLoop loop(makeDriver());
        const Task<int> task = loop.createTask(after(1ms, 1)),
                        other = loop.createTask(after(2ms, 2));
        QCOMPARE(asCompleted(Tasks {task, other, task}).size(), std::size_t(2));
        QCOMPARE(loop.runUntilComplete(wait(Tasks {other, task, other})).done,
                 (std::vector<Future<int>> {other, task}));
    }

    void returnsWhenItWasAskedTo_data() // K-10
    {
        QTest::addColumn<int>("when");
        QTest::addColumn<int>("done");
        QTest::newRow("first completed") << int(ReturnWhen::FirstCompleted) << 1;
        QTest::newRow("first exception, not cancellation") << int(ReturnWhen::FirstException) << 3;
        QTest::newRow("all completed") << int(ReturnWhen::AllCompleted) << 4;
    }
    void returnsWhenItWasAskedTo()
    {
        QFETCH(int, when);
        QFETCH(int, done);
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        const Tasks tasks {loop.createTask(after(9s, 9)), loop.createTask(failAfter(3s, "failure")),
                           loop.createTask(after(2s, 2)), loop.createTask(cancelItself())};
        const auto result = loop.runUntilComplete(wait(tasks, {}, ReturnWhen(when)));
        QCOMPARE(int(result.done.size()), done);
        QCOMPARE(int(result.pending.size()), 4 - done);
        loop.runUntilComplete(idle(10s));
        (void)tasks[1].exception();
    }

    void asCompletedGivesFirstWhatWasDoneBefore() // K-01
    {
        EventLoop loop(makeDriver());
        const auto body = [](EventLoop *on) -> Coro<std::string> {
            const auto late = on->createFuture<int>(), early = on->createFuture<int>();
            early.setResult(0);
            const auto finished = asCompleted(std::vector<Future<int>> {late, early}, 1h);
            late.setResult(1); // before anybody was told of the other
            std::string order;
            while (const auto done = co_await finished.next())
                order += std::to_string(done.result());
            co_return order + (on->pendingTimers(1).empty() ? "" : " and a timer");
        };
        QCOMPARE(loop.runUntilComplete(body(&loop)), std::string("01"));
    }

    void cancellingTheWaitLeavesWhatItWaitsFor() // K-09
    {
        EventLoop loop(makeDriver());
        const Task<int> slow = loop.createTask(after(5ms, 1));
        const auto waiting = loop.createTask(wait(Tasks {slow}));
        loop.callSoon([&] { waiting.cancel(); });
        QCOMPARE(messageThrownBy([&] { return loop.runUntilComplete(waiting).done.size(); }),
                 std::string("cancelled"));
        QCOMPARE(loop.runUntilComplete(slow), 1);
    }

    void asCompletedNextGivesEachFutureItselfAsItEnds() // K-01
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        const auto tasks = [&loop] {
            return Tasks {loop.createTask(after(3s, 0)), loop.createTask(after(1s, 1)),
                          loop.createTask(failAfter(2s, "no"))};
        };
        QCOMPARE(loop.runUntilComplete(timeout(1h, placesByCompletion(tasks(), {}))),
                 std::string("1e0"));
        QCOMPARE(loop.runUntilComplete(placesByCompletion(tasks(), 2500ms)), std::string("1et"));
        QCOMPARE(loop.runUntilComplete(placesByCompletion({}, {})), std::string());
        loop.runUntilComplete(idle(1s));
    }

    void aCancelledNextTakesNothing() // K-01
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        const auto impatient = []() -> Coro<int> {
            const auto finished = asCompleted(three());
            int sum = 0, waits = 0;
            for (;;) {
                Timeout limit(4ms);
                try {
                    const auto done = co_await timeout(limit, finished.next());
                    if (!done)
                        break;
                    sum += done.result();
                } catch (const TimeoutError &) {
                    ++waits;
                }
            }
            co_return sum * 100 + waits;
        };
        QCOMPARE(loop.runUntilComplete(impatient()), 6006);
    }

    void droppedItemsOfAsCompletedAreNoHarm()
    {
        ManualLoop manual;
        const Tasks tasks {manual.loop.createTask(after(1s, 1))};
        {
            const auto items = asCompleted(tasks, 5s);
            QCOMPARE(items.size(), std::size_t(1));
        }
        QCOMPARE(manual.loop.runUntilComplete(tasks[0]), 1);
    }

    // K-09, K-02, K-01: what is done already is waited for as all else is: others run meanwhile.
    void waitingForWhatIsDoneLetsOthersRun()
    {
        EventLoop loop(makeDriver());
        const auto done = loop.createTask(after(0s, 1));
        loop.runUntilComplete(done);
        QVERIFY(roundsUntilOthersRan(loop, [&] { return waitAgain(done); }) < 10);
        QVERIFY(roundsUntilOthersRan(loop, [&] { return gatherAgain(done); }) < 10);
        QVERIFY(roundsUntilOthersRan(loop, [&] { return completeAgain(done); }) < 10);
    }

    // T-08: also where all is done, so that nothing suspends it for long
    void whoCancelledItselfIsCancelledWhereItWaits()
    {
        EventLoop loop(makeDriver());
        const auto done = loop.createTask(after(0s, 1));
        loop.runUntilComplete(done);
        bool wentOn = false;
        const auto cancels = [&](EventLoop &on) -> Coro<void> {
            on.currentTask()->cancel();
            co_await waitAgain(done);
            wentOn = true;
        };
        const auto task = loop.createTask(cancels(loop));
        runReady(loop, 4);
        QVERIFY(task.cancelled());
        QVERIFY(!wentOn);
    }
};

QTEST_GUILESS_MAIN(WaitTest)
#include "WaitTest.moc"
