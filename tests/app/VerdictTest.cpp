// SPDX-License-Identifier: GPL-3.0-or-later

// That a load's verdict is earned: what was due and had no good answer counts, however it ended,
// and what this machine itself did is not the server's.

#include "LoadPeer.h"

#include <QtTest/QTest>

#include <csignal>
#include <sys/resource.h>

class VerdictTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTimeOutRunsFromTheOldestMessage();
    void wrongAnswersAloneMeasureNothing();
    void aMuteServerMeetsNoLimit();
    void ofWhatTimedOutEachMessageIsOneError();
    void aStallToTheEndShowsInThePercentiles();
    void aResetLeavesNoDueMessageOut();
    void answersAfterTheEndStillCount();
    void aSignalEndsItWithItsVerdict_data();
    void aSignalEndsItWithItsVerdict();
    void aServerOfTheSameProgramIsStoppedAfterIt();
    void noMoreDescriptorsAreCalledSo();
    void aPauseOfThisMachineIsNotTheServers();
    void aHandlerThatBlocksIsNoPause();
    void aTimeOutIsJudgedAfterWhatWaitsWasRead();
};

// What is sent after it does not put it off.
void VerdictTest::theTimeOutRunsFromTheOldestMessage()
{
    LoadPeer peer(mostly(640));
    RunningProgram program(
        {u"--connect"_s,
         peer.url(
             u"connections=1&depth=1000&rate=100&timeout=500ms&duration=8&limit=timeout<1"_s)});
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(statusOf(program), 1);
    QVERIFY2(timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY2(program.output().contains(u", 10 messages, "_s)
                 && program.output().contains(u"limit timeout<1 not met: 1\n"_s),
             qPrintable(program.output()));
}

// The oldest message was too late, those behind it have no answer: each is one error.
void VerdictTest::ofWhatTimedOutEachMessageIsOneError()
{
    LoadPeer peer(nothing);
    RunningProgram program(
        {u"--connect"_s,
         peer.url(u"connections=2&depth=3&duration=5&timeout=300ms&limit=timeout<1&limit="
                  "unanswered<1&limit=errors<1"_s)});
    QCOMPARE(statusOf(program), 1);
    for (const QString &verdict :
         {u"timeout<1 not met: 2"_s, u"unanswered<1 not met: 4"_s, u"errors<1 not met: 6"_s})
        QVERIFY2(program.output().contains(u"\nlimit "_s + verdict + u'\n'),
                 qPrintable(program.output()));
}

// Not the time of a wrong answer either, and not without a limit.
void VerdictTest::wrongAnswersAloneMeasureNothing()
{
    LoadPeer peer([](const QByteArray &data) { return QByteArray(data.size(), '?'); });
    RunningProgram program({u"--connect"_s, peer.url(u"connections=1&rate=20&duration=500ms"_s)});
    QCOMPARE(statusOf(program), 1);
    QVERIFY2(program.output().contains(u": 0 msg/s, 0 messages, "_s)
                 && !program.output().contains(u"p50"_s),
             qPrintable(program.output()));
    const QString error = QString::fromUtf8(program.process().readAllStandardError());
    QVERIFY2(error.contains(u" sent back no message as it was sent: "_s), qPrintable(error));
}

void VerdictTest::aMuteServerMeetsNoLimit()
{
    const QStringList verdicts {u"errors<1 not met: 4"_s, u"unanswered<1 not met: 4"_s,
                                u"errors<100 not met: nothing was measured"_s,
                                u"refused<1 not met: nothing was measured"_s,
                                u"p99<1h not met: nothing was measured"_s};
    QString url = u"connections=2&depth=2&duration=200ms&timeout=5"_s;
    for (const QString &verdict : verdicts)
        url += u"&limit="_s + verdict.section(u' ', 0, 0);
    LoadPeer peer(nothing);
    RunningProgram program({u"--connect"_s, peer.url(url)});
    QCOMPARE(statusOf(program), 1);
    for (const QString &verdict : verdicts)
        QVERIFY2(program.output().contains(u"\nlimit "_s + verdict + u'\n'),
                 qPrintable(program.output()));
    // They are due since the beginning, and a second was left for them after the end.
    QVERIFY2(milliseconds(program.output(), u"p50"_s) >= 1000, qPrintable(program.output()));
}

void VerdictTest::aStallToTheEndShowsInThePercentiles()
{
    LoadPeer peer(same);
    RunningProgram program(
        {u"--connect"_s,
         peer.url(u"connections=1&rate=100&duration=0.8&limit=p99<900ms&limit=unanswered<40"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(peer.received() >= 30 * 64, 20'000);
    peer.stall();
    QCOMPARE(statusOf(program), 1);
    // Fifty of eighty had no answer; the oldest of them waited for the last second of the run.
    QVERIFY2(milliseconds(program.output(), u"p50"_s) > 900, qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"\nlimit p99<900ms not met: "_s)
                 && program.output().contains(u"\nlimit unanswered<40 not met: "_s),
             qPrintable(program.output()));
}

// One of two connections ends after a third of its time: what was due on it afterwards is missing.
void VerdictTest::aResetLeavesNoDueMessageOut()
{
    LoadPeer peer(same);
    RunningProgram program(
        {u"--connect"_s,
         peer.url(u"connections=2&rate=200&duration=1&limit=unanswered<40&limit=reset<1"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(peer.received() >= 60 * 64, 20'000);
    peer.resetOne();
    QCOMPARE(statusOf(program), 1);
    QVERIFY2(program.output().contains(u"\nlimit reset<1 not met: 1\n"_s)
                 && program.output().contains(u"\nlimit unanswered<40 not met: "_s),
             qPrintable(program.output()));
    QVERIFY2(milliseconds(program.output(), u"p90"_s) > 300, qPrintable(program.output()));
}

void VerdictTest::answersAfterTheEndStillCount()
{
    LoadPeer peer(same);
    RunningProgram program(
        {u"--connect"_s,
         peer.url(u"connections=3&depth=4&duration=300ms&limit=errors<1&fault=latency:450ms"_s)});
    QVERIFY2(statusOf(program) == 0, qPrintable(program.output()));
    QVERIFY2(program.output().contains(u" 12 messages, "_s), qPrintable(program.output()));
}

void VerdictTest::aSignalEndsItWithItsVerdict_data()
{
    QTest::addColumn<bool>("mute");
    QTest::addColumn<int>("status");
    QTest::newRow("good") << false << 0;
    QTest::newRow("mute") << true << 1;
}

void VerdictTest::aSignalEndsItWithItsVerdict()
{
    QFETCH(bool, mute);
    LoadPeer peer(mute ? nothing : same);
    RunningProgram program({u"--connect"_s, peer.url(u"connections=5&depth=3&limit=errors<1"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(peer.received() >= 5 * 3 * 64, 20'000);
    program.process().terminate();
    QTEST(statusOf(program), "status");
    QVERIFY2(program.output().contains(u"\nstopped load tcp "_s)
                 && program.output().contains(mute ? u"\nlimit errors<1 not met: 15\n"_s
                                                   : u"\nlimit errors<1 met: 0\n"_s),
             qPrintable(program.output()));
}

// With messages in flight at every moment.
void VerdictTest::aServerOfTheSameProgramIsStoppedAfterIt()
{
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0?fault=latency:50ms"_s,
                            u"--connect"_s, u"load://127.0.0.1:0?connections=20&limit=errors<1"_s,
                            u"--for"_s, u"0.5"_s});
    QVERIFY2(program.waitForEnd() == 0, qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"\nlimit errors<1 met: 0\n"_s),
             qPrintable(program.output()));
}

void VerdictTest::noMoreDescriptorsAreCalledSo()
{
    LoadPeer peer(same);
    QProcess program;
    program.setChildProcessModifier([] {
        const rlimit few {40, 40};
        ::setrlimit(RLIMIT_NOFILE, &few);
    });
    program.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                  {u"--headless"_s, u"--connect"_s,
                   peer.url(u"connections=100&rate=100&duration=300ms&limit=errors<1"_s)});
    QEventLoop events;
    connect(&program, &QProcess::finished, &events, &QEventLoop::quit);
    QTimer::singleShot(20'000, &events, &QEventLoop::quit);
    events.exec();
    QCOMPARE(program.exitCode(), 1);
    const QString output = QString::fromUtf8(program.readAllStandardOutput());
    static const QRegularExpression counted(u" errors \\(\\d+ out of descriptors\\)\n"_s);
    QVERIFY2(counted.match(output).hasMatch(), qPrintable(output));
}

// The whole client is stopped twice: it keeps its pace, nothing times out, both pauses are
// reported.
void VerdictTest::aPauseOfThisMachineIsNotTheServers()
{
    LoadPeer peer(same);
    RunningProgram program({u"--connect"_s,
                            peer.url(u"connections=2&rate=100&duration=0.6&timeout=300ms"
                                     "&limit=errors<1&limit=max<400ms&limit=messages>=50"_s)});
    const auto pid = pid_t(program.process().processId());
    for (const qint64 messages : {15, 30}) {
        QTRY_VERIFY_WITH_TIMEOUT(peer.received() >= messages * 64, 20'000);
        ::kill(pid, SIGSTOP);
        QTest::qWait(450); // the pause itself: no condition could end it
        ::kill(pid, SIGCONT);
    }
    QVERIFY2(statusOf(program) == 0, qPrintable(program.output()));
    static const QRegularExpression told(
        u"stopped .*this machine stood still for ([0-9.]+) (m?)s, "_s);
    const auto match = told.match(program.output());
    QVERIFY2(match.hasMatch(), qPrintable(program.output()));
    const double milliseconds
        = match.captured(1).toDouble() * (match.captured(2).isEmpty() ? 1000 : 1);
    QVERIFY2(milliseconds > 850, qPrintable(program.output()));
}

void VerdictTest::aHandlerThatBlocksIsNoPause()
{
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0?block=300ms"_s, u"--connect"_s,
                            u"load://127.0.0.1:0?connections=1&duration=1&limit=p50>=300ms"_s});
    static const QRegularExpression verdict(u"\nlimit .*\n"_s);
    const QString said = program.waitForOutput(verdict).captured();
    QVERIFY2(said.startsWith(u"\nlimit p50>=300ms met: "_s), qPrintable(said));
    QVERIFY2(!program.output().contains(u"stood still"_s), qPrintable(program.output()));
}

// Each answer is there when its time is up, but the loop was held until then.
void VerdictTest::aTimeOutIsJudgedAfterWhatWaitsWasRead()
{
    RunningProgram program(
        {u"--serve"_s, u"echo://127.0.0.1:0?block=150ms"_s, u"--connect"_s,
         u"load://127.0.0.1:0?connections=1&duration=0.5&timeout=100ms&limit=timeout<1"_s});
    static const QRegularExpression verdict(u"\nlimit .*\n"_s);
    QCOMPARE(program.waitForOutput(verdict).captured(), u"\nlimit timeout<1 met: 0\n"_s);
}

QTEST_GUILESS_MAIN(VerdictTest)
#include "VerdictTest.moc"
