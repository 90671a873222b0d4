// SPDX-License-Identifier: GPL-3.0-or-later

// The real program with standard streams of every kind: nobody reads them, readers leave, disks are
// full, they are closed. How it begins and ends with them.

#include "ProgramWithStreams.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QLocalSocket>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

// The exit status of a line of bash, in which $L is the program; its standard error is `errors`.
int bash(const QString &line, QString &errors)
{
    QProcess shell;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"L"_s, QStringLiteral(LOOPSCOPE_PROGRAM));
    shell.setProcessEnvironment(environment);
    shell.start(u"bash"_s, {u"-c"_s, line});
    const bool ended = shell.waitForFinished(patience);
    errors = QString::fromUtf8(shell.readAllStandardError());
    return ended && shell.exitStatus() == QProcess::NormalExit ? shell.exitCode() : -1;
}

} // namespace

class StandardStreamsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aServerWhoseStreamsNobodyReadsServesAndEnds();
    void aReaderWhoLeavesEndsIt();
    void aFullDiskIsStatusOne_data();
    void aFullDiskIsStatusOne();
    void whatAPeerSaysOnAFullDiskIsStatusOne();
    void closedStreamsAreNobodyElses();
    void talkIsReadAsFastAsItsOutput();
    void aSharedDescriptorLosesNothing();
    void aTerminalIsNotDrivenByAPeer();

private:
    [[nodiscard]] QString serve() const { return u"echo+unix://"_s + socket_; }

    std::optional<QTemporaryDir> folder_;
    QString socket_;
};

void StandardStreamsTest::init()
{
    folder_.emplace();
    socket_ = folder_->filePath(u"echo"_s);
}

void StandardStreamsTest::aServerWhoseStreamsNobodyReadsServesAndEnds()
{
    const Pipe output, errors;
    output.fill();
    errors.fill();
    ProgramWithStreams program({u"--debug"_s, u"--serve"_s, serve()}, -1, output.writing.get(),
                               errors.writing.get());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(socket_), patience);
    QVERIFY(answers(socket_));
    program.signal(SIGTERM);
    QCOMPARE(program.status(), 1); // for its last words are lost
    QVERIFY(!QFile::exists(socket_));
}

void StandardStreamsTest::aReaderWhoLeavesEndsIt()
{
    Pipe output;
    ProgramWithStreams program({u"--serve"_s, serve()}, -1, output.writing.get());
    output.writing = loop::Descriptor();
    char byte;
    QCOMPARE(::read(output.reading.get(), &byte, 1), ssize_t(1));
    output.reading = loop::Descriptor();
    QCOMPARE(program.status(), 1);
    QCOMPARE(program.errors(),
             u"loopscope: Whoever read standard output has left, so the program ends.\n"_s);
    QVERIFY(!QFile::exists(socket_));
}

void StandardStreamsTest::aFullDiskIsStatusOne_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::newRow("help") << u"--help"_s;
    QTest::newRow("version") << u"--version"_s;
    QTest::newRow("a server") << u"--headless --for 0.1 --serve echo://127.0.0.1:0"_s;
}

void StandardStreamsTest::aFullDiskIsStatusOne()
{
    QFETCH(QString, arguments);
    QString errors;
    QCOMPARE(bash(u"exec \"$L\" "_s + arguments + u" >/dev/full"_s, errors), 1);
    QCOMPARE(errors,
             u"loopscope: Standard output cannot be written: No space left on device. Check where "
             u"it goes.\n"_s);
}

void StandardStreamsTest::whatAPeerSaysOnAFullDiskIsStatusOne()
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

void StandardStreamsTest::closedStreamsAreNobodyElses()
{
    QProcess program;
    program.start(u"bash"_s,
                  {u"-c"_s, u"exec \"$0\" --headless --serve \"$1\" <&- >&- 2>&-"_s,
                   QStringLiteral(LOOPSCOPE_PROGRAM), serve()});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(socket_), patience);
    for (int fd = 0; fd < 3; ++fd)
        QCOMPARE(QFileInfo(u"/proc/%1/fd/%2"_s.arg(program.processId()).arg(fd)).symLinkTarget(),
                 u"/dev/null"_s);
    QVERIFY(answers(socket_));
    ::kill(pid_t(program.processId()), SIGTERM);
    QVERIFY(program.waitForFinished(patience));
    QCOMPARE(program.exitCode(), 0);
}

// A peer that says as much as it can, to a reader who stalls and then reads everything.
void StandardStreamsTest::talkIsReadAsFastAsItsOutput()
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
    const timeval stalled {1, 0}; // how long nothing is taken until nothing will be
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

// Standard input and output are one open file, read late, as on a terminal.
void StandardStreamsTest::aSharedDescriptorLosesNothing()
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

void StandardStreamsTest::aTerminalIsNotDrivenByAPeer()
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

QTEST_GUILESS_MAIN(StandardStreamsTest)
#include "StandardStreamsTest.moc"
