// SPDX-License-Identifier: GPL-3.0-or-later
// Barrier: tasks that meet, leave together, and meet again.
#include "loop/Gather.h"
#include "loop/Synchronisation.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"

#include <QtCore/QObject>

#include <algorithm>
#include <thread>

using namespace loop;

namespace {

Coro<std::size_t> passBarrier(Barrier &barrier)
{
    co_return co_await barrier.wait();
}

template <class... Ts> void cancelAll(EventLoop &loop, const Ts &...tasks)
{
    (tasks.cancel(), ...);
    loop.runUntilComplete(idle(0s));
    loop.runUntilComplete(idle(0s));
}

void iterate(EventLoop &loop, int times = 4)
{
    while (times-- > 0)
        loop.runUntilComplete(idle(0s));
}

} // namespace

class BarrierTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void barrierOpensForTheLastAndStartsAnew()
    {
        EventLoop loop(makeDriver());
        Barrier barrier(3);
        for (int round = 0; round < 2; ++round) {
            std::vector<Coro<std::size_t>> parties;
            for (int i = 0; i < 3; ++i)
                parties.push_back(passBarrier(barrier));
            auto indices = loop.runUntilComplete(gather(loop, std::move(parties)));
            std::sort(indices.begin(), indices.end());
            QCOMPARE(indices, (std::vector<std::size_t> {0, 1, 2}));
            QCOMPARE(barrier.waiting(), std::size_t(0));
        }
    }

    void brokenBarrierThrows()
    {
        EventLoop loop(makeDriver());
        Barrier barrier(2);
        const auto waiting = loop.createTask(passBarrier(barrier));
        iterate(loop);
        QCOMPARE(barrier.waiting(), std::size_t(1));
        barrier.abort();
        QVERIFY(barrier.broken());
        QVERIFY_THROWS_EXCEPTION(BrokenBarrierError, loop.runUntilComplete(waiting));
        QVERIFY_THROWS_EXCEPTION(BrokenBarrierError, loop.runUntilComplete(passBarrier(barrier)));
        barrier.reset();
        const auto a = loop.createTask(passBarrier(barrier)),
                   b = loop.createTask(passBarrier(barrier));
        QCOMPARE(loop.runUntilComplete(a) + loop.runUntilComplete(b), std::size_t(1));
        QVERIFY_THROWS_EXCEPTION(ValueError, Barrier(0));
    }

    void cancelledPartyDoesNotCount()
    {
        EventLoop loop(makeDriver());
        Barrier barrier(2);
        const auto a = loop.createTask(passBarrier(barrier));
        iterate(loop);
        cancelAll(loop, a);
        const auto b = loop.createTask(passBarrier(barrier));
        iterate(loop);
        QVERIFY(!b.done());
        loop.runUntilComplete(passBarrier(barrier));
        loop.runUntilComplete(b);
    }

    void whoComesWhileABarrierDrainsWaitsUntilTheLastHasLeft()
    {
        EventLoop loop(makeDriver());
        Barrier barrier(2);
        const auto a = loop.createTask(passBarrier(barrier));
        runReady(loop);
        const auto b = loop.createTask(passBarrier(barrier));
        const auto c = loop.createTask(passBarrier(barrier));
        runReady(loop); // b has opened it and left, a is woken, c came meanwhile
        QVERIFY(b.done() && !a.done());
        QCOMPARE(barrier.waiting(), std::size_t(0));
        runReady(loop);
        QVERIFY(a.done());
        QCOMPARE(barrier.waiting(), std::size_t(1)); // c is the first of the next round
        QCOMPARE(loop.runUntilComplete(passBarrier(barrier)), std::size_t(1));
        QCOMPARE(loop.runUntilComplete(c), std::size_t(0));
    }

    void whoWaitsForADrainFillsTheNextRoundTogether()
    {
        EventLoop loop(makeDriver());
        Barrier barrier(2);
        const auto a = loop.createTask(passBarrier(barrier));
        runReady(loop);
        std::vector<Task<std::size_t>> others;
        for (int i = 0; i < 6;
             ++i) // the first opens it for a, one is cancelled, four are two rounds
            others.push_back(loop.createTask(passBarrier(barrier)));
        runReady(loop);
        others[5].cancel();
        for (int i = 0; i < 6; ++i)
            runReady(loop);
        for (int i = 0; i < 5; ++i)
            QVERIFY(others[static_cast<std::size_t>(i)].done());
        QVERIFY(others[5].cancelled());
        QCOMPARE(barrier.waiting(), std::size_t(0));
    }

    void resetAndAbortReachThoseWhoHaveNotLeftYet()
    {
        EventLoop loop(makeDriver());
        for (const bool abort : {false, true}) {
            Barrier barrier(2);
            const auto a = loop.createTask(passBarrier(barrier));
            runReady(loop);
            const auto b = loop.createTask(passBarrier(barrier));
            const auto c = loop.createTask(passBarrier(barrier)); // comes while it drains
            loop.callSoon([&] { abort ? barrier.abort() : barrier.reset(); });
            runReady(loop);
            QVERIFY(b.done() && !b.state()->failed());
            QVERIFY_THROWS_EXCEPTION(BrokenBarrierError, loop.runUntilComplete(a));
            runReady(loop, 2);
            QCOMPARE(c.done(), abort);
            if (abort) {
                QVERIFY_THROWS_EXCEPTION(BrokenBarrierError, loop.runUntilComplete(c));
                QVERIFY(barrier.broken());
            } else {
                QCOMPARE(barrier.waiting(), std::size_t(1));
                loop.runUntilComplete(passBarrier(barrier));
                QCOMPARE(loop.runUntilComplete(c), std::size_t(0));
            }
        }
    }

    void aWokenPartyThatIsCancelledHasLeftTheBarrier()
    {
        EventLoop loop(makeDriver());
        Barrier barrier(2);
        const auto a = loop.createTask(passBarrier(barrier));
        runReady(loop);
        const auto b = loop.createTask(passBarrier(barrier));
        loop.callSoon([&] { a.cancel(); }); // after b has woken it
        runReady(loop);
        runReady(loop);
        QVERIFY(a.cancelled() && b.done());
        const auto c = loop.createTask(passBarrier(barrier));
        runReady(loop);
        QCOMPARE(barrier.waiting(), std::size_t(1));
        cancelAll(loop, c);
    }

    void anotherThreadIsRefusedWhoeverWaits() // D-06
    {
        EventLoop loop(makeDriver());
        loop.setDebug(true);
        Barrier barrier(2);
        const auto a = loop.createTask(passBarrier(barrier));
        runReady(loop);
        const auto b = loop.createTask(passBarrier(barrier));
        const auto c = loop.createTask(passBarrier(barrier)); // comes while it drains
        bool refused = false;
        loop.callSoon([&] {
            std::thread([&] {
                try {
                    barrier.abort();
                } catch (const RuntimeError &) {
                    refused = true;
                }
            }).join(); // while the loop's own thread stands still
        });
        runReady(loop);
        QVERIFY(refused);
        QVERIFY(!barrier.broken());
        loop.runUntilComplete(passBarrier(barrier));
        runReady(loop);
        QVERIFY(a.done() && b.done() && c.done());
    }

    void whoIsCancelledMakesRoomAtOnce()
    {
        EventLoop loop(makeDriver());
        Barrier barrier(2);
        const auto a = loop.createTask(passBarrier(barrier));
        runReady(loop);
        loop.callSoon([&] { a.cancel(); });
        const auto b = loop.createTask(passBarrier(barrier)); // comes before a has ended
        runReady(loop, 3);
        QVERIFY(a.cancelled());
        QVERIFY(!b.done());
        QCOMPARE(barrier.waiting(), std::size_t(1));
        QCOMPARE(loop.runUntilComplete(passBarrier(barrier)), std::size_t(1));
        QCOMPARE(loop.runUntilComplete(b), std::size_t(0));
    }

    void whoIsTooManyForTheNextRoundWaitsForTheOneAfter()
    {
        EventLoop loop(makeDriver());
        Barrier barrier(2);
        const auto a = loop.createTask(passBarrier(barrier));
        runReady(loop);
        std::vector<Task<std::size_t>> others;
        for (int i = 0; i < 4; ++i) // the first opens it for a, two are the next round
            others.push_back(loop.createTask(passBarrier(barrier)));
        runReady(loop, 6);
        QVERIFY(others[1].done() && others[2].done());
        QCOMPARE(others[1].result() + others[2].result(), std::size_t(1));
        QVERIFY(!others[3].done());
        QCOMPARE(barrier.waiting(), std::size_t(1));
        QCOMPARE(loop.runUntilComplete(passBarrier(barrier)), std::size_t(1));
        QCOMPARE(loop.runUntilComplete(others[3]), std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(BarrierTest)
#include "BarrierTest.moc"
