// SPDX-License-Identifier: GPL-3.0-or-later

// `--dump-on` from outside: what a program held is written to a file of its own when something
// happens, and the program goes on.

#include "models/record/RecordingReader.h"
#include "models/record/Sqlite.h"
#include "tests/app/RunningProgram.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <csignal>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace {

qint64 eventsIn(const QString &path)
{
    const auto reader = models::RecordingReader::open(path);
    const auto count = reader ? (*reader)->eventCount() : models::Result<qint64>(-1);
    return count ? *count : -1;
}

QString integrity(const QString &path)
{
    const models::SqliteDatabase database(path.toStdString(), models::SqliteDatabase::Mode::Read);
    models::SqliteStatement check(database, "PRAGMA integrity_check");
    return check.step() ? QString::fromStdString(std::string(check.bytes(0))) : QString();
}

// As a peer that crashes in the middle of it.
void resetConnectionTo(int port)
{
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, quint16(port));
    QVERIFY(client.waitForConnected());
    client.write("hello");
    QVERIFY(client.waitForReadyRead());
    const linger now {1, 0};
    QCOMPARE(::setsockopt(int(client.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now),
             0);
    client.abort();
}

} // namespace

class FlightRecorderTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    QStringList arguments(const QString &reasons) const
    {
        return {u"--serve"_s,   u"echo://127.0.0.1:0"_s,
                u"--record"_s,  folder_->filePath(u"run.loopscope"_s),
                u"--keep"_s,    u"200MB"_s,
                u"--dump-on"_s, reasons};
    }
    // Of that reason, with their folder.
    QStringList dumps(const QString &reason) const
    {
        QStringList found;
        for (const QString &name :
             QDir(folder_->path()).entryList({u"run-*-%1*.loopscope"_s.arg(reason)}, QDir::Files))
            found << folder_->filePath(name);
        return found;
    }
    static int end(RunningProgram &program)
    {
        ::kill(pid_t(program.process().processId()), SIGTERM);
        return program.waitForEnd();
    }

private Q_SLOTS:
    // What other programs left behind is reported, too.
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(folder_->path()).mkdir(u"tmp"_s));
        qputenv("TMPDIR", folder_->filePath(u"tmp"_s).toUtf8());
        qputenv("XDG_STATE_HOME", folder_->filePath(u"state"_s).toUtf8());
    }
    void cleanup()
    {
        qunsetenv("TMPDIR");
        qunsetenv("XDG_STATE_HOME");
    }

    void aSignalWritesWhatIsHeldAndTheProgramGoesOn()
    {
        RunningProgram program(
            arguments(u"SIGUSR1"_s)
            + QStringList {u"--connect"_s, u"repeat://127.0.0.1:0?every=0.01"_s});
        const QString recording = folder_->filePath(u"run.loopscope"_s);
        QTRY_VERIFY(eventsIn(recording) > 20);
        QCOMPARE(::kill(pid_t(program.process().processId()), SIGUSR1), 0);
        QTRY_COMPARE(dumps(u"SIGUSR1"_s).size(), 1);
        const QString dump = dumps(u"SIGUSR1"_s).first();
        static const QRegularExpression name(u"/run-\\d{8}T\\d{6}-SIGUSR1\\.loopscope$"_s);
        QVERIFY2(name.match(dump).hasMatch(), qPrintable(dump));
        QCOMPARE(integrity(dump), u"ok"_s);
        const qint64 held = eventsIn(dump);
        QVERIFY(held > 20);
        QCOMPARE(QFile::permissions(dump) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        QTRY_VERIFY(eventsIn(recording) > held + 20);
        // A person who asks again at once gets another.
        QCOMPARE(::kill(pid_t(program.process().processId()), SIGUSR1), 0);
        QTRY_COMPARE(dumps(u"SIGUSR1"_s).size(), 2);
        QCOMPARE(end(program), 0);
        QCOMPARE(eventsIn(dump), held);
        const QString errors = QString::fromUtf8(program.process().readAllStandardError());
        QVERIFY2(errors.startsWith(
                     u"Flight recorder (SIGUSR1): what led to it is written to %1.\n"_s.arg(dump)),
                 qPrintable(errors));
    }

    void lostConnectionsWriteOneFileInTenSeconds()
    {
        RunningProgram program(arguments(u"lost,warning"_s));
        for (int i = 0; i < 3; ++i)
            resetConnectionTo(program.port());
        QTRY_COMPARE(dumps(u"lost"_s).size(), 1);
        QVERIFY(program.waitForSummary());
        QCOMPARE(end(program), 0);
        QCOMPARE(dumps({}).size(), 1);
        QVERIFY(eventsIn(dumps(u"lost"_s).first()) > 3);
    }

    void whatIsLeftOutIsSaid()
    {
        RunningProgram program(arguments(u"lost"_s));
        resetConnectionTo(program.port());
        QTRY_COMPARE(dumps(u"lost"_s).size(), 1);
        resetConnectionTo(program.port());
        QVERIFY(program.waitForSummary());
        QCOMPARE(end(program), 0);
        const QString errors = QString::fromUtf8(program.process().readAllStandardError());
        QVERIFY2(errors.endsWith(u"Occasions without a dump of their own, since another was just "
                                 "written: lost 1.\n"_s),
                 qPrintable(errors));
    }

    void aConnectionThatEndsAsItShouldIsNoOccasion()
    {
        RunningProgram program(
            arguments(u"lost|limit|warning"_s)
            + QStringList {u"--connect"_s,
                           u"load://127.0.0.1:0?duration=0.3&rate=50&limit=errors<1"_s, u"--for"_s,
                           u"1"_s});
        QCOMPARE(program.waitForEnd(), 0);
        QCOMPARE(dumps({}), QStringList());
    }

    // It is known at the end alone, and the program waits for the file.
    void aLimitThatIsNotMetIsWrittenBeforeTheEnd()
    {
        RunningProgram program(
            arguments(u"limit"_s)
            + QStringList {u"--connect"_s, u"lines://127.0.0.1:0?text=hello&limit=messages>=1000"_s,
                           u"--for"_s, u"0.5"_s});
        QCOMPARE(program.waitForEnd(), 1);
        QCOMPARE(dumps(u"limit"_s).size(), 1);
        QCOMPARE(integrity(dumps(u"limit"_s).first()), u"ok"_s);
        const QString errors = QString::fromUtf8(program.process().readAllStandardError());
        QVERIFY2(errors.contains(u"Flight recorder (limit): what led to it is written to "_s),
                 qPrintable(errors));
    }

    // A handler that holds its loop.
    void aWarningIsWritten()
    {
        QStringList options = arguments(u"warning"_s);
        options[1] += u"?block=0.15"_s;
        RunningProgram program(
            options
            + QStringList {u"--debug"_s, u"--connect"_s, u"lines://127.0.0.1:0?text=hello"_s});
        QTRY_COMPARE(dumps(u"warning"_s).size(), 1);
        const models::SqliteDatabase dump(dumps(u"warning"_s).first().toStdString(),
                                          models::SqliteDatabase::Mode::Read);
        models::SqliteStatement kind(dump, "SELECT kind FROM warnings");
        QVERIFY(kind.step());
        QCOMPARE(QString::fromStdString(std::string(kind.bytes(0))), u"slow callback"_s);
        QCOMPARE(end(program), 0);
    }

    void withAWindowDumpsLieWithItsRecording()
    {
        QProcess program;
        program.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                      {u"-platform"_s, u"offscreen"_s, u"--serve"_s, u"echo://127.0.0.1:0"_s,
                       u"--connect"_s, u"lines://127.0.0.1:0?text=hello&limit=messages>=1000"_s,
                       u"--keep"_s, u"200MB"_s, u"--dump-on"_s, u"limit"_s, u"--for"_s, u"0.7"_s});
        QVERIFY(program.waitForFinished(20'000));
        const QDir recordings(folder_->filePath(u"state/loopscope/recordings"_s));
        QCOMPARE(recordings.entryList({u"loopscope-*-limit.loopscope"_s}).size(), 1);
        QCOMPARE(recordings.entryList(QDir::Files).size(), 1);
    }
};

QTEST_GUILESS_MAIN(FlightRecorderTest)
#include "FlightRecorderTest.moc"
