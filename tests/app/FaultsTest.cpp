// SPDX-License-Identifier: GPL-3.0-or-later

// What other programs see of faults that the real program puts into its connections.

#include "PythonClient.h"
#include "RunningProgram.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

QByteArray shell(const QString &command)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"/bin/sh"_s, {u"-c"_s, command});
    process.closeWriteChannel();
    process.waitForFinished(20'000);
    return process.readAll();
}

} // namespace

class FaultsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void latencyIsMeasuredByAClient_data();
    void latencyIsMeasuredByAClient();
    void aLimitCutsTheReply();
    void aResetReachesTheClient();
    void anEncryptedConnectionIsSlowToo();
    void theSameSeedCorruptsTheSameBytes();
    void hitsAreLogged();
    void datagramsAreDroppedDoubledAndDelayed_data();
    void datagramsAreDroppedDoubledAndDelayed();
    void theSameSeedDropsTheSameDatagrams();
    void aClientsDatagramsMeetFaults_data();
    void aClientsDatagramsMeetFaults();
    void faultsThatCannotBeAreRefused_data();
    void faultsThatCannotBeAreRefused();
};

void FaultsTest::latencyIsMeasuredByAClient_data()
{
    QTest::addColumn<QString>("api");
    QTest::newRow("streams") << u"streams"_s;
    QTest::newRow("protocol") << u"protocol"_s;
}

void FaultsTest::latencyIsMeasuredByAClient()
{
    QFETCH(QString, api);
    RunningProgram program(
        {u"--serve"_s, u"echo://127.0.0.1:0?api=%1&fault=latency:150ms"_s.arg(api)});
    const QByteArray seconds
        = python(program.port(),
                 u"began = time.monotonic()\ns.send(b'ping')\n"
                 "assert s.recv(4) == b'ping'\nprint(time.monotonic() - began)"_s);
    const double taken = seconds.toDouble();
    QVERIFY2(taken >= 0.3 && taken < 5, seconds.constData());
}

void FaultsTest::aLimitCutsTheReply()
{
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0?fault=limit:5,direction:out"_s});
    QCOMPARE(shell(u"printf 'hello world' | nc -w 10 127.0.0.1 %1"_s.arg(program.port())),
             "hello"_ba);
}

void FaultsTest::aResetReachesTheClient()
{
    RunningProgram program(
        {u"--serve"_s, u"echo://127.0.0.1:0?fault=reset,match:QUIT,direction:in"_s});
    const QByteArray said
        = python(program.port(),
                 u"s.send(b'hi')\nprint(s.recv(9))\ns.send(b'QUIT')\n"
                 "try:\n    s.recv(9)\nexcept ConnectionResetError:\n    print('reset')"_s);
    QCOMPARE(said, "b'hi'\nreset"_ba);
}

void FaultsTest::anEncryptedConnectionIsSlowToo()
{
    RunningProgram program(
        {u"--serve"_s,
         u"echo+tls://127.0.0.1:0?fault=latency:200ms,direction:in&fault=limit:3,direction:out"_s});
    const QByteArray said
        = python(program.port(),
                 u"import ssl\nc = ssl._create_unverified_context()\n"
                 "t = c.wrap_socket(s)\nbegan = "
                 "time.monotonic()\nt.send(b'hello')\nprint(t.recv(9), t.recv(9))\n"
                 "assert time.monotonic() - began >= 0.2"_s);
    QCOMPARE(said, "b'hel' b''"_ba);
}

void FaultsTest::theSameSeedCorruptsTheSameBytes()
{
    const auto reply = [](const QString &seed) {
        RunningProgram program(
            {u"--serve"_s, u"echo://127.0.0.1:0?fault=corrupt:7,probability:0.5&seed="_s + seed});
        return shell(
            u"yes | head -c 20000 | nc -N -w 10 127.0.0.1 %1 | sha256sum"_s.arg(program.port()));
    };
    const QByteArray first = reply(u"4"_s);
    QCOMPARE(reply(u"4"_s), first);
    QVERIFY(reply(u"5"_s) != first);
}

void FaultsTest::hitsAreLogged()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"log.jsonl"_s);
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0?fault=latency:10ms,direction:out"_s,
                            u"--export"_s, file});
    QCOMPARE(shell(u"printf abc | nc -N -w 10 127.0.0.1 %1"_s.arg(program.port())), "abc"_ba);
    QVERIFY(program.waitForSummary());
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0);
    QFile log(file);
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(log.readAll().contains("latency out, 3 B, 10 ms"));
}

void FaultsTest::datagramsAreDroppedDoubledAndDelayed_data()
{
    latencyIsMeasuredByAClient_data();
}

void FaultsTest::datagramsAreDroppedDoubledAndDelayed()
{
    QFETCH(QString, api);
    RunningProgram program(
        {u"--serve"_s,
         u"echo+udp://127.0.0.1:0?api=%1&fault=drop,direction:in,match:lose"
         "&fault=duplicate,direction:out,match:twice&fault=latency:150ms,direction:out"_s.arg(
             api)});
    const QByteArray said
        = pythonOverUdp(program.port(),
                        u"began = time.monotonic()\nfor text in b'lose', b'twice', b'once':\n"
                        "    s.send(text)\nprint(s.recv(9), s.recv(9), s.recv(9))\n"
                        "assert time.monotonic() - began >= 0.15"_s);
    QCOMPARE(said, "b'twice' b'twice' b'once'"_ba);
}

void FaultsTest::theSameSeedDropsTheSameDatagrams()
{
    const auto answered = [](const QString &seed) {
        RunningProgram program(
            {u"--serve"_s,
             u"echo+udp://127.0.0.1:0?fault=drop,probability:0.5,direction:in&seed="_s + seed});
        // Answers come in order, so that to one of the last words stands behind all others.
        return pythonOverUdp(program.port(),
                             u"for i in range(100):\n    s.send(b'%d' % i)\n"
                             "got = []\ns.settimeout(0.1)\n"
                             "while b'end' not in got:\n"
                             "    try:\n        got.append(s.recv(9))\n"
                             "    except TimeoutError:\n        s.send(b'end')\n"
                             "print([int(n) for n in got if n != b'end'])"_s);
    };
    const QByteArray first = answered(u"4"_s);
    QVERIFY2(first.startsWith('[') && first.count(',') > 30, first.constData());
    QCOMPARE(answered(u"4"_s), first);
    QVERIFY(answered(u"5"_s) != first);
}

void FaultsTest::aClientsDatagramsMeetFaults_data()
{
    QTest::addColumn<QString>("client");
    QTest::addColumn<QString>("hit");
    QTest::newRow("lines") << u"lines+udp://127.0.0.1:%1?text=hi%0Aagain&wait=0.2"
                              "&fault=duplicate,direction:out,message:1"_s
                           << u"duplicate out, "_s;
    QTest::newRow("repeat") << u"repeat+udp://127.0.0.1:%1?count=3&every=0.05"
                               "&fault=drop,direction:in,message:1"_s
                            << u"drop in, "_s;
    QTest::newRow("load") << u"load+udp://127.0.0.1:%1?connections=1&duration=0.3"
                             "&fault=latency:20ms,direction:out"_s
                          << u"latency out, 64 B, 20 ms"_s;
}

void FaultsTest::aClientsDatagramsMeetFaults()
{
    QFETCH(QString, client);
    QFETCH(QString, hit);
    QTemporaryDir folder;
    const QString file = folder.filePath(u"log.jsonl"_s);
    RunningProgram server({u"--serve"_s, u"echo+udp://127.0.0.1:0"_s});
    RunningProgram program({u"--connect"_s, client.replace(u"%1"_s, QString::number(server.port())),
                            u"--export"_s, file});
    QCOMPARE(program.waitForEnd(), 0);
    QFile log(file);
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(log.readAll().contains(hit.toUtf8()));
}

void FaultsTest::faultsThatCannotBeAreRefused_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("sentence");
    QTest::newRow("kind") << u"echo://127.0.0.1:0?fault=lag:1s"_s << 2
                          << "there is no fault 'lag'; use latency"_ba;
    QTest::newRow("value") << u"echo://127.0.0.1:0?fault=latency"_s << 2
                           << "latency needs a time, as in latency:50ms"_ba;
    QTest::newRow("traffic") << u"echo://127.0.0.1:0?fault=drop"_s << 2
                             << "drop is for datagrams only"_ba;
    QTest::newRow("datagrams") << u"echo+udp://127.0.0.1:0?fault=slice:10"_s << 2
                               << "slice does not apply to datagrams; use latency"_ba;
    QTest::newRow("level") << u"echo://127.0.0.1:0?api=sockets&fault=reset"_s << 1
                           << "Use api=streams or api=protocol."_ba;
}

void FaultsTest::faultsThatCannotBeAreRefused()
{
    QFETCH(QString, url);
    QFETCH(int, status);
    QFETCH(QByteArray, sentence);
    QProcess process;
    process.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                  {u"--headless"_s, u"--serve"_s, url, u"--for"_s, u"0.2"_s});
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), status);
    const QByteArray said = process.readAllStandardError();
    QVERIFY2(said.contains(sentence), said.constData());
}

QTEST_GUILESS_MAIN(FaultsTest)
#include "FaultsTest.moc"
