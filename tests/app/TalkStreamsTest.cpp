// SPDX-License-Identifier: GPL-3.0-or-later

// What the peer of `talk` says, to standard outputs of every kind.

#include "ProgramWithStreams.h"

#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <cstdlib>
#include <memory>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

class TalkStreamsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatAPeerSaysOnAFullDiskIsStatusOne();
    void talkIsReadAsFastAsItsOutput();
    void theLastWordsWaitForTheirReader();
    void aSharedDescriptorLosesNothing();
    void aTerminalIsNotDrivenByAPeer();
};

void TalkStreamsTest::whatAPeerSaysOnAFullDiskIsStatusOne()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const loop::Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    ProgramWithStreams program({u"--connect"_s, u"talk://127.0.0.1:%1"_s.arg(server.serverPort())},
                               -1, full.get());
    QVERIFY(server.waitForNewConnection(patience));
    QTcpSocket *peer = server.nextPendingConnection();
    peer->write("words");
    QVERIFY(peer->waitForBytesWritten(patience));
    QCOMPARE(program.status(), 1);
    QVERIFY(program.errors().contains(u"No space left on device"));
}

// A peer that says as much as it can, to a reader who stalls and then reads everything.
void TalkStreamsTest::talkIsReadAsFastAsItsOutput()
{
    constexpr qint64 much = 64 * 1024 * 1024;
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Pipe output;
    ProgramWithStreams program({u"--connect"_s, u"talk://127.0.0.1:%1"_s.arg(server.serverPort())},
                               -1, output.writing.get());
    output.writing = loop::Descriptor();
    QVERIFY(server.waitForNewConnection(patience));
    const std::unique_ptr<QTcpSocket> peer(server.nextPendingConnection());
    const int fd = int(peer->socketDescriptor());
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    const timeval stalled {0, 300'000}; // how long nothing is taken until nothing will be
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &stalled, sizeof stalled);
    const QByteArray piece(64 * 1024, 'p');
    qint64 said = 0;
    for (;;) {
        const auto count = ::send(fd, piece.constData(), std::size_t(piece.size()), MSG_NOSIGNAL);
        if (count < 0 || said > much)
            break;
        said += count;
    }
    QVERIFY2(said < much / 2, qPrintable(QString::number(said))); // buffers of the system, mostly
    ::shutdown(fd, SHUT_WR);
    qint64 came = 0;
    QByteArray buffer(1024 * 1024, '\0');
    for (;;) {
        const auto count = ::read(output.reading.get(), buffer.data(), std::size_t(buffer.size()));
        if (count <= 0)
            break;
        came += count;
    }
    QCOMPARE(came, said);
    QCOMPARE(program.status(), 0);
}

// Longer than the program waits at its own end.
void TalkStreamsTest::theLastWordsWaitForTheirReader()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Pipe output;
    ProgramWithStreams program({u"--connect"_s, u"talk://127.0.0.1:%1"_s.arg(server.serverPort())},
                               -1, output.writing.get());
    output.writing = loop::Descriptor();
    QVERIFY(server.waitForNewConnection(patience));
    const std::unique_ptr<QTcpSocket> peer(server.nextPendingConnection());
    const QByteArray words(200'000, 'w'); // more than a pipe holds
    peer->write(words);
    peer->disconnectFromHost();
    QVERIFY(peer->state() == QAbstractSocket::UnconnectedState
            || peer->waitForDisconnected(patience));
    QVERIFY(!program.ends(2500));
    qint64 came = 0;
    QByteArray piece(64 * 1024, '\0');
    for (;;) {
        const auto count = ::read(output.reading.get(), piece.data(), std::size_t(piece.size()));
        if (count <= 0)
            break;
        came += count;
    }
    QCOMPARE(came, words.size());
    QCOMPARE(program.status(), 0);
}

// Standard input and output are one open file, read late, as on a terminal.
void TalkStreamsTest::aSharedDescriptorLosesNothing()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    int ends[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    const loop::Descriptor ours(ends[0]), theirs(ends[1]);
    ProgramWithStreams program({u"--connect"_s, u"talk://127.0.0.1:%1"_s.arg(server.serverPort())},
                               theirs.get(), theirs.get());
    QVERIFY(server.waitForNewConnection(patience));
    const std::unique_ptr<QTcpSocket> peer(server.nextPendingConnection());
    QCOMPARE(::send(ours.get(), "ask\n", 4, 0), ssize_t(4));
    QVERIFY(peer->waitForReadyRead(patience));
    QCOMPARE(peer->readAll(), QByteArray("ask\n"));
    const QByteArray data(4'000'000, 'd');
    peer->write(data);
    peer->flush();
    qint64 came = 0;
    QByteArray piece(64 * 1024, '\0');
    while (came < data.size()) {
        peer->flush();
        peer->waitForBytesWritten(0);
        const auto count
            = ::recv(ours.get(), piece.data(), std::size_t(piece.size()), MSG_DONTWAIT);
        QVERIFY(count > 0 || errno == EAGAIN);
        came += std::max<qint64>(0, count);
    }
    QVERIFY(!(::fcntl(theirs.get(), F_GETFL) & O_NONBLOCK));
    peer->disconnectFromHost();
    QCOMPARE(program.status(), 0);
    QVERIFY(!(::fcntl(theirs.get(), F_GETFL) & O_NONBLOCK));
}

void TalkStreamsTest::aTerminalIsNotDrivenByAPeer()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const loop::Descriptor master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    QVERIFY(::grantpt(master.get()) == 0 && ::unlockpt(master.get()) == 0);
    const loop::Descriptor terminal(::open(::ptsname(master.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
    ProgramWithStreams program({u"--connect"_s, u"talk://127.0.0.1:%1"_s.arg(server.serverPort())},
                               -1, terminal.get());
    QVERIFY(server.waitForNewConnection(patience));
    const std::unique_ptr<QTcpSocket> peer(server.nextPendingConnection());
    peer->write("\x1b]0;title\x07\xc2\x9b"
                "2J\xe2\x82\xac\n");
    QVERIFY(peer->waitForBytesWritten(patience));
    QByteArray shown;
    while (!shown.endsWith('\n')) {
        char byte;
        QCOMPARE(::read(master.get(), &byte, 1), ssize_t(1));
        shown += byte;
    }
    QCOMPARE(shown, QByteArray("\\x1b]0;title\\x07\\u009b2J\xe2\x82\xac\r\n"));
}

QTEST_GUILESS_MAIN(TalkStreamsTest)
#include "TalkStreamsTest.moc"
