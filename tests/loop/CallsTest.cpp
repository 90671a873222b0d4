// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>

#include <atomic>
#include <fstream>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

// "... (name) S ...": a thread that waits in the kernel.
bool isAsleep(pid_t thread)
{
    std::ifstream stat("/proc/self/task/" + std::to_string(thread) + "/stat");
    std::string line;
    std::getline(stat, line);
    return line.find(") S ") != std::string::npos;
}

} // namespace

class CallsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void callSoonIsFirstInFirstOutAndExactlyOnce() // C-01, C-09
    {
        loop::EventLoop loop(makeDriver());
        std::vector<int> order;
        for (int i = 0; i < 100; ++i) // the loop is stopped still
            loop.callSoon([&order](int value, int plus) { order.push_back(value + plus); }, i,
                          1000);
        QVERIFY(order.empty());
        loop.callSoon([&loop] { loop.stop(); });
        loop.runForever();
        loop.callSoon([&loop] { loop.stop(); });
        loop.runForever();
        QCOMPARE(order.size(), std::size_t(100));
        for (int i = 0; i < 100; ++i)
            QCOMPARE(order[std::size_t(i)], i + 1000);
    }

    void argumentsAreKeptByValue() // C-01
    {
        loop::EventLoop loop(makeDriver());
        std::string text = "before";
        std::string seen;
        loop.callSoon([&seen](const std::string &argument) { seen = argument; }, text);
        text = "after";
        loop.callSoon([&loop] { loop.stop(); });
        loop.runForever();
        QCOMPARE(seen, std::string("before"));
    }

    void largeAndMoveOnlyCallablesWork() // C-01
    {
        loop::EventLoop loop(makeDriver());
        std::array<int, 64> large {};
        large[63] = 5;
        auto pointer = std::make_unique<int>(7);
        int sum = 0;
        loop.callSoon([&sum, large] { sum += large[63]; });
        loop.callSoon([&sum, p = std::move(pointer)] { sum += *p; });
        loop.callSoon([&loop] { loop.stop(); });
        loop.runForever();
        QCOMPARE(sum, 12);
    }

    void cancelBeforePreventsAndAfterIsInnocuous() // C-02
    {
        loop::EventLoop loop(makeDriver());
        int ran = 0;
        loop::Handle kept = loop.callSoon([&] { ++ran; });
        loop::Handle cancelled = loop.callSoon([&] { ran += 100; });
        loop::Handle timer = loop.callLater(1ms, [&] { ran += 100; });
        loop::Handle remote = loop.callSoonThreadsafe([&] { ran += 100; });
        for (loop::Handle *handle : {&cancelled, &timer, &remote}) {
            QVERIFY(handle->pending());
            handle->cancel();
            handle->cancel();
            QVERIFY(!handle->pending());
        }
        loop.callLater(3ms, [&loop] { loop.stop(); });
        loop.runForever();
        QCOMPARE(ran, 1);
        QVERIFY(!kept.pending());
        kept.cancel();
        kept.cancel();
        // The slot is used again: an old handle must not touch its new owner.
        loop.callSoon([&] { ++ran; });
        kept.cancel();
        cancelled.cancel();
        loop.callSoon([&loop] { loop.stop(); });
        loop.runForever();
        QCOMPARE(ran, 2);
    }

    void aCallbackMayCancelItselfAndItsNeighbours() // C-02
    {
        loop::EventLoop loop(makeDriver());
        loop::Handle self;
        loop::Handle next;
        bool nextRan = false;
        const auto token = std::make_shared<int>(1);
        int seen = 0;
        self = loop.callSoon([&, token] {
            self.cancel();
            next.cancel();
            seen = *token; // its captures live until it returns
        });
        next = loop.callSoon([&] { nextRan = true; });
        loop.callSoon([&loop] { loop.stop(); });
        loop.runForever();
        QCOMPARE(seen, 1);
        QVERIFY(!nextRan);
        QCOMPARE(token.use_count(), 1L);
    }

    void cancellingDestroysCapturesAtOnce() // C-02
    {
        loop::EventLoop loop(makeDriver());
        const auto token = std::make_shared<int>(1);
        loop::Handle handle = loop.callLater(1h, [token] {});
        QCOMPARE(token.use_count(), 2L);
        handle.cancel();
        QCOMPARE(token.use_count(), 1L);
    }

    void destructorsOfCapturesMaySchedule() // C-02
    {
        struct Scheduling {
            loop::EventLoop &loop;
            int &count;
            ~Scheduling()
            {
                loop.callSoon([&c = count] { ++c; });
            }
            Scheduling(loop::EventLoop &l, int &c)
                : loop(l)
                , count(c)
            { }
            Scheduling(const Scheduling &) = delete;
        };
        loop::EventLoop loop(makeDriver());
        int count = 0;
        for (int i = 0; i < 600; ++i) { // more than a chunk of handles
            auto owner = std::make_shared<Scheduling>(loop, count);
            loop::Handle handle = loop.callLater(1h, [o = std::move(owner)] {});
            handle.cancel();
        }
        loop.callSoon([&loop] { loop.stop(); });
        loop.runForever();
        QCOMPARE(count, 600);
    }

    void threadsafeWakesAnIdleLoop() // C-03
    {
        loop::EventLoop loop(makeDriver());
        std::thread::id ranOn;
        std::atomic<bool> idle = false;
        std::int64_t latency = 0;
        loop.callSoon([&] { idle = true; });
        std::thread other([&, thread = ::gettid()] {
            while (!idle || !isAsleep(thread))
                std::this_thread::yield();
            const auto asked = std::chrono::steady_clock::now();
            (void)loop.callSoonThreadsafe([&, asked] {
                latency = (std::chrono::steady_clock::now() - asked) / 1us;
                ranOn = std::this_thread::get_id();
                loop.stop();
            });
        });
        loop.runForever();
        other.join();
        QCOMPARE(ranOn, std::this_thread::get_id());
        QVERIFY2(latency < 50'000, qPrintable(QString::number(latency)));
    }

    void threadsafeLosesNothingUnderLoad() // C-03, M-01
    {
        loop::EventLoop loop(makeDriver());
        constexpr int each = 2000;
        int ran = 0;
        std::array<int, 4> last {};
        bool ordered = true;
        std::vector<std::thread> threads;
        for (std::size_t t = 0; t < last.size(); ++t)
            threads.emplace_back([&, t] {
                for (int i = 1; i <= each; ++i)
                    (void)loop.callSoonThreadsafe([&, t, i] {
                        ordered = ordered && i == last[t] + 1;
                        last[t] = i;
                        if (++ran == each * 4)
                            loop.stop();
                    });
            });
        loop.runForever();
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(ran, each * 4);
        QVERIFY(ordered); // first in, first out, for each thread
    }

    void postReachesALoopUntilItIsGone() // C-03
    {
        auto loop = std::make_unique<loop::EventLoop>(makeDriver());
        const loop::LoopId id = loop->id();
        bool ran = false;
        std::thread([&] {
            (void)loop::EventLoop::post(id, [&] {
                ran = true;
                loop::EventLoop::running()->stop();
            });
        }).join();
        loop->runForever();
        QVERIFY(ran);
        loop.reset();
        bool taken = true;
        std::thread([&] { taken = loop::EventLoop::post(id, [] {}); }).join();
        QVERIFY(!taken);
    }

    void aThreadMayPostWhileTheLoopIsDestroyed() // C-03, L-08
    {
        for (int round = 0; round < 50; ++round) {
            auto loop = std::make_unique<loop::EventLoop>(makeDriver());
            const loop::LoopId id = loop->id();
            const auto captured = std::make_shared<int>(0);
            std::atomic<int> posted = 0;
            std::atomic<bool> endless = false;
            std::thread other([&] {
                const auto end = std::chrono::steady_clock::now() + 5s;
                while (loop::EventLoop::post(id, [c = captured] { ++*c; }) && !endless) {
                    ++posted;
                    endless = std::chrono::steady_clock::now() > end;
                }
            });
            std::function<void()> whenSome = [&] {
                if (*captured > 0)
                    loop->stop();
                else
                    loop->callLater(100us, whenSome);
            };
            whenSome();
            loop->runForever();
            loop.reset();
            other.join();
            QVERIFY(!endless); // a loop that is gone takes nothing
            QVERIFY(!loop::EventLoop::post(id, [] {}));
            QVERIFY(*captured > 0 && *captured <= posted);
            QCOMPARE(captured.use_count(), 1L); // nor does it keep what it did not run
        }
    }

    void whatABatchSchedulesWaitsForTheNext() // C-11
    {
        loop::EventLoop loop(makeDriver());
        std::string order;
        loop.callSoon([&] {
            order += 'a';
            loop.callSoon([&] { order += 'c'; });
        });
        loop.callSoon([&] { order += 'b'; });
        loop.stop();
        loop.runForever();
        QCOMPARE(order, std::string("ab"));
        loop.stop();
        loop.runForever();
        QCOMPARE(order, std::string("abc"));
    }

    void rescheduledCallsStarveNeitherSocketsNorTimersNorQt() // C-11
    {
        loop::EventLoop loop(makeDriver());
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
        loop::Descriptor a(ends[0]);
        loop::Descriptor b(ends[1]);
        bool read = false;
        bool timer = false;
        bool qt = currentDriver() != DriverKind::Qt;
        bool gaveUp = false;
        QElapsedTimer elapsed;
        elapsed.start();
        std::function<void()> again = [&] {
            gaveUp = elapsed.elapsed() > 5000;
            if ((read && timer && qt) || gaveUp)
                loop.stop();
            else
                loop.callSoon(again);
        };
        loop.callSoon(again);
        loop.addReader(a.get(), [&] {
            read = true;
            loop.removeReader(a.get());
        });
        loop.callLater(1ms, [&] {
            timer = true;
            QCOMPARE(::write(b.get(), "x", 1), 1);
        });
        QTimer::singleShot(1, this, [&] { qt = true; });
        loop.runForever();
        QVERIFY(!gaveUp);
    }

    void aTimerMayCancelAnotherAsItsCapturesDie() // C-02, L-08
    {
        struct Cancels {
            loop::Handle *handle;
            explicit Cancels(loop::Handle *h)
                : handle(h)
            { }
            ~Cancels() { handle->cancel(); }
        };
        for (int others = 60; others < 70; ++others) { // one of them has the heap swept just then
            loop::EventLoop loop(makeDriver());
            std::vector<loop::Handle> dead;
            for (int i = 0; i < others; ++i)
                dead.push_back(loop.callLater(1h, [] {}));
            loop::Handle inner = loop.callLater(1h, [] {});
            const auto captured = [c = std::make_shared<Cancels>(&inner)] {};
            loop::Handle outer = loop.callLater(1h, captured);
            loop::Handle kept = loop.callLater(1h, [] {});
            for (loop::Handle &handle : dead)
                handle.cancel();
            outer.cancel();
            QVERIFY(kept.pending());
            QVERIFY(kept.when());
            loop.close(); // comes to an end
        }
    }

    void capturesOfACancelledHandleDieOutsideOfAnyLock() // C-02, C-03
    {
        loop::EventLoop loop(makeDriver());
        loop::EventLoop other(makeDriver());
        struct Joins {
            std::thread worker;
            explicit Joins(std::thread w)
                : worker(std::move(w))
            { }
            ~Joins() { worker.join(); }
        };
        std::atomic<bool> go = false;
        auto joins = std::make_shared<Joins>(std::thread([&go, id = other.id()] {
            while (!go)
                std::this_thread::yield();
            (void)loop::EventLoop::post(id, [] {});
        }));
        loop::Handle handle = loop.callLater(1h, [j = std::move(joins)] {});
        go = true;
        handle.cancel(); // the loop does not run: the handle has to look it up
        QVERIFY(!handle.pending());
    }
};

QTEST_GUILESS_MAIN(CallsTest)
#include "CallsTest.moc"
