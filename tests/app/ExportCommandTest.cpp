// SPDX-License-Identifier: GPL-3.0-or-later

// `loopscope export` from outside: a recording that the program made, as other formats, later.

#include "loop/Descriptor.h"
#include "models/record/RecordingWriter.h"
#include "models/record/Sqlite.h"
#include "tests/app/ProgramWithStreams.h"
#include "tests/app/RunningProgram.h"
#include "tests/support/SmallDisk.h"

#include <QtCore/QDir>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

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

QList<QJsonObject> eventsIn(const QByteArray &lines)
{
    QList<QJsonObject> events;
    for (const QByteArray &line : lines.split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (!line.isEmpty() && !object.contains(u"schema")) // that is the first line
            events << object;
    }
    return events;
}

// The program, which has ended.
struct Export {
    explicit Export(const QStringList &arguments, const QString &program = {})
    {
        process.start(program.isEmpty() ? QStringLiteral(LOOPSCOPE_PROGRAM) : program,
                      QStringList {u"export"_s} + arguments);
        process.waitForFinished(20'000);
        status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        output = process.readAllStandardOutput();
        errors = QString::fromUtf8(process.readAllStandardError());
    }

    QProcess process;
    int status = -1;
    QByteArray output;
    QString errors;
};

void run(const QString &path, const char *sql)
{
    models::SqliteDatabase(path.toStdString(), models::SqliteDatabase::Mode::Write).run(sql);
}

// What a person would get who kept a recording of the first version.
void makeFirstVersion(const QString &path)
{
    run(path, R"(
PRAGMA application_id = 1280266067;
PRAGMA user_version = 1;
CREATE TABLE events (number INTEGER PRIMARY KEY, time INTEGER, kind INTEGER, loop INTEGER,
    context INTEGER, connection INTEGER, task INTEGER, bytes INTEGER, merged INTEGER,
    detail TEXT, payload BLOB);
CREATE TABLE sessions (id INTEGER PRIMARY KEY, loop INTEGER, server INTEGER, kind TEXT, address TEXT,
    url TEXT, state INTEGER, error TEXT);
INSERT INTO sessions VALUES (7, 1, 1, 'echo', '127.0.0.1:8881', '', 1, '');
INSERT INTO events VALUES (1, 1763640000000000000, 1, 1, 7, 5, 0, 0, 1, 'accepted', NULL),
    (2, 1763640001000000000, 2, 1, 7, 5, 9, 5, 1, '', 'hello');
)");
}

// A recording whose export is not over by the time that a test ends it: into a file that takes a
// second or two, into a pipe that nobody reads for ever.
void makeLong(const QString &path, bool intoPipe)
{
    makeFirstVersion(path);
    run(path,
        intoPipe
            ? "UPDATE events SET payload = zeroblob(1000000)"
            : "WITH RECURSIVE n(i) AS (VALUES(3) UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) "
              "INSERT INTO events SELECT i, 1763640001000000000, 2, 1, 7, 5, 9, 5, 1, '', 'hello' "
              "FROM "
              "n");
}

} // namespace

class ExportCommandTest : public QObject {
    Q_OBJECT

    QTemporaryDir made_; // the recording of all tests
    std::unique_ptr<QTemporaryDir> folder_;

    QString recording() const { return made_.filePath(u"run.loopscope"_s); }
    QString path(const char *name) const { return folder_->filePath(QString::fromUtf8(name)); }
    QStringList files() const
    {
        return QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden);
    }

private Q_SLOTS:
    void initTestCase()
    {
        RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                                u"lines://127.0.0.1:0?text=hello&text=some%20words"_s, u"--for"_s,
                                u"0.5"_s, u"--record"_s, recording()});
        QCOMPARE(program.waitForEnd(), 0);
    }
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void aRecordingBecomesJsonLinesAndCsvLater()
    {
        const Export done({recording(), path("x.jsonl"), path("x.csv")});
        QCOMPARE(done.errors, QString());
        QCOMPARE(done.status, 0);
        const QList<QJsonObject> events = eventsIn(contentOf(path("x.jsonl")));
        QVERIFY(events.size() > 6);
        qint64 number = 0, payload = 0;
        for (const QJsonObject &event : events) {
            QCOMPARE(event[u"number"].toInteger(), ++number);
            payload += event[u"payload"].toString().size();
        }
        QCOMPARE(payload, 4 * 15); // two texts, sent and received by both ends
        QCOMPARE(contentOf(path("x.csv")).count("\r\n"), events.size() + 1);
        QCOMPARE(files(), QStringList({u"x.csv"_s, u"x.jsonl"_s}));
    }

    void eitherEndOfTheTimesMayBeSecondsSinceItBegan()
    {
        const auto exported = [this](const QStringList &times) {
            const Export done(QStringList {recording(), path("x.jsonl")} + times);
            return done.status == 0 ? eventsIn(contentOf(path("x.jsonl"))) : QList<QJsonObject>();
        };
        const QList<QJsonObject> all = exported({});
        QVERIFY(!all.isEmpty());
        const qint64 lasted
            = all.last()[u"time_ns"].toInteger() - all.first()[u"time_ns"].toInteger();
        const QString middle = QString::number(double(lasted) / 2e9, 'f', 6);
        const qsizetype before = exported({u"--to"_s, middle}).size();
        const qsizetype after = exported({u"--from"_s, middle}).size();
        QVERIFY(before > 0 && after > 0);
        QCOMPARE(before + after, all.size());
        QVERIFY(exported({u"--from"_s, middle, u"--to"_s, middle}).isEmpty());
    }

    void standardOutputHasLinesForOtherPrograms()
    {
        const Export lines({recording(), u"-"_s});
        QCOMPARE(lines.errors, QString());
        QCOMPARE(lines.status, 0);
        QVERIFY(eventsIn(lines.output).size() > 6);
        const Export table({recording(), u"-"_s, u"--format"_s, u"csv"_s});
        QVERIFY(table.output.startsWith("number,time,"));
    }

    void itIsInTheProgramWithoutAWindow()
    {
        const Export lines({recording(), u"-"_s}, QStringLiteral(HEADLESS_PROGRAM));
        QCOMPARE(lines.status, 0);
        QVERIFY(eventsIn(lines.output).size() > 6);
    }

    void aFilterWritesWhatTheLogViewWouldShow()
    {
        const auto kinds = [this](const QString &filter) {
            QStringList found;
            for (const QJsonObject &event :
                 eventsIn(Export({recording(), u"-"_s, u"--filter"_s, filter}).output))
                found << event[u"event"].toString();
            found.removeDuplicates();
            return found;
        };
        QCOMPARE(kinds(u"event:\"data in\""_s), QStringList(u"data in"_s));
        QCOMPARE(kinds(u"payload:words"_s), QStringList({u"data out"_s, u"data in"_s}));
        QCOMPARE(kinds(u"bytes>1MB"_s), QStringList());
        // By the name that the view shows, and by the one that exports have.
        QVERIFY(!kinds(u"session:\"echo :\""_s).isEmpty());
        QVERIFY(!kinds(u"session:\"echo 127.0.0.1:\""_s).isEmpty());
    }

    void whatIsWrongIsOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        const QString x = u"%1/x.jsonl"_s, good = u"%2"_s;
        QTest::newRow("nothing") << QStringList() << 2
                                 << u"needs a recording and a file to write"_s;
        QTest::newRow("no target") << QStringList(good) << 2 << u"needs a recording"_s;
        QTest::newRow("option")
            << QStringList({good, x, u"--fitler=x"_s}) << 2
            << u"--fitler is not understood; use --filter, --format, --from, --to, --guard-formulas or --help."_s;
        QTest::newRow("format")
            << QStringList({good, u"-"_s, u"--format"_s, u"xml"_s}) << 2
            << u"--format xml is not a format; use jsonl, csv, pcapng, perfetto-trace, html or sqlite."_s;
        QTest::newRow("filter")
            << QStringList({good, x, u"--filter"_s, u"hello bytes>x"_s}) << 2
            << u"loopscope: --filter: “x” is not a number for “bytes”; try bytes>1MB.\n"
               "    hello bytes>x\n"
               "          ^~~~~~~\n"_s;
        QTest::newRow("extension")
            << QStringList({good, u"%1/x.xls"_s}) << 2
            << u"choose .jsonl, .csv, .pcapng, .perfetto-trace, .html or .sqlite"_s;
        QTest::newRow("part of a report")
            << QStringList({good, u"%1/x.html"_s, u"--to"_s, u"2"_s}) << 2
            << u"x.html is a report, which is of the whole recording"_s;
        QTest::newRow("tables on standard output")
            << QStringList({good, u"-"_s, u"--format"_s, u"sqlite"_s}) << 2
            << u"sqlite cannot be written to standard output: name a file."_s;
        QTest::newRow("missing") << QStringList({u"%1/no.loopscope"_s, x}) << 1
                                 << u"/no.loopscope cannot be read: No such file or directory."_s;
        QTest::newRow("missing, as the target is")
            << QStringList({u"%1/no.loopscope"_s, u"%1/new.jsonl"_s}) << 1
            << u"/no.loopscope cannot be read: No such file or directory."_s;
        QTest::newRow("foreign") << QStringList({u"%1/foreign"_s, x}) << 1
                                 << u"/foreign is not a recording of Loopscope."_s;
        QTest::newRow("database") << QStringList({u"%1/other.sqlite"_s, x}) << 1
                                  << u"/other.sqlite is not a recording of Loopscope."_s;
        QTest::newRow("empty") << QStringList({u"/dev/null"_s, x}) << 1
                               << u"/dev/null is not a recording of Loopscope."_s;
        QTest::newRow("newer") << QStringList({u"%1/newer.loopscope"_s, x}) << 1
                               << u"/newer.loopscope was recorded by a newer Loopscope"_s;
        QTest::newRow("cut") << QStringList({u"%1/cut.loopscope"_s, x}) << 1
                             << u"/cut.loopscope is damaged"_s;
        QTest::newRow("flipped") << QStringList({u"%1/flipped.loopscope"_s, x}) << 1
                                 << u"/flipped.loopscope is damaged: none of its events"_s;
        QTest::newRow("itself") << QStringList({good, good, u"--format"_s, u"csv"_s}) << 1
                                << u"is the recording itself"_s;
        QTest::newRow("itself, by a link")
            << QStringList({good, u"%1/link.csv"_s}) << 1 << u"is the recording itself"_s;
        QTest::newRow("another recording")
            << QStringList({good, u"%1/second.loopscope"_s, u"--format"_s, u"jsonl"_s}) << 1
            << u"second.loopscope is a recording, too"_s;
        QTest::newRow("device") << QStringList({good, u"/dev/full"_s, u"--format"_s, u"csv"_s}) << 1
                                << u"/dev/full cannot be written: No space left on device."_s;
    }

    void whatIsWrongIsOneSentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        QFETCH(QString, says);
        QVERIFY(put(path("foreign"), "hello, world\n"));
        run(path("other.sqlite"), "CREATE TABLE x (y); INSERT INTO x VALUES (1)");
        QVERIFY(QFile::copy(recording(), path("newer.loopscope")));
        QVERIFY(QFile::copy(recording(), path("second.loopscope")));
        run(path("newer.loopscope"), "PRAGMA user_version = 99");
        QVERIFY(QFile::copy(recording(), path("flipped.loopscope")));
        run(path("flipped.loopscope"), "UPDATE segments SET data = zeroblob(length(data))");
        QVERIFY(put(path("cut.loopscope"), contentOf(recording()).left(10'000)));
        QVERIFY(put(path("x.jsonl"), "good"));
        QVERIFY(QFile::link(recording(), path("link.csv")));
        for (QString &argument : arguments)
            argument.replace(u"%1"_s, folder_->path()).replace(u"%2"_s, recording());
        const QStringList before = files();
        const QByteArray recorded = contentOf(recording());
        const Export failed(arguments);
        QVERIFY2(failed.errors.contains(says), qPrintable(failed.errors));
        QVERIFY(failed.errors.startsWith(u"loopscope: "));
        QCOMPARE(failed.status, status);
        QCOMPARE(contentOf(path("x.jsonl")), "good");
        QCOMPARE(files(), before);
        QVERIFY(contentOf(recording()) == recorded);
    }

    void eachTargetThatFailsIsSaid()
    {
        const Export failed({recording(), u"/dev/full"_s, path("x.csv"), path("none/y.csv"),
                             u"--format"_s, u"csv"_s});
        QVERIFY2(failed.errors.contains(u"/dev/full cannot be written: "_s)
                     && failed.errors.contains(path("none/y.csv") + u" cannot be written: "_s),
                 qPrintable(failed.errors));
        QCOMPARE(failed.status, 1);
        QVERIFY(contentOf(path("x.csv")).startsWith("number,"));
        // What is the same for all of them, once.
        const Export missing({path("no.loopscope"), path("x.csv"), path("y.jsonl")});
        QCOMPARE(missing.errors.count(u"cannot be read"_s), 1);
        QVERIFY(contentOf(path("x.csv")).startsWith("number,"));
    }

    void theFirstVersionIsRead()
    {
        makeFirstVersion(path("old.loopscope"));
        const Export done({path("old.loopscope"), u"-"_s});
        QCOMPARE(done.errors, QString());
        const QList<QJsonObject> events = eventsIn(done.output);
        QCOMPARE(events.size(), 2);
        QCOMPARE(events[1][u"payload"].toString(), u"hello"_s);
        QCOMPARE(events[1][u"session"].toString(), u"echo 127.0.0.1:8881"_s);
        QCOMPARE(
            eventsIn(Export({path("old.loopscope"), u"-"_s, u"--filter"_s, u"task:9"_s}).output)
                .size(),
            1);
    }

    void aFullDiskKeepsTheOldFile()
    {
        QVERIFY(QDir(folder_->path()).mkdir(u"disk"_s));
        const test::OwnDisk disk(path("disk"), 64);
        if (!disk.mounted())
            QSKIP("needs root: mounts a small disk");
        QVERIFY(put(path("disk/x.csv"), "good"));
        disk.fill();
        const Export failed({recording(), path("disk/x.csv")});
        QCOMPARE(failed.errors,
                 u"loopscope: %1 cannot be written: No space left on device. Free some space "
                 "there, or choose another place.\n"_s.arg(path("disk/x.csv")));
        QCOMPARE(failed.status, 1);
        QCOMPARE(contentOf(path("disk/x.csv")), "good");
    }

    void aSignalCancelsIt_data()
    {
        QTest::addColumn<QString>("target");
        QTest::newRow("file") << u"x.jsonl"_s;
        QTest::newRow("tables") << u"x.sqlite"_s;
        QTest::newRow("nobody reads") << u"-"_s;
    }

    // Into a pipe that nobody reads, it would wait for ever.
    void aSignalCancelsIt()
    {
        QFETCH(QString, target);
        makeLong(path("long.loopscope"), target == u"-");
        const QString old = target == u"-" ? u"x.jsonl"_s : target;
        QVERIFY(put(folder_->filePath(old), "good"));
        const Pipe pipe;
        const QString name = target == u"-" ? target : folder_->filePath(target);
        QProcess program;
        program.setChildProcessModifier([&pipe] { ::dup2(pipe.writing.get(), STDOUT_FILENO); });
        program.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                      {u"export"_s, path("long.loopscope"), name});
        QVERIFY(program.waitForStarted());
        const QStringList before {u"long.loopscope"_s, old};
        // It is under way once there is something of what it writes.
        const auto begun = [&] {
            char byte = 0;
            return target == u"-" ? ::read(pipe.reading.get(), &byte, 1) == 1
                                  : files().size() > before.size();
        };
        QTRY_VERIFY(begun());
        QCOMPARE(::kill(pid_t(program.processId()), SIGINT), 0);
        QVERIFY(program.waitForFinished(10'000));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 1);
        QCOMPARE(QString::fromUtf8(program.readAllStandardError()),
                 u"loopscope: The export to %1 was cancelled.\n"_s.arg(
                     target == u"-" ? u"standard output"_s : name));
        QCOMPARE(contentOf(folder_->filePath(old)), "good");
        QCOMPARE(files(), before);
    }

    void aReaderWhoLeavesEndsIt()
    {
        makeLong(path("long.loopscope"), true);
        Pipe pipe;
        QProcess program;
        program.setChildProcessModifier([&pipe] { ::dup2(pipe.writing.get(), STDOUT_FILENO); });
        program.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                      {u"export"_s, path("long.loopscope"), u"-"_s});
        QVERIFY(program.waitForStarted());
        char byte = 0;
        QVERIFY(::read(pipe.reading.get(), &byte, 1) == 1);
        pipe.reading.reset();
        pipe.writing.reset();
        QVERIFY(program.waitForFinished(10'000));
        QCOMPARE(program.exitCode(), 1);
        QCOMPARE(QString::fromUtf8(program.readAllStandardError()),
                 u"loopscope: Standard output cannot be written: Broken pipe. What read it has "
                 "ended.\n"_s);
    }

    // A line that is written over, and is gone in the end.
    void aTerminalSeesHowFarItIs()
    {
        const loop::Descriptor ours(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
        QVERIFY(ours.get() >= 0 && ::grantpt(ours.get()) == 0 && ::unlockpt(ours.get()) == 0);
        const QString terminal = QString::fromUtf8(::ptsname(ours.get()));
        const loop::Descriptor theirs( // so that what was written is kept until it is read
            ::open(terminal.toUtf8().constData(), O_RDWR | O_NOCTTY | O_CLOEXEC));
        QVERIFY(theirs.get() >= 0);
        const auto seen = [&](const QString &target) {
            QProcess process;
            process.setStandardErrorFile(terminal);
            process.start(QStringLiteral(LOOPSCOPE_PROGRAM), {u"export"_s, recording(), target});
            if (!process.waitForFinished(20'000) || process.exitCode() != 0)
                return QByteArray("it failed");
            QByteArray all;
            pollfd readable {ours.get(), POLLIN, 0};
            while (::poll(&readable, 1, 200) == 1) {
                char piece[4096];
                const auto count = ::read(ours.get(), piece, sizeof piece);
                if (count <= 0)
                    break;
                all.append(piece, count);
            }
            return all;
        };
        const QByteArray file = seen(path("x.jsonl"));
        QVERIFY2(file.startsWith("\rWriting " + path("x.jsonl").toUtf8() + ": "), file.constData());
        QVERIFY2(file.contains(" %\x1b[K") && file.endsWith("\r\x1b[K"), file.constData());
        QVERIFY(file.count("Writing") < 20); // not at each step of it
        const QByteArray output = seen(u"-"_s); // which is no terminal
        QVERIFY2(output.startsWith("\rWriting standard output: "), output.constData());
    }
};

QTEST_GUILESS_MAIN(ExportCommandTest)
#include "ExportCommandTest.moc"
