// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"

#include <future>
#include <thread>

using namespace std::chrono_literals;

namespace {

// FU-05: there is no running(), and no thread can wait for one.
template <class F>
concept HasRunning = requires(F future)
{
    future.running();
};
template <class F>
concept CanBlock = requires(F future)
{
    future.wait();
}
|| requires(F future)
{
    future.wait_for(1s);
};
static_assert(!HasRunning<loop::Future<int>> && !CanBlock<loop::Future<int>>);
static_assert(!HasRunning<loop::Task<int>> && !CanBlock<loop::Task<int>>);
static_assert(!std::is_convertible_v<loop::Future<int>, std::future<int>>);
static_assert(!std::is_convertible_v<loop::Future<int>, std::shared_future<int>>);

class CountingLoop final : public loop::EventLoop {
public:
    using loop::EventLoop::EventLoop;
    int made = 0;

protected:
    void futureCreated(loop::FutureBase &) override { ++made; }
};

} // namespace

class FutureTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void resultAndExceptionNeedADoneFuture() // FU-01
    {
        loop::EventLoop loop(makeDriver());
        const auto pending = loop.createFuture<int>();
        QVERIFY(!pending.done() && !pending.cancelled());
        QVERIFY_THROWS_EXCEPTION(loop::InvalidStateError, (void)pending.result());
        QVERIFY_THROWS_EXCEPTION(loop::InvalidStateError, (void)pending.exception());

        const auto done = loop.createFuture<int>();
        done.setResult(4);
        QVERIFY(done.done() && !done.cancelled());
        QCOMPARE(done.result(), 4);
        QCOMPARE(done.result(), 4);
        QVERIFY(!done.exception());

        const auto failed = loop.createFuture<int>();
        failed.setException(std::domain_error("no"));
        QVERIFY(failed.done() && !failed.cancelled());
        QVERIFY_THROWS_EXCEPTION(std::domain_error, (void)failed.result());
        QVERIFY(failed.exception() != nullptr);

        const auto cancelled = loop.createFuture<int>();
        cancelled.cancel("enough");
        QVERIFY(cancelled.done() && cancelled.cancelled());
        QVERIFY_THROWS_EXCEPTION(loop::CancelledError, (void)cancelled.exception());
        try {
            (void)cancelled.result();
            QFAIL("a cancelled future has no result");
        } catch (const loop::CancelledError &error) {
            QCOMPARE(error.message(), std::string("enough"));
        }
    }

    void aDoneFutureStaysWhatItIs() // FU-02
    {
        loop::EventLoop loop(makeDriver());
        const auto done = loop.createFuture<int>();
        done.setResult(1);
        QVERIFY_THROWS_EXCEPTION(loop::InvalidStateError, done.setResult(2));
        QVERIFY_THROWS_EXCEPTION(loop::InvalidStateError,
                                 done.setException(std::domain_error("late")));
        QCOMPARE(done.result(), 1);
        const auto cancelled = loop.createFuture<void>();
        cancelled.cancel();
        QVERIFY_THROWS_EXCEPTION(loop::InvalidStateError, cancelled.setResult());
        const auto pending = loop.createFuture<void>();
        QVERIFY_THROWS_EXCEPTION(loop::ValueError, pending.setException(std::exception_ptr()));
        QVERIFY(!pending.done());
    }

    void doneCallbacksAreScheduledInOrder() // FU-03
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<int>();
        std::string order;
        bool same = false;
        future.addDoneCallback([&, future](const loop::Future<int> &argument) {
            order += 'a';
            same = argument == future && argument.result() == 3;
        });
        future.addDoneCallback([&] { order += 'b'; });
        loop.callSoon([&] { order += '0'; });
        future.setResult(3);
        QCOMPARE(order, std::string()); // never inside
        future.addDoneCallback([&] { order += 'c'; }); // done already
        QCOMPARE(order, std::string());
        runReady(loop);
        QCOMPARE(order, std::string("0abc"));
        QVERIFY(same);
        runReady(loop);
        QCOMPARE(order, std::string("0abc"));
    }

    void doneCallbacksFollowExceptionsAndCancellation() // FU-03
    {
        loop::EventLoop loop(makeDriver());
        int called = 0;
        const auto failed = loop.createFuture<int>();
        failed.addDoneCallback(
            [&](const loop::Future<int> &f) { called += f.exception() ? 1 : 0; });
        failed.setException(std::domain_error("x"));
        const auto cancelled = loop.createFuture<int>();
        cancelled.addDoneCallback(
            [&](const loop::Future<int> &f) { called += f.cancelled() ? 10 : 0; });
        cancelled.cancel();
        runReady(loop);
        QCOMPARE(called, 11);
    }

    void aScheduledDoneCallbackKeepsItsFuture() // FU-03
    {
        loop::EventLoop loop(makeDriver());
        int seen = 0;
        {
            const auto future = loop.createFuture<int>();
            future.addDoneCallback([&](const loop::Future<int> &f) { seen = f.result(); });
            future.setResult(9);
        }
        runReady(loop);
        QCOMPARE(seen, 9);
    }

    void removeDoneCallbackRemovesAllEqual() // FU-04
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<void>();
        int called = 0;
        const auto key = future.addDoneCallback([&] { called += 1; });
        future.addDoneCallback([&] { called += 1; }, key);
        const auto other = future.addDoneCallback([&] { called += 10; });
        QVERIFY(key != other);
        QCOMPARE(future.removeDoneCallback(key), std::size_t(2));
        QCOMPARE(future.removeDoneCallback(key), std::size_t(0));
        future.setResult();
        runReady(loop);
        QCOMPARE(called, 10);
    }

    void theKeyOfARemovedCallbackIsNotGivenOutAgain() // FU-04
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<void>();
        bool called = false;
        const auto gone = future.addDoneCallback([] {});
        QCOMPARE(future.removeDoneCallback(gone), std::size_t(1));
        future.addDoneCallback([&] { called = true; }); // at the same address, as like as not
        QCOMPARE(future.removeDoneCallback(gone), std::size_t(0));
        future.setResult();
        runReady(loop);
        QVERIFY(called);
    }

    void createFutureCanBeOverridden() // FU-06
    {
        CountingLoop loop(makeDriver());
        const auto future = loop.createFuture<int>();
        QCOMPARE(loop.made, 1);
        loop.runUntilComplete(loop.runInExecutor(nullptr, [] {}));
        QCOMPARE(loop.made, 2);
        QCOMPARE(&future.loop(), static_cast<loop::EventLoop *>(&loop));
        future.setResult(1);
    }

    void cancelIsImmediateAndItsCallbacksAreNot() // FU-07
    {
        loop::EventLoop loop(makeDriver());
        const auto future = loop.createFuture<void>();
        bool called = false;
        future.addDoneCallback([&] { called = true; });
        QVERIFY(future.cancel());
        QVERIFY(future.cancelled());
        QVERIFY(!called);
        QVERIFY(!future.cancel());
        runReady(loop);
        QVERIFY(called);
        const auto done = loop.createFuture<void>();
        done.setResult();
        QVERIFY(!done.cancel());
        QVERIFY(!done.cancelled());
    }

    void droppedCallbacksDieWithTheirFuture() // FU-03
    {
        loop::EventLoop loop(makeDriver());
        const auto token = std::make_shared<int>(0);
        {
            const auto future = loop.createFuture<void>();
            future.addDoneCallback([token] {});
            QCOMPARE(token.use_count(), 2L);
        }
        QCOMPARE(token.use_count(), 1L);
    }
};

QTEST_GUILESS_MAIN(FutureTest)
#include "FutureTest.moc"
