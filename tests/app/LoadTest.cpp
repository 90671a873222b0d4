// SPDX-License-Identifier: GPL-3.0-or-later

// What the load client of the real program does, and how its limits are judged.

#include "LoadPeer.h"

#include <QtTest/QTest>

class LoadTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void limitsThatAreMetEndWithStatusZero();
    void aLimitThatIsNotMetEndsWithStatusOne();
    void aLimitOnWhatNeverHappenedIsNotMet();
    void aWrongLimitEndsWithStatusTwo();
    void depthManyMessagesAreInFlightAtOnce();
    void aStallCountsForAllThatWasDueMeanwhile();
    void anAnswerThatDoesNotComeIsATimeout();
    void aWrongAnswerIsAMismatch();
    void connectionsOpenOverTheRamp();
    void faultsAreDoneToItsConnections();
};

void LoadTest::limitsThatAreMetEndWithStatusZero()
{
    LoadPeer peer(same);
    RunningProgram program(
        {u"--connect"_s,
         peer.url(u"connections=2&rate=100&duration=0.4&limit=p50<5s&limit=errors<1"
                  "&limit=messages>=20"_s)});
    QCOMPARE(statusOf(program), 0);
    for (const auto &line : {u"\nlimit p50<5s met: "_s, u"\nlimit errors<1 met: 0\n"_s,
                             u"\nlimit messages>=20 met: "_s})
        QVERIFY2(program.output().contains(line), qPrintable(program.output()));
}

void LoadTest::aLimitThatIsNotMetEndsWithStatusOne()
{
    LoadPeer peer(same);
    RunningProgram program(
        {u"--connect"_s,
         peer.url(u"connections=1&rate=20&duration=0.5&limit=rate>1000&limit=errors<1"_s)});
    QCOMPARE(statusOf(program), 1);
    QVERIFY2(program.output().contains(u"\nlimit rate>1000 not met: 2"),
             qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"\nlimit errors<1 met: 0\n"), qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"\nstopped load tcp "), qPrintable(program.output()));
    const QString error = QString::fromUtf8(program.process().readAllStandardError());
    QVERIFY2(error.contains(u": Limit not met: rate>1000 (2"), qPrintable(error));
}

void LoadTest::aLimitOnWhatNeverHappenedIsNotMet()
{
    LoadPeer closed(same);
    const QString url = closed.url(u"limit=p99<1h&limit=refused<1"_s);
    closed.close();
    RunningProgram program({u"--connect"_s, url});
    QCOMPARE(statusOf(program), 1);
    QVERIFY2(program.output().contains(u"limit p99<1h not met: nothing was measured\n"),
             qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"limit refused<1 not met: 50\n"),
             qPrintable(program.output()));
}

void LoadTest::aWrongLimitEndsWithStatusTwo()
{
    RunningProgram program({u"--connect"_s, u"load://127.0.0.1:1?limit=p99"_s});
    QCOMPARE(program.waitForEnd(), 2);
    QCOMPARE(QString::fromUtf8(program.process().readAllStandardError()),
             u"loopscope: --connect load://127.0.0.1:1?limit=p99: option limit=p99 is not a limit; "
             u"write it as p99<5ms, "
             "errors<1 or rate>1000.\n"_s);
}

void LoadTest::depthManyMessagesAreInFlightAtOnce()
{
    LoadPeer peer(nothing);
    RunningProgram program(
        {u"--connect"_s, peer.url(u"connections=1&size=100&depth=7&timeout=0.4"_s)});
    QCOMPARE(statusOf(program), 1);
    QCOMPARE(peer.received(), 700);
}

void LoadTest::aStallCountsForAllThatWasDueMeanwhile()
{
    LoadPeer peer(same);
    QTimer::singleShot(250, &peer, [&] { peer.stall(); });
    QTimer::singleShot(750, &peer, [&] { peer.resume(); });
    RunningProgram program({u"--connect"_s, peer.url(u"connections=1&rate=100&duration=1"_s)});
    QCOMPARE(statusOf(program), 0);
    // Half of the time nothing was answered. Timed from when it was sent, one message alone would
    // be slow.
    QVERIFY2(milliseconds(program.output(), u"p90"_s) > 150, qPrintable(program.output()));
    QVERIFY2(milliseconds(program.output(), u"max"_s) > 350, qPrintable(program.output()));
}

void LoadTest::anAnswerThatDoesNotComeIsATimeout()
{
    LoadPeer peer(nothing);
    RunningProgram program(
        {u"--connect"_s, peer.url(u"connections=3&timeout=300ms&limit=timeout<1"_s)});
    QCOMPARE(statusOf(program), 1);
    QVERIFY2(program.output().contains(u"limit timeout<1 not met: 3\n"),
             qPrintable(program.output()));
    const QString error = QString::fromUtf8(program.process().readAllStandardError());
    QVERIFY2(
        error.contains(u"does not answer. Check the host, the port, and firewalls in between."),
        qPrintable(error));
}

void LoadTest::aWrongAnswerIsAMismatch()
{
    LoadPeer peer([](const QByteArray &data) { return QByteArray(data.size(), '?'); });
    RunningProgram program(
        {u"--connect"_s, peer.url(u"connections=1&rate=20&duration=0.3&limit=mismatch<1"_s)});
    QCOMPARE(statusOf(program), 1);
    static const QRegularExpression counted(u"stopped load .* \\d+ errors \\(\\d+ mismatch\\)\n"_s);
    QVERIFY2(counted.match(program.output()).hasMatch(), qPrintable(program.output()));
}

void LoadTest::connectionsOpenOverTheRamp()
{
    LoadPeer peer(same);
    RunningProgram program(
        {u"--connect"_s, peer.url(u"connections=10&rate=10&ramp=0.5&duration=0.7"_s)});
    QCOMPARE(statusOf(program), 0);
    QCOMPARE(peer.accepted().size(), 10);
    const qint64 spread = peer.accepted().last() - peer.accepted().first();
    QVERIFY2(spread >= 400, qPrintable(QString::number(spread)));
}

void LoadTest::faultsAreDoneToItsConnections()
{
    LoadPeer peer(same);
    RunningProgram program({u"--connect"_s,
                            peer.url(u"connections=1&duration=0.4&limit=p50>=100ms&limit=errors<1"
                                     "&fault=latency:50ms"_s)});
    QVERIFY2(statusOf(program) == 0, qPrintable(program.output()));
}

QTEST_GUILESS_MAIN(LoadTest)
#include "LoadTest.moc"
