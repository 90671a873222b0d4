// SPDX-License-Identifier: GPL-3.0-or-later

// The command line's promises, kept by the real program: what it prints, how it ends, with which
// status.

#include "RunningProgram.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;

class ProgramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSignalEndsItWithStatusZero_data();
    void aSignalEndsItWithStatusZero();
    void aSignalClosesOpenConnections();
    void itEndsAfterTheTimeGiven();
    void aWrongCommandLineEndsWithStatusTwo();
    void aPortInUseEndsWithStatusOne();
    void aRefusedClientEndsWithStatusOne();
    void aFileThatIsMissingIsToldInWords();
    void helpAndVersionPrintAndEnd();
    void linesAreAnsweredAndItEndsByItself();
    void theLoadClientReportsWhatItMeasured();
    void aLoadWithARateKeepsToIt();
    void aSummaryComesEverySecond();
    void itServesOnIPv6();
    void theLogIsExportedAtTheEnd();
};

void ProgramTest::aSignalEndsItWithStatusZero_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void ProgramTest::aSignalEndsItWithStatusZero()
{
    QFETCH(int, signal);
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s});
    QVERIFY(program.port() > 0);
    QCOMPARE(::kill(pid_t(program.process().processId()), signal), 0);
    QCOMPARE(program.waitForEnd(), 0);
}

void ProgramTest::aSignalClosesOpenConnections()
{
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0?api=protocol"_s, u"--serve"_s,
                            u"echo://127.0.0.1:0?api=streams"_s, u"--serve"_s,
                            u"echo://127.0.0.1:0?api=sockets"_s});
    static const QRegularExpression threeServers(
        u"(?:serving echo tcp 127\\.0\\.0\\.1:(\\d+)\n.*?){3}"_s,
        QRegularExpression::DotMatchesEverythingOption);
    QVERIFY(program.waitForOutput(threeServers).hasMatch());
    static const QRegularExpression serving(u"serving echo tcp 127\\.0\\.0\\.1:(\\d+)"_s);
    std::vector<std::unique_ptr<QTcpSocket>> clients;
    auto each = serving.globalMatch(program.output());
    while (each.hasNext()) {
        auto client = std::make_unique<QTcpSocket>();
        client->connectToHost(u"127.0.0.1"_s, quint16(each.next().captured(1).toUInt()));
        QVERIFY(client->waitForConnected());
        client->write("x");
        QVERIFY(client->waitForReadyRead());
        clients.push_back(std::move(client));
    }
    QCOMPARE(clients.size(), std::size_t(3));
    QCOMPARE(::kill(pid_t(program.process().processId()), SIGTERM), 0);
    QCOMPARE(program.waitForEnd(), 0);
    for (const auto &client : clients) {
        QVERIFY(client->state() == QAbstractSocket::UnconnectedState
                || client->waitForDisconnected());
        QCOMPARE(client->error(), QAbstractSocket::RemoteHostClosedError);
    }
}

void ProgramTest::itEndsAfterTheTimeGiven()
{
    QElapsedTimer timer;
    timer.start();
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--for"_s, u"0.5"_s});
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY(timer.elapsed() >= 500);
}

void ProgramTest::aWrongCommandLineEndsWithStatusTwo()
{
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:99999"_s});
    QCOMPARE(program.waitForEnd(), 2);
    QCOMPARE(program.process().readAllStandardError(),
             "loopscope: --serve echo://127.0.0.1:99999: port 99999 is out of range; use 0 to "
             "65535, 0 for any "
             "free port.\n");
}

void ProgramTest::aPortInUseEndsWithStatusOne()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    for (const QString &api : {u"protocol"_s, u"streams"_s, u"sockets"_s}) {
        RunningProgram program(
            {u"--serve"_s, u"echo://127.0.0.1:%1?api=%2"_s.arg(other.serverPort()).arg(api)});
        QCOMPARE(program.waitForEnd(), 1);
        const QString error = QString::fromUtf8(program.process().readAllStandardError());
        QVERIFY2(
            error.contains(
                u"Port %1 is in use by another program. Choose another port, or 0 for any free one."_s
                    .arg(other.serverPort())),
            qPrintable(error));
    }
}

void ProgramTest::aRefusedClientEndsWithStatusOne()
{
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const quint16 port = closed.serverPort();
    closed.close();
    for (const QString &kind : {u"lines"_s, u"load"_s}) {
        RunningProgram program({u"--connect"_s, u"%1://127.0.0.1:%2"_s.arg(kind).arg(port)});
        QCOMPARE(program.waitForEnd(), 1);
        const QString error = QString::fromUtf8(program.process().readAllStandardError());
        QVERIFY2(error.contains(u"Nothing accepts connections at 127.0.0.1:%1."_s.arg(port)),
                 qPrintable(error));
    }
}

void ProgramTest::aFileThatIsMissingIsToldInWords()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QString url = u"lines://127.0.0.1:%1?file=/no/such/file"_s.arg(server.serverPort());
    RunningProgram program({u"--connect"_s, url});
    QCOMPARE(program.waitForEnd(), 1);
    QCOMPARE(QString::fromUtf8(program.process().readAllStandardError()),
             url
                 + u": /no/such/file cannot be read: No such file or directory. Check its "
                   u"name and its "
                   "permissions.\n"_s);
}

void ProgramTest::helpAndVersionPrintAndEnd()
{
    RunningProgram help({u"--help"_s});
    QCOMPARE(help.waitForEnd(), 0);
    QVERIFY(help.output().startsWith(u"Usage: loopscope"));
    RunningProgram version({u"--version"_s});
    QCOMPARE(version.waitForEnd(), 0);
    static const QRegularExpression expected(
        uR"(\Aloopscope \d+\.\d+\.\d+\nQt %1, OpenSSL 3\.\d+\.\d+, SQLite 3\.\d+\.\d+\n\z)"_s.arg(
            QString::fromLatin1(qVersion()).replace(u'.', u"\\."_s)));
    QVERIFY2(expected.match(version.output()).hasMatch(), qPrintable(version.output()));
}

void ProgramTest::linesAreAnsweredAndItEndsByItself()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    RunningProgram program({u"--connect"_s,
                            u"lines://127.0.0.1:%1?text=hello&text=two%20words&end=%0A"_s.replace(
                                u"%1"_s, QString::number(server.serverPort()))});
    QVERIFY(server.waitForNewConnection(10'000));
    QTcpSocket *client = server.nextPendingConnection();
    QByteArray received;
    while (client->state() == QAbstractSocket::ConnectedState && client->waitForReadyRead(10'000)) {
        const QByteArray data = client->readAll();
        received += data;
        client->write(data);
        client->flush();
    }
    client->disconnectFromHost();
    QCOMPARE(received, QByteArray("hello\ntwo words\n"));
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY2(program.output().contains(u"connecting lines tcp 127.0.0.1:"_s),
             qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"2 of 2 lines sent, 2 answered, 16 B back"_s),
             qPrintable(program.output()));
}

void ProgramTest::theLoadClientReportsWhatItMeasured()
{
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                            u"load://127.0.0.1:0?connections=20&size=1k&duration=1"_s, u"--for"_s,
                            u"2"_s});
    QCOMPARE(program.waitForEnd(), 0);
    static const QRegularExpression report(
        u"stopped load tcp \\S+: \\S+ msg/s, \\S+ messages, p50 .*, p90 .*, p99 .*, p99\\.9 .*, max .*\n"_s);
    QVERIFY2(report.match(program.output()).hasMatch(), qPrintable(program.output()));
    QVERIFY(!program.output().contains(u"wrong answers"));
}

void ProgramTest::aLoadWithARateKeepsToIt()
{
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                            u"load://127.0.0.1:0?connections=5&rate=100&duration=2"_s, u"--for"_s,
                            u"2.5"_s});
    QCOMPARE(program.waitForEnd(), 0);
    static const QRegularExpression report(u"stopped load .* (\\d+) messages"_s);
    const auto match = report.match(program.output());
    QVERIFY2(match.hasMatch(), qPrintable(program.output()));
    const int messages = match.captured(1).toInt();
    QVERIFY2(messages >= 150 && messages <= 205, qPrintable(match.captured(0)));
}

void ProgramTest::aSummaryComesEverySecond()
{
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                            u"load://127.0.0.1:0?connections=7&rate=70"_s});
    static const QRegularExpression twoLines(
        u"00:01  connections 14  tasks .*\n(?s:.*)00:02  connections 14  "_s);
    QVERIFY2(program.waitForOutput(twoLines).hasMatch(), qPrintable(program.output()));
}

void ProgramTest::itServesOnIPv6()
{
    QTcpServer probe;
    if (!probe.listen(QHostAddress::LocalHostIPv6))
        QSKIP("this machine has no IPv6");
    RunningProgram program(
        {u"--serve"_s, u"echo://[::1]:0"_s, u"--connect"_s, u"lines://[::1]:0"_s});
    static const QRegularExpression answered(u"5 of 5 lines sent, 5 answered"_s);
    QVERIFY2(program.waitForOutput(answered).hasMatch(), qPrintable(program.output()));
    QVERIFY(program.output().contains(u"serving echo tcp [::1]:"));
}

void ProgramTest::theLogIsExportedAtTheEnd()
{
    QTemporaryDir folder;
    const QString lines = folder.filePath(u"log.jsonl"_s), table = folder.filePath(u"log.csv"_s);
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                            u"lines://127.0.0.1:0?text=hello"_s, u"--export"_s, lines,
                            u"--export"_s, table});
    static const QRegularExpression answered(u"1 of 1 lines sent, 1 answered"_s);
    QVERIFY2(program.waitForOutput(answered).hasMatch(), qPrintable(program.output()));
    QCOMPARE(::kill(pid_t(program.process().processId()), SIGTERM), 0);
    QCOMPARE(program.waitForEnd(), 0);

    QFile json(lines);
    QVERIFY(json.open(QIODevice::ReadOnly));
    QSet<QString> events;
    QByteArray sent;
    while (!json.atEnd()) {
        const QJsonObject event = QJsonDocument::fromJson(json.readLine()).object();
        QVERIFY(!event.isEmpty());
        events << event[u"event"].toString();
        if (event[u"event"].toString() == u"data out" && sent.isEmpty())
            sent = event[u"payload"].toString().toUtf8();
    }
    for (const QString &event :
         {u"session"_s, u"connect"_s, u"data in"_s, u"data out"_s, u"close"_s})
        QVERIFY2(events.contains(event), qPrintable(event));
    QCOMPARE(sent, QByteArray("hello"));

    QFile csv(table);
    QVERIFY(csv.open(QIODevice::ReadOnly));
    QVERIFY(csv.readLine().startsWith("number,time,"));
    QVERIFY(csv.readAll().count('\n') >= 6);
}

QTEST_GUILESS_MAIN(ProgramTest)
#include "ProgramTest.moc"
