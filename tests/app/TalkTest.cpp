// SPDX-License-Identifier: GPL-3.0-or-later

// The client `talk` of the real program without a window: a person's half is its standard input,
// the peer's half its standard output, each byte for byte.

#include "RunningProgram.h"

#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20'000;

// The program, talking with a server that the test is.
class Talk {
public:
    explicit Talk(const QString &options = {})
    {
        server_.listen(QHostAddress::LocalHost);
        program_.emplace(QStringList {
            u"--connect"_s,
            u"talk://127.0.0.1:%1?%2"_s.arg(QString::number(server_.serverPort()), options)});
        if (server_.waitForNewConnection(patience))
            peer_.reset(server_.nextPendingConnection());
    }

    [[nodiscard]] bool isOpen() const { return peer_ != nullptr; }
    [[nodiscard]] QTcpSocket &peer() { return *peer_; }
    [[nodiscard]] QString address() const
    {
        return u"127.0.0.1:"_s + QString::number(server_.serverPort());
    }
    void type(const QByteArray &text) { program_->process().write(text); }
    void endInput() { program_->process().closeWriteChannel(); }
    // What has come, once it is so much; or what there is in the end.
    QByteArray received(qsizetype bytes)
    {
        QProcess &process = program_->process();
        while (received_.size() < bytes) {
            process.waitForBytesWritten(0);
            const bool typing = process.bytesToWrite() > 0;
            if (peer_->bytesAvailable() == 0 && !peer_->waitForReadyRead(typing ? 1 : patience)
                && !typing)
                break;
            received_ += peer_->readAll();
        }
        return received_;
    }
    QByteArray shown(qsizetype bytes)
    {
        QProcess &process = program_->process();
        peer_->flush();
        while (shown_.size() < bytes && process.waitForReadyRead(patience))
            shown_ += process.readAllStandardOutput();
        return shown_;
    }
    void close()
    {
        peer_->disconnectFromHost();
        peer_->state() == QAbstractSocket::UnconnectedState || peer_->waitForDisconnected(patience);
    }
    int status()
    {
        QProcess &process = program_->process();
        const bool ended
            = process.state() == QProcess::NotRunning || process.waitForFinished(patience);
        shown_ += process.readAllStandardOutput();
        return ended ? process.exitCode() : -1;
    }
    QString errors() { return QString::fromUtf8(program_->process().readAllStandardError()); }

private:
    QTcpServer server_;
    std::optional<RunningProgram> program_;
    std::unique_ptr<QTcpSocket> peer_;
    QByteArray received_;
    QByteArray shown_;
};

QByteArray everyByte()
{
    QByteArray all;
    for (int byte = 0; byte < 256; ++byte)
        all += char(byte);
    return all;
}

} // namespace

class TalkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void netcatAndAPersonTalk();
    void linesAreWrittenAsTheFormatSays_data();
    void linesAreWrittenAsTheFormatSays();
    void whatComesIsShownAsTheFormatSays_data();
    void whatComesIsShownAsTheFormatSays();
    void aWrongLineIsToldAndTheNextOneIsSent();
    void theConnectionOutlivesTheInput();
    void aHalfCloseIsTheEndOfTheInput();
    void aLineOfAnyLengthIsSentWhole_data();
    void aLineOfAnyLengthIsSentWhole();
    void aLineTooLongToBeDecodedIsToldAndTheNextOneIsSent();
    void rawInputIsSentByteForByte_data();
    void rawInputIsSentByteForByte();
    void wordsOfOursBeginALine();
    void thePeersEndIsTold();
    void nobodyThereIsTold();
};

void TalkTest::netcatAndAPersonTalk()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"netcat"_s);
    QProcess netcat;
    netcat.start(u"nc.openbsd"_s, {u"-lU"_s, path});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
    RunningProgram program({u"--connect"_s, u"talk+unix://"_s + path});
    const auto passes = [](QProcess &from, QProcess &to, const QByteArray &words) {
        from.write(words);
        return from.waitForBytesWritten(patience) && to.waitForReadyRead(patience)
            && to.readAllStandardOutput() == words;
    };
    QVERIFY(passes(program.process(), netcat, "one\n"));
    QVERIFY(passes(netcat, program.process(), "who is it? "));
    QVERIFY(passes(program.process(), netcat, "two\n"));
    netcat.kill();
    netcat.waitForFinished();
    QCOMPARE(program.waitForEnd(), 0); // its standard input is open still
}

void TalkTest::linesAreWrittenAsTheFormatSays_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plain") << QString() << QByteArray("\xe2\x82\xac\\r\nb\n")
                           << QByteArray("\xe2\x82\xac\\r\nb\n");
    QTest::newRow("crlf") << u"end=crlf"_s << QByteArray("GET /\n\n")
                          << QByteArray("GET /\r\n\r\n");
    QTest::newRow("none") << u"end=none"_s << QByteArray("a\nb\n") << QByteArray("ab");
    QTest::newRow("escapes") << u"format=escapes"_s << QByteArray("\\x00\\xffa\n")
                             << QByteArray("\0\xff"
                                           "a\n",
                                           4);
    QTest::newRow("hex") << u"format=hex"_s << QByteArray("00 ff\n0a\n")
                         << QByteArray("\0\xff\n", 3);
}

void TalkTest::linesAreWrittenAsTheFormatSays()
{
    QFETCH(QString, options);
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, expected);
    Talk talk(options);
    QVERIFY(talk.isOpen());
    talk.type(typed);
    QCOMPARE(talk.received(expected.size()), expected);
}

void TalkTest::whatComesIsShownAsTheFormatSays_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QByteArray>("came");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plain") << QString() << everyByte() << everyByte();
    QTest::newRow("escapes") << u"format=escapes"_s << QByteArray("a\r\n\0b", 5)
                             << QByteArray("a\\r\\n\n\\0b\n");
    QTest::newRow("hex") << u"format=hex"_s << QByteArray("0123456789abcdef\n")
                         << QByteArray("30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66\n0a\n");
}

void TalkTest::whatComesIsShownAsTheFormatSays()
{
    QFETCH(QString, options);
    QFETCH(QByteArray, came);
    QFETCH(QByteArray, expected);
    Talk talk(options);
    QVERIFY(talk.isOpen());
    talk.peer().write(came);
    QCOMPARE(talk.shown(expected.size()), expected);
    talk.close();
    QCOMPARE(talk.status(), 0);
    QCOMPARE(talk.shown(0), expected); // and nothing else
}

void TalkTest::aWrongLineIsToldAndTheNextOneIsSent()
{
    Talk talk(u"format=hex"_s);
    QVERIFY(talk.isOpen());
    talk.type("0g\n61\n");
    QCOMPARE(talk.received(1), QByteArray("a"));
    talk.close();
    QCOMPARE(talk.status(), 0);
    const QString errors = talk.errors();
    QVERIFY2(
        errors.contains(u"Line 1 of standard input: '0g' is not a byte in hex; write two digits "
                        "for each, as in 0d 0a. It was not sent.\n"_s),
        qPrintable(errors));
}

void TalkTest::theConnectionOutlivesTheInput()
{
    Talk talk;
    QVERIFY(talk.isOpen());
    talk.type("last\n");
    talk.endInput();
    QCOMPARE(talk.received(5), QByteArray("last\n"));
    talk.peer().write("answer");
    QCOMPARE(talk.shown(6), QByteArray("answer"));
    QCOMPARE(talk.peer().state(), QAbstractSocket::ConnectedState);
}

void TalkTest::aHalfCloseIsTheEndOfTheInput()
{
    Talk talk(u"half_close=yes"_s);
    QVERIFY(talk.isOpen());
    talk.type("last\n");
    talk.endInput();
    QCOMPARE(talk.received(6), QByteArray("last\n")); // to the end
    talk.peer().close();
    QCOMPARE(talk.status(), 0);
}

// Longer than any limit of a reader, than a pipe, and than what is waited for.
void TalkTest::aLineOfAnyLengthIsSentWhole_data()
{
    QTest::addColumn<qsizetype>("length");
    QTest::newRow("the limit of a reader") << qsizetype(65'536);
    QTest::newRow("one more") << qsizetype(65'537);
    QTest::newRow("200,000") << qsizetype(200'000);
    QTest::newRow("beyond a mebibyte") << qsizetype(3'000'000);
}

void TalkTest::aLineOfAnyLengthIsSentWhole()
{
    QFETCH(qsizetype, length);
    Talk talk(u"end=crlf&half_close=yes"_s);
    QVERIFY(talk.isOpen());
    const QByteArray line(length, 'l');
    talk.type(line + "\nsecond\n");
    const QByteArray expected = line + "\r\nsecond\r\n";
    QVERIFY(talk.received(expected.size()) == expected);
    talk.endInput();
    QVERIFY(talk.received(expected.size() + 1) == expected); // to the end
    talk.close();
    QCOMPARE(talk.status(), 0);
}

void TalkTest::aLineTooLongToBeDecodedIsToldAndTheNextOneIsSent()
{
    Talk talk(u"format=escapes"_s);
    QVERIFY(talk.isOpen());
    talk.type(QByteArray(2'500'000, 'l') + "\nsecond\n\\q\nlast\n");
    QCOMPARE(talk.received(12), QByteArray("second\nlast\n"));
    talk.close();
    QCOMPARE(talk.status(), 0);
    const QString errors = talk.errors();
    QVERIFY2(errors.contains(u"Line 3 of standard input: '\\q' is not an escape"_s), // it counts
             qPrintable(errors.right(400)));
    QVERIFY2(
        errors.contains(u"Line 1 of standard input has more than a mebibyte, which is too long for "
                        "format=escapes. Use format=plain, or shorter lines. It was not sent.\n"_s),
        qPrintable(errors));
}

void TalkTest::rawInputIsSentByteForByte_data()
{
    QTest::addColumn<bool>("fromFile");
    QTest::newRow("standard input") << false;
    QTest::newRow("a file") << true;
}

void TalkTest::rawInputIsSentByteForByte()
{
    QFETCH(bool, fromFile);
    QByteArray data;
    while (data.size() < 300'000)
        data += everyByte() + "no end of a line here";
    QTemporaryDir folder;
    QFile file(folder.filePath(u"data"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(data) == data.size());
    file.close();
    Talk talk(u"raw=yes&half_close=yes&format=hex"_s
              + (fromFile ? u"&file="_s + file.fileName() : QString()));
    QVERIFY(talk.isOpen());
    if (!fromFile) {
        talk.type(data);
        talk.endInput();
    }
    QVERIFY(talk.received(data.size() + 1) == data); // to the end
    talk.close();
    QCOMPARE(talk.status(), 0);
}

// A terminal shows both streams: where the peer stopped in the middle of a line, ours begins below.
void TalkTest::wordsOfOursBeginALine()
{
    for (const QByteArray &said : {QByteArray("a line\n"), QByteArray("no end")}) {
        Talk talk;
        QVERIFY(talk.isOpen());
        talk.peer().write(said);
        QCOMPARE(talk.shown(said.size()), said);
        talk.close();
        QCOMPARE(talk.status(), 0);
        const QString errors = talk.errors();
        const QString before = said.endsWith('\n') ? u"\n"_s : u"\n\n"_s;
        QVERIFY2(errors.contains(u"connecting talk tcp "_s + talk.address() + before
                                 + talk.address() + u" closed the connection.\n"_s),
                 qPrintable(errors));
    }
}

void TalkTest::thePeersEndIsTold()
{
    Talk talk;
    QVERIFY(talk.isOpen());
    talk.type("one\n");
    QCOMPARE(talk.received(4), QByteArray("one\n"));
    talk.close();
    QCOMPARE(talk.status(), 0);
    QCOMPARE(talk.errors(),
             u"connecting talk tcp %1\n%1 closed the connection.\n"
             "stopped talk tcp %1: 4 B sent, 0 B back, messages: 1\n"_s.arg(talk.address()));
}

void TalkTest::nobodyThereIsTold()
{
    RunningProgram program({u"--connect"_s, u"talk://127.0.0.1:1"_s});
    QCOMPARE(program.waitForEnd(), 1);
    const QByteArray errors = program.process().readAllStandardError();
    QVERIFY2(errors.contains("Nothing accepts connections at 127.0.0.1:1."), errors.constData());
}

QTEST_GUILESS_MAIN(TalkTest)
#include "TalkTest.moc"
