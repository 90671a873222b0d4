// SPDX-License-Identifier: GPL-3.0-or-later

// Programs that people have, as clients of the real program: what they send to an echo server of
// any level comes back byte for byte.

#include "RunningProgram.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr int megabyte = 1'000'000;

QByteArray hashOf(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    return file.open(QIODevice::ReadOnly) && hash.addData(&file) ? hash.result() : QByteArray();
}

} // namespace

class EchoClientsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void asyncioGetsBackWhatItSent_data();
    void asyncioGetsBackWhatItSent();
    void netcatGetsBackWhatItSent_data();
    void netcatGetsBackWhatItSent();
    void netcatSendsByteByByte_data();
    void netcatSendsByteByByte();
    void aPrefixStandsBeforeEachReply_data();
    void aPrefixStandsBeforeEachReply();
    void anIdleConnectionIsClosedAndDataKeepsItOpen_data();
    void anIdleConnectionIsClosedAndDataKeepsItOpen();

private:
    void addLevels();

    QTemporaryDir folder_;
    QString file_; // 100 MB
};

void EchoClientsTest::initTestCase()
{
    file_ = folder_.filePath(u"sent"_s);
    QFile file(file_);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QRandomGenerator random(2);
    QByteArray block(megabyte, Qt::Uninitialized);
    for (int i = 0; i < 100; ++i) {
        random.fillRange(reinterpret_cast<quint32 *>(block.data()), block.size() / 4);
        QCOMPARE(file.write(block), block.size());
    }
}

void EchoClientsTest::addLevels()
{
    QTest::addColumn<QString>("api");
    for (const char *api : {"protocol", "streams", "sockets"})
        QTest::newRow(api) << QString::fromLatin1(api);
}

void EchoClientsTest::asyncioGetsBackWhatItSent_data()
{
    QTest::addColumn<QString>("api");
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("amount");
    for (const char *api : {"protocol", "streams", "sockets"}) {
        QTest::addRow("%s, 100 MB and half-close", api)
            << QString::fromLatin1(api) << u"bulk"_s << 100 * megabyte;
        QTest::addRow("%s, 1,000 connections", api)
            << QString::fromLatin1(api) << u"many"_s << 1000;
        QTest::addRow("%s, byte by byte", api) << QString::fromLatin1(api) << u"bytewise"_s << 1000;
    }
}

void EchoClientsTest::asyncioGetsBackWhatItSent()
{
    QFETCH(QString, api);
    QFETCH(QString, what);
    QFETCH(int, amount);
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0?api="_s + api});
    QVERIFY(program.port() > 0);
    QProcess client;
    client.start(u"python3"_s,
                 {QStringLiteral(ECHO_CLIENT), QString::number(program.port()), what,
                  QString::number(amount)});
    QVERIFY(client.waitForFinished(60'000));
    QVERIFY2(client.exitCode() == 0, client.readAllStandardError().constData());
}

void EchoClientsTest::netcatGetsBackWhatItSent_data()
{
    QTest::addColumn<QString>("api");
    QTest::addColumn<QStringList>("command");
    for (const char *api : {"protocol", "streams", "sockets"}) {
        QTest::addRow("%s, nc", api)
            << QString::fromLatin1(api) << QStringList {u"nc.openbsd"_s, u"-N"_s};
        QTest::addRow("%s, ncat", api) << QString::fromLatin1(api) << QStringList {u"ncat"_s};
    }
}

void EchoClientsTest::netcatGetsBackWhatItSent()
{
    QFETCH(QString, api);
    QFETCH(QStringList, command);
    if (QStandardPaths::findExecutable(command.first()).isEmpty())
        QSKIP("this netcat is not installed");
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0?api="_s + api});
    QVERIFY(program.port() > 0);
    const QString back = folder_.filePath(u"back"_s);
    QProcess client;
    client.setStandardInputFile(file_);
    client.setStandardOutputFile(back);
    client.start(command.first(),
                 command.mid(1) + QStringList {u"127.0.0.1"_s, QString::number(program.port())});
    QVERIFY(client.waitForFinished(60'000));
    QCOMPARE(client.exitCode(), 0);
    QCOMPARE(QFile(back).size(), qint64(100) * megabyte);
    QCOMPARE(hashOf(back), hashOf(file_));
}

void EchoClientsTest::netcatSendsByteByByte_data()
{
    netcatGetsBackWhatItSent_data();
}

void EchoClientsTest::netcatSendsByteByByte()
{
    QFETCH(QString, api);
    QFETCH(QStringList, command);
    if (QStandardPaths::findExecutable(command.first()).isEmpty())
        QSKIP("this netcat is not installed");
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0?api="_s + api});
    QProcess client;
    client.start(command.first(),
                 command.mid(1) + QStringList {u"127.0.0.1"_s, QString::number(program.port())});
    QVERIFY(client.waitForStarted());
    for (int i = 0; i < 200; ++i) {
        const char byte = char(i);
        client.write(&byte, 1);
        while (client.bytesAvailable() == 0)
            QVERIFY(client.waitForReadyRead(10'000));
        QCOMPARE(client.readAllStandardOutput(), QByteArray(1, byte));
    }
    client.closeWriteChannel();
    QVERIFY(client.waitForFinished(10'000));
    QCOMPARE(client.readAllStandardOutput(), QByteArray());
}

void EchoClientsTest::aPrefixStandsBeforeEachReply_data()
{
    addLevels();
}

void EchoClientsTest::aPrefixStandsBeforeEachReply()
{
    QFETCH(QString, api);
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0?prefix=Re:%20&api="_s + api});
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, quint16(program.port()));
    QVERIFY(client.waitForConnected());
    for (const char *line : {"hello", "again"}) {
        client.write(line);
        const QByteArray expected = QByteArray("Re: ") + line;
        QByteArray answer;
        while (answer.size() < expected.size() && client.waitForReadyRead(10'000))
            answer += client.readAll();
        QCOMPARE(answer, expected);
    }
}

void EchoClientsTest::anIdleConnectionIsClosedAndDataKeepsItOpen_data()
{
    addLevels();
}

void EchoClientsTest::anIdleConnectionIsClosedAndDataKeepsItOpen()
{
    QFETCH(QString, api);
    RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0?idle=600ms&api="_s + api});
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, quint16(program.port()));
    QVERIFY(client.waitForConnected());
    QElapsedTimer timer;
    timer.start();
    // Three gaps that are each shorter than the time-out, and together longer.
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!client.waitForDisconnected(350));
        client.write("x");
        QVERIFY(client.waitForReadyRead(10'000));
        QCOMPARE(client.readAll(), QByteArray("x"));
    }
    const qint64 lastData = timer.elapsed();
    QVERIFY(lastData >= 1000);
    QVERIFY(client.waitForDisconnected(10'000));
    QVERIFY(timer.elapsed() - lastData >= 500);
}

QTEST_GUILESS_MAIN(EchoClientsTest)
#include "EchoClientsTest.moc"
