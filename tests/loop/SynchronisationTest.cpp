// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/Synchronisation.h"
#include "loop/Gather.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"

#include <QtCore/QObject>

#include <algorithm>

using namespace loop;

namespace {

using Log = std::vector<std::string>;

Coro<void> holdLock(Lock &lock, Log &log, std::string name)
{
    const Held held = co_await lock.hold();
    log.push_back(name);
    co_await sleep(0s);
    log.push_back(name + " done");
}

Coro<void> keepLock(Lock &lock, Log &log, std::string name)
{
    const Held held = co_await lock.hold();
    log.push_back(name);
    co_await sleep(1h);
}

Coro<void> acquireAndNote(Semaphore &semaphore, Log &log, std::string name)
{
    co_await semaphore.acquire();
    log.push_back(name);
}

Coro<void> awaitEvent(Event &event, Log &log, std::string name)
{
    co_await event.wait();
    log.push_back(name);
}

Coro<void> awaitCondition(Condition &condition, Log &log, std::string name)
{
    const Held held = co_await condition.hold();
    co_await condition.wait();
    log.push_back(condition.locked() ? name : name + " without the lock");
}

Coro<void> notifyHeld(Condition &condition, std::size_t count)
{
    const Held held = co_await condition.hold();
    condition.notify(count);
}

Coro<void> notifyAndCancel(Condition &condition, Task<void> waiter)
{
    const Held held = co_await condition.hold();
    condition.notify();
    waiter.cancel(); // it is notified, but not awake yet
}

Coro<void> notifyAndHoldUntil(Condition &condition, const bool &mayEnd)
{
    const Held held = co_await condition.hold();
    condition.notify();
    while (!mayEnd)
        co_await sleep(0s);
}

Coro<void> awaitAtLeast(Condition &condition, int &value, int least)
{
    const Held held = co_await condition.hold();
    co_await condition.waitFor([&] { return value >= least; });
}

Coro<void> raiseTo(Condition &condition, int &value, int to)
{
    while (value < to) {
        co_await sleep(1s);
        const Held held = co_await condition.hold();
        ++value;
        condition.notifyAll();
    }
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

class SynchronisationTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void lockServesInTheOrderOfComing() // Y-01
    {
        EventLoop loop(makeDriver());
        Lock lock;
        Log log;
        const auto a = loop.createTask(holdLock(lock, log, "a"));
        const auto b = loop.createTask(holdLock(lock, log, "b"));
        const auto c = loop.createTask(holdLock(lock, log, "c"));
        loop.runUntilComplete(c);
        QCOMPARE(log, (Log {"a", "a done", "b", "b done", "c", "c done"}));
        QVERIFY(!lock.locked());
        QVERIFY(a.done() && b.done());
    }

    void releasingAnUnlockedLockThrows() // Y-01
    {
        Lock lock;
        QCOMPARE(messageThrownBy([&] {
                     lock.release();
                     return 0;
                 }),
                 std::string("Lock is not acquired."));
        QVERIFY(!lock.locked());
    }

    void waitsShowAsSynchronisation()
    {
        EventLoop loop(makeDriver());
        Lock lock;
        Log log;
        const auto a = loop.createTask(keepLock(lock, log, "a"));
        const auto b = loop.createTask(holdLock(lock, log, "b"));
        loop.runUntilComplete(idle(0s));
        QVERIFY(lock.locked());
        a.cancel();
        QVERIFY(b.base().waitInfo().kind == WaitKind::Synchronisation);
        loop.runUntilComplete(b);
    }

    void cancelledWaiterIsPassedOver() // Y-06
    {
        EventLoop loop(makeDriver());
        Lock lock;
        Log log;
        const auto a = loop.createTask(holdLock(lock, log, "a"));
        const auto b = loop.createTask(holdLock(lock, log, "b"));
        const auto c = loop.createTask(holdLock(lock, log, "c"));
        loop.callSoon([&] { b.cancel(); });
        loop.runUntilComplete(c);
        QCOMPARE(log, (Log {"a", "a done", "c", "c done"}));
        QVERIFY(b.cancelled());
    }

    void waiterCancelledAfterItWasServedPassesItOn() // Y-06
    {
        EventLoop loop(makeDriver());
        Semaphore semaphore(0);
        Log log;
        const auto a = loop.createTask(acquireAndNote(semaphore, log, "a"));
        const auto b = loop.createTask(acquireAndNote(semaphore, log, "b"));
        iterate(loop);
        loop.callSoon([&] {
            semaphore.release(); // a's now, but a does not run before it is cancelled
            a.cancel();
        });
        loop.runUntilComplete(b);
        QVERIFY(a.cancelled());
        QCOMPARE(log, Log {"b"});
    }

    void frameDestroyedAfterItWasServedPassesItOn() // Y-06
    {
        Semaphore semaphore(0);
        Log log;
        {
            EventLoop loop(makeDriver());
            loop.setExceptionHandler([](EventLoop &, const ExceptionContext &) {});
            const auto a = loop.createTask(acquireAndNote(semaphore, log, "a"));
            iterate(loop);
            semaphore.release();
        }
        QCOMPARE(semaphore.value(), std::size_t(1));
    }

    void primitiveMayGoBeforeThoseWhoWaitForIt()
    {
        EventLoop loop(makeDriver());
        loop.setExceptionHandler([](EventLoop &, const ExceptionContext &) {});
        Log log;
        Lock lock;
        {
            Event event;
            Lock inner;
            (void)loop.createTask(awaitEvent(event, log, "event"));
            (void)loop.createTask(keepLock(inner, log, "holder"));
            (void)loop.createTask(holdLock(inner, log, "waiter"));
            loop.runUntilComplete(idle(0s));
        }
        loop.close();
        QCOMPARE(log, Log {"holder"});
    }

    void eventWakesAllAndStaysSet() // Y-02
    {
        EventLoop loop(makeDriver());
        Event event;
        Log log;
        const auto a = loop.createTask(awaitEvent(event, log, "a"));
        const auto b = loop.createTask(awaitEvent(event, log, "b"));
        iterate(loop);
        QVERIFY(!event.isSet() && log.empty());
        event.set();
        QVERIFY(event.isSet() && log.empty()); // through the loop, never inline
        event.clear(); // they were woken all the same
        loop.runUntilComplete(b);
        QCOMPARE(log, (Log {"a", "b"}));
        event.set();
        loop.runUntilComplete(awaitEvent(event, log, "c"));
        QCOMPARE(log.back(), std::string("c"));
        QVERIFY(a.done());
    }

    void conditionWakesAsManyAsItIsTold() // Y-03
    {
        EventLoop loop(makeDriver());
        Condition condition;
        Log log;
        std::vector<Task<void>> tasks;
        for (const char *const name : {"a", "b", "c", "d"})
            tasks.push_back(loop.createTask(awaitCondition(condition, log, name)));
        iterate(loop);
        loop.runUntilComplete(notifyHeld(condition, 1));
        iterate(loop);
        QCOMPARE(log, Log {"a"});
        loop.runUntilComplete(notifyHeld(condition, 2));
        iterate(loop);
        QCOMPARE(log, (Log {"a", "b", "c"}));
        loop.runUntilComplete(notifyHeld(condition, 9));
        iterate(loop);
        QCOMPARE(log, (Log {"a", "b", "c", "d"}));
    }

    void conditionWaitsForAPredicate() // Y-03
    {
        ManualLoop manual;
        Condition condition;
        int value = 0;
        const auto waiting = manual.loop.createTask(awaitAtLeast(condition, value, 3));
        const auto raising = manual.loop.createTask(raiseTo(condition, value, 5));
        manual.loop.runUntilComplete(waiting);
        QCOMPARE(value, 3);
        manual.loop.runUntilComplete(raising);
    }

    void conditionWithoutItsLockThrows() // Y-03
    {
        EventLoop loop(makeDriver());
        Lock lock;
        Condition condition(lock);
        QCOMPARE(messageThrownBy([&] {
                     condition.notify();
                     return 0;
                 }),
                 std::string("cannot notify on un-acquired lock"));
        QCOMPARE(messageThrownBy([&] {
                     loop.runUntilComplete(condition.wait());
                     return 0;
                 }),
                 std::string("cannot wait on un-acquired lock"));
    }

    void conditionPassesTheNotificationOfACancelledWaiterOn() // Y-06
    {
        EventLoop loop(makeDriver());
        Condition condition;
        Log log;
        const auto a = loop.createTask(awaitCondition(condition, log, "a"));
        const auto b = loop.createTask(awaitCondition(condition, log, "b"));
        iterate(loop);
        loop.runUntilComplete(notifyAndCancel(condition, a));
        iterate(loop);
        QVERIFY(a.cancelled());
        QVERIFY(b.done()); // else it waits for ever
        QCOMPARE(log, Log {"b"});
        QVERIFY(!condition.locked());
    }

    // It is awake by then, and waits for the lock alone.
    void conditionPassesTheNotificationOfWhoIsCancelledAtItsLockOn() // Y-06
    {
        EventLoop loop(makeDriver());
        Condition condition;
        Log log;
        const auto a = loop.createTask(awaitCondition(condition, log, "a"));
        const auto b = loop.createTask(awaitCondition(condition, log, "b"));
        iterate(loop);
        bool mayEnd = false;
        const auto notifier = loop.createTask(notifyAndHoldUntil(condition, mayEnd));
        iterate(loop);
        a.cancel();
        iterate(loop);
        QVERIFY(!a.done()); // without the lock it cannot go on
        mayEnd = true;
        iterate(loop, 8);
        QVERIFY(notifier.done() && a.cancelled());
        QVERIFY(b.done());
        QCOMPARE(log, Log {"b"});
        QVERIFY(!condition.locked());
    }

    void conditionMayGoBeforeWhoWaitsIsCancelled() // Y-03, Y-06
    {
        EventLoop loop(makeDriver());
        Log log;
        auto condition = std::make_unique<Condition>();
        const auto notified = loop.createTask(awaitCondition(*condition, log, "a"));
        const auto waiting = loop.createTask(awaitCondition(*condition, log, "b"));
        iterate(loop);
        loop.runUntilComplete(notifyHeld(*condition, 1));
        condition.reset();
        cancelAll(loop, notified, waiting);
        iterate(loop);
        QVERIFY(waiting.cancelled() && waiting.done());
    }

    void conditionOfAnotherLoopThrowsWithTheLockHeld() // Y-03
    {
        EventLoop loop(makeDriver()), other(makeDriver());
        Condition condition;
        Log log;
        const auto waiting = loop.createTask(awaitCondition(condition, log, "here"));
        iterate(loop);
        const auto waitsThere = [](Condition &c) -> Coro<std::string> {
            const Held held = co_await c.hold();
            std::string error;
            try {
                co_await c.wait();
            } catch (const RuntimeError &e) {
                error = e.what();
            }
            co_return error + (c.locked() ? ", locked" : ", unlocked");
        };
        QCOMPARE(other.runUntilComplete(waitsThere(condition)),
                 std::string("it is bound to a different event loop, locked"));
        QVERIFY(!condition.locked());
        cancelAll(loop, waiting);
    }

    void semaphoreLetsSoManyIn() // Y-04
    {
        EventLoop loop(makeDriver());
        Semaphore semaphore(2);
        Log log;
        std::vector<Task<void>> tasks;
        for (const char *const name : {"a", "b", "c"})
            tasks.push_back(loop.createTask(acquireAndNote(semaphore, log, name)));
        iterate(loop);
        QCOMPARE(log, (Log {"a", "b"}));
        QVERIFY(semaphore.locked());
        semaphore.release();
        QVERIFY(semaphore.locked()); // c has it
        loop.runUntilComplete(tasks.back());
        QCOMPARE(log, (Log {"a", "b", "c"}));
        QVERIFY_THROWS_EXCEPTION(ValueError, Semaphore(-1));
    }

    void boundedSemaphoreIsNotReleasedTooOften() // Y-04
    {
        EventLoop loop(makeDriver());
        BoundedSemaphore semaphore;
        Log log;
        loop.runUntilComplete(acquireAndNote(semaphore, log, "a"));
        semaphore.release();
        QCOMPARE(messageThrownBy([&] {
                     semaphore.release();
                     return 0;
                 }),
                 std::string("BoundedSemaphore released too many times"));
        QCOMPARE(semaphore.value(), std::size_t(1));
    }

    void boundedSemaphoreReleasedWhileItIsHeldStaysWithinItsBound() // Y-04
    {
        EventLoop loop(makeDriver());
        BoundedSemaphore semaphore;
        const auto releaseHeld = [](BoundedSemaphore &s) -> Coro<void> {
            const Held held = co_await s.hold();
            s.release();
        };
        loop.runUntilComplete(releaseHeld(semaphore));
        QCOMPARE(semaphore.value(), std::size_t(1));
    }

    void awaiterThatLivesOnPassesItOnAtOnce() // Y-06
    {
        EventLoop loop(makeDriver());
        Semaphore semaphore(0);
        Log log;
        const auto first = [](Semaphore &s, Log &notes) -> Coro<void> {
            auto permit = s.acquire(); // to the end of the coroutine
            try {
                co_await permit;
            } catch (const CancelledError &) {
                notes.push_back("cancelled");
            }
            co_await sleep(1h);
        };
        const auto a = loop.createTask(first(semaphore, log));
        const auto b = loop.createTask(acquireAndNote(semaphore, log, "b"));
        iterate(loop);
        loop.callSoon([&] {
            semaphore.release();
            a.cancel();
        });
        loop.runUntilComplete(b);
        QCOMPARE(log, (Log {"cancelled", "b"}));
        QVERIFY(!a.done());
        cancelAll(loop, a);
    }

    void oneLoopEach()
    {
        EventLoop one(makeDriver()), two(makeDriver());
        Event event;
        Log log;
        const auto first = one.createTask(awaitEvent(event, log, "one"));
        iterate(one);
        QCOMPARE(messageThrownBy([&] {
                     two.runUntilComplete(awaitEvent(event, log, "two"));
                     return 0;
                 }),
                 std::string("it is bound to a different event loop"));
        event.set();
        one.runUntilComplete(first);
    }

    void whoReleasesByHandLetsTheNextIn() // Y-01
    {
        EventLoop loop(makeDriver());
        Lock lock;
        const auto acquires = [&lock]() -> Coro<void> { co_await lock.acquire(); };
        loop.runUntilComplete(acquires());
        const auto next = loop.createTask(acquires());
        iterate(loop);
        QVERIFY(!next.done());
        lock.release();
        iterate(loop);
        QVERIFY(next.done());
        QVERIFY(lock.locked());
        lock.release();
        QVERIFY(!lock.locked());
    }

    void whoIsCancelledUnnotifiedWakesNobody() // Y-06
    {
        EventLoop loop(makeDriver());
        Condition condition;
        Log log;
        const auto a = loop.createTask(awaitCondition(condition, log, "a"));
        const auto b = loop.createTask(awaitCondition(condition, log, "b"));
        iterate(loop);
        a.cancel();
        iterate(loop);
        QVERIFY(a.cancelled());
        QVERIFY(!b.done());
        QCOMPARE(log, Log {});
        cancelAll(loop, b);
    }
};

QTEST_GUILESS_MAIN(SynchronisationTest)
#include "SynchronisationTest.moc"
