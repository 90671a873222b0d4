// SPDX-License-Identifier: GPL-3.0-or-later

// What peers do that cut, forge, do not read, or send on: servers of every kind take it.

#include "RunningProgram.h"
#include "ServerPeers.h"

#include <QtCore/QDate>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

class PeersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void receiveShowsALineOnceHoweverItIsCut();
    void receiveShowsEmptyDatagrams();
    void chargenAnswersADatagramWithUpTo512Characters();
    void whatAnswersAnythingDoesNotAnswerItself_data();
    void whatAnswersAnythingDoesNotAnswerItself();
    void twoServersOfOursDoNotTalkForEver_data();
    void twoServersOfOursDoNotTalkForEver();
    void anAnswerIsNotLostToWhatTheClientStillSends();
    void aLongMessageForSockperfComesBackAsItIsSent();
    void slowReadersOfABroadcastTakeBoundedMemoryAndGiveItBack();
    void aBroadcastPassesOnWhatEndsWithoutALine();
    void eachOfManyShortLinesIsBroadcastOnce();
    void aMessageForSockperfMayComeInPieces();
};

void PeersTest::receiveShowsALineOnceHoweverItIsCut()
{
    RunningProgram program({u"--serve"_s, u"receive://127.0.0.1:0"_s});
    const auto client = connectedTo(program.port()), marker = connectedTo(program.port());
    QVERIFY(client && marker);
    int pieces = 0;
    client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const QString name = u"127.0.0.1:%1"_s.arg(client->localPort());
    for (const QByteArray &piece : {"hel"_ba, "lo\r"_ba, "\nz\xc3"_ba, "\xbcrich\n"_ba, "end"_ba}) {
        client->write(piece);
        QVERIFY(client->waitForBytesWritten(peersPatience));
        // A line of another client that comes after it is shown: the piece was taken by itself.
        marker->write("mark " + QByteArray::number(++pieces) + '\n');
        QVERIFY(marker->waitForBytesWritten(peersPatience));
        const QRegularExpression marked(u"mark %1\n"_s.arg(pieces));
        QVERIFY(program.waitForOutput(marked).hasMatch());
    }
    client->disconnectFromHost();
    static const QRegularExpression closed(u"Connection closed: .*\n"_s);
    QVERIFY(program.waitForOutput(closed).hasMatch());
    const QStringList lines = program.output().split(u'\n').filter(name);
    QCOMPARE(
        lines,
        (QStringList {u"Connection from: "_s + name, name + u": hello"_s, name + u": z\u00fcrich"_s,
                      name + u": end"_s, u"Connection closed: "_s + name}));
}

void PeersTest::receiveShowsEmptyDatagrams()
{
    QTemporaryDir folder;
    const QString log = folder.filePath(u"log.jsonl"_s);
    RunningProgram program({u"--serve"_s, u"receive+udp://127.0.0.1:0"_s, u"--export"_s, log});
    QUdpSocket socket;
    socket.bind(QHostAddress::LocalHost);
    for (const QByteArray &data : {"A"_ba, ""_ba, "B"_ba})
        socket.writeDatagram(data, QHostAddress::LocalHost, quint16(program.port()));
    const QString me = QRegularExpression::escape(u"127.0.0.1:%1: "_s.arg(socket.localPort()));
    const QRegularExpression shown(u"%1A\n%1\n%1B\n"_s.arg(me));
    QVERIFY2(program.waitForOutput(shown).hasMatch(), qPrintable(program.output()));
    QVERIFY(program.waitForSummary());
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0);
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QList<int> bytes;
    while (!file.atEnd()) {
        const QJsonObject event = QJsonDocument::fromJson(file.readLine()).object();
        if (event["event"_L1].toString() == u"data in")
            bytes << event["bytes"_L1].toInt(-1);
    }
    QCOMPARE(bytes, (QList<int> {1, 0, 1}));
}

void PeersTest::chargenAnswersADatagramWithUpTo512Characters()
{
    RunningProgram program({u"--serve"_s, u"chargen+udp://127.0.0.1:0"_s});
    QByteArray lines;
    for (int line = 0; line < 8; ++line) {
        for (int column = 0; column < 72; ++column)
            lines += char(' ' + (line + column) % 95);
        lines += "\r\n";
    }
    qsizetype longest = 0, shortest = 512;
    for (int i = 0; i < 64; ++i) { // of a random length, from 0 on
        const QByteArray text = datagramAnswer(program.port(), "?");
        QVERIFY2(text != "no answer" && lines.startsWith(text), text.constData());
        longest = qMax(longest, text.size());
        shortest = qMin(shortest, text.size());
    }
    QVERIFY2(longest <= 512 && longest > 256, qPrintable(QString::number(longest)));
    QVERIFY2(shortest < 256, qPrintable(QString::number(shortest)));
}

void PeersTest::whatAnswersAnythingDoesNotAnswerItself_data()
{
    QTest::addColumn<QString>("kind");
    for (const auto &kind : {u"chargen"_s, u"daytime"_s, u"time"_s})
        QTest::newRow(qPrintable(kind)) << kind;
}

void PeersTest::whatAnswersAnythingDoesNotAnswerItself()
{
    QFETCH(QString, kind);
    RunningProgram program({u"--serve"_s, kind + u"+udp://127.0.0.1:0"_s});
    QUdpSocket echo; // sends back what it gets
    echo.bind(QHostAddress::LocalHost);
    QByteArray answer;
    for (int i = 0; i < 50 && answer.size() < 4; ++i) { // those of chargen may be too short
        echo.writeDatagram("?", QHostAddress::LocalHost, quint16(program.port()));
        QVERIFY(echo.waitForReadyRead(peersPatience));
        answer.resize(echo.pendingDatagramSize());
        echo.readDatagram(answer.data(), answer.size());
    }
    echo.writeDatagram(answer, QHostAddress::LocalHost, quint16(program.port()));
    QVERIFY(datagramAnswer(program.port(), "?") != "no answer"); // so the echo was before it
    QVERIFY(!echo.hasPendingDatagrams());
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY2(program.output().contains(u", 1 missed"), qPrintable(program.output()));
}

void PeersTest::twoServersOfOursDoNotTalkForEver_data()
{
    QTest::addColumn<QString>("kind");
    for (const auto &kind : {u"echo"_s, u"chargen"_s, u"daytime"_s})
        QTest::newRow(qPrintable(kind)) << kind;
}

void PeersTest::twoServersOfOursDoNotTalkForEver()
{
    QFETCH(QString, kind);
    RunningProgram program({u"--serve"_s, u"echo+udp://127.0.0.1:0?reuse_port"_s, u"--serve"_s,
                            kind + u"+udp://127.0.0.1:0"_s});
    const QRegularExpression both(
        u"serving (\\S+ udp) \\S+:(\\d+)\n.*serving (\\S+ udp) \\S+:(\\d+)\n"_s,
        QRegularExpression::DotMatchesEverythingOption);
    const auto match = program.waitForOutput(both);
    QVERIFY(match.hasMatch());
    const auto portOf = [&](const QString &name, int other) {
        const bool first = match.captured(1) == name && (name != match.captured(3) || other == 0);
        return match.captured(first ? 2 : 4).toInt();
    };
    // A datagram that seems to come from the echo server, as a forged one does: sent from its port.
    const int forger = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    QCOMPARE(::setsockopt(forger, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on), 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int echo = portOf(u"echo udp"_s, 0), other = portOf(kind + u" udp"_s, 1);
    address.sin_port = htons(quint16(echo));
    if (::bind(forger, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        std::swap(echo, other); // of two echo servers, the one whose port may be shared
        address.sin_port = htons(quint16(echo));
        QCOMPARE(::bind(forger, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    }
    address.sin_port = htons(quint16(other));
    QCOMPARE(
        ::sendto(forger, "?", 1, 0, reinterpret_cast<const sockaddr *>(&address), sizeof address),
        1);
    ::close(forger);
    QVERIFY(datagramAnswer(other, "?") != "no answer");
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY2(program.output().contains(u": 2 datagrams, 2 B"_s), qPrintable(program.output()));
    QVERIFY2(program.output().contains(u", 1 not answered"_s), qPrintable(program.output()));
}

void PeersTest::anAnswerIsNotLostToWhatTheClientStillSends()
{
    // The client reads late, and sends on after the server has answered and is done with it.
    RunningProgram program({u"--serve"_s, u"daytime://127.0.0.1:0"_s});
    const QByteArray said
        = outputOf(u"python3"_s,
                   {u"-c"_s,
                    u"import socket, time\n"
                    "s = socket.create_connection(('127.0.0.1', %1))\n"
                    "for _ in range(10):\n    s.sendall(bytes(1000))\n"
                    "    time.sleep(0.02)\n"
                    "print(s.recv(99).decode(), s.recv(99))"_s.arg(program.port())});
    QVERIFY2(said.contains(QByteArray::number(QDate::currentDate().year()))
                 && said.trimmed().endsWith("b''"),
             said.constData());
}

void PeersTest::aLongMessageForSockperfComesBackAsItIsSent()
{
    RunningProgram program({u"--serve"_s, u"sockperf+tcp://127.0.0.1:0"_s});
    const auto client = connectedTo(program.port());
    QVERIFY(client);
    // 60 MB are announced, of which little comes: and that is back before there is more.
    const QByteArray announced = QByteArray::fromHex("0000000000000007000303938700");
    QCOMPARE(announced.size(), 14);
    const QByteArray some(1'000'000, 'p');
    client->write(announced + some);
    const QByteArray back = readFrom(*client, announced.size() + 900'000);
    QCOMPARE(back.first(14), QByteArray::fromHex("0000000000000007000203938700"));
    QCOMPARE(back.mid(14), some.first(900'000));
}

void PeersTest::slowReadersOfABroadcastTakeBoundedMemoryAndGiveItBack()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("a sanitizer keeps what was freed");
#endif
    RunningProgram program({u"--serve"_s, u"broadcast://127.0.0.1:0?raw"_s});
    const auto resident = [&program] { // MB
        QFile status(u"/proc/%1/status"_s.arg(program.process().processId()));
        if (!status.open(QIODevice::ReadOnly))
            return -1;
        static const QRegularExpression line(u"VmRSS:\\s+(\\d+) kB"_s);
        return line.match(QString::fromUtf8(status.readAll())).captured(1).toInt() / 1000;
    };
    const int before = resident();
    QVERIFY(before > 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(quint16(program.port()));
    std::vector<int> readers; // who never read, nor let the kernel do that for them
    for (int i = 0; i < 400; ++i) {
        readers.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const int little = 4096;
        ::setsockopt(readers.back(), SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
        QCOMPARE(
            ::connect(readers.back(), reinterpret_cast<const sockaddr *>(&address), sizeof address),
            0);
    }
    const auto sender = connectedTo(program.port()), hearing = connectedTo(program.port());
    QVERIFY(sender && hearing);
    int most = 0;
    for (int i = 0; i < 30; ++i) { // 4 MB for each, 1.6 GB in all
        sender->write(QByteArray(4'000'000 / 30, 'x'));
        while (sender->bytesToWrite() > 0)
            QVERIFY(sender->waitForBytesWritten(peersPatience));
        most = qMax(most, resident());
    }
    const auto heardLast = [&] { // once the server has passed on, or left out, all that came before
        sender->write("END");
        sender->waitForBytesWritten(peersPatience);
        while (hearing->waitForReadyRead(100))
            if (hearing->readAll().contains("END"))
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(heardLast(), peersPatience);
    most = qMax(most, resident());
    QVERIFY2(most - before < 250, qPrintable(QString::number(most)));
    for (const int reader : readers)
        ::close(reader);
    QTRY_VERIFY2_WITH_TIMEOUT(resident() - before < 15, qPrintable(QString::number(resident())),
                              peersPatience);
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0);
    static const QRegularExpression missed(u" sent, \\S+ missed"_s);
    QVERIFY2(program.output().contains(missed), qPrintable(program.output()));
}

void PeersTest::aBroadcastPassesOnWhatEndsWithoutALine()
{
    RunningProgram program({u"--serve"_s, u"broadcast://127.0.0.1:0"_s});
    const auto speaks = connectedTo(program.port()), hears = connectedTo(program.port());
    QVERIFY(speaks && hears);
    hears->write("here\n"); // both have joined once the other hears it
    QVERIFY(hears->waitForBytesWritten(peersPatience));
    const QByteArray other = "127.0.0.1:" + QByteArray::number(hears->localPort()) + ": here\n";
    QCOMPARE(readFrom(*speaks, other.size()), other);
    const QByteArray name = "127.0.0.1:" + QByteArray::number(speaks->localPort()) + ": ";
    speaks->write("first\nthe rest");
    QVERIFY(speaks->waitForBytesWritten(peersPatience));
    speaks->disconnectFromHost();
    const QByteArray all = name + "first\n" + name + "the rest\n";
    QCOMPARE(readFrom(*hears, all.size()), all);
}

// Prefixed with names, they exceed what is sent in one write.
void PeersTest::eachOfManyShortLinesIsBroadcastOnce()
{
    RunningProgram program({u"--serve"_s, u"broadcast://127.0.0.1:0"_s});
    const auto speaks = connectedTo(program.port()), hears = connectedTo(program.port());
    QVERIFY(speaks && hears);
    hears->write("here\n");
    QVERIFY(hears->waitForBytesWritten(peersPatience));
    QCOMPARE(readFrom(*speaks, 7).size(), 7);
    const QByteArray name = "127.0.0.1:" + QByteArray::number(speaks->localPort()) + ": ";
    QByteArray said, all;
    for (int i = 0; i < 10'000; ++i) {
        const QByteArray line = QByteArray::number(i) + '\n';
        said += line;
        all += name + line;
    }
    said += "over\n"; // which comes next, and nothing of the others again
    all += name + "over\n";
    speaks->write(said);
    while (speaks->bytesToWrite() > 0)
        QVERIFY(speaks->waitForBytesWritten(peersPatience));
    const QByteArray heard = readFrom(*hears, all.size());
    QCOMPARE(heard.size(), all.size());
    QVERIFY(heard == all);
}

void PeersTest::aMessageForSockperfMayComeInPieces()
{
    RunningProgram program({u"--serve"_s, u"sockperf+tcp://127.0.0.1:0"_s});
    const auto client = connectedTo(program.port());
    QVERIFY(client);
    client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const QByteArray message = QByteArray::fromHex("0000000000000007000300000010") + "pp";
    QCOMPARE(message.size(), 16);
    for (int round = 0; round < 2; ++round) {
        for (const QByteArray &piece : {message.first(5), message.mid(5, 4), message.mid(9)}) {
            client->write(piece);
            QVERIFY(client->waitForBytesWritten(peersPatience));
            QVERIFY(piece.endsWith("pp") || !client->waitForReadyRead(100)); // it is no message yet
        }
        const QByteArray back = readFrom(*client, message.size());
        QCOMPARE(back, QByteArray::fromHex("0000000000000007000200000010") + "pp");
    }
}

QTEST_GUILESS_MAIN(PeersTest)
#include "PeersTest.moc"
