// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"
#include "tests/support/OwnProcess.h"

#include <csignal>
#include <thread>

using namespace std::chrono_literals;

namespace {

struct sigaction current(int signal)
{
    struct sigaction action { };
    ::sigaction(signal, nullptr, &action);
    return action;
}

} // namespace

class SignalTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void theCallbackRunsInTheLoop() // SG-01
    {
        loop::EventLoop loop(makeDriver());
        std::string got;
        loop::EventLoop *running = nullptr;
        loop.addSignalHandler(SIGUSR1,
                              loop::bind(
                                  "on signal",
                                  [&](int number, const std::string &word) {
                                      got = word + std::to_string(number);
                                      running = loop::EventLoop::running();
                                      loop.stop();
                                  },
                                  5, std::string("five")));
        QCOMPARE(::raise(SIGUSR1), 0);
        QVERIFY(got.empty()); // not inside the signal
        loop.runForever();
        QCOMPARE(got, std::string("five5"));
        QCOMPARE(running, &loop);
        // It wakes a loop that waits, from any thread.
        got.clear();
        std::thread other([] { ::kill(::getpid(), SIGUSR1); });
        loop.runForever();
        other.join();
        QCOMPARE(got, std::string("five5"));
    }

    void aSecondHandlerReplacesTheFirst() // SG-01
    {
        loop::EventLoop loop(makeDriver());
        std::string order;
        loop.addSignalHandler(SIGUSR1, [&] { order += '1'; });
        loop.addSignalHandler(SIGUSR1, [&] {
            order += '2';
            loop.stop();
        });
        loop.addSignalHandler(SIGUSR2, [&] { order += 'x'; });
        ::raise(SIGUSR1);
        loop.runForever();
        QCOMPARE(order, std::string("2"));
    }

    void removingTellsWhetherThereWasOne() // SG-02
    {
        ::signal(SIGUSR1, SIG_IGN);
        loop::EventLoop loop(makeDriver());
        bool ran = false;
        QVERIFY(!loop.removeSignalHandler(SIGUSR1));
        loop.addSignalHandler(SIGUSR1, [&] { ran = true; });
        QVERIFY(!loop.removeSignalHandler(SIGUSR2)); // only another has one
        QVERIFY(current(SIGUSR1).sa_handler != SIG_IGN);
        QVERIFY(loop.removeSignalHandler(SIGUSR1));
        QVERIFY(!loop.removeSignalHandler(SIGUSR1));
        QVERIFY(current(SIGUSR1).sa_handler == SIG_IGN); // as it was
        ::raise(SIGUSR1);
        loop.stop();
        loop.runForever();
        QVERIFY(!ran);
        ::signal(SIGUSR1, SIG_DFL);
    }

    void aHandlerMayRemoveItself() // SG-02
    {
        loop::EventLoop loop(makeDriver());
        ::signal(SIGUSR1, SIG_IGN);
        bool removed = false;
        loop.addSignalHandler(SIGUSR1, [&] {
            removed = loop.removeSignalHandler(SIGUSR1);
            loop.stop();
        });
        ::raise(SIGUSR1);
        loop.runForever();
        QVERIFY(removed);
        ::signal(SIGUSR1, SIG_DFL);
    }

    void invalidSignalsAndThreadsAreRefused() // SG-03
    {
        loop::EventLoop loop(makeDriver());
        for (const int number : {-1, 0, NSIG, 1000}) {
            QVERIFY_THROWS_EXCEPTION(loop::ValueError, loop.addSignalHandler(number, [] {}));
            QVERIFY_THROWS_EXCEPTION(loop::ValueError, loop.removeSignalHandler(number));
        }
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError,
                                 loop.addSignalHandler(SIGKILL, [] {})); // trap 20
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, loop.addSignalHandler(SIGSTOP, [] {}));
        bool refused = false;
        std::thread([&] {
            try {
                loop.addSignalHandler(SIGUSR1, [] {});
            } catch (const loop::RuntimeError &) {
                refused = true;
            }
        }).join();
        QVERIFY(refused);
    }

    void oneLoopAtATimeHasTheSignals() // SG-01
    {
        loop::EventLoop loop(makeDriver());
        loop::EventLoop other(makeDriver());
        loop.addSignalHandler(SIGUSR1, [] {});
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, other.addSignalHandler(SIGUSR2, [] {}));
        loop.removeSignalHandler(SIGUSR1);
        other.addSignalHandler(SIGUSR2, [] {});
        other.close(); // gives them back, too
        QVERIFY(current(SIGUSR2).sa_handler == SIG_DFL);
        loop.addSignalHandler(SIGUSR1, [] {});
    }

    void aThrowingHandlerIsReported() // SG-01, ER-05
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        loop.addSignalHandler(SIGUSR1, [&loop] {
            loop.stop();
            throw std::domain_error("in a signal's handler");
        });
        ::raise(SIGUSR1);
        loop.runForever();
        QCOMPARE(log.count("in a signal's handler"), 1L);
    }

    // SG-02: neither lost nor delivered to a callback that is gone: it is raised again.
    void whatIsInFlightWhenAHandlerGoesIsRaisedAgain()
    {
        static volatile std::sig_atomic_t before = 0;
        before = 0;
        ::signal(SIGUSR1, [](int) { before = before + 1; });
        for (int iterations = 0; iterations < 3; ++iterations) {
            loop::EventLoop loop(makeDriver());
            int ours = 0;
            loop.addSignalHandler(SIGUSR1, [&ours] { ++ours; });
            loop.addSignalHandler(SIGUSR2, [] {}); // its pipe stays
            before = 0;
            ::raise(SIGUSR1);
            ::raise(SIGUSR1);
            runReady(loop, iterations); // in the pipe; out of it; one delivered
            QVERIFY(loop.removeSignalHandler(SIGUSR1));
            const int heard = ours;
            QCOMPARE(heard + int(before), 2);
            QCOMPARE(heard, std::max(0, iterations - 1));
            runReady(loop, 3);
            QCOMPARE(ours, heard);
            loop.addSignalHandler(SIGUSR1, [&ours] { ++ours; });
            before = 0;
            ::raise(SIGUSR1);
            loop.close();
            QCOMPARE(ours, heard);
            QCOMPARE(int(before), 1);
        }
        ::signal(SIGUSR1, SIG_DFL);
    }

    // Of those that end a program, whichever comes second.
    void anImpatientSignalEndsAProcessWhoseLoopIsBlocked()
    {
        if (!deliversSignals)
            QSKIP("a child of several threads gets no signals here");
        const auto blocked = [] {
            loop::EventLoop loop(makeDriver());
            for (const int signal : {SIGTERM, SIGHUP}) {
                loop.addSignalHandler(signal, [&loop] { loop.stop(); });
                loop.setImpatient(signal);
            }
            loop.callSoon([] {
                ::raise(SIGHUP);
                ::raise(SIGTERM);
                std::this_thread::sleep_for(5s); // a sanitizer delivers signals here
                ::_exit(7); // it was not ended
            });
            loop.runForever();
            return 8;
        };
        QCOMPARE(inOwnProcess(blocked), -SIGTERM);
        const auto heard = [] {
            loop::EventLoop loop(makeDriver());
            int times = 0;
            loop.addSignalHandler(SIGTERM, [&] { ++times; });
            loop.setImpatient(SIGTERM);
            for (int i = 0; i < 3; ++i) {
                ::raise(SIGTERM);
                runReady(loop, 3);
            }
            return times;
        };
        QCOMPARE(inOwnProcess(heard), 3);
    }

    void anImpatientSignalWithALimitEndsAProcessWhoseLoopIsBlockedThatLong()
    {
        if (!deliversSignals)
            QSKIP("a child of several threads gets no signals here");
        const auto blocked = [] {
            loop::EventLoop loop(makeDriver());
            loop.addSignalHandler(SIGTERM, [] {});
            loop.setImpatient(SIGTERM, 10ms);
            ::raise(SIGTERM);
            std::this_thread::sleep_for(5s);
            ::_exit(7); // it was not ended, nor what is on its way raised again
            return 8;
        };
        QCOMPARE(inOwnProcess(blocked), -SIGTERM);
    }

    void aSignalThatIsHeardWithinItsLimitIsOne()
    {
        const auto heard = [] {
            loop::EventLoop loop(makeDriver());
            int times = 0;
            loop.addSignalHandler(SIGTERM, [&] { ++times; });
            loop.setImpatient(SIGTERM, 10ms);
            ::raise(SIGTERM);
            runReady(loop, 3);
            std::this_thread::sleep_for(30ms); // its limit passes
            runReady(loop, 3);
            return times;
        };
        QCOMPARE(inOwnProcess(heard), 1);
        static volatile std::sig_atomic_t raised = 0;
        const auto handlerGoes = [] {
            ::signal(SIGTERM, [](int) { raised = raised + 1; });
            loop::EventLoop loop(makeDriver());
            loop.addSignalHandler(SIGTERM, [] {});
            loop.setImpatient(SIGTERM, 10ms);
            ::raise(SIGTERM);
            loop.removeSignalHandler(SIGTERM);
            std::this_thread::sleep_for(30ms); // its limit would have passed
            return int(raised);
        };
        QCOMPARE(inOwnProcess(handlerGoes), 1);
    }

    // SG-03: who asked for what cannot be goes on hearing the others, and keeps nobody from them
    void whatCannotBeCaughtLeavesTheOtherHandlers()
    {
        ::signal(SIGUSR1, SIG_IGN);
        loop::EventLoop loop(makeDriver());
        int heard = 0;
        loop.addSignalHandler(SIGUSR1, [&heard] { ++heard; });
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, loop.addSignalHandler(SIGKILL, [] {}));
        ::raise(SIGUSR1);
        runReady(loop, 3);
        QCOMPARE(heard, 1);
        QVERIFY(loop.removeSignalHandler(SIGUSR1));
        QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, loop.addSignalHandler(SIGKILL, [] {}));
        loop::EventLoop other(makeDriver());
        other.addSignalHandler(SIGUSR1, [&heard] { ++heard; });
        ::raise(SIGUSR1);
        runReady(other, 3);
        QCOMPARE(heard, 2);
        other.close();
        ::signal(SIGUSR1, SIG_DFL);
    }

    void aLimitOfMoreThanASecondLastsThatLong()
    {
        const auto blocked = [] {
            loop::EventLoop loop(makeDriver());
            loop.addSignalHandler(SIGTERM, [] {});
            loop.setImpatient(SIGTERM, std::chrono::hours(1) + 1ms);
            ::raise(SIGTERM);
            std::this_thread::sleep_for(30ms);
            ::_exit(7); // it was not ended, nor what is on its way raised again
            return 8;
        };
        QCOMPARE(inOwnProcess(blocked), 7);
    }

    void aLimitThatIsTakenBackEndsNothing()
    {
        const auto blocked = [] {
            loop::EventLoop loop(makeDriver());
            loop.addSignalHandler(SIGTERM, [] {});
            loop.setImpatient(SIGTERM, 1ms);
            loop.setImpatient(SIGTERM);
            ::raise(SIGTERM);
            std::this_thread::sleep_for(30ms);
            ::_exit(7); // it was not ended, nor what is on its way raised again
            return 8;
        };
        QCOMPARE(inOwnProcess(blocked), 7);
    }

    // SG-01: a program may have timers of its own
    void aSignalOfAnotherTimerIsHeard()
    {
        const auto heard = [] {
            loop::EventLoop loop(makeDriver());
            int times = 0;
            loop.addSignalHandler(SIGUSR1, [&times] { ++times; });
            sigevent event {};
            event.sigev_notify = SIGEV_SIGNAL;
            event.sigev_signo = SIGUSR1;
            timer_t timer = nullptr;
            if (::timer_create(CLOCK_MONOTONIC, &event, &timer) != 0)
                return 100;
            itimerspec once {};
            once.it_value.tv_nsec = 1'000'000;
            ::timer_settime(timer, 0, &once, nullptr);
            const loop::TimePoint end = loop.time() + 5s;
            while (times == 0 && loop.time() < end)
                runReady(loop);
            return times;
        };
        if (!deliversSignals)
            QSKIP("a child of several threads gets no signals here");
        QCOMPARE(inOwnProcess(heard), 1);
    }
};

QTEST_GUILESS_MAIN(SignalTest)
#include "SignalTest.moc"
