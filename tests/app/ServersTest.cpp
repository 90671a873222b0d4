// SPDX-License-Identifier: GPL-3.0-or-later

// Every kind of server over every transport it offers, as programs that people have meet it.

#include "RunningProgram.h"
#include "ServerPeers.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QtEndian>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <csignal>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 from1900To1970 = 2'208'988'800;

} // namespace

class ServersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void echoAnswersOverEveryTransport_data();
    void echoAnswersOverEveryTransport();
    void eachDatagramComesBackAsOne();
    void discardTakesAllAndAnswersNothing();
    void chargenSendsTheLinesOfItsRfc();
    void daytimeTellsTheDateAndEnds();
    void rdateReadsTheTime_data();
    void rdateReadsTheTime();
    void timeIsFourBytesOverEveryTransport_data();
    void timeIsFourBytesOverEveryTransport();
    void receiveShowsWhatComes();
    void receiveDoesNotDrownInAFlood();
    void broadcastTellsAllOthersWhoSaidIt();
    void rawBroadcastPassesBytesOn();
    void sockperfMeasures_data();
    void sockperfMeasures();
    void garbageForSockperfEndsThatConnectionAlone();

    void serversAreNamedInTheOrderOfTheCommandLine();
    void severalPortsAreServedAtOnce();
    void portsBeyondTheLastAreRefused();
    void ipv6OnlyRefusesIpv4();
    void aPortIsSharedWhereBothSaySo();
    void aPathIsFreedAtTheEnd_data();
    void aPathIsFreedAtTheEnd();
    void aStaleSocketIsReplaced();
};

void ServersTest::echoAnswersOverEveryTransport_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QStringList>("socat");
    for (const auto &api : {u"protocol"_s, u"streams"_s, u"sockets"_s}) {
        QTest::addRow("tcp, %s", qPrintable(api))
            << u"echo://127.0.0.1:0?api="_s + api << QStringList {u"TCP:127.0.0.1:%1"_s};
        QTest::addRow("unix, %s", qPrintable(api))
            << u"echo+unix://%1?api="_s + api << QStringList {u"UNIX-CONNECT:%2"_s};
        QTest::addRow("abstract, %s", qPrintable(api))
            << u"echo+unix://@loopscope-test-%1?api="_s.arg(QCoreApplication::applicationPid())
                + api
            << QStringList {
                   u"ABSTRACT-CONNECT:loopscope-test-%1"_s.arg(QCoreApplication::applicationPid())};
    }
    for (const auto &api : {u"protocol"_s, u"streams"_s})
        QTest::addRow("udp, %s", qPrintable(api))
            << u"echo+udp://127.0.0.1:0?api="_s + api << QStringList {u"UDP:127.0.0.1:%1"_s};
    QTest::newRow("tcp, IPv6") << u"echo://[::1]:0"_s << QStringList {u"TCP6:[::1]:%1"_s};
    QTest::newRow("udp, IPv6") << u"echo+udp://[::1]:0"_s << QStringList {u"UDP6:[::1]:%1"_s};
}

void ServersTest::echoAnswersOverEveryTransport()
{
    QFETCH(QString, url);
    QFETCH(QStringList, socat);
    if (!hasProgram(u"socat"_s))
        QSKIP("socat is not installed");
    QTemporaryDir folder;
    const QString path = folder.filePath(u"echo"_s);
    RunningProgram program({u"--serve"_s, url.contains(u"%1") ? url.arg(path) : url});
    static const QRegularExpression serving(u"serving echo (tcp|udp|unix) \\S+"_s);
    QVERIFY(program.waitForOutput(serving).hasMatch());
    QString address = socat.first();
    address.replace(u"%1"_s, QString::number(program.port())).replace(u"%2"_s, path);
    QCOMPARE(outputOf(u"socat"_s, {u"-t"_s, u"0.4"_s, u"-"_s, address}, "hello\n"),
             QByteArray("hello\n"));
}

void ServersTest::eachDatagramComesBackAsOne()
{
    RunningProgram program({u"--serve"_s, u"echo+udp://127.0.0.1:0?prefix=Re:%20"_s});
    QCOMPARE(datagramAnswer(program.port(), "hello"), QByteArray("Re: hello"));
    QCOMPARE(datagramAnswer(program.port(), ""), QByteArray("Re: "));
    QCOMPARE(datagramAnswer(program.port(), QByteArray(60'000, 'x')),
             "Re: " + QByteArray(60'000, 'x'));
}

void ServersTest::discardTakesAllAndAnswersNothing()
{
    RunningProgram program({u"--serve"_s, u"discard://127.0.0.1:0"_s});
    const QByteArray answer
        = outputOf(u"nc.openbsd"_s, {u"-N"_s, u"127.0.0.1"_s, QString::number(program.port())},
                   QByteArray(5'000'000, 'x'));
    QCOMPARE(answer, QByteArray());
    QCOMPARE(::kill(pid_t(program.process().processId()), SIGTERM), 0);
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY2(program.output().contains(u"1 in all"), qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"5.0 MB"), qPrintable(program.output()));
}

void ServersTest::chargenSendsTheLinesOfItsRfc()
{
    RunningProgram program({u"--serve"_s, u"chargen://127.0.0.1:0"_s});
    const auto client = connectedTo(program.port());
    QVERIFY(client);
    const QByteArray text = readFrom(*client, 74 * 200);
    QCOMPARE(text.size(), 74 * 200);
    QCOMPARE(text.first(74),
             QByteArray(
                 " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg\r\n"));
    QCOMPARE(text.mid(74, 74),
             QByteArray(
                 "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefgh\r\n"));
    QCOMPARE(text.mid(74 * 95, 74), text.first(74));
}

void ServersTest::daytimeTellsTheDateAndEnds()
{
    RunningProgram program({u"--serve"_s, u"daytime://127.0.0.1:0"_s});
    const QByteArray answer
        = outputOf(u"nc.openbsd"_s, {u"127.0.0.1"_s, QString::number(program.port())});
    const QString day = QLocale::c().toString(QDate::currentDate(), u"MMMM d, yyyy"_s);
    QVERIFY2(answer.contains(day.toUtf8()) && answer.endsWith("\r\n"), answer.constData());
}

void ServersTest::rdateReadsTheTime_data()
{
    QTest::addColumn<QString>("transport");
    QTest::addColumn<QString>("option");
    QTest::newRow("tcp") << u"tcp"_s << u"-p"_s;
    QTest::newRow("udp") << u"udp"_s << u"-up"_s;
}

void ServersTest::rdateReadsTheTime()
{
    if (!hasProgram(u"rdate"_s))
        QSKIP("rdate is not installed");
    QFETCH(QString, transport);
    QFETCH(QString, option);
    RunningProgram program({u"--serve"_s, u"time+%1://127.0.0.1:0"_s.arg(transport)});
    const QByteArray answer
        = outputOf(u"rdate"_s, {option, u"-o"_s, QString::number(program.port()), u"127.0.0.1"_s});
    QVERIFY2(answer.contains(QByteArray::number(QDate::currentDate().year())), answer.constData());
}

void ServersTest::timeIsFourBytesOverEveryTransport_data()
{
    QTest::addColumn<QString>("transport");
    QTest::newRow("tcp") << u"tcp"_s;
    QTest::newRow("udp") << u"udp"_s;
}

void ServersTest::timeIsFourBytesOverEveryTransport()
{
    QFETCH(QString, transport);
    RunningProgram program({u"--serve"_s, u"time+%1://127.0.0.1:0"_s.arg(transport)});
    QByteArray answer;
    if (transport == u"udp") {
        answer = datagramAnswer(program.port(), "");
    } else {
        const auto client = connectedTo(program.port());
        QVERIFY(client);
        QVERIFY(client->state() == QAbstractSocket::UnconnectedState
                || client->waitForDisconnected(peersPatience));
        answer = client->readAll();
    }
    QCOMPARE(answer.size(), 4);
    const qint64 seconds = qFromBigEndian<quint32>(answer.constData()) - from1900To1970;
    QVERIFY(qAbs(seconds - QDateTime::currentSecsSinceEpoch()) <= 2);
}

void ServersTest::receiveShowsWhatComes()
{
    RunningProgram program({u"--serve"_s, u"receive://127.0.0.1:0"_s});
    outputOf(u"nc.openbsd"_s, {u"-N"_s, u"127.0.0.1"_s, QString::number(program.port())},
             "a\nb \xe2\x82\xac");
    static const QRegularExpression shown(
        u"Connection from: (\\S+)\n\\1: a\n\\1: b \u20ac\nConnection closed: \\1\n"_s);
    QVERIFY2(program.waitForOutput(shown).hasMatch(), qPrintable(program.output()));
}

void ServersTest::receiveDoesNotDrownInAFlood()
{
    RunningProgram program({u"--serve"_s, u"receive://127.0.0.1:0"_s});
    const auto client = connectedTo(program.port());
    QVERIFY(client);
    client->write(QByteArray("x\n").repeated(100'000));
    while (client->bytesToWrite() > 0)
        QVERIFY(client->waitForBytesWritten(peersPatience));
    static const QRegularExpression told(u"\\d+ more lines arrived than can be shown\\.\n"_s);
    QVERIFY2(program.waitForOutput(told).hasMatch(), // though nothing comes after them
             qPrintable(program.output().right(500)));
    client->write("last\n");
    static const QRegularExpression shown(u": last\n"_s);
    QVERIFY(client->waitForBytesWritten(peersPatience));
    QVERIFY2(program.waitForOutput(shown).hasMatch(), qPrintable(program.output().right(500)));
    QVERIFY(program.output().count(u'\n') < 2000);
    // What was said is not said again: with those that were shown, each line counts once.
    client->write(QByteArray("y\n").repeated(50'000) + "end\n");
    while (client->bytesToWrite() > 0)
        QVERIFY(client->waitForBytesWritten(peersPatience));
    const auto counted = [&program] {
        static const QRegularExpression line(u": (?:x|last|y|end)\n"_s),
            hidden(u"(\\d+) more lines arrived than can be shown\\.\n"_s);
        qint64 lines = program.output().count(line);
        for (auto each = hidden.globalMatch(program.output()); each.hasNext();)
            lines += each.next().captured(1).toLongLong();
        return lines;
    };
    static const QRegularExpression never(u"(?!)"_s);
    const QDeadlineTimer limit(peersPatience);
    while (counted() < 150'002 && !limit.hasExpired())
        QVERIFY(!program.waitForOutput(never, 200).hasMatch());
    QCOMPARE(counted(), 150'002);
}

void ServersTest::broadcastTellsAllOthersWhoSaidIt()
{
    RunningProgram program({u"--serve"_s, u"broadcast://127.0.0.1:0"_s});
    const auto first = connectedTo(program.port()), second = connectedTo(program.port()),
               third = connectedTo(program.port());
    QVERIFY(first && second && third);
    static const QRegularExpression three(u"connections 3 "_s);
    QVERIFY(program.waitForOutput(three).hasMatch());
    const QByteArray name = "127.0.0.1:" + QByteArray::number(first->localPort()) + ": ";
    first->write("hel");
    QVERIFY(first->waitForBytesWritten(peersPatience));
    first->write("lo\nyou\n");
    const QByteArray heard = name + "hello\n" + name + "you\n";
    QVERIFY(first->waitForBytesWritten(peersPatience));
    QCOMPARE(readFrom(*second, heard.size()), heard);
    QCOMPARE(readFrom(*third, heard.size()), heard);
    QCOMPARE(first->bytesAvailable(), 0);
    first->write("no end"); // of the line: it is passed on when its writer leaves
    QVERIFY(first->waitForBytesWritten(peersPatience));
    first->disconnectFromHost();
    const QByteArray last = name + "no end\n";
    QCOMPARE(readFrom(*second, last.size()), last);
    QCOMPARE(readFrom(*third, last.size()), last);
}

void ServersTest::rawBroadcastPassesBytesOn()
{
    RunningProgram program({u"--serve"_s, u"broadcast://127.0.0.1:0?raw"_s});
    const auto first = connectedTo(program.port()), second = connectedTo(program.port());
    QVERIFY(first && second);
    static const QRegularExpression two(u"connections 2 "_s);
    QVERIFY(program.waitForOutput(two).hasMatch());
    first->write("no line");
    QVERIFY(first->waitForBytesWritten(peersPatience));
    QCOMPARE(readFrom(*second, 7), QByteArray("no line"));
}

void ServersTest::sockperfMeasures_data()
{
    QTest::addColumn<QString>("transport");
    QTest::newRow("udp") << u"udp"_s;
    QTest::newRow("tcp") << u"tcp"_s;
}

void ServersTest::sockperfMeasures()
{
    if (!hasProgram(u"sockperf"_s))
        QSKIP("sockperf is not installed");
    QFETCH(QString, transport);
    RunningProgram program({u"--serve"_s, u"sockperf+%1://127.0.0.1:0"_s.arg(transport)});
    QStringList arguments {
        u"ping-pong"_s, u"-i"_s, u"127.0.0.1"_s, u"-p"_s, QString::number(program.port()),
        u"-t"_s,        u"1"_s,  u"-m"_s,        u"100"_s};
    if (transport == u"tcp")
        arguments << u"--tcp"_s;
    const QByteArray report = outputOf(u"sockperf"_s, arguments);
    static const QRegularExpression received(u"SentMessages=(\\d+); ReceivedMessages=(\\d+)"_s);
    const auto match = received.match(QString::fromUtf8(report));
    QVERIFY2(match.hasMatch() && match.captured(2).toInt() > 100, report.constData());
    QVERIFY(report.contains("Summary: Latency is"));
}

void ServersTest::garbageForSockperfEndsThatConnectionAlone()
{
    RunningProgram program({u"--serve"_s, u"sockperf+tcp://127.0.0.1:0"_s});
    const auto garbage = connectedTo(program.port()), other = connectedTo(program.port());
    QVERIFY(garbage && other);
    garbage->write(QByteArray(64, '\xff'));
    QVERIFY(garbage->waitForBytesWritten(peersPatience));
    QVERIFY(garbage->state() == QAbstractSocket::UnconnectedState
            || garbage->waitForDisconnected(peersPatience));
    const QByteArray ping = QByteArray::fromHex("000000000000000100030000000e");
    other->write(ping);
    QVERIFY(other->waitForBytesWritten(peersPatience));
    QCOMPARE(readFrom(*other, 14), QByteArray::fromHex("000000000000000100020000000e"));
}

// --- Sockets ---

void ServersTest::serversAreNamedInTheOrderOfTheCommandLine()
{
    // Some have to look up a name, make a key or bind many ports; others are up at once.
    RunningProgram program({u"--serve"_s, u"echo+tls://localhost:0?v6only"_s, u"--serve"_s,
                            u"discard://127.0.0.1:0"_s, u"--serve"_s, u"time://localhost:0"_s,
                            u"--serve"_s, u"daytime+udp://127.0.0.1:0"_s, u"--serve"_s,
                            u"chargen://localhost:0"_s, u"--serve"_s, u"receive://127.0.0.1:0"_s});
    QVERIFY(program.waitForOutput(QRegularExpression(u"serving receive"_s)).hasMatch());
    QStringList kinds;
    static const QRegularExpression serving(u"serving (\\S+)"_s);
    for (auto match = serving.globalMatch(program.output()); match.hasNext();)
        kinds << match.next().captured(1);
    kinds.removeDuplicates();
    QCOMPARE(kinds,
             (QStringList {u"echo"_s, u"discard"_s, u"time"_s, u"daytime"_s, u"chargen"_s,
                           u"receive"_s}));
}

void ServersTest::severalPortsAreServedAtOnce()
{
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0?ports=5"_s});
    static const QRegularExpression five(u"(serving echo tcp 127\\.0\\.0\\.1:\\d+\n){5}"_s);
    QVERIFY2(program.waitForOutput(five).hasMatch(), qPrintable(program.output()));
    static const QRegularExpression one(u"serving echo tcp 127\\.0\\.0\\.1:(\\d+)\n"_s);
    for (auto match = one.globalMatch(program.output()); match.hasNext();) {
        const auto client = connectedTo(match.next().captured(1).toInt());
        QVERIFY(client);
        client->write("x");
        QVERIFY(client->waitForBytesWritten(peersPatience));
        QCOMPARE(readFrom(*client, 1), QByteArray("x"));
    }
}

void ServersTest::portsBeyondTheLastAreRefused()
{
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:65534?ports=3"_s});
    QCOMPARE(program.waitForEnd(), 1);
    QVERIFY(program.process().readAllStandardError().contains(
        "3 ports from 65534 go beyond 65535. Use fewer, or a lower first port."));
}

void ServersTest::ipv6OnlyRefusesIpv4()
{
    RunningProgram both({u"--serve"_s, u"echo://[::]:0"_s});
    QVERIFY(connectedTo(both.port(), u"::1"_s));
    QVERIFY(connectedTo(both.port()));
    RunningProgram only({u"--serve"_s, u"echo://[::]:0?v6only"_s});
    QVERIFY(connectedTo(only.port(), u"::1"_s));
    QVERIFY(!connectedTo(only.port()));
}

void ServersTest::aPortIsSharedWhereBothSaySo()
{
    RunningProgram first({u"--serve"_s, u"echo://127.0.0.1:0?reuse_port"_s});
    RunningProgram second({u"--serve"_s, u"echo://127.0.0.1:%1?reuse_port"_s.arg(first.port())});
    QCOMPARE(second.port(), first.port());
    RunningProgram third({u"--serve"_s, u"echo://127.0.0.1:%1"_s.arg(first.port())});
    QCOMPARE(third.waitForEnd(), 1);
}

void ServersTest::aPathIsFreedAtTheEnd_data()
{
    QTest::addColumn<QString>("api");
    for (const char *api : {"protocol", "streams", "sockets"})
        QTest::newRow(api) << QString::fromLatin1(api);
}

void ServersTest::aPathIsFreedAtTheEnd()
{
    QFETCH(QString, api);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"echo"_s);
    RunningProgram program({u"--serve"_s, u"echo+unix://%1?api=%2"_s.arg(path, api)});
    QVERIFY(program.waitForOutput(QRegularExpression(u"serving echo unix "_s + path + u'\n'))
                .hasMatch());
    QVERIFY(QFile::exists(path));
    QCOMPARE(::kill(pid_t(program.process().processId()), SIGTERM), 0);
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY(!QFile::exists(path));
}

void ServersTest::aStaleSocketIsReplaced()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"echo"_s);
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, path.toUtf8().constData(), sizeof address.sun_path);
    const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
    QCOMPARE(::bind(left, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    ::close(left);
    QVERIFY(QFile::exists(path));

    RunningProgram program({u"--serve"_s, u"echo+unix://"_s + path});
    QVERIFY(program.waitForOutput(QRegularExpression(u"serving echo unix"_s)).hasMatch());
    RunningProgram second({u"--serve"_s, u"echo+unix://"_s + path});
    QCOMPARE(second.waitForEnd(), 1);
    QVERIFY(second.process().readAllStandardError().contains("is in use by another program"));
    QCOMPARE(outputOf(u"nc.openbsd"_s, {u"-N"_s, u"-U"_s, path}, "still there"),
             QByteArray("still there"));
}

QTEST_GUILESS_MAIN(ServersTest)
#include "ServersTest.moc"
