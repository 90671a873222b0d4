// SPDX-License-Identifier: GPL-3.0-or-later
// Programs made of combinators and primitives, each cancelled at every one of its iterations in
// turn. However early or late that is: all tasks end, what was held is given back, and nobody has
// anything to report.
#include "loop/Combinators.h"
#include "loop/Queue.h"
#include "loop/Synchronisation.h"
#include "loop/TaskGroup.h"
#include "tests/loop/Coroutines.h"

#include <QtCore/QObject>
#include <QtTest/QTest>

using namespace loop;

namespace {

// What the programs share, and must leave as they found it.
struct Room {
    Lock lock;
    Semaphore semaphore {2};
    Condition condition;
    Event event;
    Queue<int> queue {1};
    int inside = 0; // of the lock

    [[nodiscard]] bool tidy() const
    {
        return inside == 0 && !lock.locked() && semaphore.value() == 2 && !condition.locked();
    }
};

struct Inside { // counts who is between brackets
    explicit Inside(int &count)
        : m_count(++count)
    { }
    ~Inside() { --m_count; }
    int &m_count;
};

Coro<int> underLock(Room &room, int value)
{
    const Held held = co_await room.lock.hold();
    const Inside inside(room.inside);
    co_await sleep(2ms);
    const Held permit = co_await room.semaphore.hold();
    co_await sleep(1ms);
    co_return value;
}

Coro<void> gatherUnderLock(Room &room)
{
    auto [a, b, c] = co_await gather(underLock(room, 1), underLock(room, 2), after(1ms, 3));
    co_await sleep((a + b + c) * 1ms);
}

Coro<void> groupWithin(Room &room)
{
    const auto body = [&room](TaskGroup &group) -> Coro<void> {
        for (int i = 0; i < 3; ++i)
            group.createTask(underLock(room, i));
        co_await sleep(1ms);
    };
    co_await taskGroup(body);
    co_await sleep(1ms);
}

Coro<void> consumeThree(Room &room)
{
    for (int i = 0; i < 3; ++i) {
        (void)co_await room.queue.get();
        co_await sleep(1ms);
        room.queue.taskDone();
    }
}

Coro<void> produceThree(Room &room)
{
    for (int i = 0; i < 3; ++i)
        co_await room.queue.put(i);
    co_await room.queue.join();
}

Coro<void> queueWithin(Room &room)
{
    co_await gather(consumeThree(room), produceThree(room));
}

Coro<void> awaitNotification(Room &room)
{
    const Held held = co_await room.condition.hold();
    co_await room.condition.wait();
    co_await sleep(1ms);
}

Coro<void> notifyTwice(Room &room)
{
    for (int i = 0; i < 2; ++i) {
        co_await sleep(2ms);
        const Held held = co_await room.condition.hold();
        room.condition.notifyAll();
    }
}

Coro<void> conditionWithin(Room &room)
{
    co_await gather(awaitNotification(room), awaitNotification(room), notifyTwice(room));
}

Coro<void> timeoutsWithin(Room &room)
{
    try {
        co_await timeout(4ms, gatherUnderLock(room));
    } catch (const TimeoutError &) { }
    co_await waitFor(shield(after(3ms, 1)), 5ms);
}

Coro<void> waitsWithin(Room &room)
{
    std::vector<Coro<int>> some;
    for (int i = 1; i < 4; ++i)
        some.push_back(after(i * 2ms, i));
    const auto result = co_await wait(std::move(some), 3ms, ReturnWhen::FirstCompleted);
    std::vector<Future<int>> rest = result.pending;
    for (auto &&next : asCompleted(std::move(rest), 10ms))
        (void)co_await std::move(next);
    (void)co_await underLock(room, 0);
}

using Program = Coro<void> (*)(Room &);
constexpr int enough = 200; // iterations, one a millisecond

// Runs a program, cancelled at iteration `at`. True if it was still running then.
bool cancelledAt(Program program, int at, QString &trouble)
{
    Room room;
    ManualLoop manual;
    EventLoop &loop = manual.loop;
    loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &context) {
        trouble += QString::fromStdString(context.text());
    });
    const Task<void> task = loop.createTask(program(room));
    bool cancelled = false;
    for (int i = 0; i < enough; ++i) {
        if (i == at)
            cancelled = task.cancel();
        manual.driver.iterateOnce();
        manual.driver.advance(500us);
    }
    if (!task.done() || task.cancelled() != cancelled)
        trouble += QStringLiteral("the task ended otherwise; ");
    if (!loop.allTasks().empty())
        trouble += QStringLiteral("tasks are left; ");
    if (!room.tidy())
        trouble += QStringLiteral("something is held still; ");
    return cancelled;
}

} // namespace

Q_DECLARE_METATYPE(Program)

class CancelEverywhereTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLostWhereverItIsCancelled_data() // Y-06, T-06, K-05
    {
        QTest::addColumn<Program>("program");
        QTest::newRow("gather, lock, semaphore") << Program(gatherUnderLock);
        QTest::newRow("task group") << Program(groupWithin);
        QTest::newRow("queue") << Program(queueWithin);
        QTest::newRow("condition") << Program(conditionWithin);
        QTest::newRow("timeout, waitFor, shield") << Program(timeoutsWithin);
        QTest::newRow("wait, asCompleted") << Program(waitsWithin);
    }
    void nothingIsLostWhereverItIsCancelled()
    {
        QFETCH(Program, program);
        int at = 0;
        for (bool running = true; running; ++at) {
            QString trouble;
            running = cancelledAt(program, at, trouble);
            QVERIFY2(trouble.isEmpty(),
                     qPrintable(QStringLiteral("cancelled at %1: %2").arg(at).arg(trouble)));
        }
        QVERIFY2(at > 5 && at < enough, "the programs take some iterations");
    }
};

QTEST_GUILESS_MAIN(CancelEverywhereTest)
#include "CancelEverywhereTest.moc"
