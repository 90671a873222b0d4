// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Recording.h"
#include "models/record/RecordingReader.h"
#include "models/record/Sqlite.h"
#include "tests/models/record/Recordings.h"
#include "tests/support/SmallDisk.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTemporaryFile>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>
#include <csignal>
#include <random>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace models;
using namespace models::test;
using ::test::SmallDisk;

namespace {

// All but the first pages turn into something else.
void spoil(const QString &path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(64 * 1024));
    QVERIFY(file.write(QByteArray(file.size() - file.pos(), '\xa5')) > 0);
}

// As of a program that was killed: the file with what SQLite keeps beside it, and its lock.
void leaveBehind(const QString &folder, int count)
{
    const pid_t child = ::fork();
    if (child == 0) {
        Recording file(folder);
        file.apply(events(count));
        file.flush();
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
}

} // namespace

class RecordingTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenCanBeReadWhileItIsWritten_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("1") << 1;
        QTest::newRow("100") << 100;
        QTest::newRow("10000") << 10'000;
    }

    void whatIsWrittenCanBeReadWhileItIsWritten()
    {
        QFETCH(int, count);
        Recording file;
        file.apply(events(count));
        file.flush();
        QCOMPARE(file.eventCount(), count);
        const auto opened = RecordingReader::open(file.path());
        const RecordingReader &reader = **opened;
        QCOMPARE(*reader.eventCount(), count);
        file.apply(events(count));
        file.flush();
        QCOMPARE(*reader.eventCount(), 2 * count);
        const StoredEvent last = *reader.event(2 * count);
        QCOMPARE(last.number, 2 * count);
        QCOMPARE(last.time, Epoch + (count - 1) * Millisecond);
        QCOMPARE(last.detail, QStringLiteral("detail"));
        QCOMPARE(last.payload, "message " + QByteArray::number(count - 1));
        QCOMPARE(last.context, 7U);
        QCOMPARE(last.loop, 1U);
        QCOMPARE(reader.events(2, 3)->size(), std::min(3, 2 * count - 1));
        QCOMPARE(reader.event(2 * count + 1)->number, 0);
    }

    void scansOnlyWhatConcernsAConnection()
    {
        Recording file;
        file.apply(events(100));
        file.flush();
        const auto reader = RecordingReader::open(file.path());
        int count = 0;
        const QString problem = (*reader)->scan(1, 100, {2, 0}, [&count](const StoredEvent &event) {
            count += event.connection == 2 ? 1 : 1000;
            return true;
        });
        QCOMPARE(problem, QString());
        QCOMPARE(count, 50);
    }

    void nothingIsLostWhenItCloses()
    {
        Recording file;
        for (int i = 0; i < 50; ++i)
            file.apply(events(1000));
        file.close();
        QCOMPARE(file.eventCount(), 50'000);
        QCOMPARE(*(*RecordingReader::open(file.path()))->eventCount(), 50'000);
        file.apply(events(1));
        QCOMPARE(file.eventCount(), 50'000);
    }

    void keepsTheLastOfEveryConnectionTaskWarningAndSession()
    {
        Recording file;
        loop::Delta made = delta();
        open(made, 5, "127.0.0.1:49152");
        open(made, 6);
        task(made, 9).steps = 3;
        loop::WarningRecord &warning = made.warnings.emplace_back();
        warning.message = "coroutine greet() was never awaited";
        file.apply(made);
        loop::Delta next = delta(Second);
        sample(next, 5, 4711);
        close(next, 6);
        file.apply(next);
        SessionRecord session;
        session.id.value = 7;
        session.kind = QStringLiteral("echo");
        session.address = QStringLiteral("127.0.0.1:8881");
        file.record(session);
        file.close();
        const auto read = [&file](const char *sql) { return single(file.path(), sql); };
        QCOMPARE(read("SELECT bytes_in FROM connections WHERE id = 5"), std::string("4711"));
        QCOMPARE(read("SELECT peer FROM connections WHERE id = 5"), std::string("127.0.0.1:49152"));
        QCOMPARE(read("SELECT state FROM connections WHERE id = 6"), std::string("closed"));
        QCOMPARE(read("SELECT steps FROM tasks WHERE id = 9"), std::string("3"));
        QCOMPARE(read("SELECT message FROM warnings"),
                 std::string("coroutine greet() was never awaited"));
        QCOMPARE((*RecordingReader::open(file.path()))->sessionNames()->value(7),
                 QStringLiteral("echo 127.0.0.1:8881"));
    }

    void theFileIsGoneAfterwards()
    {
        QTemporaryDir folder;
        {
            Recording file(folder.path());
            file.apply(events(10));
            file.flush();
            QVERIFY(QFile::exists(file.path()));
        }
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void aSavedCopyStays()
    {
        QTemporaryDir folder;
        const QString target = folder.filePath(QStringLiteral("monday.loopscope"));
        {
            Recording file;
            file.apply(events(100));
            file.flush();
            QVERIFY(file.isUnsaved());
            QFile old(target);
            QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
            old.close();
            QCOMPARE(file.saveAs(target).problem(), QString());
            QVERIFY(!file.isUnsaved());
            file.apply(events(1));
            file.flush();
            QVERIFY(file.isUnsaved());
        }
        QCOMPARE(*(*RecordingReader::open(target))->eventCount(), 100);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }

    void savingWhereNothingCanBeWrittenSaysWhy()
    {
        Recording file;
        file.apply(events(1));
        const QString why = file.saveAs(QStringLiteral("/nowhere/at/all.loopscope")).problem();
        QVERIFY2(why.contains(QStringLiteral("/nowhere/at/all.loopscope")), qPrintable(why));
    }

    void partsBecomeOneSegmentThatReadersFollow()
    {
        Recording file;
        file.apply(noise(1, 1000));
        file.flush();
        const auto opened = RecordingReader::open(file.path());
        const RecordingReader &reader = **opened;
        const QByteArray first = reader.event(1)->payload;
        int events = 1;
        // Each flush makes a part; some 100 of these are a whole segment.
        for (; events < 250; ++events) {
            file.apply(noise(1, 10'000));
            file.flush();
            QCOMPARE(reader.event(events + 1)->payload.size(), qsizetype(10'000));
        }
        QVERIFY(std::stoi(single(file.path(), "SELECT count(*) FROM segments WHERE whole")) == 2);
        QVERIFY(std::stoi(single(file.path(), "SELECT count(*) FROM segments")) < 110);
        QCOMPARE(reader.event(1)->payload, first);
        QCOMPARE(reader.events(1, 1000)->size(), qsizetype(events));
        QCOMPARE((*RecordingReader::open(file.path()))->events(1, 1000)->size(), qsizetype(events));
    }

    void aDamagedSegmentIsSaidAndNothingIsReadFromIt()
    {
        Recording file;
        file.apply(events(100));
        file.close();
        for (const char *damage : {"data = zeroblob(10)", "size = 1 << 40", "size = size + 1",
                                   "data = x''", "data = substr(data, 1, length(data) - 9)"}) {
            const QTemporaryDir folder;
            const QString copy = folder.filePath(QStringLiteral("damaged.loopscope"));
            QVERIFY(QFile::copy(file.path(), copy));
            SqliteDatabase database(copy.toStdString(), SqliteDatabase::Mode::Write);
            database.run((std::string("UPDATE segments SET ") + damage).c_str());
            const auto reader = RecordingReader::open(copy);
            int events = 0;
            QCOMPARE((*reader)->scan(1, 100, {},
                                     [&events](const StoredEvent &) { return ++events > 0; }),
                     QString());
            QCOMPARE(events, 0);
            QVERIFY2((*reader)->damage().contains(u"is damaged: none of its events"), damage);
        }
    }

    void whatAnotherProgramWroteIsRefusedInASentence()
    {
        Recording file;
        file.apply(events(10));
        file.close();
        const QTemporaryDir folder;
        const auto opened = [&](const char *sql) {
            const QString copy = folder.filePath(QStringLiteral("other.loopscope"));
            QFile::remove(copy);
            QFile::copy(file.path(), copy);
            SqliteDatabase(copy.toStdString(), SqliteDatabase::Mode::Write).run(sql);
            return RecordingReader::open(copy).problem();
        };
        QCOMPARE(opened("PRAGMA user_version = 3"), QString());
        QVERIFY(opened("PRAGMA user_version = 4").contains(u"newer Loopscope"));
        QVERIFY(opened("PRAGMA application_id = 5").contains(u"not a recording"));
        const QString text = folder.filePath(QStringLiteral("text.loopscope"));
        QFile other(text);
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write("Dear diary, today\n") > 0);
        other.close();
        QVERIFY(RecordingReader::open(text).problem().contains(u"not a recording"));
    }

    void aRecordingFromBeforeKeyframesIsReadFromItsBeginning()
    {
        Recording file;
        loop::Delta made = events(10);
        open(made, 5);
        file.apply(made);
        file.close();
        const QTemporaryDir folder;
        const QString copy = folder.filePath(QStringLiteral("old.loopscope"));
        QVERIFY(QFile::copy(file.path(), copy));
        SqliteDatabase(copy.toStdString(), SqliteDatabase::Mode::Write)
            .run("PRAGMA user_version = 2; ALTER TABLE segments DROP COLUMN is_keyframe;"
                 "DROP TABLE samples; DROP TABLE marks;");
        const auto reader = std::move(*RecordingReader::open(copy));
        QCOMPARE(*reader->eventCount(), 10);
        const Moment moment = *reader->momentAt(Epoch + Second);
        QCOMPARE(moment.loops.at(0).opened.size(), std::size_t {1});
        QVERIFY(reader->samples(0, Epoch)->isEmpty() && reader->marks()->isEmpty());
    }

    void aKeyframeBeginsASegmentAtLeastEveryHalfMinute()
    {
        Recording file;
        for (int i = 0; i < 100; ++i) {
            loop::Delta made = delta(i * Second);
            addEvent(made, loop::EventKind::DataIn, 1, "x");
            file.apply(made);
        }
        file.close();
        QCOMPARE(single(file.path(), "SELECT count(*) FROM segments WHERE is_keyframe"),
                 std::string("4"));
        QCOMPARE(single(file.path(), "SELECT count(*) FROM samples"), std::string("100"));
    }

    void aMillionEventsOfAnEchoServerTakeLessThan25Megabytes()
    {
        constexpr int count = 100'000;
        Recording file;
        std::mt19937 random(1);
        for (int batch = 0; batch < 100; ++batch) {
            loop::Delta made = delta(batch * 33 * Millisecond);
            for (int i = 0; i < count / 100; ++i) {
                addEvent(made, i % 2 == 0 ? loop::EventKind::DataIn : loop::EventKind::DataOut,
                         random() % 1000 + 1, std::string(64, static_cast<char>(random())));
                made.events.back().time += std::int64_t(random() % 5000) + i * 5000;
                made.events.back().task.value = made.events.back().connection.value + 7;
            }
            file.apply(made);
        }
        file.flush();
        const std::string size = single(file.path(), "SELECT sum(length(data)) FROM segments");
        QVERIFY2(std::stoll(size) < 25 * count, size.c_str());
    }

    void aFolderThatCannotBeWrittenIsOneSentence()
    {
        Recording file(QStringLiteral("/nowhere"));
        QSignalSpy failed(&file, &Recording::failed);
        file.apply(events(10));
        file.flush();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains(QStringLiteral("/nowhere")));
        QCOMPARE(file.error(), failed[0][0].toString());
        QCOMPARE(file.eventCount(), 0);
    }

    void aBlockedLoopStandsInTheLogOnceItIsOver()
    {
        Recording file;
        Blocked blocked;
        blocked.since = Epoch;
        blocked.lasted = 2 * Second;
        blocked.handle.task.value = 325;
        DeltaConsumer &consumer = file;
        consumer.apply(blocked);
        blocked.settled = true;
        consumer.apply(blocked);
        file.flush();
        QCOMPARE(file.eventCount(), 1);
        const StoredEvent event = *(*RecordingReader::open(file.path()))->event(1);
        QVERIFY(event.kind == loop::EventKind::Warning);
        QCOMPARE(event.time, Epoch);
        QCOMPARE(event.task, 325U);
        QVERIFY(event.detail.contains(QStringLiteral("held for")));
    }

    void aFileThatIsNoSessionFileIsOneSentence()
    {
        QTemporaryFile other;
        QVERIFY(other.open());
        other.write(QByteArray(10'000, 'x'));
        other.flush();
        const auto reader = RecordingReader::open(other.fileName());
        QVERIFY(!reader);
        QVERIFY(reader.problem().startsWith(
            QStringLiteral("%1 is not a recording of Loopscope. ").arg(other.fileName())));
    }

    void whatGoesBadWhileItIsReadIsOneSentence()
    {
        constexpr int count = 200'000; // several segments
        Recording file;
        for (int i = 0; i < 10; ++i)
            file.apply(events(count / 10));
        file.close();
        const auto reader = RecordingReader::open(file.path());
        QVERIFY((*reader)->event(1));
        spoil(file.path());
        int seen = 0;
        const QString problem = (*reader)->scan(1, count, {}, [&seen](const StoredEvent &) {
            ++seen;
            return true;
        });
        // Of SQLite's own pages the rest cannot be read; of ours, what is damaged is passed over.
        const QString said = problem.isEmpty() ? (*reader)->damage() : problem;
        QVERIFY2(said.contains(file.path()) && said.contains(u"damaged"), qPrintable(said));
        QVERIFY(seen < count);
        const auto last = (*reader)->event(count);
        QVERIFY(!last || last->number == 0);
        const auto some = (*reader)->events(count - 100, 100);
        QVERIFY(!some || some->isEmpty());
    }

    void whatADeadProgramLeftIsKept()
    {
        QTemporaryDir folder, kept;
        leaveBehind(folder.path(), 100);
        const QList<LeftBehind> told = keepLeftBehind({folder.path()}, kept.path());
        QCOMPARE(told.size(), 1);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList());
        const QStringList files = QDir(kept.path()).entryList(QDir::Files);
        QCOMPARE(files.size(), 1);
        const QString path = kept.filePath(files.first());
        QCOMPARE(told.first().path, path);
        QCOMPARE(told.first().sentence,
                 QStringLiteral("The recording of a run that did not end properly is kept as %1.")
                     .arg(path));
        QCOMPARE(*(*RecordingReader::open(path))->eventCount(), 100);
        QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        QVERIFY(keepLeftBehind({folder.path()}, kept.path()).isEmpty());
    }

    void whatADeadProgramLeftIsKeptOnAnotherDiskToo()
    {
        QTemporaryDir folder, kept;
        const ::test::OwnDisk disk(kept.path(), 4096);
        if (!disk.mounted())
            QSKIP("needs root: mounts a disk");
        leaveBehind(folder.path(), 100);
        QCOMPARE(keepLeftBehind({folder.path()}, kept.path()).size(), 1);
        const QStringList files = QDir(kept.path()).entryList(QDir::Files);
        QCOMPARE(files.size(), 1);
        QCOMPARE(*(*RecordingReader::open(kept.filePath(files.first())))->eventCount(), 100);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList());
    }

    void anEmptyOneIsNotKept()
    {
        QTemporaryDir folder, kept;
        leaveBehind(folder.path(), 0);
        QVERIFY(keepLeftBehind({folder.path()}, kept.path()).isEmpty());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList());
        QCOMPARE(QDir(kept.path()).entryList(QDir::Files), QStringList());
    }

    void aRecordingInUseIsLeftAlone()
    {
        QTemporaryDir folder, kept;
        Recording file(folder.path());
        file.apply(events(10));
        file.flush();
        QVERIFY(keepLeftBehind({folder.path()}, kept.path()).isEmpty());
        QVERIFY(QFile::exists(file.path()));
        file.apply(events(10));
        file.flush();
        QCOMPARE(file.eventCount(), 20);
    }

    void oneThatCannotBeReadIsNamedOnce()
    {
        QTemporaryDir folder, kept;
        leaveBehind(folder.path(), 1);
        const QString name = QDir(folder.path()).entryList({QStringLiteral("*.loopscope")}).first();
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(9000, 'x')) == 9000);
        file.close();
        QVERIFY(QFile::remove(file.fileName() + QStringLiteral("-wal")));
        const QList<LeftBehind> told = keepLeftBehind({folder.path()}, kept.path());
        QCOMPARE(told.size(), 1);
        QVERIFY(told.first().path.isEmpty());
        QVERIFY2(told.first().sentence.contains(QStringLiteral("is left at ") + file.fileName()),
                 qPrintable(told.first().sentence));
        QVERIFY(file.exists());
        QVERIFY(keepLeftBehind({folder.path()}, kept.path()).isEmpty());
    }

    void whatNobodyWantsIsDiscarded()
    {
        QTemporaryDir folder, kept;
        leaveBehind(folder.path(), 1);
        const QString path = keepLeftBehind({folder.path()}, kept.path()).first().path;
        QCOMPARE(discardRecording(path), QString());
        QCOMPARE(QDir(kept.path()).entryList(QDir::Files), QStringList());
    }

    void tenAreKept()
    {
        QTemporaryDir folder, kept;
        for (int i = 0; i < 12; ++i)
            leaveBehind(folder.path(), 1);
        QCOMPARE(keepLeftBehind({folder.path()}, kept.path()).size(), 12);
        QCOMPARE(QDir(kept.path()).entryList(QDir::Files).size(), 10);
    }

    void aRecordingIsItsOwnersAlone()
    {
        const mode_t before = ::umask(0);
        Recording file;
        file.apply(events(1));
        file.flush();
        ::umask(before);
        for (const char16_t *end : {u"", u"-wal", u"-shm", u"-lock"}) {
            const QString path = file.path() + QString::fromUtf16(end);
            QVERIFY2(QFile::exists(path), qPrintable(path));
            QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther),
                     QFile::Permissions());
        }
    }
};

QTEST_GUILESS_MAIN(RecordingTest)
#include "RecordingTest.moc"
