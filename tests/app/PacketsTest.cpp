// SPDX-License-Identifier: GPL-3.0-or-later

// What the real program sends and receives, as packets: live to whoever connects, and at the end.

#include "tests/app/RunningProgram.h"
#include "tests/support/TShark.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QScopeGuard>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QLocalSocket>
#include <QtNetwork/QSslSocket>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtNetwork/QUdpSocket>
#include <QtTest/QTest>

#include <sys/socket.h>

using namespace Qt::StringLiterals;
using test::TShark;

namespace {

constexpr int patience = 20'000;

template <class Socket> QByteArray readSome(Socket &socket, qint64 size)
{
    QByteArray read;
    while (read.size() < size && (socket.bytesAvailable() > 0 || socket.waitForReadyRead(patience)))
        read += socket.read(size - read.size());
    return read;
}

// Sends it, waits for the echo, and for the other side's end.
template <class Socket> bool converse(Socket &socket, const QByteArray &said)
{
    socket.write(said);
    const bool echoed = readSome(socket, said.size()) == said;
    if constexpr (std::is_same_v<Socket, QLocalSocket>)
        socket.disconnectFromServer();
    else
        socket.disconnectFromHost();
    return echoed;
}

QByteArray noise(qsizetype size)
{
    QByteArray made(size, '\0');
    std::uint32_t seed = 7;
    for (char &byte : made)
        byte = static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24);
    return made;
}

// The program, and where it serves packets.
struct Served : RunningProgram {
    explicit Served(const QStringList &arguments)
        : RunningProgram(arguments + QStringList {u"--pcap-listen"_s, u"0"_s})
    {
        static const QRegularExpression at(u"wireshark -k -i TCP@127\\.0\\.0\\.1:(\\d+)"_s);
        const auto match = waitForError(at);
        packets = static_cast<quint16>(match.captured(1).toUInt());
    }
    QRegularExpressionMatch waitForError(const QRegularExpression &expected)
    {
        process().setReadChannel(QProcess::StandardError);
        const auto back
            = qScopeGuard([this] { process().setReadChannel(QProcess::StandardOutput); });
        for (;;) {
            errors += QString::fromUtf8(process().readAllStandardError());
            const auto match = expected.match(errors);
            if (match.hasMatch() || !process().waitForReadyRead(patience))
                return match;
        }
    }
    int stop()
    {
        process().terminate();
        return waitForEnd();
    }

    QString errors;
    quint16 packets = 0;
};

// Somebody who reads packets into a file.
struct PacketReader {
    explicit PacketReader(quint16 port)
    {
        socket.setReadBufferSize(64 << 10);
        socket.connectToHost(u"127.0.0.1"_s, port);
        begins = socket.waitForConnected(patience) && socket.waitForReadyRead(patience);
    }
    bool saveTo(const QString &path)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            return false;
        do
            file.write(socket.readAll());
        while (socket.waitForReadyRead(patience));
        file.write(socket.readAll());
        return socket.error() == QAbstractSocket::RemoteHostClosedError;
    }

    QTcpSocket socket;
    bool begins = false;
};

} // namespace

class PacketsTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString path(const char *name) const { return folder_.filePath(QString::fromUtf8(name)); }

private Q_SLOTS:
    // tshark connects as to any other source, and ends with the program.
    void tsharkFollowsLiveWhatWasSaid()
    {
        const QString unixPath = path("echo.sock");
        Served program(
            {u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--serve"_s, u"echo+unix://"_s + unixPath});
        QVERIFY(program.packets != 0);
        QProcess shark;
        shark.setProcessChannelMode(QProcess::MergedChannels);
        shark.start(u"tshark"_s,
                    {u"-n"_s, u"-l"_s, u"-i"_s, u"TCP@127.0.0.1:%1"_s.arg(program.packets), u"-w"_s,
                     path("live.pcapng")});
        QByteArray words;
        while (!words.contains("Capture started") && shark.waitForReadyRead(patience))
            words += shark.readAll();
        // It may be connected before it is heard of; a reader that is answered comes after it.
        PacketReader after(program.packets);
        QVERIFY(after.begins);
        const QByteArray said = noise(300'000);
        QTcpSocket tcp;
        tcp.connectToHost(u"127.0.0.1"_s, quint16(program.port()));
        QVERIFY(tcp.waitForConnected(patience) && converse(tcp, said));
        QLocalSocket local;
        local.connectToServer(unixPath);
        QVERIFY(local.waitForConnected(patience) && converse(local, said));
        QCOMPARE(program.stop(), 0);
        QVERIFY(shark.waitForFinished(patience));
        const TShark read(path("live.pcapng"));
        QCOMPARE(read.complaints(), QStringList());
        for (const int stream : {0, 1}) {
            const auto followed = read.follow("tcp", stream);
            QVERIFY(followed.said[0] == said);
            QVERIFY(followed.said[1] == said);
        }
    }

    // Every kind of conversation, as it ended: IPv6, TLS, a reset, one that was open at the end,
    // and datagrams of any size.
    void everyKindIsFollowedLive()
    {
        Served program({u"--serve"_s, u"echo://[::1]:0"_s, u"--serve"_s,
                        u"echo+tls://127.0.0.1:0"_s, u"--serve"_s, u"echo+udp://127.0.0.1:0"_s});
        const auto portOf = [&program](const QString &words) {
            const QRegularExpression serving(u"serving echo "_s + words + u":(\\d+)\n"_s);
            return program.waitForOutput(serving).captured(1).toUShort();
        };
        const quint16 six = portOf(u"tcp \\[::1\\]"_s), secret = portOf(u"tls 127.0.0.1"_s),
                      datagrams = portOf(u"udp 127.0.0.1"_s);
        PacketReader reader(program.packets);
        QVERIFY(reader.begins && six != 0 && secret != 0 && datagrams != 0);
        const QByteArray said = noise(100'000);
        QTcpSocket tcp;
        tcp.connectToHost(u"::1"_s, six);
        QVERIFY(tcp.waitForConnected(patience) && converse(tcp, said));
        QSslSocket tls;
        tls.setPeerVerifyMode(QSslSocket::VerifyNone);
        tls.connectToHostEncrypted(u"127.0.0.1"_s, secret);
        QVERIFY(tls.waitForEncrypted(patience) && converse(tls, said));
        QVERIFY(tls.state() == QSslSocket::UnconnectedState || tls.waitForDisconnected(patience));
        QTcpSocket reset, open;
        reset.connectToHost(u"::1"_s, six);
        reset.write("to be reset");
        QCOMPARE(readSome(reset, 11), "to be reset");
        const linger hard {1, 0};
        ::setsockopt(int(reset.socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        reset.abort();
        open.connectToHost(u"::1"_s, six);
        open.write("still open");
        QCOMPARE(readSome(open, 10), "still open");
        QUdpSocket udp;
        QVERIFY(udp.bind(QHostAddress::LocalHost));
        const QList<qsizetype> sizes {0, 1, 65'507};
        QByteArray allDatagrams;
        for (const qsizetype size : sizes) {
            allDatagrams += noise(size);
            QCOMPARE(udp.writeDatagram(noise(size), QHostAddress::LocalHost, datagrams), size);
            QVERIFY(udp.hasPendingDatagrams() || udp.waitForReadyRead(patience));
            QCOMPARE(udp.readDatagram(nullptr, 0), 0); // the echo of it, which is thrown away
        }
        QCOMPARE(program.stop(), 0);
        QVERIFY(reader.saveTo(path("kinds.pcapng")));
        const TShark read(path("kinds.pcapng"));
        const auto seen = read.look({u"tcp.stream"_s, u"udp.length"_s, u"tcp.flags.reset"_s});
        for (const QString &complaint : seen.complaints)
            QVERIFY2(complaint.contains(u"Connection reset"_s), qPrintable(complaint));
        for (const int stream : {0, 1}) {
            const auto followed = read.follow("tcp", stream);
            QVERIFY(followed.said[0] == said && followed.said[1] == said);
        }
        QCOMPARE(read.follow("tcp", 2).said[0], "to be reset");
        QCOMPARE(read.follow("tcp", 3).said[1], "still open");
        QList<qsizetype> lengths;
        QByteArrayList resets;
        for (const QByteArrayList &packet : seen.packets) {
            if (!packet[1].isEmpty())
                lengths << packet[1].toLongLong() - 8;
            if (packet.value(2) == "1" || packet.value(2) == "True")
                resets << packet[0];
        }
        QVERIFY(resets.contains("2"));
        QCOMPARE(lengths, (QList<qsizetype> {0, 0, 1, 1, 65'507, 65'507}));
        const auto exchanged = read.follow("udp", 0);
        QVERIFY(exchanged.said[0] == allDatagrams && exchanged.said[1] == allDatagrams);
    }

    // 50 MB there and back, which a reader that keeps up gets whole.
    void aHundredMegabytesAreFollowedLive()
    {
        Served program({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        const QString live = path("many.pcapng");
        QProcess reader;
        reader.setStandardOutputFile(live);
        reader.start(u"bash"_s,
                     {u"-c"_s, u"exec cat < /dev/tcp/127.0.0.1/%1"_s.arg(program.packets)});
        const auto hasRead = [&live](qint64 least) {
            return QTest::qWaitFor([&] { return QFileInfo(live).size() >= least; }, patience);
        };
        QVERIFY(hasRead(1)); // it was let in
        QTcpSocket tcp;
        tcp.connectToHost(u"127.0.0.1"_s, quint16(program.port()));
        QVERIFY(tcp.waitForConnected(patience));
        const QByteArray said = noise(1'000'000);
        for (int i = 1; i <= 50; ++i) {
            tcp.write(said);
            QVERIFY(readSome(tcp, said.size()) == said);
            QVERIFY(hasRead((2 * i - 8) * said.size())); // it is never full
        }
        tcp.disconnectFromHost();
        QCOMPARE(program.stop(), 0);
        QVERIFY(reader.waitForFinished(patience));
        const auto seen = TShark(live).look({}, {u"tcp,0"_s});
        QCOMPARE(seen.complaints, QStringList());
        for (const QByteArray &all : seen.streams[u"tcp,0"_s].said) {
            QCOMPARE(all.size(), 50 * said.size());
            for (qsizetype at = 0; at < all.size(); at += said.size())
                QVERIFY(QByteArrayView(all).sliced(at, said.size()) == said);
        }
    }

    // Each gets all of it; one that comes late gets it from then on, and whole connections.
    void severalReadersGetTheSame()
    {
        Served program({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        QTcpSocket early;
        early.connectToHost(u"127.0.0.1"_s, quint16(program.port()));
        early.write("before");
        QCOMPARE(readSome(early, 6), "before");
        QVERIFY(program.waitForSummary());
        PacketReader one(program.packets), other(program.packets);
        QVERIFY(one.begins && other.begins);
        QVERIFY(converse(early, "after"));
        QCOMPARE(program.stop(), 0);
        for (PacketReader *reader : {&one, &other}) {
            QVERIFY(reader->saveTo(path("read.pcapng")));
            const TShark read(path("read.pcapng"));
            QCOMPARE(read.complaints(), QStringList());
            const auto followed = read.follow("tcp", 0);
            QCOMPARE(followed.said[0], "after");
            QCOMPARE(followed.said[1], "after");
        }
    }

    void aReaderThatIsSlowLosesPacketsAndLearnsHowMany()
    {
        Served program({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        PacketReader stalled(program.packets);
        QVERIFY(stalled.begins);
        QTcpSocket tcp;
        tcp.connectToHost(u"127.0.0.1"_s, quint16(program.port()));
        QVERIFY(tcp.waitForConnected(patience));
        const QByteArray said = noise(1'000'000);
        for (int i = 0; i < 48; ++i) { // nobody waits for it
            tcp.write(said);
            QVERIFY(readSome(tcp, said.size()) == said);
        }
        QVERIFY(program.waitForSummary());
        QFile file(path("slow.pcapng"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        qint64 got = 0;
        const auto isFedAgain = [&] { // once there is room again
            stalled.socket.waitForReadyRead(20);
            const QByteArray bytes = stalled.socket.readAll();
            file.write(bytes);
            got += bytes.size();
            if (got > (12 << 20)) {
                tcp.write("last words");
                tcp.flush();
            }
            return bytes.contains("last words");
        };
        const QDeadlineTimer limit(patience);
        while (!isFedAgain())
            QVERIFY(!limit.hasExpired());
        program.process().terminate();
        while (stalled.socket.waitForReadyRead(patience))
            file.write(stalled.socket.readAll());
        file.close();
        QCOMPARE(program.waitForEnd(), 0);
        program.errors += QString::fromUtf8(program.process().readAllStandardError());
        static const QRegularExpression words(u"too slow: (\\d+) packets were left out"_s);
        const qint64 dropped = words.match(program.errors).captured(1).toLongLong();
        QVERIFY2(dropped > 100, qPrintable(program.errors));
        qint64 counted = 0;
        for (const auto &packet : TShark(file.fileName()).fields({u"frame.drop_count"_s}))
            counted += packet[0].toLongLong();
#ifdef __SANITIZE_THREAD__
        QVERIFY(counted
                >= dropped); // so slow that a recorder merges, which counts in the file, too
#else
        QCOMPARE(counted, dropped);
#endif
    }

    // As a person would pipe it on, with real sockets of each kind.
    void aRunIsWrittenAtItsEndAndLater()
    {
        const QByteArray said = noise(100'000);
        {
            RunningProgram program({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s, u"--serve"_s,
                                    u"echo+udp://[::1]:0"_s, u"--record"_s, path("run.loopscope"),
                                    u"--export"_s, path("run.pcapng")});
            static const QRegularExpression udp(u"serving echo udp \\[::1\\]:(\\d+)"_s);
            const auto port = program.waitForOutput(udp).captured(1).toUShort();
            QSslSocket tls;
            tls.setPeerVerifyMode(QSslSocket::VerifyNone);
            tls.connectToHostEncrypted(u"127.0.0.1"_s, quint16(program.port()));
            QVERIFY(tls.waitForEncrypted(patience) && converse(tls, said));
            QVERIFY(tls.state() == QSslSocket::UnconnectedState
                    || tls.waitForDisconnected(patience));
            QUdpSocket datagrams;
            datagrams.connectToHost(u"::1"_s, port);
            datagrams.write("one");
            QCOMPARE(readSome(datagrams, 3), "one");
            program.process().terminate();
            QCOMPARE(program.waitForEnd(), 0);
        }
        const TShark read(path("run.pcapng"));
        QCOMPARE(read.complaints(), QStringList());
        const auto followed = read.follow("tcp", 0);
        QVERIFY(followed.said[0] == said);
        QVERIFY(followed.said[1] == said);
        QCOMPARE(read.fields({u"udp.payload"_s}, u"ipv6 and udp"_s),
                 (QList<QByteArrayList> {{"6f6e65"}, {"6f6e65"}}));
        QProcess piped;
        piped.start(u"/bin/sh"_s,
                    {u"-c"_s,
                     u"'%1' export '%2' - --format pcapng"_s.arg(QStringLiteral(LOOPSCOPE_PROGRAM),
                                                                 path("run.loopscope"))});
        QVERIFY(piped.waitForFinished(patience));
        QFile file(path("run.pcapng"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(piped.readAllStandardOutput() == file.readAll());
    }

    void whatCannotBeServedIsOneSentence_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        QTest::newRow("no port") << u"127.0.0.1"_s << 2 << u"use HOST:PORT or PORT"_s;
        QTest::newRow("taken") << u"127.0.0.1:%1"_s << 1 << u"no packets can be served at"_s;
    }

    void whatCannotBeServedIsOneSentence()
    {
        QFETCH(QString, address);
        QFETCH(int, status);
        QFETCH(QString, says);
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        if (address.contains(u'%'))
            address = address.arg(taken.serverPort());
        RunningProgram program(
            {u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--pcap-listen"_s, address});
        QCOMPARE(program.waitForEnd(), status);
        const QString errors = QString::fromUtf8(program.process().readAllStandardError());
        QVERIFY2(errors.contains(says), qPrintable(errors));
    }

    void whoeverCanReadItIsSaid()
    {
        RunningProgram program(
            {u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--pcap-listen"_s, u"0.0.0.0:0"_s});
        program.process().terminate();
        QCOMPARE(program.waitForEnd(), 0);
        const QByteArray errors = program.process().readAllStandardError();
        QVERIFY2(errors.contains("Other machines can read all that is sent and received here, in "
                                 "clear text: 0.0.0.0 stands for every address of this one."),
                 errors);
    }
};

QTEST_GUILESS_MAIN(PacketsTest)
#include "PacketsTest.moc"
