// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/TaskGroup.h"
#include "loop/Timeout.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"

#include <QtCore/QObject>

#include <algorithm>

using namespace loop;

namespace {

using Log = std::vector<std::string>;

// The messages of the errors of a group that a coroutine throws; what else it throws; "" for
// nothing.
template <class T> Log groupErrors(EventLoop &loop, Coro<T> coro)
{
    Log errors;
    try {
        (void)loop.runUntilComplete(std::move(coro));
    } catch (const ExceptionGroup &group) {
        for (const std::exception_ptr &error : group.exceptions())
            errors.push_back(messageOf(error));
    } catch (const CancelledError &) {
        errors.push_back("cancelled");
    } catch (const std::exception &error) {
        errors.push_back(error.what());
    }
    return errors;
}

Coro<int> sum(int &total)
{
    const auto add = [](int &to, int value) -> Coro<void> {
        co_await sleep(value * 1s);
        to += value;
    };
    const auto body = [&](TaskGroup &group) -> Coro<int> {
        for (int i = 1; i <= 4; ++i)
            group.createTask(add(total, i));
        co_return 42;
    };
    co_return co_await taskGroup(body);
}

Coro<int> oneFails(Log &log, bool bodyWaits)
{
    const auto body = [&](TaskGroup &group) -> Coro<int> {
        group.createTask(noteCancel(log, "sibling"));
        group.createTask(failAfter(1s, "failure"));
        if (bodyWaits)
            co_await noteCancel(log, "body");
        co_return 0;
    };
    co_return co_await taskGroup(body);
}

Coro<int> bodyFails(Log &log)
{
    const auto body = [&](TaskGroup &group) -> Coro<int> {
        group.createTask(noteCancel(log, "child"));
        co_await sleep(1s);
        throw std::runtime_error("the body's own");
    };
    co_return co_await taskGroup(body);
}

Coro<int> idleGroup(Log &log)
{
    const auto body = [&](TaskGroup &group) -> Coro<int> {
        group.createTask(noteCancel(log, "child"));
        co_return co_await noteCancel(log, "body");
    };
    co_return co_await taskGroup(body);
}

Coro<int> eagerFailure(Log &log)
{
    getRunningLoop().setTaskFactory(eagerTaskFactory);
    const auto fail = []() -> Coro<int> {
        throw std::runtime_error("at once");
        co_return 0;
    };
    const auto body = [&](TaskGroup &group) -> Coro<int> {
        group.createTask(fail());
        getRunningLoop().setTaskFactory(nullptr);
        co_return co_await noteCancel(log, "body");
    };
    co_return co_await taskGroup(body);
}

Coro<int> failsOverAndOver()
{
    Log log;
    try {
        co_await oneFails(log, true);
    } catch (const ExceptionGroup &) { }
    co_return getRunningLoop().currentTask()->cancelling();
}

Coro<void> boom()
{
    throw std::runtime_error("boom");
    co_return;
}

Coro<void> failingFamily()
{
    const auto worker = [](TaskGroup &group) -> Coro<void> {
        group.createTask(boom());
        co_await sleep(1h);
    };
    const auto body = [&](TaskGroup &group) -> Coro<void> {
        group.createTask(worker(group));
        co_return;
    };
    co_await taskGroup(body);
}

Coro<void> failsAndGoesOn(Log &log)
{
    const auto body = [&](TaskGroup &group) -> Coro<void> {
        group.createTask(boom());
        group.createTask(noteCancel(log, "sibling"));
        log.push_back("went on");
        co_await sleep(1h);
    };
    co_await taskGroup(body);
}

// The child ends the group before createTask() has returned, and waits then.
Coro<void> joinedByItsEnd(Log &log)
{
    const auto late = [](Log &to, TaskGroup &group) -> Coro<void> {
        group.cancel();
        (void)co_await noteCancel(to, "late");
    };
    const auto body = [&](TaskGroup &group) -> Coro<void> {
        group.createTask(eagerStart, late(log, group));
        co_return;
    };
    co_await taskGroup(body);
}

Coro<void> interruptedGroup()
{
    const auto interrupts = []() -> Coro<void> {
        co_await sleep(0s);
        throw KeyboardInterrupt();
    };
    const auto body = [&](TaskGroup &group) -> Coro<void> {
        group.createTask(interrupts());
        co_await sleep(1h);
    };
    co_await taskGroup(body);
}

// A group of two that is cancelled from outside after a second, while its body waits or has ended.
Coro<std::string> cancelledGroup(Log &log, bool bodyWaits)
{
    const auto body = [&](TaskGroup &group) -> Coro<void> {
        group.createTask(noteCancel(log, "first"));
        group.createTask(noteCancel(log, "second"));
        getRunningLoop().callLater(1s, [&group] {
            group.cancel();
            group.cancel(); // again: nothing
        });
        if (bodyWaits)
            co_await noteCancel(log, "body");
    };
    co_await taskGroup(body);
    const int requests = getRunningLoop().currentTask()->cancelling();
    co_await sleep(0s); // would throw what was left behind
    co_return "went on, " + std::to_string(requests) + " requests";
}

} // namespace

class TaskGroupTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void waitsForAllItsTasks()
    {
        ManualLoop manual;
        int total = 0;
        QCOMPARE(manual.loop.runUntilComplete(sum(total)), 42);
        QCOMPARE(total, 10);
    }

    void firstFailureCancelsSiblingsAndBody()
    {
        ManualLoop manual;
        Log log;
        QCOMPARE(groupErrors(manual.loop, oneFails(log, true)), Log {"failure"});
        std::sort(log.begin(), log.end());
        QCOMPARE(log, (Log {"body", "sibling"}));
        log.clear();
        QCOMPARE(groupErrors(manual.loop, oneFails(log, false)), Log {"failure"});
        QCOMPARE(log, Log {"sibling"});
    }

    void taskThatFailsInsideCreateTaskCancelsTheBody()
    {
        ManualLoop manual;
        Log log;
        QCOMPARE(groupErrors(manual.loop, eagerFailure(log)), Log {"at once"});
        QCOMPARE(log, Log {"body"});
    }

    void failureOfTheBodyCancelsTheTasks()
    {
        ManualLoop manual;
        Log log;
        QCOMPARE(groupErrors(manual.loop, bodyFails(log)), Log {"the body's own"});
        QCOMPARE(log, Log {"child"});
    }

    void cancelledFromOutsideItCancelsAndStaysCancelled()
    {
        EventLoop loop(makeDriver());
        Log log;
        const auto task = loop.createTask(idleGroup(log));
        loop.callLater(1ms, [&] { task.cancel(); });
        QCOMPARE(messageThrownBy([&] { return loop.runUntilComplete(task); }),
                 std::string("cancelled"));
        std::sort(log.begin(), log.end());
        QCOMPARE(log, (Log {"body", "child"}));
        log.clear();
        QCOMPARE(groupErrors(loop, timeout(1ms, idleGroup(log))), Log {"timed out"});
    }

    void taskIsNotLeftCancelling()
    {
        ManualLoop manual;
        QCOMPARE(manual.loop.runUntilComplete(failsOverAndOver()), 0);
    }

    void cancelEndsTheGroupWithoutAnError()
    {
        ManualLoop manual;
        Log log;
        QCOMPARE(manual.loop.runUntilComplete(cancelledGroup(log, true)), "went on, 0 requests");
        std::sort(log.begin(), log.end());
        QCOMPARE(log, (Log {"body", "first", "second"}));
        log.clear();
        QCOMPARE(manual.loop.runUntilComplete(cancelledGroup(log, false)), "went on, 0 requests");
        std::sort(log.begin(), log.end());
        QCOMPARE(log, (Log {"first", "second"}));
    }

    void cancelKeepsErrorsAndACancellationFromOutside()
    {
        ManualLoop manual;
        const auto failsWhenCancelled = []() -> Coro<void> {
            try {
                co_await sleep(1h);
            } catch (const CancelledError &) { }
            throw std::runtime_error("while ending");
        };
        const auto body = [&](TaskGroup &group) -> Coro<void> {
            group.createTask(failsWhenCancelled());
            co_await sleep(1s);
            group.cancel();
        };
        QCOMPARE(groupErrors(manual.loop, taskGroup(body)), Log {"while ending"});

        Log log;
        const auto both = [&](TaskGroup &group) -> Coro<void> {
            group.createTask(noteCancel(log, "child"));
            group.cancel();
            getRunningLoop().currentTask()->cancel(); // somebody else wants the task itself to end
            co_return;
        };
        QCOMPARE(groupErrors(manual.loop, taskGroup(both)), Log {"cancelled"});
    }

    void cancelBeforeItsBodyWaitsIsFeltAtItsFirstWait()
    {
        ManualLoop manual;
        Log log;
        const auto body = [&](TaskGroup &group) -> Coro<int> {
            group.cancel();
            try {
                group.createTask(idle(1h));
            } catch (const RuntimeError &error) {
                log.push_back(error.what());
            }
            co_return co_await noteCancel(log, "body");
        };
        QCOMPARE(groupErrors(manual.loop, taskGroup(body)), Log {"cancelled"}); // there is no int
        QCOMPARE(log, (Log {"TaskGroup is shutting down", "body"}));
        const auto returns = [](TaskGroup &group) -> Coro<int> {
            group.createTask(idle(1h));
            group.cancel();
            co_return 42;
        };
        QCOMPARE(manual.loop.runUntilComplete(taskGroup(returns)), 42);
    }

    void aTaskMayBeginInsideCreateTask()
    {
        ManualLoop manual;
        Log log;
        const auto note = [](Log &to, std::string what) -> Coro<int> {
            to.push_back(what);
            co_await sleep(1s);
            to.push_back(what + " ends");
            co_return 1;
        };
        const auto body = [&](TaskGroup &group) -> Coro<void> {
            group.createTask(note(log, "later"));
            const Task<int> task
                = group.createTask(eagerStart, note(log, "eager"), "the eager one");
            log.push_back("body, " + task.name());
            co_return;
        };
        manual.loop.runUntilComplete(taskGroup(body));
        QCOMPARE(log, (Log {"eager", "body, the eager one", "later", "eager ends", "later ends"}));
    }

    void cancelBeforeItIsEnteredIsFeltInside()
    {
        ManualLoop manual;
        const auto body = []() -> Coro<std::string> {
            TaskGroup group;
            group.cancel();
            group.enter();
            std::exception_ptr error;
            try {
                co_await sleep(1h);
            } catch (...) {
                error = std::current_exception();
            }
            const bool felt = isCancelled(error);
            co_await group.leave(error);
            co_await sleep(0s); // would throw what was left behind
            co_return felt ? "felt" : "not felt";
        };
        QCOMPARE(manual.loop.runUntilComplete(body()), std::string("felt"));
    }

    void finishedGroupTakesNoTasks()
    {
        EventLoop loop(makeDriver());
        TaskGroup *kept = nullptr;
        const auto body = [&](TaskGroup &group) -> Coro<void> {
            kept = &group;
            group.createTask([](TaskGroup &own) -> Coro<void> {
                co_await sleep(1ms);
                own.createTask(idle(0s)); // legal: the group waits for this task
            }(group));
            co_return;
        };
        loop.runUntilComplete(taskGroup(body));
        TaskGroup unentered;
        QVERIFY_THROWS_EXCEPTION(RuntimeError, unentered.createTask(idle(0s)));
        QVERIFY(kept);
    }

    void errorsAreFoundByType()
    {
        const auto error = [](auto e) { return std::make_exception_ptr(e); };
        const ExceptionGroup inner("inner", {error(ValueError("v")), error(TimeoutError())});
        const ExceptionGroup group("outer", {error(inner), error(ValueError("w"))});
        QCOMPARE(group.what(), "outer (2 sub-exceptions)");
        QCOMPARE(group.matching<ValueError>().size(), std::size_t(2));
        QCOMPARE(group.matching<TimeoutError>().size(), std::size_t(1));
        QVERIFY(group.matching<InvalidStateError>().empty());
    }

    void loopMayCloseWithAGroupRunning()
    {
        Log log;
        EventLoop loop(makeDriver());
        int reports = 0;
        loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &) { ++reports; });
        (void)loop.createTask(idleGroup(log));
        loop.runUntilComplete(idle(0s));
        loop.close();
        QCOMPARE(reports, 2);
    }

    void aCancellationFromOutsideOutlivesTheGroupsErrors()
    {
        Log log;
        ManualLoop manual;
        const auto cleansUp = []() -> Coro<void> {
            try {
                co_await sleep(1h);
            } catch (const CancelledError &) { }
            co_await sleep(1s);
        };
        const auto outer = [&]() -> Coro<void> {
            const auto body = [&](TaskGroup &group) -> Coro<void> {
                group.createTask(cleansUp());
                group.createTask(failAfter(1s, "failure"));
                co_return;
            };
            try {
                co_await taskGroup(body);
            } catch (const ExceptionGroup &) {
                log.push_back("errors");
            }
            co_await sleep(1h);
            log.push_back("not cancelled");
        };
        const auto task = manual.loop.createTask(outer());
        (void)manual.loop.callLater(1500ms, [&task] { task.cancel(); });
        manual.loop.runUntilComplete(idle(10s));
        QCOMPARE(log, Log {"errors"});
        QVERIFY(task.cancelled());
    }

    void aTaskRefusedByAGroupThatEndsIsNoForgottenCoroutine() // D-07
    {
        LogCapture capture;
        EventLoop loop(makeDriver());
        loop.setDebug(true);
        TaskGroup unentered;
        QVERIFY_THROWS_EXCEPTION(RuntimeError, unentered.createTask(idle(0s)));
        const auto inside = [&]() -> Coro<void> {
            try {
                unentered.createTask(idle(0s));
            } catch (const RuntimeError &) { }
            co_return;
        };
        loop.runUntilComplete(inside());
        QCOMPARE(capture.count("was never awaited"), 0L);
    }

    // asyncio schedules what a done task means to its group: no child can abort the group that
    // its parent is only about to join.
    void eagerChildThatFailsAtOnceEndsTheGroup()
    {
        ManualLoop manual;
        manual.loop.setTaskFactory(eagerTaskFactory);
        const TimePoint began = manual.loop.time();
        QCOMPARE(groupErrors(manual.loop, timeout(2s, failingFamily())), Log {"boom"});
        QVERIFY(manual.loop.time() - began < 1s);
    }

    // It ends the body where that next awaits, as a child does that fails a moment later.
    void bodyGoesOnAfterAnEagerChildThatFailsAtOnce()
    {
        EventLoop loop(makeDriver());
        loop.setTaskFactory(eagerTaskFactory);
        Log log;
        QCOMPARE(groupErrors(loop, failsAndGoesOn(log)), Log {"boom"});
        QCOMPARE(log, (Log {"went on", "sibling"}));
    }

    void whoJoinsAGroupThatIsEndingIsCancelled()
    {
        ManualLoop manual;
        Log log;
        const TimePoint began = manual.loop.time();
        manual.loop.runUntilComplete(joinedByItsEnd(log));
        QVERIFY(manual.loop.time() - began < 1s);
        QCOMPARE(log, Log {"late"});
    }

    void keyboardInterruptOfAChildComesOutAsItself()
    {
        EventLoop loop(makeDriver());
        QVERIFY_THROWS_EXCEPTION(KeyboardInterrupt, loop.runUntilComplete(interruptedGroup()));
        // As one of the body does, whatever its tasks do then.
        const auto body = [](TaskGroup &group) -> Coro<int> {
            (void)group.createTask(idle(1h));
            co_await sleep(0s);
            throw KeyboardInterrupt();
        };
        EventLoop other(makeDriver()); // what the first one left behind ends in it, too
        QVERIFY_THROWS_EXCEPTION(KeyboardInterrupt, other.runUntilComplete(taskGroup(body)));
    }
};

QTEST_GUILESS_MAIN(TaskGroupTest)
#include "TaskGroupTest.moc"
