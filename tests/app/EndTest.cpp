// SPDX-License-Identifier: GPL-3.0-or-later

// How the real program ends: by which signals, with which status, and what it leaves behind.

#include "ProgramWithStreams.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

#include <linux/sockios.h>
#include <optional>
#include <sys/ioctl.h>

using namespace Qt::StringLiterals;

class EndTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aHangUpIsAsATermination();
    void aHangUpIsIgnoredWhereItWasAtTheStart();
    void aSecondSignalEndsItAtOnce();
    void aSignalWhileAHandlerBlocksLeavesNoFiles();
    void oneGoodAndOneBusyServerEndAtOnceWithStatusOne();
    void aFailureBeforeTheSignalIsStatusOne();

private:
    [[nodiscard]] bool blocks(QLocalSocket &client) const;
    [[nodiscard]] QString serve() const { return u"echo+unix://"_s + socket_; }

    std::optional<QTemporaryDir> folder_;
    QString socket_;
};

void EndTest::init()
{
    folder_.emplace();
    socket_ = folder_->filePath(u"echo"_s);
}

// Has the server's handler block.
bool EndTest::blocks(QLocalSocket &client) const
{
    client.connectToServer(socket_);
    if (!client.waitForConnected(patience) || client.write("x") != 1
        || !client.waitForBytesWritten(patience))
        return false;
    const auto isRead = [&client] {
        int unread = 1;
        return ::ioctl(int(client.socketDescriptor()), SIOCOUTQ, &unread) == 0 && unread == 0;
    };
    return QTest::qWaitFor(isRead, patience);
}

void EndTest::aHangUpIsAsATermination()
{
    ProgramWithStreams program({u"--serve"_s, serve()});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(socket_), patience);
    program.signal(SIGHUP);
    QCOMPARE(program.status(), 0);
    QVERIFY(!QFile::exists(socket_));
}

void EndTest::aHangUpIsIgnoredWhereItWasAtTheStart()
{
    QProcess program;
    program.start(u"bash"_s,
                  {u"-c"_s, u"trap '' HUP; exec \"$0\" --headless --serve \"$1\""_s,
                   QStringLiteral(LOOPSCOPE_PROGRAM), serve()});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(socket_), patience);
    ::kill(pid_t(program.processId()), SIGHUP);
    QVERIFY(answers(socket_));
    ::kill(pid_t(program.processId()), SIGTERM);
    QVERIFY(program.waitForFinished(patience));
    QCOMPARE(program.exitCode(), 0);
}

// A handler holds the thread of all sessions, which the end waits for.
void EndTest::aSecondSignalEndsItAtOnce()
{
    ProgramWithStreams program({u"--serve"_s, serve() + u"?block=60"_s});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(socket_), patience);
    QLocalSocket client;
    QVERIFY(blocks(client));
    program.signal(SIGINT);
    while (!program.ends(100))
        program.signal(SIGINT);
    QCOMPARE(program.process().exitStatus(), QProcess::CrashExit); // by the signal
}

// The handler holds the thread of all sessions for longer than the test lasts.
void EndTest::aSignalWhileAHandlerBlocksLeavesNoFiles()
{
    QTemporaryDir temporary;
    const QString log = folder_->filePath(u"log.csv"_s);
    qputenv("TMPDIR", temporary.path().toUtf8());
    ProgramWithStreams program({u"--serve"_s, serve() + u"?block=60"_s, u"--export"_s, log});
    qunsetenv("TMPDIR");
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(socket_), patience);
    QVERIFY(!QDir(temporary.path()).isEmpty()); // the recording
    QLocalSocket client;
    QVERIFY(blocks(client));
    program.signal(SIGTERM);
    QCOMPARE(program.status(), 1);
    QVERIFY(!QFile::exists(socket_));
    QVERIFY(QDir(temporary.path()).isEmpty());
    QVERIFY(QFile::exists(log));
}

void EndTest::oneGoodAndOneBusyServerEndAtOnceWithStatusOne()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    ProgramWithStreams program(
        {u"--serve"_s, serve(), u"--serve"_s, u"echo://127.0.0.1:%1"_s.arg(other.serverPort())});
    QCOMPARE(program.status(), 1);
    QVERIFY(program.errors().contains(u"is in use by another program"));
    QVERIFY(!QFile::exists(socket_));
}

// What failed while it ran is not forgotten because a signal ended the rest.
void EndTest::aFailureBeforeTheSignalIsStatusOne()
{
    ProgramWithStreams program(
        {u"--serve"_s, serve(), u"--connect"_s, u"lines+unix://"_s + socket_ + u"-none?text=x"_s});
    QString errors;
    QTRY_VERIFY_WITH_TIMEOUT((errors += program.errors()).contains(u"-none"_s), patience);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(socket_), patience);
    program.signal(SIGTERM);
    QCOMPARE(program.status(), 1);
}

QTEST_GUILESS_MAIN(EndTest)
#include "EndTest.moc"
