// SPDX-License-Identifier: GPL-3.0-or-later
// Programs made of combinators and primitives, each cancelled at every one of its iterations in
// turn, over every driver. However early or late that is: all tasks end, what was held is given
// back, nobody has anything to report, and the next one to come finds all as if nothing had
// happened.
#include "loop/Combinators.h"
#include "loop/Queue.h"
#include "loop/Synchronisation.h"
#include "loop/TaskGroup.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"
#include "tests/support/StillClock.h"

#include <QtCore/QObject>
#include <QtTest/QTest>

using namespace loop;

namespace {

// What the programs share, and must leave as they found it.
struct Room {
    Lock lock;
    BoundedSemaphore semaphore {2}; // which throws if it is given back more than was taken
    Condition condition;
    Event event;
    Barrier barrier {3};
    int inside = 0; // of brackets: frames that live
    int open = 0; // what was begun and must be ended, however often it is cancelled

    [[nodiscard]] bool tidy() const
    {
        return inside == 0 && open == 0 && !lock.locked() && semaphore.value() == 2
            && !condition.locked() && barrier.waiting() == 0 && !barrier.broken();
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

Coro<void> consumeThree(Room &room, Queue<int> &queue)
{
    for (int i = 0; i < 3; ++i) {
        const Inside inside(room.inside);
        (void)co_await queue.get();
        co_await sleep(1ms);
        queue.taskDone();
    }
}

Coro<void> produceThree(Queue<int> &queue)
{
    for (int i = 0; i < 3; ++i)
        co_await queue.put(i);
    co_await queue.join();
}

Coro<void> queueWithin(Room &room)
{
    Queue<int> queue {1};
    co_await gather(consumeThree(room, queue), produceThree(queue));
}

Coro<void> consumeAll(Room &room, Queue<int> &queue)
{
    const Inside inside(room.inside);
    try {
        for (;;) {
            (void)co_await queue.get();
            co_await sleep(1ms);
        }
    } catch (const QueueShutDown &) { }
}

Coro<void> produceAndShutDown(Queue<int> &queue)
{
    for (int i = 0; i < 3; ++i)
        co_await queue.put(i);
    queue.shutdown();
}

Coro<void> shutdownWithin(Room &room)
{
    Queue<int> queue {1};
    co_await gather(consumeAll(room, queue), consumeAll(room, queue), produceAndShutDown(queue));
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

Coro<void> useSemaphore(Room &room)
{
    co_await room.semaphore.acquire();
    const Inside inside(room.inside);
    std::exception_ptr error;
    try {
        co_await sleep(1ms);
    } catch (...) {
        error = std::current_exception();
    }
    room.semaphore.release();
    if (error)
        std::rethrow_exception(error);
}

Coro<void> semaphoreWithin(Room &room)
{
    co_await gather(useSemaphore(room), useSemaphore(room), useSemaphore(room), useSemaphore(room));
}

Coro<void> comeToTheBarrier(Room &room, Duration late)
{
    const Inside inside(room.inside);
    co_await sleep(late);
    (void)co_await room.barrier.wait();
    co_await sleep(1ms);
}

Coro<void> barrierWithin(Room &room)
{
    for (int i = 0; i < 2; ++i)
        co_await gather(comeToTheBarrier(room, 0ms), comeToTheBarrier(room, 1ms),
                        comeToTheBarrier(room, 2ms));
}

Coro<void> awaitEvent(Room &room)
{
    const Inside inside(room.inside);
    co_await room.event.wait();
    co_await sleep(1ms);
}

Coro<void> setEvent(Room &room)
{
    co_await sleep(2ms);
    room.event.set();
    room.event.clear(); // who waited goes on all the same
}

Coro<void> eventWithin(Room &room)
{
    co_await gather(awaitEvent(room), awaitEvent(room), setEvent(room));
}

Coro<void> takeTurn(Room &room, int &turn, int mine)
{
    const Held held = co_await room.condition.hold();
    const Inside inside(room.inside);
    const auto isMine = [&turn, mine] { return turn >= mine; };
    co_await room.condition.waitFor(isMine);
    co_await sleep(1ms);
    ++turn;
    room.condition.notify(3);
}

Coro<void> turnsWithin(Room &room)
{
    int turn = 0;
    co_await gather(takeTurn(room, turn, 2), takeTurn(room, turn, 1), takeTurn(room, turn, 0));
}

Coro<std::monostate> gathered(Room &room)
{
    co_await gather(underLock(room, 1), gather(underLock(room, 2), after(1ms, 1)));
    co_return {};
}

Coro<void> gatherInGather(Room &room)
{
    co_await gather(gathered(room), gather(gathered(room), after(2ms, 2)));
    const auto outcomes
        = co_await gather(returnExceptions, gathered(room), failAfter(1ms, "on purpose"));
    if (std::get<1>(outcomes).ok())
        ++room.open; // it should have failed
}

Coro<void> groupOfGroups(Room &room)
{
    const auto body = [&room](TaskGroup &group) -> Coro<void> {
        group.createTask(groupWithin(room));
        group.createTask(barrierWithin(room));
        co_await sleep(1ms);
    };
    co_await taskGroup(body);
}

Coro<void> groupInTimeouts(Room &room)
{
    for (const Duration limit : {3ms, 50ms}) {
        bool late = false;
        try {
            co_await timeout(60ms, timeout(limit, groupOfGroups(room)));
        } catch (const TimeoutError &) {
            late = true;
        }
        if (late != (limit == 3ms))
            ++room.open;
    }
}

// What it opens it closes, which takes a while when it is cancelled: nothing may cut that short.
Coro<void> openAndClose(Room &room)
{
    ++room.open;
    std::exception_ptr error;
    try {
        co_await sleep(2ms);
    } catch (...) {
        error = std::current_exception();
    }
    if (error)
        co_await sleep(1ms);
    --room.open;
    if (error)
        std::rethrow_exception(error);
}

Coro<void> closingWithin(Room &room)
{
    co_await openAndClose(room);
    co_await gather(openAndClose(room), openAndClose(room));
    const auto body = [&room](TaskGroup &group) -> Coro<void> {
        group.createTask(openAndClose(room));
        group.createTask(openAndClose(room));
        co_return;
    };
    co_await taskGroup(body);
}

// Nobody cancels what is shielded, so it needs no care of its own.
Coro<int> careless(Room &room)
{
    ++room.open;
    co_await sleep(3ms);
    --room.open;
    co_return 1;
}

Coro<void> shieldWithin(Room &room)
{
    co_await shield(careless(room));
    co_await gather(shield(careless(room)), shield(shield(careless(room))));
    try {
        co_await timeout(1ms, shield(careless(room)));
    } catch (const TimeoutError &) { }
}

using Program = Coro<void> (*)(Room &);
constexpr int enough = 300; // iterations, two a millisecond

class Stage { // a loop and its clock
public:
    Stage()
    {
        auto made = std::make_unique<StillClock>(makeDriver());
        m_clock = made.get();
        m_loop.emplace(std::move(made));
        m_loop->setExceptionHandler([this](EventLoop &, const ExceptionContext &context) {
            trouble += QString::fromStdString(context.text());
        });
    }
    [[nodiscard]] EventLoop &loop() noexcept { return *m_loop; }
    void iterate()
    {
        runReady(*m_loop);
        m_clock->advance(500us);
    }
    void untilNoTaskIsLeft()
    {
        for (int i = 0; i < enough && !m_loop->allTasks().empty(); ++i)
            iterate();
        iterate(); // what was scheduled last: done callbacks
    }
    QString trouble;

private:
    StillClock *m_clock; // the loop's
    std::optional<EventLoop> m_loop;
};

// Runs a program, cancelled so many times at iteration `at`. True if it was still running then.
bool cancelledAt(Program program, int at, int times, QString &trouble)
{
    Room room;
    Stage stage;
    const auto judge = [&](const Task<void> &task, bool cancelled, int told) {
        if (!task.done() || task.cancelled() != cancelled)
            stage.trouble += QStringLiteral("the task ended otherwise; ");
        if (told != 1)
            stage.trouble += QStringLiteral("its end was told %1 times; ").arg(told);
        if (!stage.loop().allTasks().empty())
            stage.trouble += QStringLiteral("tasks are left; ");
        if (!room.tidy())
            stage.trouble += QStringLiteral("something is held still; ");
    };
    int told = 0;
    const Task<void> task = stage.loop().createTask(program(room));
    task.addDoneCallback([&] { ++told; });
    for (int i = 0; i < at && !task.done(); ++i)
        stage.iterate();
    bool cancelled = false;
    for (int i = 0; i < times; ++i)
        cancelled = task.cancel();
    stage.untilNoTaskIsLeft();
    judge(task, cancelled, told);

    told = 0;
    const Task<void> next = stage.loop().createTask(program(room));
    next.addDoneCallback([&] { ++told; });
    stage.untilNoTaskIsLeft();
    judge(next, false, told);
    trouble = stage.trouble;
    return cancelled;
}

// Who puts and who gets, and what they have to show for it.
struct Trade {
    Queue<int> queue {2};
    std::vector<int> put, got;
};

Coro<void> putTen(Trade &trade, int first)
{
    for (int i = first; i < first + 10; ++i) {
        co_await trade.queue.put(i);
        trade.put.push_back(i);
        if (i % 3 == 0)
            co_await sleep(1ms);
    }
}

Coro<void> getForEver(Trade &trade)
{
    for (;;) {
        const int item = co_await trade.queue.get();
        trade.got.push_back(item);
        if (item % 4 == 0)
            co_await sleep(1ms);
    }
}

} // namespace

Q_DECLARE_METATYPE(Program)

class CancelEverywhereTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void nothingIsLostWhereverItIsCancelled_data() // Y-06, T-06, K-05
    {
        QTest::addColumn<Program>("program");
        QTest::newRow("gather, lock, semaphore") << Program(gatherUnderLock);
        QTest::newRow("gather in gather") << Program(gatherInGather);
        QTest::newRow("task group") << Program(groupWithin);
        QTest::newRow("task groups in task groups in timeouts") << Program(groupInTimeouts);
        QTest::newRow("queue") << Program(queueWithin);
        QTest::newRow("queue that is shut down") << Program(shutdownWithin);
        QTest::newRow("semaphore") << Program(semaphoreWithin);
        QTest::newRow("barrier") << Program(barrierWithin);
        QTest::newRow("event") << Program(eventWithin);
        QTest::newRow("condition") << Program(conditionWithin);
        QTest::newRow("condition, one at a time") << Program(turnsWithin);
        QTest::newRow("timeout, waitFor, shield") << Program(timeoutsWithin);
        QTest::newRow("shield") << Program(shieldWithin);
        QTest::newRow("wait, asCompleted") << Program(waitsWithin);
        QTest::newRow("closing takes a while") << Program(closingWithin);
    }
    void nothingIsLostWhereverItIsCancelled()
    {
        QFETCH(Program, program);
        for (const int times : {1, 2}) { // asked twice, it is told once
            int at = 0;
            for (bool running = true; running; ++at) {
                QString trouble;
                running = cancelledAt(program, at, times, trouble);
                QVERIFY2(trouble.isEmpty(),
                         qPrintable(QStringLiteral("cancelled at %1, %2 times: ").arg(at).arg(times)
                                    + trouble));
            }
            QVERIFY2(at > 5 && at < enough, "the programs take some iterations");
        }
    }

    void everyItemArrivesOnceWhoeverIsCancelled_data() // Y-05, Y-06
    {
        QTest::addColumn<int>("victim");
        QTest::newRow("one who puts") << 0;
        QTest::newRow("one who gets") << 2;
    }
    void everyItemArrivesOnceWhoeverIsCancelled()
    {
        QFETCH(int, victim);
        bool running = true;
        for (int at = 0; running; ++at) {
            Trade trade;
            Stage stage;
            const std::array tasks {stage.loop().createTask(putTen(trade, 0)),
                                    stage.loop().createTask(putTen(trade, 100)),
                                    stage.loop().createTask(getForEver(trade)),
                                    stage.loop().createTask(getForEver(trade))};
            for (int i = 0; i < at; ++i)
                stage.iterate();
            running = !(tasks[0].done() && tasks[1].done() && trade.queue.empty());
            tasks[static_cast<std::size_t>(victim)].cancel();
            for (int i = 0; i < 100; ++i)
                stage.iterate();
            QVERIFY2(tasks[0].done() && tasks[1].done() && trade.queue.empty(),
                     qPrintable(QStringLiteral("cancelled at %1: they are stuck").arg(at)));
            tasks[2].cancel();
            tasks[3].cancel();
            stage.untilNoTaskIsLeft();
            std::ranges::sort(trade.put);
            std::ranges::sort(trade.got);
            QVERIFY2(trade.put == trade.got,
                     qPrintable(QStringLiteral("cancelled at %1: %2 put, %3 got")
                                    .arg(at)
                                    .arg(trade.put.size())
                                    .arg(trade.got.size())));
            QVERIFY(victim == 0 || trade.put.size() == 20);
            QVERIFY2(stage.trouble.isEmpty(), qPrintable(stage.trouble));
            QVERIFY(at < enough);
        }
    }
};

QTEST_GUILESS_MAIN(CancelEverywhereTest)
#include "CancelEverywhereTest.moc"
