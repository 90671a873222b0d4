// SPDX-License-Identifier: GPL-3.0-or-later

// `--record FILE` from outside: the recording stands there from the beginning, is whole at the end,
// and takes the place of nothing that it may not.

#include "models/record/RecordingReader.h"
#include "models/record/Sqlite.h"
#include "tests/app/RunningProgram.h"
#include "tests/support/SmallDisk.h"

#include <QtCore/QDir>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <csignal>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace {

const QStringList conversation {u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                                u"lines://127.0.0.1:0?text=hello"_s};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

// -1: it cannot be read.
qint64 eventsIn(const QString &path)
{
    const auto reader = models::RecordingReader::open(path);
    const auto count = reader ? (*reader)->eventCount() : models::Result<qint64>(-1);
    return count ? *count : -1;
}

qint64 firstEventIn(const QString &path)
{
    const auto reader = models::RecordingReader::open(path);
    const auto first = reader ? (*reader)->firstEvent() : models::Result<qint64>(0);
    return first ? *first : 0;
}

QString integrity(const QString &path)
{
    const models::SqliteDatabase database(path.toStdString(), models::SqliteDatabase::Mode::Read);
    models::SqliteStatement check(database, "PRAGMA integrity_check");
    return check.step() ? QString::fromStdString(std::string(check.bytes(0))) : QString();
}

} // namespace

class RecordTest : public QObject {
    Q_OBJECT

    QTemporaryDir recorded_; // a recording for all tests
    std::unique_ptr<QTemporaryDir> folder_;

    QString path(const char *name) const { return folder_->filePath(QString::fromUtf8(name)); }
    QStringList files() const
    {
        return QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden);
    }
    int record(const QStringList &more = {}) const
    {
        RunningProgram program(
            conversation + QStringList {u"--for"_s, u"0.3"_s, u"--record"_s, path("run.loopscope")}
            + more);
        return program.waitForEnd();
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QStringList into {u"--for"_s, u"0.3"_s, u"--record"_s,
                                recorded_.filePath(u"run.loopscope"_s)};
        QCOMPARE(RunningProgram(conversation + into).waitForEnd(), 0);
    }
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

    void theRecordingStandsThereFromTheBeginningAndStays()
    {
        {
            RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                                    u"repeat://127.0.0.1:0?every=0.01"_s, u"--record"_s,
                                    path("run.loopscope")});
            QVERIFY(program.port() != 0);
            struct stat status { };
            QCOMPARE(::stat(QFile::encodeName(path("run.loopscope")).constData(), &status), 0);
            QCOMPARE(int(status.st_mode & 0777), 0600);
            QTRY_VERIFY(eventsIn(path("run.loopscope")) > 10); // while it is written
            QCOMPARE(::kill(pid_t(program.process().processId()), SIGTERM), 0);
            QCOMPARE(program.waitForEnd(), 0);
            QCOMPARE(program.process().readAllStandardError(), QByteArray());
        }
        QCOMPARE(files(), QStringList(u"run.loopscope"_s)); // nothing beside it is needed
        QCOMPARE(integrity(path("run.loopscope")), u"ok"_s);
        QVERIFY(eventsIn(path("run.loopscope")) > 10);
    }

    void aWindowRecordsThereToo()
    {
        QProcess program;
        program.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                      conversation
                          + QStringList {u"-platform"_s, u"offscreen"_s, u"--for"_s, u"0.5"_s,
                                         u"--record"_s, path("run.loopscope")});
        QVERIFY(program.waitForFinished(20'000));
        QCOMPARE(program.exitCode(), 0);
        QCOMPARE(files(), QStringList(u"run.loopscope"_s));
        QVERIFY(eventsIn(path("run.loopscope")) > 2);
    }

    void anOldRecordingIsReplacedWhereTheStartGoesWell()
    {
        QVERIFY(QFile::copy(recorded_.filePath(u"run.loopscope"_s), path("run.loopscope")));
        const QByteArray old = contentOf(path("run.loopscope"));
        QTcpServer busy;
        QVERIFY(busy.listen(QHostAddress::LocalHost));
        const QString url = u"echo://127.0.0.1:%1"_s.arg(busy.serverPort());
        QProcess failed;
        failed.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                     {u"--headless"_s, u"--serve"_s, url, u"--record"_s, path("run.loopscope")});
        QVERIFY(failed.waitForFinished(20'000));
        QCOMPARE(failed.exitCode(), 1);
        QVERIFY(contentOf(path("run.loopscope")) == old);
        QCOMPARE(files(), QStringList(u"run.loopscope"_s));
        QCOMPARE(record(), 0);
        QVERIFY(contentOf(path("run.loopscope")) != old);
        QCOMPARE(files(), QStringList(u"run.loopscope"_s));
    }

    void anEmptyFileAndALinkAreRecordedInto()
    {
        QVERIFY(put(path("run.loopscope"), {}));
        QCOMPARE(record(), 0);
        QVERIFY(QFile::rename(path("run.loopscope"), path("real.loopscope")));
        QVERIFY(QFile::link(path("real.loopscope"), path("run.loopscope")));
        const QByteArray old = contentOf(path("real.loopscope"));
        QCOMPARE(record(), 0);
        QVERIFY(QFileInfo(path("run.loopscope")).isSymLink());
        QVERIFY(contentOf(path("real.loopscope")) != old);
        QVERIFY(eventsIn(path("run.loopscope")) > 2);
    }

    void whatIsNoRecordingIsLeftAlone_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("says");
        const QString refused
            = u" is there already, and is not a recording that may be replaced. Name another file, "
              "or remove it.\n"_s;
        for (const char *name : {"foreign", "newer.loopscope", "cut.loopscope", "folder", "pipe"})
            QTest::newRow(name) << QString::fromUtf8(name) << refused;
        QTest::newRow("no folder") << u"no/run.loopscope"_s
                                   << u" cannot be written: No such file or directory. Make its "
                                      "folder, or choose another place.\n"_s;
    }

    void whatIsNoRecordingIsLeftAlone()
    {
        QFETCH(QString, name);
        QFETCH(QString, says);
        QVERIFY(QFile::copy(recorded_.filePath(u"run.loopscope"_s), path("run.loopscope")));
        QVERIFY(put(path("foreign"), "hello, world\n"));
        QVERIFY(QFile::copy(path("run.loopscope"), path("newer.loopscope")));
        models::SqliteDatabase(path("newer.loopscope").toStdString(),
                               models::SqliteDatabase::Mode::Write)
            .run("PRAGMA user_version = 99");
        QVERIFY(put(path("cut.loopscope"), contentOf(path("run.loopscope")).left(10'000)));
        QVERIFY(QDir(folder_->path()).mkdir(u"folder"_s));
        QCOMPARE(::mkfifo(QFile::encodeName(path("pipe")).constData(), 0600), 0);
        const QString target = folder_->filePath(name);
        const bool readable = QFileInfo(target).isFile();
        const QByteArray before = readable ? contentOf(target) : QByteArray();
        const QStringList all = files();
        QProcess program;
        program.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                      QStringList {u"--headless"_s} + conversation
                          + QStringList {u"--for"_s, u"0.3"_s, u"--record"_s, target});
        QVERIFY2(program.waitForFinished(10'000), "it waits");
        QCOMPARE(program.exitCode(), 1);
        QCOMPARE(QString::fromUtf8(program.readAllStandardError()),
                 u"loopscope: The program cannot start: "_s + target + says);
        QCOMPARE(QFileInfo(target).isFile() ? contentOf(target) : QByteArray(), before);
        QCOMPARE(files(), all);
    }

    void oneProgramRecordsIntoAFileAtATime()
    {
        RunningProgram first(conversation + QStringList {u"--record"_s, path("run.loopscope")});
        QVERIFY(first.port() != 0);
        QProcess second;
        second.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                     QStringList {u"--headless"_s} + conversation
                         + QStringList {u"--record"_s, path("run.loopscope")});
        QVERIFY(second.waitForFinished(10'000));
        QCOMPARE(second.exitCode(), 1);
        QVERIFY(second.readAllStandardError().endsWith(
            " is being recorded by another program. Name another file, or end that program.\n"));
        QVERIFY(eventsIn(path("run.loopscope")) > 0);
    }

    void aDiskThatIsFullAtTheStartIsASentence()
    {
        QVERIFY(QDir(folder_->path()).mkdir(u"disk"_s));
        const test::OwnDisk disk(path("disk"), 64);
        if (!disk.mounted())
            QSKIP("needs root: mounts a small disk");
        disk.fill();
        QProcess program;
        program.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                      QStringList {u"--headless"_s} + conversation
                          + QStringList {u"--record"_s, path("disk/run.loopscope")});
        QVERIFY(program.waitForFinished(10'000));
        QCOMPARE(program.exitCode(), 1);
        const QString errors = QString::fromUtf8(program.readAllStandardError());
        QVERIFY2(errors.startsWith(
                     u"loopscope: The program cannot start: %1 "_s.arg(path("disk/run.loopscope"))),
                 qPrintable(errors));
        QVERIFY2(errors.contains(u"Free some space there"_s), qPrintable(errors));
        QVERIFY(!QFile::exists(path("disk/run.loopscope")));
    }

    void aKilledRunLeavesWhatItSaw()
    {
        {
            RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                                    u"repeat://127.0.0.1:0?every=0.01"_s, u"--record"_s,
                                    path("run.loopscope")});
            QTRY_VERIFY(eventsIn(path("run.loopscope")) > 10);
            QCOMPARE(::kill(pid_t(program.process().processId()), SIGKILL), 0);
            program.process().waitForFinished();
        }
        QVERIFY(eventsIn(path("run.loopscope")) > 10);
        QCOMPARE(integrity(path("run.loopscope")), u"ok"_s);
        QCOMPARE(record(), 0); // and the next run takes its place
        QCOMPARE(files(), QStringList(u"run.loopscope"_s));
        QCOMPARE(integrity(path("run.loopscope")), u"ok"_s);
    }

    void aScenarioRecordsBesideItself()
    {
        QVERIFY(QDir(folder_->path()).mkdir(u"runs"_s));
        const QByteArray json
            = "{\"record\": \"runs/run.loopscope\", \"sessions\": [{\"url\": "
              "\"echo://127.0.0.1:0\"}, {\"url\": \"lines://127.0.0.1:0?text=a\"}]}";
        QVERIFY(put(path("scenario.json"), json));
        QCOMPARE(RunningProgram({u"run"_s, path("scenario.json")}).waitForEnd(), 0);
        QVERIFY(eventsIn(path("runs/run.loopscope")) > 2);
        // What the command line says goes before it.
        QCOMPARE(RunningProgram(
                     {u"--record"_s, path("other.loopscope"), u"run"_s, path("scenario.json")})
                     .waitForEnd(),
                 0);
        QVERIFY(eventsIn(path("other.loopscope")) > 2);
    }

    void aSignalPutsAMarkIntoIt()
    {
        RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--record"_s,
                                path("run.loopscope"), u"--mark"_s, u"SIGUSR2=after the deploy"_s,
                                u"--mark"_s, u"SIGUSR1"_s});
        const pid_t pid(pid_t(program.process().processId()));
        const auto names = [this] {
            QStringList found;
            const auto reader = models::RecordingReader::open(path("run.loopscope"));
            const auto marks = reader ? (*reader)->marks() : models::Result(QList<models::Mark>());
            for (const models::Mark &mark : marks ? *marks : QList<models::Mark>())
                found << mark.name;
            return found;
        };
        QCOMPARE(::kill(pid, SIGUSR2), 0);
        QTRY_COMPARE(names(), QStringList(u"after the deploy"_s));
        QCOMPARE(::kill(pid, SIGUSR1), 0);
        QTRY_COMPARE(names(), QStringList({u"after the deploy"_s, u"SIGUSR1"_s}));
        QCOMPARE(::kill(pid, SIGTERM), 0);
        QCOMPARE(program.waitForEnd(), 0);
        QCOMPARE(program.process().readAllStandardError(),
                 QByteArray("Marked: after the deploy\nMarked: SIGUSR1\n"));
    }

    // Of 14 MiB that no compression makes smaller, at the pace of the disk.
    void whatIsKeptIsBounded()
    {
        constexpr qint64 bound = 8'000'000;
        RunningProgram program({u"--serve"_s, u"discard://127.0.0.1:0"_s, u"--record"_s,
                                path("run.loopscope"), u"--keep"_s, u"8MB"_s, u"--dump-on"_s,
                                u"SIGUSR1"_s});
        QTcpSocket client;
        client.connectToHost(u"127.0.0.1"_s, quint16(program.port()));
        QVERIFY(client.waitForConnected());
        QByteArray bytes(1 << 20, Qt::Uninitialized);
        for (int i = 0; i < 14; ++i) {
            const qint64 before = eventsIn(path("run.loopscope"));
            QRandomGenerator::global()->fillRange(reinterpret_cast<quint32 *>(bytes.data()),
                                                  bytes.size() / 4);
            client.write(bytes);
            QTRY_COMPARE(client.bytesToWrite(), 0);
            QTRY_VERIFY(eventsIn(path("run.loopscope")) > before);
        }
        QTRY_VERIFY(firstEventIn(path("run.loopscope")) > 1);
        QVERIFY(program.waitForSummary());
        QCOMPARE(::kill(pid_t(program.process().processId()), SIGUSR1), 0);
        const auto dumps
            = [this] { return QDir(folder_->path()).entryList({u"run-*-SIGUSR1.loopscope"_s}); };
        QTRY_COMPARE(dumps().size(), 1);
        QCOMPARE(::kill(pid_t(program.process().processId()), SIGTERM), 0);
        QCOMPARE(program.waitForEnd(), 0);
        for (const QString &file : {path("run.loopscope"), folder_->filePath(dumps().first())}) {
            QVERIFY(firstEventIn(file) > 1);
            QVERIFY(eventsIn(file) > firstEventIn(file));
            QVERIFY2(QFileInfo(file).size() < bound * 3 / 2,
                     qPrintable(QString::number(QFileInfo(file).size())));
            QCOMPARE(integrity(file), u"ok"_s);
        }
    }

    void whatIsCapturedCanBeSaid_data()
    {
        QTest::addColumn<QString>("capture");
        QTest::addColumn<QString>("own"); // of the server
        QTest::addColumn<int>("kept");
        QTest::newRow("all") << u"all"_s << QString() << 4 * 5000;
        QTest::newRow("some") << u"100"_s << QString() << 4 * 100;
        QTest::newRow("none") << u"none"_s << QString() << 0;
        QTest::newRow("a session says it itself") << u"none"_s << u"?capture=all"_s << 2 * 5000;
    }

    void whatIsCapturedCanBeSaid()
    {
        QFETCH(QString, capture);
        QFETCH(QString, own);
        QFETCH(int, kept);
        RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s + own, u"--connect"_s,
                                u"lines://127.0.0.1:0?text="_s + QString(5000, u'x'), u"--for"_s,
                                u"0.5"_s, u"--record"_s, path("run.loopscope"), u"--capture"_s,
                                capture});
        QCOMPARE(program.waitForEnd(), 0);
        const auto reader = models::RecordingReader::open(path("run.loopscope"));
        QVERIFY(reader);
        qint64 found = 0, missing = 0;
        QCOMPARE((*reader)->scan(1, eventsIn(path("run.loopscope")), {},
                                 [&](const models::StoredEvent &event) {
                                     found += event.isData() ? event.payload.size() : 0;
                                     missing += event.isData()
                                         ? qint64(event.bytes) - event.payload.size()
                                         : 0;
                                     return true;
                                 }),
                 QString());
        QCOMPARE(found + missing, 4 * 5000);
        QCOMPARE(found, kept);
    }

    void anExportAtTheEndIsOfTheSameRecording()
    {
        QCOMPARE(record({u"--export"_s, path("all.csv")}), 0);
        QCOMPARE(contentOf(path("all.csv")).count("\r\n"), eventsIn(path("run.loopscope")) + 1);
        QCOMPARE(
            record({u"--export"_s, path("some.csv"), u"--export-filter"_s, u"payload:hello"_s}), 0);
        QCOMPARE(contentOf(path("some.csv")).count("\r\n"), 5); // both ends, both ways
    }
};

QTEST_GUILESS_MAIN(RecordTest)
#include "RecordTest.moc"
