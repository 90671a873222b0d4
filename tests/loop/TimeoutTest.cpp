// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/Timeout.h"
#include "loop/Shield.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"

#include <QtCore/QObject>

using namespace loop;

namespace {

Coro<void> nested(EventLoop &loop, std::string &log)
{
    const auto inner = [&log](Timeout &limit) -> Coro<void> {
        log += limit.when() ? "limited " : "unlimited ";
        co_await sleep(10s);
    };
    try {
        co_await timeoutAt(loop.time() + 5s, inner);
    } catch (const TimeoutError &) {
        log += "inner ";
    }
    co_await sleep(1s);
    log += "after";
}

Coro<int> moveTheLimit(EventLoop &loop)
{
    const auto slow = [&loop](Timeout &limit) -> Coro<int> {
        limit.reschedule(loop.time() + 20s);
        co_return co_await after(10s, 3);
    };
    co_return co_await timeout(1s, slow);
}

template <class T> std::string outcome(EventLoop &loop, Coro<T> coro)
{
    return messageThrownBy([&] {
        if constexpr (std::is_void_v<T>)
            loop.runUntilComplete(std::move(coro));
        else
            (void)loop.runUntilComplete(std::move(coro));
        return 0;
    });
}

} // namespace

class TimeoutTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void givesTheResultInTimeAndTimeoutErrorElse() // K-08
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        QCOMPARE(loop.runUntilComplete(timeout(3s, after(2s, 2))), 2);
        QCOMPARE(outcome(loop, timeout(std::chrono::duration<double>(1.5), after(2s, 2))),
                 std::string("timed out"));
        QCOMPARE(loop.runUntilComplete(timeout(std::nullopt, after(100h, 5))), 5);
        QCOMPARE(outcome(loop, timeout(3s, failAfter(1s, "its own"))), std::string("its own"));
    }

    void aLimitThatIsOverLetsNothingPassItsFirstAwait() // K-08
    {
        EventLoop loop(makeDriver());
        QCOMPARE(outcome(loop, timeout(0s, after(0s, 1))), std::string("timed out"));
        QCOMPARE(outcome(loop, timeoutAt(loop.time() - 1s, idle(0s))), std::string("timed out"));
        const auto atOnce = []() -> Coro<int> { co_return 2; };
        QCOMPARE(loop.runUntilComplete(timeout(0s, atOnce())), 2);
    }

    void worksOnEveryDriver() // K-08
    {
        EventLoop loop(makeDriver());
        QCOMPARE(outcome(loop, timeout(5ms, idle(1h))), std::string("timed out"));
        QCOMPARE(loop.runUntilComplete(timeout(1h, after(1ms, 2))), 2);
    }

    void cancellationFromOutsideStaysCancelledError() // K-08
    {
        ManualLoop manual;
        const auto task = manual.loop.createTask(timeout(10s, idle(5s)));
        manual.loop.callLater(1s, [&] { task.cancel(); });
        QCOMPARE(messageThrownBy([&] {
                     manual.loop.runUntilComplete(task);
                     return 0;
                 }),
                 std::string("cancelled"));
        QVERIFY(task.cancelled());
    }

    void takesACallableThatMayAskForItsLimit() // K-08
    {
        ManualLoop manual;
        std::string log;
        manual.loop.runUntilComplete(nested(manual.loop, log));
        QCOMPARE(log, std::string("limited inner after"));
        QCOMPARE(manual.loop.runUntilComplete(moveTheLimit(manual.loop)), 3);
    }

    void aLimitOfTheCallersIsAskedAfterwards() // K-08
    {
        ManualLoop manual;
        const auto ask = [](Duration takes) -> Coro<std::string> {
            Timeout limit(5s);
            std::string text = limit.when() ? "begun, " : "";
            try {
                co_await timeout(limit, idle(takes));
            } catch (const TimeoutError &) {
                text += "timed out, ";
            }
            text += limit.expired() ? "expired" : "in time";
            co_return text;
        };
        QCOMPARE(manual.loop.runUntilComplete(ask(6s)), std::string("timed out, expired"));
        QCOMPARE(manual.loop.runUntilComplete(ask(4s)), std::string("in time"));
        const auto refuses = []() -> Coro<int> { // its result counts, the time was up all the same
            Timeout limit(5s);
            const int value = co_await timeout(limit, refuseCancel(7));
            co_return limit.expired() ? value : -1;
        };
        QCOMPARE(manual.loop.runUntilComplete(refuses()), 7);
    }

    void aLimitMayBeMovedBeforeItBegins() // K-08
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        Timeout further(1s);
        further.reschedule(loop.time() + 10s);
        QCOMPARE(loop.runUntilComplete(timeout(further, after(5s, 2))), 2);
        Timeout nearer(1h);
        nearer.reschedule(loop.time() + 1s);
        QCOMPARE(outcome(loop, timeout(nearer, idle(5s))), std::string("timed out"));
        Timeout none(1s);
        none.reschedule(std::nullopt);
        QCOMPARE(loop.runUntilComplete(timeout(none, after(1h, 3))), 3);
    }

    void aLimitIsForOneTimeoutAndCannotBeMovedAfterIt() // K-08
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        Timeout limit(loop.time() + 5s);
        const auto moves = [&](Timeout &own) -> Coro<int> {
            own.reschedule(std::nullopt);
            co_return co_await after(1h, own.when() ? 0 : 1);
        };
        QCOMPARE(loop.runUntilComplete(timeout(limit, moves)), 1);
        QVERIFY(!limit.expired());
        QVERIFY_THROWS_EXCEPTION(RuntimeError, limit.reschedule(loop.time()));
        QCOMPARE(outcome(loop, timeout(limit, after(0s, 1))),
                 std::string("Timeout has already been entered"));
        Timeout later(std::nullopt); // moved before it begins
        later.reschedule(loop.time() + 2s);
        QCOMPARE(outcome(loop, timeout(later, idle(3s))), std::string("timed out"));
        QVERIFY_THROWS_EXCEPTION(RuntimeError, later.reschedule(std::nullopt));
    }

    // One that was cancelled before and goes on, to clean up: its own limits are no less theirs.
    void aLimitIsKnownInATaskThatIsBeingCancelled() // K-08
    {
        ManualLoop manual;
        const auto cleaning = []() -> Coro<std::string> {
            try {
                co_await sleep(1h);
            } catch (const CancelledError &) { }
            std::string log;
            try {
                co_await timeout(1s, idle(2s));
            } catch (const TimeoutError &) {
                log = "timed out, ";
            } catch (const CancelledError &) {
                log = "cancelled, ";
            }
            log += std::to_string(getRunningLoop().currentTask()->cancelling());
            co_return log + " cancellation";
        };
        const auto task = manual.loop.createTask(cleaning());
        manual.loop.callLater(1s, [&] { task.cancel(); });
        QCOMPARE(manual.loop.runUntilComplete(task), std::string("timed out, 1 cancellation"));
    }

    void taskIsNotLeftCancelling()
    {
        ManualLoop manual;
        const auto limited = []() -> Coro<int> {
            try {
                co_await timeout(1s, idle(2s));
            } catch (const TimeoutError &) { }
            co_return getRunningLoop().currentTask()->cancelling();
        };
        QCOMPARE(manual.loop.runUntilComplete(limited()), 0);
    }

    void waitForGivesResultExceptionOrTimeoutError() // K-11
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        QCOMPARE(loop.runUntilComplete(waitFor(after(1s, 1), 2s)), 1);
        QCOMPARE(loop.runUntilComplete(waitFor(after(1s, 1), std::nullopt)), 1);
        QCOMPARE(outcome(loop, waitFor(failAfter(1s, "failure"), 2s)), std::string("failure"));
        QCOMPARE(outcome(loop, waitFor(after(3s, 1), 2s)), std::string("timed out"));
    }

    void waitForCancelsWhatIsLateAndAwaitsItsEnd() // K-11
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        std::vector<std::string> log;
        const Task<int> task = loop.createTask(noteCancel(log, "cleaned up"));
        QCOMPARE(outcome(loop, waitFor(task, 2s)), std::string("timed out"));
        QCOMPARE(log, std::vector<std::string> {"cleaned up"});
        QVERIFY(task.cancelled());
        QCOMPARE(loop.runUntilComplete(waitFor(loop.createTask(refuseCancel(8)), 1s)), 8);
    }

    void waitForWithoutTimeDoesNotEvenBegin() // K-11
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        bool began = false;
        const auto note = [](bool &flag) -> Coro<void> {
            flag = true;
            co_return;
        };
        QCOMPARE(outcome(loop, waitFor(note(began), 0s)), std::string("timed out"));
        QVERIFY(!began);
        const auto future = loop.createFuture<int>();
        future.setResult(3);
        QCOMPARE(loop.runUntilComplete(waitFor(future, -1s)), 3);
    }

    void shieldKeepsGoingWhenWhoAwaitsIsCancelled() // K-07
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        const Task<int> inner = loop.createTask(after(2s, 2));
        loop.callLater(1h, [&loop] { loop.stop(); }); // not for ever
        QCOMPARE(outcome(loop, waitFor(shield(inner), 1s)), std::string("timed out"));
        QVERIFY(!inner.done());
        QCOMPARE(loop.runUntilComplete(inner), 2);
        QCOMPARE(loop.runUntilComplete(shield(loop, after(1s, 4))), 4);
        QCOMPARE(messageThrownBy(
                     [&] { return loop.runUntilComplete(shield(loop, failAfter(1s, "no"))); }),
                 std::string("no"));
    }

    // K-07: it has nothing to say any more, whatever becomes of what it protected
    void aCancelledShieldHearsNothingOfWhatItProtected()
    {
        for (const bool fails : {false, true}) {
            ManualLoop manual;
            QStringList reported;
            manual.loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &context) {
                reported << QString::fromStdString(context.message);
            });
            const Task<int> inner
                = manual.loop.createTask(fails ? failAfter(2s, "no") : after(2s, 2));
            Future<int> outer = shield(inner);
            QVERIFY(outer.cancel());
            QVERIFY(!outer.cancel()); // it is over
            manual.loop.callLater(1h, [&] { manual.loop.stop(); });
            const std::string end
                = messageThrownBy([&] { return manual.loop.runUntilComplete(inner); });
            QCOMPARE(end, std::string(fails ? "no" : ""));
            QVERIFY(outer.cancelled());
            QCOMPARE(reported, QStringList());
        }
    }

    void shieldOfWhatCannotBeCopiedFails() // K-07
    {
        EventLoop loop(makeDriver());
        QCOMPARE(messageThrownBy([&] {
                     (void)loop.runUntilComplete(shield(loop, uncopyable()));
                     return 0;
                 }),
                 std::string("no copies"));
    }

    void shieldedThingThatIsCancelledThrowsCancelledError() // K-07
    {
        EventLoop loop(makeDriver());
        const Task<int> inner = loop.createTask(after(1h, 2));
        const Future<int> outer = shield(inner);
        loop.callSoon([&] { inner.cancel(); });
        QCOMPARE(messageThrownBy([&] { return loop.runUntilComplete(outer); }),
                 std::string("cancelled"));
        QVERIFY(outer.cancelled());
    }

    void taskCancelledWhileItRunsIsCancelledWhenItWaits() // T-06
    {
        ManualLoop manual;
        const TimePoint began = manual.loop.time();
        const auto itself = []() -> Coro<void> {
            getRunningLoop().currentTask()->cancel();
            co_await sleep(1h);
        };
        QCOMPARE(outcome(manual.loop, itself()), std::string("cancelled"));
        QCOMPARE(manual.loop.time(), began);
    }
};

QTEST_GUILESS_MAIN(TimeoutTest)
#include "TimeoutTest.moc"
