// SPDX-License-Identifier: GPL-3.0-or-later

// Recorded conversations, said again by the real program: to servers as their client, and to
// clients as their server.

#include "tests/app/RunningProgram.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class ReplayTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString path(const QString &name) const { return folder_.filePath(name); }
    QString said_ = u"first line\nsecond line\n"_s;
    QString ofClient_, ofServer_; // the numbers of the two ends in the recording

private Q_SLOTS:
    void initTestCase();
    void theByteThatAServerAnswersOtherwiseIsNamed();
    void aServerThatAnswersAlikeMeetsTheLimit();
    void bothSidesAreReplayedToEachOther_data();
    void bothSidesAreReplayedToEachOther();
    void aRealClientIsPlayedTheServer();
    void datagramsAreReplayed();
    void aClientOfTheSameProgramWaitsForTheServer();
    void whatCannotBeReplayedIsOneSentence_data();
    void whatCannotBeReplayedIsOneSentence();

private:
    // Its client is done, and then it is ended.
    static bool stopped(RunningProgram &program, const QString &words)
    {
        const bool done = program.waitForOutput(QRegularExpression(words)).hasMatch();
        program.process().terminate();
        return program.waitForEnd() == 0 && done;
    }
    QString one(const QString &sql);
    QString file(const QString &more = {}) const
    {
        return u"file="_s + path(u"talk.loopscope"_s) + more;
    }
};

QString ReplayTest::one(const QString &sql)
{
    QProcess query;
    query.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                {u"query"_s, path(u"talk.loopscope"_s), sql, u"--csv"_s});
    query.waitForFinished();
    return QString::fromUtf8(query.readAllStandardOutput()).section(u'\n', 1, 1).trimmed();
}

// A real conversation of an echo server and a client of lines.
void ReplayTest::initTestCase()
{
    QFile lines(path(u"lines"_s));
    QVERIFY(lines.open(QIODevice::WriteOnly));
    lines.write(said_.toUtf8());
    lines.close();
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                            u"lines://127.0.0.1:0?end=%0A&file="_s + lines.fileName(),
                            u"--record"_s, path(u"talk.loopscope"_s)});
    QVERIFY(stopped(program, u"stopped lines "_s));
    ofClient_ = one(u"SELECT id FROM connections WHERE role = 'client'"_s);
    ofServer_ = one(u"SELECT id FROM connections WHERE role = 'server'"_s);
    QVERIFY2(!ofClient_.isEmpty() && !ofServer_.isEmpty(), qPrintable(program.output()));
}

void ReplayTest::theByteThatAServerAnswersOtherwiseIsNamed()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, this, [&server] {
        QTcpSocket *client = server.nextPendingConnection();
        connect(client, &QTcpSocket::readyRead, client,
                [client] { client->write(client->readAll().replace("second", "sEcond")); });
    });
    const QString junit = path(u"junit.xml"_s);
    RunningProgram program(
        {u"--connect"_s,
         u"replay://127.0.0.1:%1?speed=max&limit=differences<1&%2"_s.arg(server.serverPort())
             .arg(file(u"&connection="_s + ofClient_)),
         u"--junit"_s, junit});
    QTRY_COMPARE_WITH_TIMEOUT(program.process().state(), QProcess::NotRunning, 20'000);
    QCOMPARE(program.waitForEnd(), 1);
    const QString named = u"byte 12: expected 65 'e', got 45 'E'"_s;
    QVERIFY2(program.output().contains(u"difference at "_s + named), qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"\nlimit differences<1 not met: 1\n"_s),
             qPrintable(program.output()));
    QFile report(junit);
    QVERIFY(report.open(QIODevice::ReadOnly));
    const QString verdicts = QString::fromUtf8(report.readAll());
    QVERIFY2(verdicts.contains(u"differences&lt;1"_s) && verdicts.contains(u"byte 12: "_s),
             qPrintable(verdicts));
}

// Either end of the recorded connection says what the client said.
void ReplayTest::aServerThatAnswersAlikeMeetsTheLimit()
{
    RunningProgram server({u"--serve"_s, u"echo://127.0.0.1:0"_s});
    for (const QString &end : {ofClient_, ofServer_}) {
        RunningProgram program(
            {u"--connect"_s,
             u"replay://127.0.0.1:%1?speed=max&limit=differences<1&%2"_s.arg(server.port())
                 .arg(file(u"&connection="_s + end))});
        QVERIFY2(program.waitForEnd() == 0, qPrintable(program.output()));
        QVERIFY2(program.output().contains(u"\nlimit differences<1 met: 0\n"_s),
                 qPrintable(program.output()));
    }
}

void ReplayTest::bothSidesAreReplayedToEachOther_data()
{
    QTest::addColumn<QString>("transport");
    QTest::addColumn<QString>("more");
    QTest::newRow("tcp") << u"tcp"_s << QString();
    QTest::newRow("unix") << u"unix"_s << QString();
    QTest::newRow("udp") << u"udp"_s << QString();
    QTest::newRow("tls") << u"tls"_s << u"&verify=false"_s;
}

void ReplayTest::bothSidesAreReplayedToEachOther()
{
    QFETCH(QString, transport);
    QFETCH(QString, more);
    const bool isUnix = transport == u"unix";
    const auto url = [&](int port) {
        return u"replay+%1://%2?speed=10&limit=differences<1&%3"_s.arg(
            transport, isUnix ? path(u"socket"_s) : u"127.0.0.1:%1"_s.arg(port), file());
    };
    RunningProgram server({u"--serve"_s, url(0)});
    QVERIFY2(server.output().contains(u"serving replay-server "_s), qPrintable(server.output()));
    RunningProgram client({u"--connect"_s, url(server.port()) + more});
    QVERIFY2(client.waitForEnd() == 0, qPrintable(client.output()));
    server.process().terminate();
    QVERIFY2(server.waitForEnd() == 0, qPrintable(server.output()));
    for (const QString &output : {client.output(), server.output()})
        QVERIFY2(output.contains(u"\nlimit differences<1 met: 0\n"_s), qPrintable(output));
}

void ReplayTest::aRealClientIsPlayedTheServer()
{
    RunningProgram program({u"--serve"_s, u"replay://127.0.0.1:0?speed=max&"_s + file()});
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, quint16(program.port()));
    QVERIFY(client.waitForConnected());
    QByteArray answered;
    for (const QByteArray &line : QByteArrayList {"first line\n", "Second line\n"}) {
        client.write(line);
        const qsizetype expected = answered.size() + line.size();
        while (answered.size() < expected && client.waitForReadyRead(10'000))
            answered += client.readAll();
    }
    QCOMPARE(QString::fromUtf8(answered), said_);
    QVERIFY2(program
                 .waitForOutput(
                     QRegularExpression(u"difference at byte 11: expected 73 's', got 53 'S'"_s))
                 .hasMatch(),
             qPrintable(program.output()));
}

void ReplayTest::datagramsAreReplayed()
{
    RunningProgram server({u"--serve"_s, u"echo+udp://127.0.0.1:0"_s});
    RunningProgram program(
        {u"--connect"_s,
         u"replay+udp://127.0.0.1:%1?speed=max&limit=differences<1&%2"_s.arg(server.port())
             .arg(file())});
    QVERIFY2(program.waitForEnd() == 0, qPrintable(program.output()));
    QVERIFY2(program.output().contains(u"2 messages sent, 23 B compared, 0 differences"_s),
             qPrintable(program.output()));
}

// The server reads its recording before it listens; the client would find nobody there.
void ReplayTest::aClientOfTheSameProgramWaitsForTheServer()
{
    const QString there = u"unix://"_s + path(u"waits"_s);
    RunningProgram program({u"--serve"_s, u"replay+"_s + there + u"?speed=max&"_s + file(),
                            u"--connect"_s,
                            u"lines+"_s + there + u"?end=%0A&file="_s + path(u"lines"_s)});
    QVERIFY2(stopped(program, u"stopped lines "_s), qPrintable(program.output()));
    QVERIFY2(!program.output().contains(u"failed"_s), qPrintable(program.output()));
}

void ReplayTest::whatCannotBeReplayedIsOneSentence_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("no file") << u"?speed=max"_s << u" needs the option file: Recording"_s;
    QTest::newRow("a file that is not there")
        << u"?file=/nowhere.loopscope"_s << u"/nowhere.loopscope"_s;
    QTest::newRow("no such connection") << u'?' + file(u"&connection=999"_s)
                                        << u"has no connection 999. Something was said over "_s;
    QTest::newRow("no speed") << u"?speed=fast&"_s + file()
                              << u"is not a speed; use max or a number such as 1, 10 or 0.5"_s;
}

void ReplayTest::whatCannotBeReplayedIsOneSentence()
{
    QFETCH(QString, options);
    QFETCH(QString, sentence);
    for (const QString &how : {u"--serve"_s, u"--connect"_s}) {
        QProcess program;
        program.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                      {u"--headless"_s, how, u"replay://127.0.0.1:9"_s + options});
        QVERIFY(program.waitForFinished(20'000));
        QVERIFY(program.exitCode() != 0);
        const QString error = QString::fromUtf8(program.readAllStandardError());
        QVERIFY2(error.contains(sentence), qPrintable(error));
    }
}

QTEST_GUILESS_MAIN(ReplayTest)
#include "ReplayTest.moc"
