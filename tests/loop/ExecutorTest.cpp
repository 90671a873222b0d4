// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/Executor.h"
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"

#include <QtCore/QTimer>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

using namespace std::chrono_literals;

namespace {

// A thread for each job: what a program may give instead of a pool. One that hands work to other
// processes has this interface, too, and closures that say what to send there.
class CountingExecutor final : public loop::Executor {
public:
    ~CountingExecutor() override
    {
        for (std::thread &thread : m_threads)
            thread.join();
    }
    void submit(loop::Callable work) override
    {
        ++submitted;
        m_threads.emplace_back([w = std::move(work)]() mutable { w(); });
    }
    void shutdown() noexcept override { ++shutdowns; }
    int submitted = 0;
    int shutdowns = 0;

private:
    std::vector<std::thread> m_threads;
};

// Throws when it is moved for the nth time.
struct FailsToMove {
    explicit FailsToMove(int failing)
        : left(failing)
    { }
    FailsToMove(FailsToMove &&other)
        : left(other.left - 1)
    {
        if (left == 0)
            throw std::domain_error("cannot be moved");
    }
    int left;
};

void spinUntil(const std::atomic<bool> &flag)
{
    while (!flag)
        std::this_thread::yield();
}

loop::Coro<int> awaitsJob(std::shared_ptr<loop::Executor> executor)
{
    auto job = [] { return 20; };
    const int first = co_await loop::EventLoop::running()->runInExecutor(executor, job);
    co_return first + co_await loop::EventLoop::running()->runInExecutor(executor, job);
}

} // namespace

class ExecutorTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void workRunsOnAnotherThreadAndItsResultComesBack() // E-01
    {
        loop::EventLoop loop(makeDriver());
        const auto id = loop.runUntilComplete(
            loop.runInExecutor(nullptr, [] { return std::this_thread::get_id(); }));
        QVERIFY(id != std::this_thread::get_id());
        loop.runUntilComplete(loop.runInExecutor(nullptr, [] {})); // no result
        auto moved = loop.runInExecutor(
            nullptr, [p = std::make_unique<int>(3)]() mutable { return std::move(p); });
        QCOMPARE(*loop.runUntilComplete(std::move(moved)), 3);
        QCOMPARE(loop.runUntilComplete(awaitsJob(nullptr)), 40);
    }

    void theLoopGoesOnMeanwhile() // E-01
    {
        loop::EventLoop loop(makeDriver());
        std::atomic<bool> ticked = false;
        std::atomic<bool> qtTicked = currentDriver() != DriverKind::Qt;
        loop.callLater(1ms, [&] { ticked = true; });
        QTimer::singleShot(1, this, [&] { qtTicked = true; });
        loop.runUntilComplete(loop.runInExecutor(nullptr, [&] { // ends only once both have
            spinUntil(ticked);
            spinUntil(qtTicked);
        }));
        QVERIFY(ticked && qtTicked);
    }

    void exceptionsTravel() // E-01
    {
        loop::EventLoop loop(makeDriver());
        const auto job
            = loop.runInExecutor(nullptr, []() -> int { throw std::domain_error("far"); });
        QVERIFY_THROWS_EXCEPTION(std::domain_error, (void)loop.runUntilComplete(job));
    }

    void whatAResultThrowsAsItMovesTravelsToo() // E-01
    {
        loop::EventLoop loop(makeDriver());
        for (int failing = 1; failing <= 2; ++failing) {
            const auto job
                = loop.runInExecutor(nullptr, [failing] { return FailsToMove(failing); });
            loop.callSoon([&] { job.addDoneCallback([&] { loop.stop(); }); });
            loop.runForever();
            QVERIFY(job.exception() != nullptr);
        }
    }

    void whatSubmittedWorkThrowsIsLogged() // E-01
    {
        const LogCapture log;
        loop::ThreadPoolExecutor pool(1);
        pool.submit([] { throw std::domain_error("nobody waits for it"); });
        QTRY_COMPARE(log.count("nobody waits for it"), 1);
        std::atomic<bool> ran = false;
        pool.submit([&] { ran = true; });
        QTRY_VERIFY(ran);
    }

    void aJobCancelledBeforeItBeginsDoesNotRun() // E-01, FU-07
    {
        loop::EventLoop loop(makeDriver());
        const auto pool = std::make_shared<loop::ThreadPoolExecutor>(1);
        std::atomic<bool> mayEnd = false;
        std::atomic<bool> ran = false;
        const auto first = loop.runInExecutor(pool, [&] { spinUntil(mayEnd); });
        const auto second = loop.runInExecutor(pool, [&] { ran = true; });
        QVERIFY(second.cancel());
        mayEnd = true;
        loop.runUntilComplete(loop.runInExecutor(pool, [] {}));
        QVERIFY(first.done() && second.cancelled());
        QVERIFY(!ran);
    }

    void anExecutorMayBeGiven() // E-01, E-03
    {
        const auto executor = std::make_shared<CountingExecutor>();
        loop::EventLoop loop(makeDriver());
        QCOMPARE(loop.runUntilComplete(awaitsJob(executor)), 40);
        QCOMPARE(executor->submitted, 2);
        loop.close();
        QCOMPARE(executor->shutdowns, 0); // not the loop's to end
    }

    void theDefaultExecutorCanBeReplacedAndReset() // E-02
    {
        const auto executor = std::make_shared<CountingExecutor>();
        loop::EventLoop loop(makeDriver());
        loop.setDefaultExecutor(executor);
        QCOMPARE(loop.runUntilComplete(awaitsJob(nullptr)), 40);
        QCOMPARE(executor->submitted, 2);
        loop.setDefaultExecutor(nullptr);
        QCOMPARE(loop.runUntilComplete(awaitsJob(nullptr)), 40); // a pool made for it
        QCOMPARE(executor->submitted, 2);
        loop.setDefaultExecutor(executor);
        loop.close();
        QCOMPARE(executor->shutdowns, 1); // L-08
    }

    // A thread that has nothing to do takes the next job: a pool grows with what waits alone.
    void oneJobAfterTheOtherNeedsFewThreads() // E-01
    {
        loop::EventLoop loop(makeDriver());
        const auto pool = std::make_shared<loop::ThreadPoolExecutor>(64);
        std::set<std::thread::id> threads;
        for (int i = 0; i < 64; ++i)
            threads.insert(loop.runUntilComplete(
                loop.runInExecutor(pool, [] { return std::this_thread::get_id(); })));
        QVERIFY2(threads.size() < 16, std::to_string(threads.size()).c_str());
    }

    void manyJobsShareThePool() // E-01
    {
        loop::EventLoop loop(makeDriver());
        const auto pool = std::make_shared<loop::ThreadPoolExecutor>(2);
        std::mutex mutex; // protects the two below
        std::set<std::thread::id> threads;
        int inside = 0;
        std::atomic<int> most = 0;
        std::vector<loop::Future<int>> jobs;
        for (int i = 0; i < 500; ++i)
            jobs.push_back(loop.runInExecutor(pool, [&, i] {
                {
                    const std::lock_guard lock(mutex);
                    threads.insert(std::this_thread::get_id());
                    most = std::max(most.load(), ++inside);
                }
                const auto end = std::chrono::steady_clock::now() + 5s;
                while (i < 2 && most < 2 && std::chrono::steady_clock::now() < end)
                    std::this_thread::yield(); // the first two meet
                const std::lock_guard lock(mutex);
                --inside;
                return i;
            }));
        for (int i = 0; i < 500; ++i)
            QCOMPARE(loop.runUntilComplete(jobs[std::size_t(i)]), i);
        QCOMPARE(most.load(), 2);
        QCOMPARE(threads.size(), std::size_t(2));
    }

    // Neither can end without the other, so one of them must not wait behind it for a thread.
    void twoJobsAtOnceBesideOneIdleThreadBothRun() // E-01
    {
        loop::EventLoop loop(makeDriver());
        for (int round = 0; round < 50; ++round) { // it is idle soon after its first job
            const auto pool = std::make_shared<loop::ThreadPoolExecutor>(4);
            loop.runUntilComplete(loop.runInExecutor(pool, [] {}));
            std::atomic<int> came = 0;
            const auto meet = [&] {
                ++came;
                const auto end = std::chrono::steady_clock::now() + 5s;
                while (came < 2 && std::chrono::steady_clock::now() < end)
                    std::this_thread::yield();
                return came == 2;
            };
            const auto first = loop.runInExecutor(pool, meet);
            const auto second = loop.runInExecutor(pool, meet);
            QVERIFY(loop.runUntilComplete(first) && loop.runUntilComplete(second));
        }
    }

    void aCancelledJobRunsOnAndDisturbsNobody() // E-01, FU-07
    {
        loop::EventLoop loop(makeDriver());
        std::atomic<bool> begun = false;
        std::atomic<bool> mayEnd = false;
        const auto job = loop.runInExecutor(nullptr, [&] {
            begun = true;
            spinUntil(mayEnd);
            return 1;
        });
        spinUntil(begun);
        QVERIFY(job.cancel());
        mayEnd = true;
        QCOMPARE(loop.runUntilComplete(awaitsJob(nullptr)), 40);
        QVERIFY(job.cancelled());
    }

    void droppedWorkIsCancelled() // E-02: nobody waits for ever
    {
        loop::EventLoop loop(makeDriver());
        std::atomic<bool> mayEnd = false;
        std::atomic<bool> ended = false;
        auto pool = std::make_shared<loop::ThreadPoolExecutor>(1);
        std::atomic<bool> begun = false;
        const auto first = loop.runInExecutor(pool, [&] {
            begun = true;
            spinUntil(mayEnd);
        });
        spinUntil(begun);
        const auto second = loop.runInExecutor(pool, [&] { ended = true; });
        pool->shutdown();
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, (void)loop.runInExecutor(pool, [] {}));
        QVERIFY_THROWS_EXCEPTION(loop::CancelledError, loop.runUntilComplete(second));
        mayEnd = true;
        loop.runUntilComplete(first); // what ran ends as ever
        QVERIFY(!ended);
    }

    void jobsMayEndAfterTheirLoop() // E-01, L-08
    {
        std::atomic<int> running = 0;
        std::atomic<bool> mayEnd = false;
        std::atomic<int> ended = 0;
        const auto pool = std::make_shared<loop::ThreadPoolExecutor>(4);
        {
            LogCapture log;
            loop::EventLoop loop(makeDriver());
            for (int i = 0; i < 4; ++i)
                (void)loop.runInExecutor(pool, [&] {
                    ++running;
                    spinUntil(mayEnd);
                    ++ended;
                    return std::make_unique<int>(1);
                });
            (void)loop.createTask(awaitsJob(pool));
            QTRY_COMPARE(running.load(), 4);
        }
        mayEnd = true;
        QTRY_COMPARE(ended.load(), 4);
    }
};

QTEST_GUILESS_MAIN(ExecutorTest)
#include "ExecutorTest.moc"
