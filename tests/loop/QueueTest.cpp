// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/Queue.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"

#include <QtCore/QObject>

using namespace loop;

namespace {

using Ints = std::vector<int>;

template <class Q> Coro<void> produce(Q &queue, Ints items)
{
    for (const int item : items)
        co_await queue.put(item);
}

template <class Q> Coro<Ints> consume(Q &queue, std::size_t count)
{
    Ints items;
    while (items.size() < count)
        items.push_back(
            co_await queue.get()); // which g++ 12 loses without loop's option, see HACKING.md
    co_return items;
}

Coro<int> takeOne(Queue<int> &queue)
{
    co_return co_await queue.get();
}

Coro<void> work(Queue<int> &queue, int &done)
{
    for (;;) {
        (void)co_await queue.get();
        co_await sleep(1s);
        ++done;
        queue.taskDone();
    }
}

Coro<void> joinQueue(Queue<int> &queue)
{
    co_await queue.join();
}

Coro<void> joinThenNote(Queue<int> &queue, bool &joined)
{
    co_await queue.join();
    joined = true;
}

Coro<int> unbox(Queue<std::unique_ptr<int>> &queue)
{
    co_await queue.put(std::make_unique<int>(5));
    const std::unique_ptr<int> item = co_await queue.get();
    co_return *item;
}

// Throws when it is compared with what it refuses.
struct Choosy {
    int value;
    static inline int refuses = -1;
    bool operator>(const Choosy &other) const
    {
        if (value == refuses || other.value == refuses)
            throw std::domain_error("not with that one");
        return value > other.value;
    }
};

template <class Q> Ints drained(const Ints &items)
{
    Q queue;
    for (const int item : items)
        queue.putNowait(item);
    Ints out;
    while (!queue.empty())
        out.push_back(queue.getNowait());
    return out;
}

void iterate(EventLoop &loop, int times = 4)
{
    while (times-- > 0)
        loop.runUntilComplete(idle(0s));
}

} // namespace

class QueueTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void ordersAreFirstLastAndSmallest() // Y-05
    {
        QCOMPARE(drained<Queue<int>>({3, 1, 2}), (Ints {3, 1, 2}));
        QCOMPARE(drained<LifoQueue<int>>({3, 1, 2}), (Ints {2, 1, 3}));
        QCOMPARE(drained<PriorityQueue<int>>({3, 1, 2}), (Ints {1, 2, 3}));
    }

    void getWaitsForPut() // Y-05
    {
        EventLoop loop(makeDriver());
        Queue<int> queue;
        const auto items = loop.createTask(consume(queue, 3));
        iterate(loop);
        QVERIFY(!items.done());
        loop.runUntilComplete(produce(queue, {1, 2, 3}));
        QCOMPARE(loop.runUntilComplete(items), (Ints {1, 2, 3}));
    }

    void putWaitsForRoom() // Y-05
    {
        EventLoop loop(makeDriver());
        Queue<int> queue(2);
        const auto producer = loop.createTask(produce(queue, {1, 2, 3, 4}));
        iterate(loop);
        QVERIFY(queue.full() && !producer.done());
        QCOMPARE(queue.qsize(), queue.maxsize());
        QCOMPARE(loop.runUntilComplete(consume(queue, 4)), (Ints {1, 2, 3, 4}));
        loop.runUntilComplete(producer);
        QVERIFY(queue.empty());
    }

    void nowaitThrowsWhereTheOthersWait() // Y-05
    {
        Queue<int> queue(1);
        QVERIFY_THROWS_EXCEPTION(QueueEmpty, queue.getNowait());
        queue.putNowait(1);
        QVERIFY_THROWS_EXCEPTION(QueueFull, queue.putNowait(2));
        QCOMPARE(queue.getNowait(), 1);
    }

    void prioritiesOfManyItemsComeInOrder() // Y-05
    {
        Ints items, sorted;
        for (int i = 0; i < 500; ++i)
            items.push_back(i * 7919 % 257);
        sorted = items;
        std::ranges::sort(sorted);
        QCOMPARE(drained<PriorityQueue<int>>(items), sorted);
    }

    void comparisonThatThrowsLosesNothing() // Y-05
    {
        PriorityQueue<Choosy> queue(4);
        for (const int value : {3, 1, 2})
            queue.putNowait(Choosy {value});
        QVERIFY_THROWS_EXCEPTION(std::domain_error, queue.putNowait(Choosy {-1}));
        QCOMPARE(queue.qsize(), std::size_t(3));
        QVERIFY(!queue.full());
        queue.putNowait(Choosy {4});
        QVERIFY(queue.full());
        Choosy::refuses = 4; // the last of the heap, which is to fill the gap
        QVERIFY_THROWS_EXCEPTION(std::domain_error, queue.getNowait());
        QCOMPARE(queue.qsize(), std::size_t(4));
        Choosy::refuses = -1;
        for (const int value : {1, 2, 3, 4})
            QCOMPARE(queue.getNowait().value, value);
        queue.putNowait(Choosy {5});
    }

    void joinWaitsForTaskDone() // Y-05
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        Queue<int> queue;
        loop.runUntilComplete(joinQueue(queue)); // nothing to wait for yet
        int done = 0;
        const auto worker = loop.createTask(work(queue, done));
        loop.runUntilComplete(produce(queue, {1, 2, 3}));
        loop.runUntilComplete(joinQueue(queue));
        QCOMPARE(done, 3);
        QCOMPARE(messageThrownBy([&] {
                     queue.taskDone();
                     return 0;
                 }),
                 std::string("task_done() called too many times"));
        worker.cancel();
        iterate(loop);
    }

    void cancelledGetLosesNoItem() // Y-06
    {
        EventLoop loop(makeDriver());
        Queue<int> queue;
        const auto a = loop.createTask(takeOne(queue)), b = loop.createTask(takeOne(queue));
        iterate(loop);
        loop.callSoon([&] {
            queue.putNowait(7); // promised to a, who is cancelled before it can take it
            a.cancel();
        });
        QCOMPARE(loop.runUntilComplete(b), 7);
        QVERIFY(a.cancelled());

        const auto c = loop.createTask(takeOne(queue));
        iterate(loop);
        loop.callSoon([&] {
            queue.putNowait(8);
            c.cancel();
        });
        iterate(loop);
        QCOMPARE(queue.getNowait(), 8);
    }

    void cancelledPutLosesNoRoom() // Y-06
    {
        EventLoop loop(makeDriver());
        Queue<int> queue(1);
        queue.putNowait(1);
        const auto a = loop.createTask(produce(queue, {2})),
                   b = loop.createTask(produce(queue, {3}));
        iterate(loop);
        loop.callSoon([&] {
            (void)queue.getNowait(); // the room is a's, who is cancelled before it can use it
            a.cancel();
        });
        loop.runUntilComplete(b);
        QCOMPARE(queue.getNowait(), 3);
        QVERIFY(queue.empty() && !queue.full());
    }

    void waitingPriorityGetStillGivesTheSmallest()
    {
        EventLoop loop(makeDriver());
        PriorityQueue<int> queue;
        const auto items = loop.createTask(consume(queue, 2));
        iterate(loop);
        queue.putNowait(9);
        queue.putNowait(1);
        QCOMPARE(loop.runUntilComplete(items), (Ints {1, 9}));
    }

    void itemsMayBeMoveOnly()
    {
        EventLoop loop(makeDriver());
        Queue<std::unique_ptr<int>> queue(1);
        QCOMPARE(loop.runUntilComplete(unbox(queue)), 5);
    }

    // Queue.shutdown, Python 3.13, here and below
    void shutDownQueueGivesWhatIsLeftAndTakesNoMore()
    {
        EventLoop loop(makeDriver());
        Queue<int> queue(2);
        queue.putNowait(1);
        queue.putNowait(2);
        queue.shutdown();
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, queue.putNowait(3)); // though it is full
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, loop.runUntilComplete(produce(queue, {3})));
        QCOMPARE(queue.getNowait(), 1);
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, queue.putNowait(3)); // though there is room
        QCOMPARE(loop.runUntilComplete(takeOne(queue)), 2);
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, queue.getNowait());
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, loop.runUntilComplete(takeOne(queue)));
        queue.shutdown();
        QVERIFY(queue.empty() && !queue.full());
    }

    void shutdownWakesWhoWaits()
    {
        EventLoop loop(makeDriver());
        Queue<int> empty, full(1);
        full.putNowait(1);
        const auto a = loop.createTask(takeOne(empty)), b = loop.createTask(takeOne(empty));
        const auto c = loop.createTask(produce(full, {2}));
        iterate(loop);
        empty.shutdown();
        full.shutdown();
        for (const auto &waiting : {a, b})
            QVERIFY_THROWS_EXCEPTION(QueueShutDown, (void)loop.runUntilComplete(waiting));
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, loop.runUntilComplete(c));
        QCOMPARE(full.getNowait(), 1);
    }

    // What was promised before the shutdown is given; a promised room is of no use.
    void shutdownKeepsPromisedItemsAndNoRoom()
    {
        EventLoop loop(makeDriver());
        Queue<int> queue(1);
        const auto getter = loop.createTask(takeOne(queue));
        iterate(loop);
        loop.callSoon([&] {
            queue.putNowait(7);
            queue.shutdown();
        });
        QCOMPARE(loop.runUntilComplete(getter), 7);

        Queue<int> other(1);
        other.putNowait(1);
        const auto putter = loop.createTask(produce(other, {2}));
        iterate(loop);
        loop.callSoon([&] {
            (void)other.getNowait();
            other.shutdown();
        });
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, loop.runUntilComplete(putter));
        QVERIFY(other.empty() && !other.full());
    }

    // a is promised the item and cancelled; b, woken by the shutdown, gets it.
    void shutdownLosesNoItemOfWhoIsCancelled()
    {
        EventLoop loop(makeDriver());
        Queue<int> queue;
        const auto a = loop.createTask(takeOne(queue)), b = loop.createTask(takeOne(queue));
        iterate(loop);
        loop.callSoon([&] {
            queue.putNowait(7);
            queue.shutdown();
            a.cancel();
        });
        QCOMPARE(loop.runUntilComplete(b), 7);
        QVERIFY(a.cancelled());
    }

    void immediateShutdownDropsItemsEvenPromisedOnes()
    {
        EventLoop loop(makeDriver());
        Queue<int> queue(2);
        const auto getter = loop.createTask(takeOne(queue));
        iterate(loop);
        loop.callSoon([&] {
            queue.putNowait(7); // the getter's
            queue.putNowait(8);
            queue.shutdown(true);
        });
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, (void)loop.runUntilComplete(getter));
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, queue.getNowait());
        QVERIFY(queue.empty() && !queue.full());

        Queue<std::shared_ptr<int>> owner;
        const auto item = std::make_shared<int>(1);
        owner.putNowait(item);
        owner.shutdown();
        QCOMPARE(item.use_count(), 2);
        owner.shutdown(true);
        QCOMPARE(item.use_count(), 1);
    }

    void awaiterMadeBeforeTheShutdownLearnsOfIt()
    {
        EventLoop loop(makeDriver());
        Queue<int> queue(1);
        queue.putNowait(1);
        auto get = queue.get();
        auto put = queue.put(2);
        queue.shutdown(true);
        const auto await = [](auto &awaiter) -> Coro<void> { (void)co_await awaiter; };
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, loop.runUntilComplete(await(get)));
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, loop.runUntilComplete(await(put)));
    }

    void immediateShutdownCountsWhatItDropsAsDone()
    {
        EventLoop loop(makeDriver());
        Queue<int> idle;
        idle.putNowait(1);
        bool joined = false;
        auto task = loop.createTask(joinThenNote(idle, joined));
        iterate(loop);
        idle.shutdown();
        iterate(loop);
        QVERIFY(!joined); // somebody may get it still
        idle.shutdown(true);
        iterate(loop);
        QVERIFY(joined);

        Queue<int> busy;
        busy.putNowait(1);
        busy.putNowait(2);
        (void)busy.getNowait(); // and somebody works on it
        joined = false;
        task = loop.createTask(joinThenNote(busy, joined));
        busy.shutdown(true);
        iterate(loop);
        QVERIFY(!joined);
        busy.taskDone();
        iterate(loop);
        QVERIFY(joined && task.done());
        QVERIFY_THROWS_EXCEPTION(ValueError, busy.taskDone());
    }

    void othersShutDownAlike()
    {
        PriorityQueue<int> smallest;
        LifoQueue<int> last;
        for (const int item : {3, 1, 2}) {
            smallest.putNowait(item);
            last.putNowait(item);
        }
        smallest.shutdown();
        last.shutdown();
        QCOMPARE(smallest.getNowait(), 1);
        QCOMPARE(last.getNowait(), 2);
        smallest.shutdown(true);
        last.shutdown(true);
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, smallest.getNowait());
        QVERIFY_THROWS_EXCEPTION(QueueShutDown, last.getNowait());
    }

    void loopMayCloseWhileOthersWait()
    {
        Queue<int> queue(1);
        EventLoop loop(makeDriver());
        loop.setExceptionHandler([](EventLoop &, const ExceptionContext &) {});
        (void)loop.createTask(produce(queue, {1, 2, 3}));
        iterate(loop);
        loop.close();
        QCOMPARE(queue.getNowait(), 1);
    }
};

QTEST_GUILESS_MAIN(QueueTest)
#include "QueueTest.moc"
