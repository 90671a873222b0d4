// SPDX-License-Identifier: GPL-3.0-or-later

// co_await on real processes: that they start, how they end, and that they go where nobody waits.

#include "loop/Combinators.h"
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "loop/qt/QtAwait.h"
#include "loop/qt/QtDriver.h"
#include "tests/loop/qt/ErrorOf.h"
#include "tests/loop/qt/OtherThread.h"
#include "tests/support/PatientDriver.h"

#include <QtCore/QProcess>
#include <QtTest/QTest>

using namespace loop;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

Coro<int> exitCodeOf(QProcess *process)
{
    const qt::ProcessEnd end = co_await qt::finished(process);
    co_return end.exitCode;
}

Coro<int> startAndEnd(QProcess *process)
{
    process->start(u"/bin/sh"_s, {u"-c"_s, u"exit 3"_s});
    co_await qt::started(process);
    co_return co_await exitCodeOf(process);
}

// Before Qt has had a turn to say that it started.
Coro<bool> giveUpStarting(QProcess *process)
{
    process->start(u"/bin/sleep"_s, {u"5"_s});
    const auto starting = getRunningLoop().createTask(eagerStart, qt::started(process));
    starting.cancel();
    while (!starting.done())
        co_await sleep(0s);
    co_return starting.cancelled();
}

// Before Qt has had a turn to say that there is no such program.
Coro<void> failToStart(QProcess *process, bool untilItsEnd)
{
    process->start(u"/no/such/program"_s);
    if (untilItsEnd) {
        const auto ending = getRunningLoop().createTask(eagerStart, qt::finished(process));
        (void)co_await ending;
    } else {
        const auto starting = getRunningLoop().createTask(eagerStart, qt::started(process));
        co_await starting;
    }
}

} // namespace

class QtProcessTest final : public QObject {
    Q_OBJECT

    EventLoop m_loop {std::make_unique<PatientDriver>(std::make_unique<qt::QtDriver>())};

private Q_SLOTS:
    void processesStartAndEnd()
    {
        QProcess process;
        QCOMPARE(m_loop.runUntilComplete(startAndEnd(&process)), 3);
        QCOMPARE(m_loop.runUntilComplete(exitCodeOf(&process)), 3); // it has ended: at once
        process.start(u"/bin/sh"_s, {u"-c"_s, u"kill -9 $$"_s});
        QCOMPARE(m_loop.runUntilComplete(qt::finished(&process)).exitStatus, QProcess::CrashExit);
    }

    void aProgramThatIsNotThereIsSaid()
    {
        QProcess process;
        const QString notStarted = u"the awaited process does not run: start it first"_s;
        QCOMPARE(errorOf(m_loop, qt::started(&process)), notStarted);
        QCOMPARE(errorOf(m_loop, qt::finished(&process)), notStarted); // no success, for sure
        process.setProgram(u"/bin/true"_s);
        QCOMPARE(errorOf(m_loop, qt::finished(&process)), notStarted);
        for (const int way : {0, 1, 2, 3}) { // awaited before it is known, and then
            process.start(u"/no/such/program"_s);
            QVERIFY(way < 2 || !process.waitForStarted());
            const QString error = way % 2 ? errorOf(m_loop, qt::finished(&process))
                                          : errorOf(m_loop, qt::started(&process));
            QVERIFY2(error.startsWith(u"cannot start '/no/such/program': "_s), qPrintable(error));
        }
        process.start(u"/bin/true"_s, {});
        QCOMPARE(m_loop.runUntilComplete(exitCodeOf(&process)), 0); // the failure is over
    }

    void aProgramThatIsNotThereIsSaidToWhoAwaitsItAlready()
    {
        for (const bool untilItsEnd : {false, true}) {
            QProcess process;
            const QString error = errorOf(m_loop, failToStart(&process, untilItsEnd));
            QVERIFY2(error.startsWith(u"cannot start '/no/such/program': "_s), qPrintable(error));
        }
    }

    void cancellingTerminatesTheProcess()
    {
        QProcess process;
        process.start(u"/bin/sh"_s,
                      {u"-c"_s, u"trap 'exit 5' TERM; echo ready; while :; do sleep 0.01; done"_s});
        QTRY_VERIFY(process.canReadLine());
        QCOMPARE(errorOf(m_loop, timeout(1ms, exitCodeOf(&process))), u"timed out"_s);
        QCOMPARE(m_loop.runUntilComplete(exitCodeOf(&process)), 5);
    }

    void cancellingItsStartTerminatesTheProcess()
    {
        QProcess process;
        QVERIFY(m_loop.runUntilComplete(giveUpStarting(&process)));
        QCOMPARE(m_loop.runUntilComplete(qt::finished(&process)).exitStatus, QProcess::CrashExit);
    }

    void cancellingTerminatesAProcessOfAnotherThread()
    {
        OtherThread other;
        QProcess *const process = other.make<QProcess>();
        other.run([process] { process->start(u"/bin/sleep"_s, {u"1000"_s}); });
        QCOMPARE(errorOf(m_loop, timeout(20ms, exitCodeOf(process))), u"timed out"_s);
        QCOMPARE(m_loop.runUntilComplete(qt::finished(process)).exitStatus, QProcess::CrashExit);
    }
};

QTEST_GUILESS_MAIN(QtProcessTest)
#include "QtProcessTest.moc"
