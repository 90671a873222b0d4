// SPDX-License-Identifier: GPL-3.0-or-later

// What the clients `lines` and `repeat` of the real program send: read by a server that the test
// is.

#include "RunningProgram.h"

#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

// Takes one connection and sends back what comes, until the client has ended.
class Listener {
public:
    Listener() { server_.listen(QHostAddress::LocalHost); }

    [[nodiscard]] QString url(const QString &kind, const QString &options) const
    {
        return kind + u"://127.0.0.1:"_s + QString::number(server_.serverPort()) + u'?' + options;
    }
    bool accept()
    {
        if (!client_ && server_.waitForNewConnection(10'000))
            client_.reset(server_.nextPendingConnection());
        return client_ != nullptr;
    }
    // Until so much has come, or the client has ended.
    QByteArray take(qsizetype bytes)
    {
        while (accept() && received_.size() < bytes && client_->waitForReadyRead(10'000)) {
            const QByteArray data = client_->readAll();
            received_ += data;
            client_->write(data);
            client_->flush();
        }
        return received_;
    }
    // What comes until nothing more has come for so long.
    QByteArray takeUntilQuiet(int milliseconds)
    {
        QByteArray all;
        while (accept() && client_->waitForReadyRead(milliseconds))
            all += client_->readAll();
        return all;
    }
    // As take(), while others in this thread have what to do: a program that writes to it.
    bool takeMeanwhile(qsizetype bytes)
    {
        return QTest::qWaitFor(
            [&] {
                const QByteArray data = client_->readAll();
                received_ += data;
                client_->write(data);
                return received_.size() >= bytes;
            },
            20'000);
    }
    [[nodiscard]] qsizetype received() const { return received_.size(); }
    void close()
    {
        client_->disconnectFromHost();
        client_->state() == QAbstractSocket::UnconnectedState
            || client_->waitForDisconnected(10'000);
    }

private:
    QTcpServer server_;
    std::unique_ptr<QTcpSocket> client_;
    QByteArray received_;
};

constexpr qsizetype everything = 1'000'000;

} // namespace

class LinesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesAreWrittenAsTheFormatSays_data();
    void linesAreWrittenAsTheFormatSays();
    void aWrongLineIsToldWithItsPlace();
    void standardInputIsSentAsItComes();
    void aLineThatIsSentInPartsCountsOnce_data();
    void aLineThatIsSentInPartsCountsOnce();
    void anEmptyStandardInputIsNoLine();
    void theServersEndEndsAWaitForInput();
    void aLineIsRepeatedAtItsTimes();
    void timesMissedInAPauseAreNotMadeUpFor();
    void aLimitCountsAnsweredLines();
    void anEncryptedConversationLeavesNothingOpen_data();
    void anEncryptedConversationLeavesNothingOpen();
};

void LinesTest::linesAreWrittenAsTheFormatSays_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("options");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plain") << u"lines"_s << u"text=a%5Cr&text=b&end=%0A"_s
                           << QByteArray("a\\r\nb\n");
    QTest::newRow("escapes") << u"lines"_s << u"format=escapes&text=a%5Cx01%5Cr%5Cn&end=%5Cn"_s
                             << QByteArray("a\x01\r\n\n");
    QTest::newRow("hex") << u"lines"_s << u"format=hex&text=61%2062&text=00&end=0d0a"_s
                         << QByteArray("ab\r\n\0\r\n", 7);
    QTest::newRow("repeated hex") << u"repeat"_s << u"format=hex&text=0a&every=0.01&count=2"_s
                                  << QByteArray("\n\n");
}

void LinesTest::linesAreWrittenAsTheFormatSays()
{
    QFETCH(QString, kind);
    QFETCH(QString, options);
    QFETCH(QByteArray, expected);
    Listener listener;
    RunningProgram program({u"--connect"_s, listener.url(kind, options)});
    QCOMPARE(listener.take(everything), expected);
    listener.close();
    QCOMPARE(program.waitForEnd(), 0);
}

void LinesTest::aWrongLineIsToldWithItsPlace()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"lines"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("0d 0a\nxy\n");
    file.close();
    Listener listener;
    RunningProgram program(
        {u"--connect"_s, listener.url(u"lines"_s, u"format=hex&file="_s + file.fileName())});
    QCOMPARE(listener.take(everything), QByteArray("\r\n"));
    QCOMPARE(program.waitForEnd(), 1);
    const QString error = QString::fromUtf8(program.process().readAllStandardError());
    QVERIFY2(
        error.endsWith(
            u": Line 2 of %1: 'xy' is not a byte in hex; write two digits for each, as in 0d 0a.\n"_s
                .arg(file.fileName())),
        qPrintable(error));
}

void LinesTest::standardInputIsSentAsItComes()
{
    Listener listener;
    RunningProgram program({u"--connect"_s, listener.url(u"lines"_s, u"file=-&end=%0A"_s)});
    QVERIFY(listener.accept());
    for (const QByteArray expected : {"one\n", "one\ntwo\n"}) {
        program.process().write(expected.right(4));
        QVERIFY(program.process().waitForBytesWritten());
        QCOMPARE(listener.take(expected.size()), expected);
    }
    program.process().closeWriteChannel();
    QCOMPARE(listener.take(everything), QByteArray("one\ntwo\n"));
    listener.close();
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY2(program.output().contains(u"2 of 2 lines sent, 2 answered"),
             qPrintable(program.output()));
}

void LinesTest::aLineThatIsSentInPartsCountsOnce_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QString>("figures");
    const QByteArray longLine(2'500'000, 'l'), twoParts(2 << 20, 'l');
    QTest::newRow("another follows") << longLine + "\nsecond\n"
                                     << longLine + "\nsecond\n"
                                     << u": 2 of 2 lines sent, 2 answered"_s;
    QTest::newRow("it is the end") << twoParts << twoParts + '\n'
                                   << u": 1 of 1 lines sent, 1 answered"_s;
}

void LinesTest::aLineThatIsSentInPartsCountsOnce()
{
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, expected);
    QFETCH(QString, figures);
    Listener listener;
    RunningProgram program({u"--connect"_s, listener.url(u"lines"_s, u"file=-&end=%0A"_s)});
    QVERIFY(listener.accept());
    program.process().write(typed);
    program.process().closeWriteChannel(); // once it is written
    QVERIFY(listener.takeMeanwhile(expected.size()));
    QVERIFY(listener.take(expected.size() + 1) == expected);
    listener.close();
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY2(program.output().contains(figures), qPrintable(program.output()));
}

void LinesTest::anEmptyStandardInputIsNoLine()
{
    Listener listener;
    RunningProgram program({u"--connect"_s, listener.url(u"lines"_s, u"file=-"_s)});
    program.process().closeWriteChannel();
    QCOMPARE(listener.take(everything), QByteArray());
    listener.close();
    QCOMPARE(program.waitForEnd(), 0);
}

void LinesTest::theServersEndEndsAWaitForInput()
{
    Listener listener;
    RunningProgram program({u"--connect"_s, listener.url(u"lines"_s, u"file=-"_s)});
    QVERIFY(listener.accept());
    listener.close();
    QCOMPARE(program.waitForEnd(), 0); // its standard input is open still
}

void LinesTest::aLineIsRepeatedAtItsTimes()
{
    Listener listener;
    QElapsedTimer timer;
    timer.start();
    RunningProgram program(
        {u"--connect"_s,
         listener.url(u"repeat"_s, u"text=b&every=200ms&count=4&limit=messages>=4"_s)});
    QCOMPARE(listener.take(everything), QByteArray("b\nb\nb\nb\n"));
    QVERIFY2(timer.elapsed() >= 600, "three times lie between four lines");
    listener.close();
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY2(program.output().contains(u"4 lines sent, 8 B back"), qPrintable(program.output()));
}

void LinesTest::timesMissedInAPauseAreNotMadeUpFor()
{
    Listener listener;
    RunningProgram program(
        {u"--connect"_s, listener.url(u"repeat"_s, u"text=b&every=20ms&end="_s)});
    QCOMPARE(listener.take(5).first(5), QByteArray("bbbbb"));
    const auto pid = pid_t(program.process().processId());
    ::kill(pid, SIGSTOP);
    listener.takeUntilQuiet(1000);
    ::kill(pid, SIGCONT);
    QVERIFY(listener.accept());
    const qsizetype before = listener.received();
    const qsizetype burst = listener.take(before + 1).size() - before;
    QVERIFY2(burst <= 5, qPrintable(QString::number(burst)));
    program.process().terminate();
    listener.take(everything);
    listener.close();
    QCOMPARE(program.waitForEnd(), 0);
    static const QRegularExpression missed(u" back, (\\d+) missed\n"_s);
    const int count = missed.match(program.output()).captured(1).toInt();
    QVERIFY2(count >= 40 && count <= 80, qPrintable(program.output()));
}

void LinesTest::anEncryptedConversationLeavesNothingOpen_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("lines") << u"lines+tls://127.0.0.1:%1?text=a&verify=no"_s;
    QTest::newRow("repeat") << u"repeat+tls://127.0.0.1:%1?text=a&every=1ms&count=2&verify=no"_s;
    QTest::newRow("load") << u"load+tls://127.0.0.1:%1?connections=5&duration=100ms&verify=no"_s;
}

void LinesTest::anEncryptedConversationLeavesNothingOpen()
{
    QFETCH(QString, url);
    RunningProgram server({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
    for (int i = 0; i < 5; ++i) {
        RunningProgram program({u"--connect"_s, url.arg(server.port())});
        QCOMPARE(program.waitForEnd(), 0);
        QCOMPARE(QString::fromUtf8(program.process().readAllStandardError()), QString());
    }
}

void LinesTest::aLimitCountsAnsweredLines()
{
    Listener listener;
    RunningProgram program(
        {u"--connect"_s, listener.url(u"lines"_s, u"text=a&text=b&limit=messages>2"_s)});
    QCOMPARE(listener.take(everything), QByteArray("ab"));
    listener.close();
    QCOMPARE(program.waitForEnd(), 1);
    QVERIFY2(program.output().contains(u"limit messages>2 not met: 2\n"),
             qPrintable(program.output()));
}

QTEST_GUILESS_MAIN(LinesTest)
#include "LinesTest.moc"
