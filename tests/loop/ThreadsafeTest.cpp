// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/Threadsafe.h"
#include "loop/Policy.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"

#include <QtCore/QObject>

#include <memory>

using namespace loop;

namespace {

Coro<std::unique_ptr<int>> boxed(int value)
{
    co_await sleep(1ms);
    co_return std::make_unique<int>(value);
}

// Runs `work` in a thread while the loop runs here, until it returns.
template <class F> void besides(EventLoop &loop, F work)
{
    std::thread thread([&] {
        work();
        loop.callSoonThreadsafe([&loop] { loop.stop(); });
    });
    loop.runForever();
    thread.join();
}

Coro<std::string> inThreads(std::thread::id &worker)
{
    auto work = [&worker](const std::string &text, std::unique_ptr<int> times) {
        worker = std::this_thread::get_id();
        std::string result;
        while ((*times)-- > 0)
            result += text;
        return result;
    };
    auto count = std::make_unique<int>(2);
    const std::string text = "ab";
    std::string doubled = co_await toThread(work, text, std::move(count));
    co_await toThread([] {}); // no result
    const std::unique_ptr<int> owned = co_await toThread(std::make_unique<int, int>, 7);
    co_return doubled + std::to_string(*owned);
}

Coro<int> begin(bool &began)
{
    began = true;
    co_return 1;
}

template <class T>
concept WaitsForThreads = requires(T future)
{
    wrapFuture(future);
};
static_assert(WaitsForThreads<ThreadFuture<int>> && !WaitsForThreads<Future<int>>); // FU-05

} // namespace

class ThreadsafeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void anotherThreadBlocksForTheResult() // K-12
    {
        EventLoop loop(makeDriver());
        int result = 0, owned = 0;
        std::string error;
        besides(loop, [&] {
            result = runCoroutineThreadsafe(after(1ms, 5), loop).get();
            owned = *runCoroutineThreadsafe(boxed(6), loop).get();
            runCoroutineThreadsafe(idle(1ms), loop).get();
            error = messageThrownBy(
                [&] { return runCoroutineThreadsafe(failAfter(1ms, "failed"), loop).get(); });
        });
        QCOMPARE(result, 5);
        QCOMPARE(owned, 6);
        QCOMPARE(error, std::string("failed"));
    }

    void blockingWorkIsDoneInAThread() // asyncio.to_thread, here and below
    {
        EventLoop loop(makeDriver());
        std::thread::id worker;
        QCOMPARE(loop.runUntilComplete(inThreads(worker)), std::string("abab7"));
        QVERIFY(worker != std::thread::id() && worker != std::this_thread::get_id());
        const auto fail = [](int) -> int { throw std::domain_error("of the thread"); };
        QCOMPARE(messageThrownBy([&] { return loop.runUntilComplete(toThread(fail, 1)); }),
                 std::string("of the thread"));
    }

    void workThatNobodyAwaitsNeverBegins()
    {
        EventLoop loop(makeDriver());
        const LogCapture log; // that it was never awaited
        const auto executor = std::make_shared<ThreadPoolExecutor>(1);
        loop.setDefaultExecutor(executor);
        std::atomic<int> runs = 0;
        {
            const auto dropped = toThread([&runs] { ++runs; });
        }
        std::atomic<bool> go = false;
        const auto busy = loop.createTask(toThread([&go] {
            while (!go)
                std::this_thread::yield();
        }));
        const auto waiting = loop.createTask(toThread([&runs] { ++runs; }));
        runReady(loop, 2);
        waiting.cancel(); // no thread is free for it yet
        go = true;
        loop.runUntilComplete(busy);
        executor->finish();
        runReady(loop, 2);
        QVERIFY(waiting.cancelled());
        QCOMPARE(runs.load(), 0);
    }

    void waitingHasALimit() // K-12
    {
        EventLoop loop(makeDriver());
        std::string late;
        besides(loop, [&] {
            const auto future = runCoroutineThreadsafe(after(1h, 5), loop);
            late = messageThrownBy([&] { return future.get(1ms); });
            future.cancel();
        });
        QCOMPARE(late, std::string("timed out"));
    }

    void cancelReachesTheTask() // K-12
    {
        EventLoop loop(makeDriver());
        std::vector<std::string> log;
        std::string error;
        bool taken = false, again = true, late = true;
        besides(loop, [&] {
            const auto future = runCoroutineThreadsafe(noteCancel(log, "cancelled"), loop);
            // The loop has begun it once this has run behind it.
            runCoroutineThreadsafe(idle(0s), loop).get();
            taken = future.cancel();
            again = future.cancel();
            error = messageThrownBy([&] { return future.get(); });
            const auto done = runCoroutineThreadsafe(after(0s, 1), loop);
            (void)done.get();
            late = done.cancel();
        });
        QVERIFY(taken);
        QVERIFY(!again); // nothing is left to cancel
        QVERIFY(!late);
        QCOMPARE(error, std::string("cancelled"));
        QCOMPARE(log, std::vector<std::string> {"cancelled"});
    }

    void whatIsCancelledBeforeTheLoopTookItNeverBegins() // K-12
    {
        EventLoop loop(makeDriver());
        bool began = false;
        const auto future = runCoroutineThreadsafe(begin(began), loop);
        QVERIFY(future.cancel());
        loop.runUntilComplete(idle(1ms));
        QVERIFY(!began);
        QCOMPARE(messageThrownBy([&] { return future.get(); }), std::string("cancelled"));
    }

    void aClosedLoopKeepsNobodyWaiting()
    {
        auto loop = std::make_unique<EventLoop>(makeDriver());
        loop->setExceptionHandler([](EventLoop &, const ExceptionContext &) {});
        const auto begun = runCoroutineThreadsafe(after(1h, 1), *loop);
        loop->runUntilComplete(idle(0s));
        const auto unbegun = runCoroutineThreadsafe(after(1h, 1), *loop);
        loop->close();
        QCOMPARE(messageThrownBy([&] { return begun.get(); }), std::string("Event loop is closed"));
        QCOMPARE(messageThrownBy([&] { return unbegun.get(); }),
                 std::string("Event loop is closed"));
        QVERIFY_THROWS_EXCEPTION(RuntimeError, (void)runCoroutineThreadsafe(after(1h, 1), *loop));
    }

    void aThrowingCallbackIsLoggedAndTheOthersAreCalled() // K-12
    {
        const LogCapture log;
        EventLoop loop(makeDriver());
        std::string called;
        const auto fails = [] { throw std::runtime_error("in the callback"); };
        std::vector<std::string> cancelled;
        besides(loop, [&] {
            const auto future = runCoroutineThreadsafe(noteCancel(cancelled, "task"), loop);
            runCoroutineThreadsafe(idle(0s), loop).get();
            future.addDoneCallback(fails);
            future.addDoneCallback([&] { called += 'a'; });
            future.cancel();
            future.addDoneCallback(fails); // done already
            called += 'b';
            runCoroutineThreadsafe(idle(0s), loop).get();
        });
        QCOMPARE(called, std::string("ab"));
        QCOMPARE(cancelled, std::vector<std::string> {"task"});
        QCOMPARE(log.count("in the callback"), 2);
        QCOMPARE(log.count(LogLevel::Error), 2);
    }

    void aThrowingCallbackDoesNotKeepTheLoopFromClosing() // K-12, L-08
    {
        const LogCapture log;
        EventLoop loop(makeDriver());
        loop.setExceptionHandler([](EventLoop &, const ExceptionContext &) {});
        const auto future = runCoroutineThreadsafe(after(1h, 1), loop);
        future.addDoneCallback([] { throw std::runtime_error("in the callback"); });
        loop.runUntilComplete(idle(0s));
        loop.close();
        QVERIFY(future.done());
        QCOMPARE(log.count("in the callback"), 1);
    }

    void whatTheTaskFactoryThrowsReachesTheThread() // K-12, T-01
    {
        EventLoop loop(makeDriver());
        loop.setTaskFactory([](TaskBase &) { throw std::runtime_error("no tasks today"); });
        int reports = 0;
        loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &) { ++reports; });
        std::string error;
        besides(loop, [&] {
            error
                = messageThrownBy([&] { return runCoroutineThreadsafe(after(0s, 1), loop).get(); });
        });
        QCOMPARE(error, std::string("no tasks today"));
        QCOMPARE(reports, 1);
    }

    void theLoopsOwnThreadIsToldNotToWait()
    {
        EventLoop loop(makeDriver());
        std::string error;
        loop.callSoon([&] {
            const auto future = runCoroutineThreadsafe(after(0s, 1), loop);
            error = messageThrownBy([&] { return future.get(); });
            loop.stop();
        });
        loop.runForever();
        QVERIFY(error.find("own thread") != std::string::npos);
        loop.runUntilComplete(idle(0s));
        loop.runUntilComplete(idle(0s));
    }

    void futuresOfThreadsCanBeAwaited() // FU-08
    {
        EventLoop loop(makeDriver());
        std::promise<int> promise;
        const auto wrapped = wrapFuture(promise.get_future(), loop);
        promise.set_value(4);
        QCOMPARE(loop.runUntilComplete(wrapped), 4);

        std::promise<void> failing;
        const auto failure = wrapFuture(failing.get_future(), loop);
        failing.set_exception(std::make_exception_ptr(std::runtime_error("in a thread")));
        QCOMPARE(messageThrownBy([&] {
                     loop.runUntilComplete(failure);
                     return 0;
                 }),
                 std::string("in a thread"));
    }

    void resultsOfAnotherLoopCanBeAwaited() // FU-08, M-01
    {
        EventLoop here(makeDriver());
        auto there = std::make_unique<EventLoop>();
        std::thread thread([&] { there->runForever(); });
        QCOMPARE(
            here.runUntilComplete(wrapFuture(runCoroutineThreadsafe(after(1ms, 9), *there), here)),
            9);

        std::vector<std::string> log;
        const auto remote = runCoroutineThreadsafe(noteCancel(log, "over there"), *there);
        runCoroutineThreadsafe(idle(0s), *there).get();
        const auto wrapped = wrapFuture(remote, here);
        wrapped.cancel();
        here.runUntilComplete(idle(0s));
        QVERIFY(remote.cancelled());
        runCoroutineThreadsafe(idle(0s), *there).get();
        there->callSoonThreadsafe([&] { there->stop(); });
        thread.join();
        QCOMPARE(log, std::vector<std::string> {"over there"});
    }

    // FU-08: what has come is on its way to the loop when nobody wants it any more
    void whatIsCancelledWhileItsResultIsOnItsWayStaysCancelled()
    {
        const LogCapture log;
        EventLoop loop(makeDriver());
        const auto result = std::make_shared<ThreadResultOf<int>>(LoopId());
        const Future<int> wrapped = wrapFuture(ThreadFuture<int>(result), loop);
        QVERIFY(result->set(5));
        QVERIFY(wrapped.cancel());
        runReady(loop, 3);
        QVERIFY(wrapped.cancelled());
        QCOMPARE(log.count(LogLevel::Error), 0L);
    }
};

QTEST_GUILESS_MAIN(ThreadsafeTest)
#include "ThreadsafeTest.moc"
