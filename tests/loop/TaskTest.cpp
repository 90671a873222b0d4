// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"

using namespace std::chrono_literals;

namespace {

loop::Coro<int> value(int v, bool &begun)
{
    begun = true;
    co_return v;
}

loop::Coro<int> plus(int a, int b)
{
    co_await loop::sleep(0s);
    co_return a + b;
}

loop::Coro<int> failing()
{
    co_await loop::sleep(0s);
    throw std::domain_error("no");
}

loop::Coro<int> callsOthers(loop::Future<int> future, loop::Task<int> task)
{
    const int a = co_await plus(1, 2);
    const int b = co_await future;
    const int c = co_await task;
    co_return a + b * 10 + c * 100;
}

loop::Coro<std::string> catches()
{
    std::string text;
    try {
        (void)co_await failing();
    } catch (const std::domain_error &error) {
        text = error.what();
    }
    co_return text;
}

loop::Coro<int> awaits(loop::Future<int> future)
{
    co_return co_await future;
}

loop::Coro<int> depth(int n)
{
    if (n == 0)
        co_return 0;
    co_return 1 + co_await depth(n - 1);
}

loop::Coro<int> manyAwaits(int n)
{
    int sum = 0;
    bool begun = false;
    for (int i = 0; i < n; ++i)
        sum += co_await value(1, begun);
    co_return sum;
}

loop::Coro<void> recordsItself(loop::TaskBase *&seen)
{
    co_await loop::sleep(0s);
    seen = loop::EventLoop::running()->currentTask();
}

loop::Coro<std::unique_ptr<int>> movesOnly()
{
    auto p = std::make_unique<int>(6);
    co_await loop::sleep(0s);
    co_return p;
}

loop::Coro<int> awaitsMoveOnly()
{
    const std::unique_ptr<int> p = co_await movesOnly();
    co_return *p;
}

loop::Coro<int> awaitsOtherLoops(loop::Future<int> future)
{
    int code = 0;
    try {
        (void)co_await future;
    } catch (const loop::RuntimeError &) {
        code = 1;
    }
    co_await loop::sleep(0s); // and it goes on
    co_return code;
}

loop::Coro<int> awaitsItself(loop::Task<int> &self)
{
    int code = 0;
    try {
        (void)co_await self;
    } catch (const loop::RuntimeError &) {
        code = 1;
    }
    co_return code;
}

struct ThrowsOnMove {
    ThrowsOnMove() = default;
    ThrowsOnMove(const ThrowsOnMove &other)
        : moves(other.moves + 1)
    {
        if (moves == 2)
            throw std::domain_error("no copies");
    }
    int moves = 0;
};

loop::Coro<ThrowsOnMove> resultThatThrows()
{
    co_await loop::sleep(0s);
    co_return ThrowsOnMove();
}

loop::Coro<void> parentOf(loop::Task<int> &child)
{
    child = loop::EventLoop::running()->createTask(plus(1, 1));
    co_await child;
}

} // namespace

class TaskTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void createTaskSchedulesAndReturns() // T-01, T-10
    {
        loop::EventLoop loop(makeDriver());
        bool begun = false;
        auto task = loop.createTask(value(3, begun), "three");
        QVERIFY(!begun);
        QVERIFY(!task.done());
        QCOMPARE(task.name(), std::string("three"));
        runReady(loop);
        QVERIFY(begun);
        QCOMPARE(task.result(), 3);
    }

    void theTaskFactorySeesEveryTask() // T-01
    {
        loop::EventLoop loop(makeDriver());
        int made = 0;
        loop.setTaskFactory([&made](loop::TaskBase &task) {
            ++made;
            task.setName("made " + std::to_string(made));
        });
        QVERIFY(loop.taskFactory() != nullptr);
        const auto task = loop.createTask(plus(1, 2));
        QCOMPARE(task.name(), std::string("made 1"));
        QCOMPARE(loop.runUntilComplete(plus(1, 2)), 3);
        QCOMPARE(made, 2);
        loop.setTaskFactory([](loop::TaskBase &) { throw std::domain_error("no tasks today"); });
        QVERIFY_THROWS_EXCEPTION(std::domain_error, (void)loop.createTask(plus(1, 2)));
        loop.setTaskFactory({});
        QCOMPARE(loop.runUntilComplete(plus(1, 2)), 3);
        QVERIFY(loop.allTasks().empty());
    }

    void ensureFutureMakesTasksAndKeepsFutures() // T-02
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<int>();
        QVERIFY(loop.ensureFuture(future) == future);
        const auto task = loop.ensureFuture(plus(2, 3));
        QVERIFY(loop.ensureFuture(task).state() == task.state());
        QCOMPARE(loop.runUntilComplete(task), 5);
    }

    void aTaskIsAFuture() // T-03
    {
        loop::EventLoop loop(makeDriver());
        const loop::Future<int> future = loop.createTask(plus(2, 3));
        int seen = 0;
        future.addDoneCallback([&](const loop::Future<int> &f) { seen = f.result(); });
        QVERIFY_THROWS_EXCEPTION(loop::InvalidStateError, (void)future.result());
        QCOMPARE(loop.runUntilComplete(future), 5);
        runReady(loop);
        QCOMPARE(seen, 5);
        const auto failed = loop.createTask(failing());
        QVERIFY_THROWS_EXCEPTION(std::domain_error, (void)loop.runUntilComplete(failed));
        QVERIFY(failed.exception() != nullptr);
        QVERIFY(failed.base().taskState() == loop::TaskState::Failed);
        // Its coroutine alone decides on its result.
        const loop::Future<int> pending = loop.createTask(plus(2, 3));
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, pending.setResult(1));
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, pending.setException(std::domain_error("x")));
        QCOMPARE(loop.runUntilComplete(pending), 5);
    }

    void allTasksAreThoseThatAreNotDone() // T-04
    {
        loop::EventLoop loop(makeDriver());
        bool begun = false;
        const auto quick = loop.createTask(value(1, begun));
        const auto a = loop.createTask(awaits(loop.createFuture<int>()));
        const auto future = loop.createFuture<int>();
        const auto b = loop.createTask(awaits(future));
        QCOMPARE(loop.allTasks().size(), std::size_t(3));
        runReady(loop);
        QCOMPARE(loop.allTasks().size(), std::size_t(2));
        QCOMPARE(loop.findTask(b.id()), &b.base());
        QCOMPARE(loop.findTask(quick.id()), static_cast<loop::TaskBase *>(nullptr));
        future.setResult(1);
        a.cancel();
        runReady(loop);
        runReady(loop);
        QVERIFY(loop.allTasks().empty());
    }

    void currentTaskIsTheOneThatExecutes() // T-05
    {
        loop::EventLoop loop(makeDriver());
        loop::TaskBase *a = nullptr;
        loop::TaskBase *b = nullptr;
        loop::TaskBase *inCallback = &loop.createTask(plus(1, 1)).base();
        const auto taskA = loop.createTask(recordsItself(a));
        const auto taskB = loop.createTask(recordsItself(b));
        loop.callSoon([&] { inCallback = loop.currentTask(); });
        loop.runUntilComplete(taskB);
        QCOMPARE(a, &taskA.base());
        QCOMPARE(b, &taskB.base());
        QCOMPARE(inCallback, static_cast<loop::TaskBase *>(nullptr));
        QCOMPARE(loop.currentTask(), static_cast<loop::TaskBase *>(nullptr));
    }

    void callingACoroutineStartsNothing() // T-10
    {
        loop::EventLoop loop(makeDriver());
        bool begun = false;
        {
            const loop::Coro<int> coro = value(1, begun);
            runReady(loop);
        }
        QVERIFY(!begun);
    }

    void awaitingYieldsResultsOfCoroutinesFuturesAndTasks() // T-10, T-09
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<int>();
        const auto task = loop.createTask(plus(2, 2));
        loop.callLater(1ms, [&] { future.setResult(5); });
        QCOMPARE(loop.runUntilComplete(callsOthers(future, task)), 3 + 50 + 400);
        QCOMPARE(future.result(), 5); // others may read it still
        QCOMPARE(loop.runUntilComplete(awaitsMoveOnly()), 6);
    }

    void anAwaitedExceptionPropagates() // T-09, T-10
    {
        loop::EventLoop loop(makeDriver());
        QCOMPARE(loop.runUntilComplete(catches()), std::string("no"));
        const auto future = loop.createFuture<int>();
        const auto waiting = loop.createTask(awaits(future));
        loop.callSoon([&] { future.setException(std::domain_error("from afar")); });
        QVERIFY_THROWS_EXCEPTION(std::domain_error, (void)loop.runUntilComplete(waiting));
    }

    void progressIsMadeOnlyWhileTheLoopRuns() // T-10
    {
        loop::EventLoop loop(makeDriver());
        const auto task = loop.createTask(plus(1, 1));
        QCOMPARE(task.base().counters().steps, std::uint64_t(0));
        runReady(loop);
        QCOMPARE(task.base().counters().steps, std::uint64_t(1));
        QVERIFY(!task.done());
        runReady(loop);
        QVERIFY(task.done());
    }

    void chainsOfAnyDepthUseNoStack() // T-10
    {
        loop::EventLoop loop(makeDriver());
        QCOMPARE(loop.runUntilComplete(depth(100'000)), 100'000);
        QCOMPARE(loop.runUntilComplete(manyAwaits(100'000)), 100'000);
    }

    void wakingIsNeverInline() // T-10
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<int>();
        const auto task = loop.createTask(awaits(future));
        runReady(loop);
        loop.callSoon([&] {
            future.setResult(1);
            QVERIFY(!task.done());
        });
        runReady(loop);
        QVERIFY(!task.done());
        runReady(loop);
        QVERIFY(task.done());
    }

    void aFutureOfAnotherLoopIsRefused() // T-10
    {
        loop::EventLoop loop(makeDriver());
        loop::EventLoop other(makeDriver());
        QCOMPARE(loop.runUntilComplete(awaitsOtherLoops(other.createFuture<int>())), 1);
        loop::Task<int> self;
        self = loop.createTask(awaitsItself(self));
        QCOMPARE(loop.runUntilComplete(self), 1);
    }

    void aResultThatThrowsFailsTheTask() // T-03
    {
        loop::EventLoop loop(makeDriver());
        QVERIFY_THROWS_EXCEPTION(std::domain_error,
                                 (void)loop.runUntilComplete(resultThatThrows()));
        QVERIFY(loop.allTasks().empty());
    }

    void aDroppedTaskRunsOn() // T-01
    {
        loop::EventLoop loop(makeDriver());
        bool begun = false;
        (void)loop.createTask(value(1, begun));
        runReady(loop);
        QVERIFY(begun);
        QVERIFY(loop.allTasks().empty());
    }

    void tasksKnowTheirNamesPlacesAndParents() // T-03
    {
        loop::EventLoop loop(makeDriver());
        loop::Task<int> child;
        const auto parent = loop.createTask(parentOf(child));
        runReady(loop);
        QVERIFY(child);
        QCOMPARE(child.base().parent(), parent.id());
        QVERIFY(child.id() > parent.id());
        QCOMPARE(child.name(), "Task-" + std::to_string(child.id().value));
        QVERIFY(parent.base().taskState() == loop::TaskState::Suspended);
        QVERIFY(parent.base().waitInfo().kind == loop::WaitKind::Task);
        QCOMPARE(parent.base().waitInfo().target, child.id().value);
        QCOMPARE(parent.base().coroutine().name(), std::string("parentOf(Task<int>&)"));
        QVERIFY(parent.base().awaitedAt().fileAndLine().starts_with("TaskTest.cpp:"));
        QCOMPARE(parent.base().frames().size(), std::size_t(1));
        loop.runUntilComplete(parent);
        QVERIFY(parent.base().taskState() == loop::TaskState::Done);
        QVERIFY(parent.base().frames().empty());
    }

    void aTaskFactoryMayReplaceItself() // T-01
    {
        loop::EventLoop loop(makeDriver());
        int made = 0;
        const auto state = std::make_shared<int>(1);
        loop.setTaskFactory([&, state](loop::TaskBase &) {
            loop.setTaskFactory({});
            made += *state; // still there
        });
        loop::Task<int> child;
        (void)loop.createTask(parentOf(child));
        (void)loop.createTask(parentOf(child));
        QCOMPARE(made, 1);
    }

    // Ready, running while its step is, waiting, being cancelled, over.
    void eachStateIsSeenAsItIs()
    {
        using loop::TaskState;
        loop::EventLoop loop(makeDriver());
        std::vector<TaskState> seen;
        const auto look = [&seen, &loop]() -> loop::Coro<void> {
            seen.push_back(loop.currentTask()->taskState());
            try {
                co_await loop::sleep(1h);
            } catch (const loop::CancelledError &) {
                seen.push_back(loop.currentTask()->taskState());
            }
        };
        const auto task = loop.createTask(look());
        seen.push_back(task.base().taskState());
        runReady(loop);
        seen.push_back(task.base().taskState());
        auto cancelled = task;
        cancelled.cancel();
        seen.push_back(task.base().taskState());
        runReady(loop);
        seen.push_back(task.base().taskState());
        QVERIFY(seen
                == (std::vector {TaskState::Ready, TaskState::Running, TaskState::Suspended,
                                 TaskState::Cancelling, TaskState::Running, TaskState::Done}));
    }

    // As asyncio's "cannot reuse already awaited coroutine".
    void aCoroThatWasMovedFromIsAnError()
    {
        loop::EventLoop loop(makeDriver());
        loop::Coro<int> coro = plus(1, 2);
        const loop::Coro<int> holder = std::move(coro);
        const auto reuses
            = [](loop::Coro<int> *gone) -> loop::Coro<int> { co_return co_await std::move(*gone); };
        const auto nothing = []() -> loop::Coro<int> { co_return co_await loop::Future<int>(); };
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, (void)loop.createTask(std::move(coro)));
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, (void)loop.runUntilComplete(std::move(coro)));
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, (void)loop.runUntilComplete(reuses(&coro)));
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, (void)loop.runUntilComplete(nothing()));
        QCOMPARE(loop.totals().tasks, std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(TaskTest)
#include "TaskTest.moc"
