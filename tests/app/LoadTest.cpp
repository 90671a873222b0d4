// SPDX-License-Identifier: GPL-3.0-or-later

// The load client of the real program against servers that the test itself is, so that it knows
// what was sent, when, and what the client must therefore report.

#include "RunningProgram.h"

#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

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
    void limitsThatHoldEndWithStatusZero();
    void aLimitThatDoesNotHoldEndsWithStatusOne();
    void aLimitOnWhatNeverHappenedDoesNotHold();
    void aWrongLimitEndsWithStatusTwo();
    void depthManyMessagesAreOnTheirWayAtOnce();
    void aStallCountsForAllThatWasDueMeanwhile();
    void anAnswerThatDoesNotComeIsATimeout();
    void aWrongAnswerIsAMismatch();
    void connectionsOpenOverTheRamp();
    void faultsAreDoneToItsConnections();
};

void LoadTest::limitsThatHoldEndWithStatusZero()
{
    Peer peer(same);
    RunningProgram program({u"--connect"_s,
                            peer.url(u"connections=2&rate=50&duration=1&limit=p50<5s&limit=errors<1"
                                     "&limit=messages>=20"_s)});
    QCOMPARE(statusOf(program), 0);
    for (const auto &line : {u"\nlimit p50<5s holds: "_s, u"\nlimit errors<1 holds: 0\n"_s,
                             u"\nlimit messages>=20 holds: "_s})
        QVERIFY2(program.output().contains(line), qPrintable(program.output()));
}

void LoadTest::aLimitThatDoesNotHoldEndsWithStatusOne()
{
    Peer peer(same);
    RunningProgram program(
        {u"--connect"_s,
         peer.url(u"connections=1&rate=20&duration=1&limit=rate>1000&limit=errors<1"_s)});
    QCOMPARE(statusOf(program), 1);
    QVERIFY2(program.output().contains(u"\nlimit rate>1000 does not hold: 2"),
             qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"\nlimit errors<1 holds: 0\n"),
             qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"\nstopped load tcp "), qPrintable(program.output()));
    const QString error = QString::fromUtf8(program.process().readAllStandardError());
    QVERIFY2(error.contains(u": A limit is not kept: rate>1000 does not hold: 2"),
             qPrintable(error));
}

void LoadTest::aLimitOnWhatNeverHappenedDoesNotHold()
{
    Peer closed(same);
    const QString url = closed.url(u"limit=p99<1h&limit=refused<1"_s);
    closed.close();
    RunningProgram program({u"--connect"_s, url});
    QCOMPARE(statusOf(program), 1);
    QVERIFY2(program.output().contains(u"limit p99<1h does not hold: nothing was measured\n"),
             qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"limit refused<1 does not hold: 50\n"),
             qPrintable(program.output()));
}

void LoadTest::aWrongLimitEndsWithStatusTwo()
{
    RunningProgram program({u"--connect"_s, u"load://127.0.0.1:1?limit=p99"_s});
    QCOMPARE(program.waitForEnd(), 2);
    QCOMPARE(QString::fromUtf8(program.process().readAllStandardError()),
             u"loopscope: --connect load://127.0.0.1:1?limit=p99: option limit=p99 is no limit; "
             u"write it as p99<5ms, "
             "errors<1 or rate>1000.\n"_s);
}

void LoadTest::depthManyMessagesAreOnTheirWayAtOnce()
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
    QVERIFY2(program.output().contains(u"limit timeout<1 does not hold: 3\n"),
             qPrintable(program.output()));
    const QString error = QString::fromUtf8(program.process().readAllStandardError());
    QVERIFY2(
        error.contains(u"does not answer. Check the host, the port, and firewalls in between."),
        qPrintable(error));
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
