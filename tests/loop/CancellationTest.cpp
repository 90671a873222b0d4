// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "loop/Gather.h"
#include "loop/Sleep.h"
#include "loop/Synchronisation.h"
#include "tests/support/Drivers.h"
#include "tests/support/ManualDriver.h"
#include "tests/support/SocketPair.h"

using namespace std::chrono_literals;

namespace {

struct Guard {
    int &count;
    ~Guard() { ++count; }
    explicit Guard(int &c)
        : count(c)
    { }
    Guard(const Guard &) = delete;
};

loop::Coro<void> sleepGuarded(loop::Duration duration, int &cleaned)
{
    const Guard guard(cleaned);
    co_await loop::sleep(duration);
}

loop::Coro<void> nested(loop::Duration duration, int &cleaned)
{
    const Guard guard(cleaned);
    co_await sleepGuarded(duration, cleaned);
}

loop::Coro<int> refuses()
{
    bool refused = false;
    try {
        co_await loop::sleep(1h);
    } catch (const loop::CancelledError &) {
        refused = true;
    }
    if (refused)
        co_await loop::sleep(0s); // it may even wait again
    co_return refused ? 1 : 0;
}

loop::Coro<int> swallowsExceptions()
{
    try {
        co_await loop::sleep(1h);
    } catch (const std::exception &) {
        co_return 1; // a CancelledError is none
    }
    co_return 0;
}

loop::Coro<int> spontaneous()
{
    co_await loop::sleep(0s);
    throw loop::CancelledError("by myself");
}

loop::Coro<void> setsFlag(bool &flag)
{
    flag = true;
    co_return;
}

loop::Coro<int> awaits(loop::Future<int> future)
{
    co_return co_await future;
}

loop::Coro<int> awaitsLater(std::shared_ptr<loop::Task<int>> task)
{
    co_return co_await *task;
}

loop::Coro<int> gathers(loop::Future<int> future)
{
    auto [result] = co_await loop::gather(future);
    co_return result;
}

loop::Coro<int> cancelsItselfThenSleeps()
{
    loop::EventLoop::running()->currentTask()->cancel("me");
    co_await loop::sleep(1h);
    co_return 1;
}

loop::Coro<int> cancelsItselfThenAwaits(loop::Future<int> future)
{
    loop::EventLoop::running()->currentTask()->cancel();
    co_return co_await future;
}

loop::Coro<int> cancelsItselfThenReturns()
{
    loop::EventLoop::running()->currentTask()->cancel();
    co_return 1;
}

loop::Coro<std::string> messageOf()
{
    std::string message;
    try {
        co_await loop::sleep(1h);
    } catch (const loop::CancelledError &error) {
        message = error.message();
    }
    co_return message;
}

loop::Coro<int> uncancels(int &left)
{
    bool again = false;
    try {
        co_await loop::sleep(1h);
    } catch (const loop::CancelledError &) {
        again = true;
    }
    left = loop::EventLoop::running()->currentTask()->uncancel();
    if (again)
        co_await loop::sleep(1ms);
    co_return 5;
}

struct Canceller {
    loop::Task<void> *task;
    ~Canceller() { task->cancel(); }
    explicit Canceller(loop::Task<void> *t)
        : task(t)
    { }
    Canceller(const Canceller &) = delete;
};

loop::Coro<void> cancelsItselfWhenDestroyed(loop::Task<void> *self)
{
    const Canceller canceller(self);
    co_await loop::sleep(1h);
}

} // namespace

class CancellationTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void cancelThrowsAtTheAwaitAndRunsDestructors() // T-06, T-07
    {
        loop::EventLoop loop(makeDriver());
        int cleaned = 0;
        const auto task = loop.createTask(nested(1h, cleaned));
        runReady(loop);
        QCOMPARE(loop.sample().timers, std::size_t(1));
        QVERIFY(task.cancel());
        QCOMPARE(cleaned, 0); // never inside the call
        QVERIFY(!task.done());
        QVERIFY(!task.cancelled());
        QCOMPARE(loop.sample().timers, std::size_t(0)); // detached already
        runReady(loop);
        QCOMPARE(cleaned, 2);
        QVERIFY(task.cancelled());
        QVERIFY(!task.cancel());
        QVERIFY(task.base().taskState() == loop::TaskState::Cancelled);
    }

    void aTaskMayRefuse() // T-06, T-07
    {
        loop::EventLoop loop(makeDriver());
        const auto task = loop.createTask(refuses());
        runReady(loop);
        QVERIFY(task.cancel());
        QCOMPARE(loop.runUntilComplete(task), 1);
        QVERIFY(!task.cancelled());
    }

    void catchingStdExceptionDoesNotRefuse() // T-06
    {
        loop::EventLoop loop(makeDriver());
        const auto task = loop.createTask(swallowsExceptions());
        runReady(loop);
        task.cancel();
        QVERIFY_THROWS_EXCEPTION(loop::CancelledError, (void)loop.runUntilComplete(task));
    }

    void aSpontaneousCancelledErrorCancels() // T-07
    {
        loop::EventLoop loop(makeDriver());
        const auto task = loop.createTask(spontaneous());
        try {
            (void)loop.runUntilComplete(task);
            QFAIL("it returned");
        } catch (const loop::CancelledError &error) {
            QCOMPARE(error.message(), std::string("by myself"));
        }
        QVERIFY(task.cancelled());
    }

    void cancelledBeforeItsStartABodyNeverRuns() // T-08
    {
        loop::EventLoop loop(makeDriver());
        bool flag = false;
        const auto task = loop.createTask(setsFlag(flag));
        QVERIFY(task.cancel());
        QVERIFY(!task.done());
        runReady(loop);
        QVERIFY(task.cancelled());
        QVERIFY(!flag);
        QVERIFY(loop.allTasks().empty());
    }

    void cancellingATaskCancelsWhatItAwaits() // T-09
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<int>();
        const auto inner = loop.createTask(awaits(future));
        const auto outer = loop.createTask(awaits(inner));
        runReady(loop);
        QVERIFY(outer.cancel());
        QVERIFY(future.cancelled()); // at once, the tasks after it
        QVERIFY(!inner.done());
        runReady(loop);
        QVERIFY(inner.cancelled());
        runReady(loop);
        QVERIFY(outer.cancelled());
    }

    void anInnerTaskMayRefuseForAll() // T-06, T-09
    {
        loop::EventLoop loop(makeDriver());
        const auto inner = loop.createTask(refuses());
        const auto outer = loop.createTask(awaits(inner));
        runReady(loop);
        QVERIFY(outer.cancel());
        QCOMPARE(loop.runUntilComplete(outer), 1);
    }

    void aCancelledFutureCancelsWhoAwaitsIt() // T-09
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<int>();
        const auto task = loop.createTask(awaits(future));
        runReady(loop);
        future.cancel();
        runReady(loop);
        QVERIFY(task.cancelled());
    }

    void aTaskWokenAlreadyIsCancelledStill() // T-06
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<int>();
        const auto task = loop.createTask(awaits(future));
        runReady(loop);
        future.setResult(1);
        QVERIFY(task.cancel()); // its step is scheduled
        runReady(loop);
        QVERIFY(task.cancelled());
        QCOMPARE(future.result(), 1);
    }

    void aTaskThatCancelsItselfThrowsAtItsNextAwait() // T-06
    {
        loop::EventLoop loop(makeDriver());
        const auto sleeper = loop.createTask(cancelsItselfThenSleeps());
        QVERIFY_THROWS_EXCEPTION(loop::CancelledError, (void)loop.runUntilComplete(sleeper));
        const auto future = loop.createFuture<int>();
        const auto waiter = loop.createTask(cancelsItselfThenAwaits(future));
        QVERIFY_THROWS_EXCEPTION(loop::CancelledError, (void)loop.runUntilComplete(waiter));
        QVERIFY(future.cancelled());
        const auto returning = loop.createTask(cancelsItselfThenReturns());
        QVERIFY_THROWS_EXCEPTION(loop::CancelledError, (void)loop.runUntilComplete(returning));
        QVERIFY(returning.cancelled());
    }

    void cancelledWhenWhatItAwaitedHasFailedItHasReadTheFailure() // D-07, T-09
    {
        loop::EventLoop loop(makeDriver());
        int reports = 0;
        loop.setExceptionHandler(
            [&](loop::EventLoop &, const loop::ExceptionContext &) { ++reports; });
        auto future = loop.createFuture<int>();
        const auto task = loop.createTask(awaits(future));
        runReady(loop);
        loop.callSoon([&] {
            future.setException(std::domain_error("failed"));
            future = {};
            task.cancel(); // awake, but it has not run yet
        });
        QVERIFY_THROWS_EXCEPTION(loop::CancelledError, (void)loop.runUntilComplete(task));
        runReady(loop);
        QCOMPARE(reports, 0);
    }

    void theMessageTravels() // T-06
    {
        loop::EventLoop loop(makeDriver());
        const auto task = loop.createTask(messageOf());
        runReady(loop);
        task.cancel("closing time");
        QCOMPARE(loop.runUntilComplete(task), std::string("closing time"));
        const auto messageThrown = [&loop](const auto &cancelled) -> std::string {
            try {
                (void)loop.runUntilComplete(cancelled);
            } catch (const loop::CancelledError &error) {
                return error.message();
            }
            return "it returned";
        };
        bool flag = false;
        const auto unborn = loop.createTask(setsFlag(flag));
        unborn.cancel("before it began");
        QCOMPARE(messageThrown(unborn), std::string("before it began"));
        const auto last = loop.createTask([](loop::EventLoop &eventLoop) -> loop::Coro<int> {
            eventLoop.currentTask()->cancel("in its last step");
            co_return 1;
        }(loop));
        QCOMPARE(messageThrown(last), std::string("in its last step"));
        const auto without = loop.createTask([](loop::EventLoop &eventLoop) -> loop::Coro<int> {
            eventLoop.currentTask()->cancel("taken back");
            eventLoop.currentTask()->cancel(); // the last one counts
            co_return 1;
        }(loop));
        QCOMPARE(messageThrown(without), std::string());
    }

    void uncancelCountsRequests() // T-06
    {
        loop::EventLoop loop(makeDriver());
        int left = -1;
        const auto task = loop.createTask(uncancels(left));
        runReady(loop);
        task.cancel();
        QCOMPARE(task.cancelling(), 1);
        QCOMPARE(loop.runUntilComplete(task), 5);
        QCOMPARE(left, 0);
        QCOMPARE(task.cancelling(), 0);
    }

    void closingTheLoopDestroysWhatWaits() // L-08, T-06
    {
        int cleaned = 0;
        loop::Task<void> self;
        {
            loop::EventLoop loop(makeDriver());
            loop.setExceptionHandler([](loop::EventLoop &, const loop::ExceptionContext &) {});
            (void)loop.createTask(nested(1h, cleaned));
            const auto waiting = loop.createTask(awaits(loop.createFuture<int>()));
            (void)loop.createTask(awaits(waiting));
            self = loop.createTask(cancelsItselfWhenDestroyed(&self));
            runReady(loop);
            loop.close();
        }
        QCOMPARE(cleaned, 2);
        QVERIFY(self.cancelled());
    }

    void cancellingOneOfACycleEndsItAll() // T-06, T-09
    {
        loop::EventLoop loop(makeDriver());
        for (const bool throughGather : {false, true}) {
            const auto second = std::make_shared<loop::Task<int>>();
            const auto first = loop.createTask(awaitsLater(second));
            *second = loop.createTask(throughGather ? gathers(first) : awaits(first));
            runReady(loop);
            QVERIFY(!first.done() && !second->done());
            QVERIFY(first.cancel());
            runReady(loop, 4);
            QVERIFY(first.cancelled());
            QVERIFY(second->cancelled());
        }
    }

    void aSleeperThatWakesAndIsCancelledAtOnceIsCancelledOnce() // T-06, C-10
    {
        auto *const driver = new ManualDriver;
        loop::EventLoop loop {std::unique_ptr<loop::Driver>(driver)};
        int cleaned = 0;
        const auto task = loop.createTask(sleepGuarded(1s, cleaned));
        driver->iterateOnce();
        driver->advance(2s);
        loop.callSoon([] {});
        loop::Handle cancel = loop.callLater(-1s, [&task] { task.cancel(); });
        driver->iterateOnce(); // the sleeper's timer and the cancellation in one batch
        QVERIFY(!cancel.pending());
        driver->iterateOnce();
        QVERIFY(task.cancelled());
        QCOMPARE(cleaned, 1);
    }

    void uncancelComesTooLateForAWaitThatIsCancelled() // T-06
    {
        loop::EventLoop loop(makeDriver());
        loop::Event event;
        loop::Lock lock;
        SocketPair pair;
        const auto waitFor = [](loop::Event &e) -> loop::Coro<void> { co_await e.wait(); };
        const auto take = [](loop::Lock &l) -> loop::Coro<void> { co_await l.acquire(); };
        const auto receive = [](int fd) -> loop::Coro<void> {
            (void)co_await loop::EventLoop::running()->sockRecv(fd, 1);
        };
        int cleaned = 0;
        loop.runUntilComplete(take(lock));
        for (const auto &task :
             {loop.createTask(sleepGuarded(1h, cleaned)), loop.createTask(waitFor(event)),
              loop.createTask(take(lock)), loop.createTask(receive(pair.a.get()))}) {
            runReady(loop);
            task.cancel();
            QCOMPARE(task.uncancel(), 0);
            runReady(loop);
            QVERIFY(task.cancelled());
        }
        QVERIFY(!event.isSet());
    }

    void uncancelBeforeTheFirstStepLetsItRun() // T-06, T-08
    {
        loop::EventLoop loop(makeDriver());
        bool ran = false;
        const auto task = loop.createTask(setsFlag(ran));
        task.cancel();
        QCOMPARE(task.uncancel(), 0);
        runReady(loop);
        QVERIFY(ran && !task.cancelled());
    }
};

QTEST_GUILESS_MAIN(CancellationTest)
#include "CancellationTest.moc"
