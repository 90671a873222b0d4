// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/Gather.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"

#include <QtCore/QObject>

using namespace loop;

namespace {

using Ints = std::vector<int>;

Coro<int> awaitFuture(Future<int> future)
{
    co_return co_await future;
}

Coro<Ints> gatherReversed()
{
    auto [a, b, c] = co_await gather(after(30ms, 1), after(20ms, 2), after(10ms, 3));
    co_return Ints {a, b, c};
}

Coro<std::string> gatherMixed(Future<int> future)
{
    auto [nothing, number, text]
        = co_await gather(idle(1ms), future, sleep(1ms, std::string("text")));
    static_assert(std::is_same_v<decltype(nothing), std::monostate>);
    co_return text + std::to_string(number);
}

} // namespace

class GatherTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void resultsComeInTheOrderOfTheArguments() // K-02
    {
        EventLoop loop(makeDriver());
        QCOMPARE(loop.runUntilComplete(gatherReversed()), (Ints {1, 2, 3}));
    }

    void takesFuturesAndVoidsAmongCoroutines() // K-02
    {
        EventLoop loop(makeDriver());
        const auto future = loop.createFuture<int>();
        loop.callLater(2ms, [future] { future.setResult(7); });
        QCOMPARE(loop.runUntilComplete(gatherMixed(future)), std::string("text7"));
    }

    void takesAVectorAlsoAnEmptyOne() // K-02
    {
        ManualLoop manual;
        std::vector<Coro<int>> coros;
        for (int i = 0; i < 5; ++i)
            coros.push_back(after((5 - i) * 1s, i));
        QCOMPARE(manual.loop.runUntilComplete(gather(manual.loop, std::move(coros))),
                 (Ints {0, 1, 2, 3, 4}));
        QCOMPARE(manual.loop.runUntilComplete(gather(manual.loop, std::vector<Coro<int>>())),
                 Ints());
        std::vector<Coro<void>> voids;
        voids.push_back(idle(1s));
        manual.loop.runUntilComplete(gather(manual.loop, std::move(voids)));
    }

    void refusesFuturesOfDifferentLoops() // K-02
    {
        EventLoop one, two;
        const auto a = one.createFuture<int>(), b = two.createFuture<int>();
        QVERIFY_THROWS_EXCEPTION(ValueError, (void)gather(a, b));
        QVERIFY_THROWS_EXCEPTION(ValueError, (void)gather(two, a));
    }

    void firstExceptionComesAtOnceAndSiblingsGoOn() // K-03
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        const TimePoint began = loop.time();
        const Task<int> sibling = loop.createTask(after(5s, 5));
        const auto all = gather(sibling, failAfter(1s, "first"), failAfter(2s, "second"));
        QCOMPARE(messageThrownBy([&] { return loop.runUntilComplete(all); }), std::string("first"));
        QCOMPARE(loop.time() - began, Duration(1s));
        QVERIFY(!sibling.done());
        QCOMPARE(loop.runUntilComplete(sibling), 5);
    }

    void laterExceptionsOfSiblingsCountAsRetrieved() // K-03
    {
        ManualLoop manual;
        int reports = 0;
        manual.loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &) { ++reports; });
        auto all = gather(manual.loop, failAfter(1s, "first"), failAfter(2s, "second"));
        QCOMPARE(messageThrownBy([&] { return manual.loop.runUntilComplete(all); }),
                 std::string("first"));
        manual.loop.runUntilComplete(idle(3s));
        all = {}; // the tasks go with it, and would be reported now
        QCOMPARE(reports, 0);

        auto alone = manual.loop.createTask(failAfter(1s, "alone")); // as these are
        manual.loop.runUntilComplete(idle(3s));
        alone = {};
        QCOMPARE(reports, 1);
        auto unheard = gather(manual.loop, failAfter(1s, "first"), failAfter(2s, "second"));
        manual.loop.runUntilComplete(idle(3s));
        unheard = {}; // what nobody heard of is the gather's own, once
        QCOMPARE(reports, 2);
    }

    void exceptionsStandAmongResultsIfAskedFor() // K-04
    {
        ManualLoop manual;
        const auto [a, b] = manual.loop.runUntilComplete(
            gather(manual.loop, returnExceptions, failAfter(2s, "wrong"), after(1s, 4)));
        QCOMPARE(messageOf(a.exception()), std::string("wrong"));
        QVERIFY(b.ok());
        QCOMPARE(b.value(), 4);
    }

    void cancelReachesEveryUnfinishedChild() // K-05
    {
        EventLoop loop(makeDriver());
        std::vector<std::string> cancelled;
        const auto all = gather(loop, noteCancel(cancelled, "a"), noteCancel(cancelled, "b"));
        loop.callSoon([&] { loop.callSoon([&] { QVERIFY(all.cancel()); }); });
        QCOMPARE(messageThrownBy([&] { return loop.runUntilComplete(all); }),
                 std::string("cancelled"));
        QVERIFY(!all.cancelled()); // asyncio's own oddity: it failed with a CancelledError
        loop.runUntilComplete(idle(0s));
        QCOMPARE(cancelled, (std::vector<std::string> {"a", "b"}));
    }

    void cancellingWhoAwaitsItReachesTheChildren() // K-05
    {
        EventLoop loop(makeDriver());
        const auto pending = loop.createFuture<int>();
        std::vector<Future<int>> futures {pending};
        const auto all = gather(futures);
        const auto inner
            = loop.createTask([](Future<Ints> f) -> Coro<void> { (void)co_await f; }(all));
        loop.callSoon([&] { inner.cancel(); });
        QCOMPARE(messageThrownBy([&] {
                     loop.runUntilComplete(inner);
                     return 0;
                 }),
                 std::string("cancelled"));
        QVERIFY(pending.cancelled());
        QVERIFY(inner.cancelled());
    }

    void cancelledChildIsACancelledErrorNotACancelledGather() // K-06
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        const auto all = gather(loop, cancelItself(), after(1s, 1));
        QCOMPARE(messageThrownBy([&] { return loop.runUntilComplete(all); }),
                 std::string("cancelled"));
        QVERIFY(!all.cancelled());
        const auto [a, b]
            = loop.runUntilComplete(gather(loop, returnExceptions, cancelItself(), after(1s, 1)));
        QVERIFY(a.cancelled());
        QCOMPARE(b.value(), 1);
    }

    void cancelReachesThemAlsoWhereExceptionsStandAmongResults() // K-04, K-05
    {
        ManualLoop manual;
        int reports = 0;
        manual.loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &) { ++reports; });
        std::vector<std::string> cancelled;
        {
            const auto all = gather(manual.loop, returnExceptions, failAfter(1s, "early"),
                                    noteCancel(cancelled, "late"));
            manual.loop.callLater(2s, [all] { QVERIFY(all.cancel()); });
            QCOMPARE(messageThrownBy([&] { return manual.loop.runUntilComplete(all); }),
                     std::string("cancelled"));
        }
        QCOMPARE(cancelled, std::vector<std::string> {"late"});
        manual.loop.runUntilComplete(idle(1s));
        QCOMPARE(reports, 0); // the early failure is the gather's to have read
    }

    void resultThatCannotBeCopiedFailsTheGather() // K-02, K-04
    {
        EventLoop loop(makeDriver());
        QCOMPARE(messageThrownBy([&] { return loop.runUntilComplete(gather(loop, uncopyable())); }),
                 std::string("no copies"));
        QCOMPARE(messageThrownBy([&] {
                     return loop.runUntilComplete(gather(loop, returnExceptions, uncopyable()));
                 }),
                 std::string("no copies"));
    }

    void callbacksComeThoughNobodyHoldsTheFuture()
    {
        EventLoop loop(makeDriver());
        int sum = 0;
        gather(loop, after(1ms, 1), after(1ms, 2))
            .addDoneCallback([&](Future<std::tuple<int, int>> all) {
                sum = std::get<0>(all.result()) + std::get<1>(all.result());
                loop.stop();
            });
        loop.runForever();
        QCOMPARE(sum, 3);
    }

    void oneFutureMayBeGivenTwice()
    {
        EventLoop loop(makeDriver());
        const Task<int> task = loop.createTask(after(1ms, 3));
        const auto [a, b] = loop.runUntilComplete(gather(task, task));
        QCOMPARE(a + b, 6);
    }

    void nobodyElseSetsItsResult()
    {
        EventLoop loop(makeDriver());
        const auto all = gather(loop.createFuture<int>());
        QCOMPARE(messageThrownBy([&] {
                     all.setResult(std::tuple(1));
                     return 0;
                 }),
                 std::string("gather does not support set_result operation"));
    }

    void aWaitForItShowsAsGather()
    {
        EventLoop loop(makeDriver());
        std::vector<Future<int>> futures {loop.createFuture<int>()};
        const auto waiting = loop.createTask(
            [](Future<Ints> f) -> Coro<void> { (void)co_await f; }(gather(futures)));
        loop.runUntilComplete(idle(0s));
        QVERIFY(waiting.base().waitInfo().kind == WaitKind::Gather);
        waiting.cancel();
        loop.runUntilComplete(idle(0s));
    }

    void loopMayCloseWithAGatherPending()
    {
        EventLoop loop(makeDriver());
        int reports = 0;
        loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &) { ++reports; });
        (void)gather(loop, after(1h, 1), awaitFuture(loop.createFuture<int>()));
        loop.runUntilComplete(idle(0s));
        loop.close();
        QCOMPARE(reports, 2); // each task was destroyed pending
    }

    void loopMayCloseWithGathersThatEndEachOther() // L-08
    {
        EventLoop loop(makeDriver());
        loop.setExceptionHandler([](EventLoop &, const ExceptionContext &) {});
        static int alive;
        alive = 0;
        struct Cancels {
            Future<std::tuple<int>> other;
            explicit Cancels(Future<std::tuple<int>> o)
                : other(std::move(o))
            {
                ++alive;
            }
            ~Cancels()
            {
                other.cancel();
                --alive;
            }
        };
        std::vector<Future<std::tuple<int>>> gathers;
        for (int i = 0; i < 20; ++i)
            gathers.push_back(gather(loop, loop.createFuture<int>()));
        for (std::size_t i = 0; i + 1 < gathers.size(); ++i) {
            auto cancels = std::make_shared<Cancels>(gathers[i + 1]);
            gathers[i].addDoneCallback([cancels] {});
        }
        const Future<std::tuple<int>> last = gathers.back();
        gathers.clear();
        runReady(loop);
        QCOMPARE(alive, 19); // the loop keeps them
        QVERIFY(!last.done());
        loop.close();
        QCOMPARE(alive, 0);
        QVERIFY(last.done());
    }

    void aGatherOfNothingThatIsCancelledStaysCancelled() // K-04
    {
        EventLoop loop(makeDriver());
        int reported = 0;
        loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &) { ++reported; });
        const auto nothing = gather(loop, std::vector<Coro<int>>());
        const bool cancelled = nothing.cancel();
        runReady(loop, 2);
        QCOMPARE(nothing.cancelled(), cancelled);
        QVERIFY(nothing.done());
        QCOMPARE(reported, 0);
    }
};

QTEST_GUILESS_MAIN(GatherTest)
#include "GatherTest.moc"
