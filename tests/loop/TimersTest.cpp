// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "loop/Timeout.h"
#include "tests/support/Drivers.h"
#include "tests/support/ManualDriver.h"

#include <cmath>
#include <random>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

// Two connections, of which a test reads one end each.
struct SocketPair {
    SocketPair()
    {
        int ends[4];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0
            || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends + 2) != 0)
            qFatal("no sockets");
        a = loop::Descriptor(ends[0]);
        b = loop::Descriptor(ends[1]);
        quiet = loop::Descriptor(ends[2]);
        noisy = loop::Descriptor(ends[3]);
    }
    loop::Descriptor a, b, quiet, noisy;
};

loop::Coro<void> readWithin(loop::EventLoop &loop, int fd, loop::Duration limit, int &inTime,
                            int &late)
{
    try {
        (void)co_await loop::timeout(limit, loop.sockRecv(fd, 10));
        ++inTime;
    } catch (const loop::TimeoutError &) {
        ++late;
    }
}

// A loop whose clock the test moves.
struct ManualLoop {
    ManualDriver *driver = new ManualDriver;
    loop::EventLoop loop {std::unique_ptr<loop::Driver>(driver)};
};

loop::Coro<std::string> sleepThenSay(loop::Duration duration)
{
    co_return co_await loop::sleep(duration, std::string("slept"));
}

loop::Coro<void> note(std::string &order, char name)
{
    order += name;
    co_await loop::sleep(0s);
    order += name;
    co_await loop::sleep(-1s);
    order += name;
}

} // namespace

class TimersTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void timersAreNeverEarly() // C-04, C-05
    {
        loop::EventLoop loop(makeDriver());
        std::vector<loop::Duration> earliness;
        int left = 0;
        const auto schedule = [&](auto delay) {
            ++left;
            const loop::TimePoint due = loop.time() + loop::toDuration(delay);
            loop.callLater(delay, [&, due] {
                earliness.push_back(due - loop.time());
                if (--left == 0)
                    loop.stop();
            });
        };
        for (int i = 0; i < 20; ++i) {
            schedule(std::chrono::microseconds(i * 517));
            schedule(std::chrono::duration<double>(0.0004 * i)); // a fraction of a second
        }
        schedule(1ns);
        schedule(3ms);
        ++left;
        const loop::TimePoint at = loop.time() + 5ms;
        loop.callAt(at, [&] {
            earliness.push_back(at - loop.time());
            if (--left == 0)
                loop.stop();
        });
        loop.runForever();
        QCOMPARE(earliness.size(), std::size_t(43));
        for (const loop::Duration early : earliness)
            QVERIFY(early <= 0ns);
    }

    void timersFireOnceInTheOrderOfTheirDeadlines() // C-04
    {
        ManualLoop manual;
        std::string order;
        manual.loop.callLater(3s, [&] { order += '3'; });
        manual.loop.callLater(1s, [&] { order += '1'; });
        manual.loop.callLater(2500ms, [&] { order += '2'; });
        manual.loop.callLater(1h, [&] { manual.loop.stop(); });
        const loop::TimePoint began = manual.loop.time();
        manual.loop.runForever();
        QCOMPARE(order, std::string("123"));
        QCOMPARE(manual.loop.time() - began, loop::Duration(1h));
    }

    void aBusyLoopFiresAsSoonAsItCan() // C-04
    {
        ManualLoop manual;
        loop::Duration late {};
        const loop::TimePoint due = manual.loop.time() + 1s;
        manual.loop.callAt(due, [&] {
            late = manual.loop.time() - due;
            manual.loop.stop();
        });
        manual.loop.callSoon([&] { manual.driver->advance(5s); });
        manual.loop.runForever();
        QCOMPARE(late, loop::Duration(4s));
    }

    void equalDeadlinesBothRun() // C-06: in which order is nobody's business
    {
        ManualLoop manual;
        int ran = 0;
        const loop::TimePoint due = manual.loop.time() + 1s;
        for (int i = 0; i < 10; ++i)
            manual.loop.callAt(due, [&] {
                if (++ran == 10)
                    manual.loop.stop();
            });
        manual.loop.runForever();
        QCOMPARE(ran, 10);
    }

    void pastDeadlinesRunInTheNextIteration() // C-07
    {
        loop::EventLoop loop(makeDriver());
        int ran = 0;
        bool inside = false;
        loop.callSoon([&] {
            inside = true;
            loop.callLater(-1s, [&] {
                QVERIFY(!inside);
                ++ran;
            });
            loop.callLater(0s, [&] {
                QVERIFY(!inside);
                ++ran;
            });
            loop.callAt(loop::TimePoint::min(), [&] {
                QVERIFY(!inside);
                ++ran;
            });
            loop.callSoon([&loop] { loop.stop(); });
            inside = false;
        });
        loop.runForever();
        QCOMPARE(ran, 3);
    }

    void farDeadlinesDoNotOverflow() // C-04
    {
        loop::EventLoop loop(makeDriver());
        bool ran = false;
        const auto run = [&ran] { ran = true; };
        constexpr auto years = std::chrono::hours(24 * 365 * 100);
        const loop::TimePoint far = loop.time() + years - 1h;
        for (const loop::Handle &timer :
             {loop.callLater(std::chrono::hours::max(), run),
              loop.callLater(std::chrono::duration<double>(1e30), run),
              loop.callLater(std::chrono::duration<double>(HUGE_VAL), run),
              loop.callAt(loop::TimePoint::max(), run)}) {
            QVERIFY(timer.when().has_value());
            QVERIFY2(*timer.when() > far, qPrintable(QString::number((*timer.when() - far) / 1h)));
        }
        loop.callLater(2ms, [&loop] { loop.stop(); });
        loop.runForever();
        QVERIFY(!ran);
        QCOMPARE(loop.sample().timers, std::size_t(4));
    }

    void aDelayThatIsNoNumberIsRefused() // C-04, C-10
    {
        loop::EventLoop loop(makeDriver());
        const std::chrono::duration<double> none(std::nan(""));
        QVERIFY_THROWS_EXCEPTION(loop::ValueError, loop.callLater(none, [] {}));
        QVERIFY_THROWS_EXCEPTION(loop::ValueError, (void)loop::sleep(none));
        QVERIFY_THROWS_EXCEPTION(loop::ValueError, (void)loop::TimeLimit(none));
        QCOMPARE(loop.sample().timers, std::size_t(0));
    }

    void ofTimersMostlyCancelledTheRestIsOnTime() // C-02: before, as and after the heap is swept
    {
        std::mt19937 random(11);
        for (int total = 67; total < 140; ++total) {
            ManualLoop manual;
            std::vector<std::pair<int, loop::Handle>> timers;
            std::vector<int> fired;
            for (int i = 0; i < total; ++i) {
                const int due = 1 + static_cast<int>(random() % 1000) * total + i; // each its own
                timers.emplace_back(due,
                                    manual.loop.callLater(std::chrono::seconds(due),
                                                          [&fired, due] { fired.push_back(due); }));
            }
            std::ranges::shuffle(timers, random);
            for (auto timer = timers.begin() + 3; timer != timers.end(); ++timer)
                timer->second.cancel(); // 64 of 67 first
            QCOMPARE(manual.loop.sample().timers, std::size_t(3));
            std::vector<int> left {timers[0].first, timers[1].first, timers[2].first};
            std::ranges::sort(left);
            const loop::TimePoint began = manual.loop.time();
            for (std::size_t i = 0; i < left.size(); ++i) {
                manual.loop.callAt(began + std::chrono::seconds(left[i]) + 1ms,
                                   [&manual] { manual.loop.stop(); });
                manual.loop.runForever();
                QCOMPARE(fired.size(), i + 1);
                QCOMPARE(fired.back(), left[i]);
            }
        }
    }

    // What is left stood the other way round, below parents that are gone.
    void ofTwoTimersLeftByASweepTheNearerFiresFirst() // C-02
    {
        ManualLoop manual;
        std::vector<int> fired;
        const auto set = [&manual, &fired](int due) {
            return manual.loop.callLater(std::chrono::seconds(due),
                                         [&fired, due] { fired.push_back(due); });
        };
        std::vector<loop::Handle> cancelled;
        for (const int due : {1, 10, 10, 10})
            cancelled.push_back(set(due));
        set(1000);
        set(20);
        for (int i = 0; i < 61; ++i)
            cancelled.push_back(set(2000));
        for (loop::Handle &timer : cancelled)
            timer.cancel();
        QCOMPARE(manual.loop.sample().timers, std::size_t(2));
        manual.loop.callLater(1001s, [&manual] { manual.loop.stop(); });
        manual.loop.runForever();
        QCOMPARE(fired, (std::vector<int> {20, 1000}));
    }

    // The process was stopped, or a callback blocked: what waits in sockets is read, and the tasks
    // that it wakes run, before the time-outs that would judge them.
    void afterAStallSocketsAreReadBeforeTimeoutsAreJudged()
    {
        ManualLoop manual;
        manual.driver->setJumps(false);
        constexpr int count = 30; // more than are taken at once
        std::vector<SocketPair> pairs(count);
        int idle = 0;
        int inTime = 0;
        int late = 0;
        for (SocketPair &pair : pairs) {
            manual.loop.createTask(readWithin(manual.loop, pair.a.get(), 5s, inTime, late));
            loop::Handle limit = manual.loop.callLater(5s, [&idle] { ++idle; });
            manual.loop.addReader(pair.quiet.get(), [&manual, &pair, limit]() mutable {
                limit.cancel();
                manual.loop.removeReader(pair.quiet.get());
            });
        }
        manual.driver->iterateOnce();
        for (const SocketPair &pair : pairs) {
            QCOMPARE(::write(pair.b.get(), "x", 1), 1);
            QCOMPARE(::write(pair.noisy.get(), "x", 1), 1);
        }
        manual.driver->advance(10s); // nobody ran
        for (int i = 0; i < 5; ++i)
            manual.driver->iterateOnce();
        QCOMPARE(late, 0);
        QCOMPARE(inTime, count);
        QCOMPARE(idle, 0);
    }

    // The only timer, and set in the last iteration before it: the loop looked at the clock then
    void aTimerThatIsSetJustBeforeAStallIsHeld()
    {
        ManualLoop manual;
        manual.driver->setJumps(false);
        const SocketPair pair;
        int inTime = 0, late = 0;
        manual.driver->iterateOnce(); // without any timer
        manual.loop.callSoon([&] {
            manual.loop.createTask(readWithin(manual.loop, pair.a.get(), 5s, inTime, late));
        });
        manual.driver->iterateOnce();
        manual.driver->iterateOnce(); // the task begins
        QCOMPARE(manual.loop.sample().timers, std::size_t(1));
        QCOMPARE(::write(pair.b.get(), "x", 1), 1);
        manual.driver->advance(10s);
        for (int i = 0; i < 5; ++i)
            manual.driver->iterateOnce();
        QCOMPARE(inTime, 1);
        QCOMPARE(late, 0);
    }

    void afterAStallTimersAreHeldForAFewIterationsOnly()
    {
        ManualLoop manual;
        bool fired = false;
        manual.loop.callLater(1s, [&fired] { fired = true; });
        std::function<void()> again = [&] { manual.loop.callSoon(again); }; // always ready
        manual.loop.callSoon(again);
        manual.driver->iterateOnce();
        manual.driver->advance(10s);
        for (int i = 0; i < 3 && !fired; ++i)
            manual.driver->iterateOnce();
        QVERIFY(fired);
        again = [] {};
    }

    // What it was the time-out of came: what that scheduled waited for ever, or for the next timer.
    void aHeldTimerThatIsCancelledHoldsNothingUp()
    {
        for (const bool another : {false, true}) {
            loop::EventLoop loop(makeDriver());
            loop::Handle late = loop.callLater(5ms, [] {});
            loop::Handle muchLater;
            if (another)
                muchLater = loop.callLater(1h, [] {});
            bool ran = false;
            const auto end = [&] {
                ran = true;
                loop.stop();
            };
            const auto came = [&] {
                late.cancel();
                loop.callSoon(end);
            };
            loop.callSoon([&] {
                std::this_thread::sleep_for(50ms); // a stall
                loop.callSoon(came);
            });
            loop.runForever();
            QVERIFY2(ran, another ? "another timer" : "no timer");
        }
    }

    void timeNeverRunsBackwards() // C-08
    {
        loop::EventLoop loop(makeDriver());
        loop::TimePoint last = loop.time();
        for (int i = 0; i < 10'000; ++i) {
            const loop::TimePoint now = loop.time();
            QVERIFY(now >= last);
            last = now;
        }
        const auto steady = std::chrono::steady_clock::now();
        QVERIFY(steady - loop.time() < 1s); // a clock of its own, not the wall's
    }

    void timersSetOnAStoppedLoopFireOnceItRuns() // C-09
    {
        loop::EventLoop loop(makeDriver());
        bool ran = false;
        loop.callLater(1ms, [&] {
            ran = true;
            loop.stop();
        });
        QVERIFY(!ran);
        loop.runForever();
        QVERIFY(ran);
    }

    void anEarlierTimerSetLaterShortensTheWait() // C-04
    {
        loop::EventLoop loop(makeDriver());
        loop.callLater(1h, [] {});
        loop::Handle soon = loop.callLater(1ms, [] {});
        loop.callSoon([&] {
            soon.cancel();
            loop.callLater(2ms, [&] { loop.callLater(500us, [&loop] { loop.stop(); }); });
        });
        loop.runForever();
        QCOMPARE(loop.sample().timers, std::size_t(1));
    }

    void handleKnowsItsDeadline() // C-04
    {
        ManualLoop manual;
        const loop::TimePoint due = manual.loop.time() + 3s;
        const loop::Handle timer = manual.loop.callAt(due, [&] { manual.loop.stop(); });
        QCOMPARE(timer.when().value(), due);
        QVERIFY(!manual.loop.callSoon([] {}).when());
        manual.loop.runForever();
        QVERIFY(!timer.when());
    }

    void sleepReturnsItsResultAfterTheTime() // C-10
    {
        ManualLoop manual;
        const loop::TimePoint began = manual.loop.time();
        QCOMPARE(manual.loop.runUntilComplete(sleepThenSay(2500ms)), std::string("slept"));
        QCOMPARE(manual.loop.time() - began, loop::Duration(2500ms));
        loop::EventLoop real(makeDriver());
        const loop::TimePoint realBegan = real.time();
        QCOMPARE(real.runUntilComplete(sleepThenSay(3ms)), std::string("slept"));
        QVERIFY(real.time() - realBegan >= 3ms);
    }

    void sleepOfZeroLetsOthersRunOnce() // C-10
    {
        loop::EventLoop loop(makeDriver());
        std::string order;
        const auto a = loop.createTask(note(order, 'a'));
        const auto b = loop.createTask(note(order, 'b'));
        loop.runUntilComplete(b);
        QCOMPARE(order, std::string("ababab"));
        QVERIFY(a.done());
    }

    void aHundredThousandTimersCancelledAndFiredInOrder() // C-02, C-04
    {
        ManualLoop manual;
        std::mt19937 random(7);
        std::vector<loop::Handle> handles;
        std::vector<int> fired;
        std::vector<int> delays;
        for (int i = 0; i < 100'000; ++i) {
            const int delay = static_cast<int>(random() % 1'000'000);
            delays.push_back(delay);
            handles.push_back(manual.loop.callLater(std::chrono::milliseconds(delay),
                                                    [&fired, delay] { fired.push_back(delay); }));
        }
        std::vector<int> expected;
        for (std::size_t i = 0; i < handles.size(); ++i) {
            if (random() % 10 != 0)
                handles[i].cancel();
            else
                expected.push_back(delays[i]);
        }
        QCOMPARE(manual.loop.sample().timers, expected.size());
        manual.driver->advance(1'000'001ms);
        manual.driver->iterateOnce();
        std::ranges::sort(expected);
        QVERIFY(fired == expected);
        QCOMPARE(manual.loop.sample().timers, std::size_t(0));
    }

    void timersMayCancelOneAnotherInTheSameBatch() // C-02
    {
        ManualLoop manual;
        int ran = 0;
        loop::Handle first;
        loop::Handle second;
        first = manual.loop.callLater(1s, [&] {
            ++ran;
            second.cancel();
        });
        second = manual.loop.callLater(1s, [&] {
            ++ran;
            first.cancel();
        });
        manual.driver->advance(2s);
        manual.driver->iterateOnce();
        QCOMPARE(ran, 1);
        QCOMPARE(manual.loop.sample().timers, std::size_t(0));
        manual.loop.callLater(1s, [&] { ++ran; }); // the heap is whole
        manual.driver->advance(2s);
        manual.driver->iterateOnce();
        QCOMPARE(ran, 2);
    }
};

QTEST_GUILESS_MAIN(TimersTest)
#include "TimersTest.moc"
