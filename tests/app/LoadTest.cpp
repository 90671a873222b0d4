// SPDX-License-Identifier: GPL-3.0-or-later

// The load client of the real program against servers that the test itself is, so that it knows
// what was sent, when, and what the client must therefore report.

#include "RunningProgram.h"

#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace {

// Answers each client with what `answer` makes of what came, until `stalled`.
class Peer : public QTcpServer {
public:
    explicit Peer(std::function<QByteArray(const QByteArray &)> answer)
        : answer_(std::move(answer))
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *client = nextPendingConnection()) {
                accepted_ << clock_.elapsed();
                connect(client, &QTcpSocket::readyRead, this, [this, client] { serve(client); });
            }
        });
        clock_.start();
    }

    [[nodiscard]] QString url(const QString &options) const
    {
        return u"load://127.0.0.1:%1?%2"_s.arg(QString::number(serverPort()), options);
    }
    [[nodiscard]] qint64 received() const { return received_; }
    [[nodiscard]] const QList<qint64> &accepted() const { return accepted_; } // ms
    void stall() { stalled_ = true; }
    void resetOne() // the client that connected first
    {
        QTcpSocket *client = findChild<QTcpSocket *>();
        client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        const linger hard {1, 0};
        ::setsockopt(int(client->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        client->abort();
    }
    void resume()
    {
        stalled_ = false;
        for (QTcpSocket *client : findChildren<QTcpSocket *>())
            serve(client);
    }

private:
    void serve(QTcpSocket *client)
    {
        if (stalled_)
            return;
        const QByteArray data = client->readAll();
        received_ += data.size();
        client->write(answer_(data));
    }

    std::function<QByteArray(const QByteArray &)> answer_;
    QElapsedTimer clock_;
    QList<qint64> accepted_;
    qint64 received_ = 0;
    bool stalled_ = false;
};

QByteArray same(const QByteArray &data)
{
    return data;
}

// A server that answers so many bytes, and then no more.
auto mostly(qint64 bytes)
{
    return [left = bytes](const QByteArray &data) mutable {
        const QByteArray answer = data.first(std::min<qint64>(left, data.size()));
        left -= answer.size();
        return answer;
    };
}

QByteArray nothing(const QByteArray &)
{
    return {};
}

// The exit status, with this thread's servers at work meanwhile.
int statusOf(RunningProgram &program)
{
    QEventLoop events;
    QObject::connect(&program.process(), &QProcess::finished, &events, &QEventLoop::quit);
    QTimer::singleShot(20'000, &events, &QEventLoop::quit);
    if (program.process().state() != QProcess::NotRunning)
        events.exec();
    return program.waitForEnd(0);
}

double milliseconds(const QString &output, const QString &figure)
{
    const QRegularExpression form(u"\nstopped .*"_s + figure + u" ([0-9.]+) (ms|s)[,\n]"_s);
    const auto match = form.match(output);
    return match.hasMatch() ? match.captured(1).toDouble() * (match.captured(2) == u"s" ? 1000 : 1)
                            : -1;
}

} // namespace

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
    void theTimeOutRunsFromTheOldestMessage();
    void aWrongAnswerIsAMismatch();
    void wrongAnswersAloneMeasureNothing();
    void aMuteServerMeetsNoLimit_data();
    void aMuteServerMeetsNoLimit();
    void aStallToTheEndShowsInThePercentiles();
    void aResetLeavesNoDueMessageOut();
    void answersAfterTheEndStillCount();
    void aSignalEndsItWithItsVerdict_data();
    void aSignalEndsItWithItsVerdict();
    void noMoreDescriptorsAreCalledSo();
    void aPauseOfThisMachineIsNotTheServers();
    void aHandlerThatBlocksIsNoPause();
    void connectionsOpenOverTheRamp();
    void faultsAreDoneToItsConnections();
};

void LoadTest::limitsThatAreMetEndWithStatusZero()
{
    Peer peer(same);
    RunningProgram program({u"--connect"_s,
                            peer.url(u"connections=2&rate=50&duration=1&limit=p50<5s&limit=errors<1"
                                     "&limit=messages>=20"_s)});
    QCOMPARE(statusOf(program), 0);
    for (const auto &line : {u"\nlimit p50<5s met: "_s, u"\nlimit errors<1 met: 0\n"_s,
                             u"\nlimit messages>=20 met: "_s})
        QVERIFY2(program.output().contains(line), qPrintable(program.output()));
}

void LoadTest::aLimitThatIsNotMetEndsWithStatusOne()
{
    Peer peer(same);
    RunningProgram program(
        {u"--connect"_s,
         peer.url(u"connections=1&rate=20&duration=1&limit=rate>1000&limit=errors<1"_s)});
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
    Peer closed(same);
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
    Peer peer(nothing);
    RunningProgram program(
        {u"--connect"_s, peer.url(u"connections=1&size=100&depth=7&timeout=1"_s)});
    QCOMPARE(statusOf(program), 1);
    QCOMPARE(peer.received(), 700);
}

void LoadTest::aStallCountsForAllThatWasDueMeanwhile()
{
    Peer peer(same);
    QTimer::singleShot(500, &peer, [&] { peer.stall(); });
    QTimer::singleShot(1500, &peer, [&] { peer.resume(); });
    RunningProgram program({u"--connect"_s, peer.url(u"connections=1&rate=100&duration=2"_s)});
    QCOMPARE(statusOf(program), 0);
    // Half of the time nothing was answered. Timed from when it was sent, one message alone would
    // be slow.
    QVERIFY2(milliseconds(program.output(), u"p90"_s) > 300, qPrintable(program.output()));
    QVERIFY2(milliseconds(program.output(), u"max"_s) > 700, qPrintable(program.output()));
}

void LoadTest::anAnswerThatDoesNotComeIsATimeout()
{
    Peer peer(nothing);
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

// What is sent after it does not put it off.
void LoadTest::theTimeOutRunsFromTheOldestMessage()
{
    Peer peer(mostly(640));
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

void LoadTest::aWrongAnswerIsAMismatch()
{
    Peer peer([](const QByteArray &data) { return QByteArray(data.size(), '?'); });
    RunningProgram program(
        {u"--connect"_s, peer.url(u"connections=1&rate=10&duration=1&limit=mismatch<1"_s)});
    QCOMPARE(statusOf(program), 1);
    static const QRegularExpression counted(u"stopped load .* \\d+ errors \\(\\d+ mismatch\\)\n"_s);
    QVERIFY2(counted.match(program.output()).hasMatch(), qPrintable(program.output()));
}

// Not the time of a wrong answer either, and not without a limit.
void LoadTest::wrongAnswersAloneMeasureNothing()
{
    Peer peer([](const QByteArray &data) { return QByteArray(data.size(), '?'); });
    RunningProgram program({u"--connect"_s, peer.url(u"connections=1&rate=20&duration=500ms"_s)});
    QCOMPARE(statusOf(program), 1);
    QVERIFY2(program.output().contains(u": 0 msg/s, 0 messages, "_s)
                 && !program.output().contains(u"p50"_s),
             qPrintable(program.output()));
    const QString error = QString::fromUtf8(program.process().readAllStandardError());
    QVERIFY2(error.contains(u" sent back no message as it was sent: "_s), qPrintable(error));
}

void LoadTest::aMuteServerMeetsNoLimit_data()
{
    QTest::addColumn<QString>("limit");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("errors") << u"errors<1"_s << u"errors<1 not met: 4"_s;
    QTest::newRow("unanswered") << u"unanswered<1"_s << u"unanswered<1 not met: 4"_s;
    QTest::newRow("generous") << u"errors<100"_s << u"errors<100 not met: nothing was measured"_s;
    QTest::newRow("another kind") << u"refused<1"_s << u"refused<1 not met: nothing was measured"_s;
    QTest::newRow("time") << u"p99<1h"_s << u"p99<1h not met: nothing was measured"_s;
}

void LoadTest::aMuteServerMeetsNoLimit()
{
    QFETCH(QString, limit);
    QFETCH(QString, verdict);
    Peer peer(nothing);
    RunningProgram program(
        {u"--connect"_s,
         peer.url(u"connections=2&depth=2&duration=200ms&timeout=5&limit="_s + limit)});
    QCOMPARE(statusOf(program), 1);
    QVERIFY2(program.output().contains(u"\nlimit "_s + verdict + u'\n'),
             qPrintable(program.output()));
    // They are due since the beginning, and a second was left for them after the end.
    QVERIFY2(milliseconds(program.output(), u"p50"_s) >= 1000, qPrintable(program.output()));
}

void LoadTest::aStallToTheEndShowsInThePercentiles()
{
    Peer peer(same);
    RunningProgram program(
        {u"--connect"_s,
         peer.url(u"connections=1&rate=100&duration=1.5&limit=p99<900ms&limit=unanswered<50"_s)});
    while (peer.received() < 50 * 64)
        QTest::qWait(1);
    peer.stall();
    QCOMPARE(statusOf(program), 1);
    // A hundred of 150 had no answer; the oldest of them waited for the last second of the run.
    QVERIFY2(milliseconds(program.output(), u"p50"_s) > 900, qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"\nlimit p99<900ms not met: "_s)
                 && program.output().contains(u"\nlimit unanswered<50 not met: "_s),
             qPrintable(program.output()));
}

// One of two connections ends after a third of the time: what was due on it afterwards is missing.
void LoadTest::aResetLeavesNoDueMessageOut()
{
    Peer peer(same);
    RunningProgram program(
        {u"--connect"_s,
         peer.url(u"connections=2&rate=200&duration=1.5&limit=unanswered<50&limit=reset<1"_s)});
    while (peer.received() < 100 * 64)
        QTest::qWait(1);
    peer.resetOne();
    QCOMPARE(statusOf(program), 1);
    QVERIFY2(program.output().contains(u"\nlimit reset<1 not met: 1\n"_s)
                 && program.output().contains(u"\nlimit unanswered<50 not met: "_s),
             qPrintable(program.output()));
    QVERIFY2(milliseconds(program.output(), u"p90"_s) > 300, qPrintable(program.output()));
}

void LoadTest::answersAfterTheEndStillCount()
{
    Peer peer(same);
    RunningProgram program(
        {u"--connect"_s,
         peer.url(u"connections=3&depth=4&duration=300ms&limit=errors<1&fault=latency:450ms"_s)});
    QVERIFY2(statusOf(program) == 0, qPrintable(program.output()));
    QVERIFY2(program.output().contains(u" 12 messages, "_s), qPrintable(program.output()));
}

void LoadTest::aSignalEndsItWithItsVerdict_data()
{
    QTest::addColumn<bool>("mute");
    QTest::addColumn<int>("status");
    QTest::newRow("good") << false << 0;
    QTest::newRow("mute") << true << 1;
}

void LoadTest::aSignalEndsItWithItsVerdict()
{
    QFETCH(bool, mute);
    Peer peer(mute ? nothing : same);
    RunningProgram program({u"--connect"_s, peer.url(u"connections=5&depth=3&limit=errors<1"_s)});
    while (peer.received() < 5 * 3 * 64)
        QTest::qWait(1);
    program.process().terminate();
    QTEST(statusOf(program), "status");
    QVERIFY2(program.output().contains(u"\nstopped load tcp "_s)
                 && program.output().contains(mute ? u"\nlimit errors<1 not met: 15\n"_s
                                                   : u"\nlimit errors<1 met: 0\n"_s),
             qPrintable(program.output()));
}

void LoadTest::noMoreDescriptorsAreCalledSo()
{
    Peer peer(same);
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

// The whole client stands still for a second: the pace goes on, nothing times out.
void LoadTest::aPauseOfThisMachineIsNotTheServers()
{
    Peer peer(same);
    RunningProgram program({u"--connect"_s,
                            peer.url(u"connections=2&rate=100&duration=1&timeout=500ms"
                                     "&limit=errors<1&limit=max<400ms&limit=messages>=90"_s)});
    while (peer.received() < 20 * 64)
        QTest::qWait(1);
    const auto pid = pid_t(program.process().processId());
    ::kill(pid, SIGSTOP);
    QTest::qWait(1000); // so long is the pause
    ::kill(pid, SIGCONT);
    QVERIFY2(statusOf(program) == 0, qPrintable(program.output()));
    static const QRegularExpression told(
        u"stopped .*this machine stood still for 1\\.[0-9]+ s, "_s);
    QVERIFY2(told.match(program.output()).hasMatch(), qPrintable(program.output()));
}

void LoadTest::aHandlerThatBlocksIsNoPause()
{
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0?block=300ms"_s, u"--connect"_s,
                            u"load://127.0.0.1:0?connections=1&duration=1&limit=p50>=300ms"_s});
    static const QRegularExpression verdict(u"\nlimit .*\n"_s);
    QCOMPARE(program.waitForOutput(verdict).captured(), u"\nlimit p50>=300ms met: 300 ms\n"_s);
    QVERIFY2(!program.output().contains(u"stood still"_s), qPrintable(program.output()));
}

void LoadTest::connectionsOpenOverTheRamp()
{
    Peer peer(same);
    RunningProgram program(
        {u"--connect"_s, peer.url(u"connections=10&rate=10&ramp=1&duration=1.5"_s)});
    QCOMPARE(statusOf(program), 0);
    QCOMPARE(peer.accepted().size(), 10);
    const qint64 spread = peer.accepted().last() - peer.accepted().first();
    QVERIFY2(spread >= 800, qPrintable(QString::number(spread)));
}

void LoadTest::faultsAreDoneToItsConnections()
{
    Peer peer(same);
    RunningProgram program({u"--connect"_s,
                            peer.url(u"connections=1&duration=1&limit=p50>=100ms&limit=errors<1"
                                     "&fault=latency:50ms"_s)});
    QVERIFY2(statusOf(program) == 0, qPrintable(program.output()));
}

QTEST_GUILESS_MAIN(LoadTest)
#include "LoadTest.moc"
