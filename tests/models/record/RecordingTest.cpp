// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Recording.h"
#include "models/record/RecordingReader.h"
#include "models/record/Sqlite.h"
#include "tests/models/Deltas.h"
#include "tests/support/SmallDisk.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTemporaryFile>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using ::test::SmallDisk;

namespace {

// `count` events, each other one data of connection 1 or 2.
loop::Delta events(int count)
{
    loop::Delta made = delta();
    for (int i = 0; i < count; ++i) {
        made.time = i * Millisecond;
        addEvent(made, i % 2 == 0 ? loop::EventKind::DataIn : loop::EventKind::DataOut,
                 1 + static_cast<std::uint64_t>(i / 2 % 2), "message " + std::to_string(i),
                 "detail");
    }
    return made;
}

std::string single(const QString &path, const std::string &sql)
{
    const SqliteDatabase database(path.toStdString(), SqliteDatabase::Mode::Read);
    SqliteStatement statement(database, sql);
    return statement.step() ? std::string(statement.bytes(0)) : std::string();
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
        const RecordingReader reader(file.path());
        QCOMPARE(reader.eventCount(), count);
        file.apply(events(count));
        file.flush();
        QCOMPARE(reader.eventCount(), 2 * count);
        const StoredEvent last = reader.event(2 * count);
        QCOMPARE(last.number, 2 * count);
        QCOMPARE(last.time, Epoch + (count - 1) * Millisecond);
        QCOMPARE(last.detail, QStringLiteral("detail"));
        QCOMPARE(last.payload, "message " + QByteArray::number(count - 1));
        QCOMPARE(last.context, 7U);
        QCOMPARE(last.loop, 1U);
        QCOMPARE(reader.events(2, 3).size(), std::min(3, 2 * count - 1));
        QCOMPARE(reader.event(2 * count + 1).number, 0);
    }

    void scansOnlyWhatConcernsAConnection()
    {
        Recording file;
        file.apply(events(100));
        file.flush();
        const RecordingReader reader(file.path());
        int count = 0;
        reader.scan(1, 100, {2, 0}, [&count](const StoredEvent &event) {
            count += event.connection == 2 ? 1 : 1000;
            return true;
        });
        QCOMPARE(count, 50);
    }

    void nothingIsLostWhenItCloses()
    {
        Recording file;
        for (int i = 0; i < 50; ++i)
            file.apply(events(1000));
        file.close();
        QCOMPARE(file.eventCount(), 50'000);
        QCOMPARE(RecordingReader(file.path()).eventCount(), 50'000);
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
        QCOMPARE(RecordingReader(file.path()).sessionNames().value(7),
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
            QVERIFY(file.saveAs(target));
            QVERIFY(!file.isUnsaved());
            file.apply(events(1));
            file.flush();
            QVERIFY(file.isUnsaved());
        }
        QCOMPARE(RecordingReader(target).eventCount(), 100);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }

    void savingWhereNothingCanBeWrittenSaysWhy()
    {
        Recording file;
        file.apply(events(1));
        QString why;
        QVERIFY(!file.saveAs(QStringLiteral("/nowhere/at/all.loopscope"), &why));
        QVERIFY2(why.contains(QStringLiteral("/nowhere/at/all.loopscope")), qPrintable(why));
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

    void aFullDiskStopsTheLogAndNothingElse()
    {
        Recording file;
        QSignalSpy failed(&file, &Recording::failed);
        file.apply(events(100));
        file.flush();
        {
            const SmallDisk disk(400'000);
            for (int i = 0; i < 100; ++i)
                file.apply(events(1000));
            file.flush();
            QTRY_COMPARE(failed.size(), 1);
        }
        QVERIFY(file.error().startsWith(QStringLiteral("The log has stopped")));
        QVERIFY(file.eventCount() >= 100);
        QCOMPARE(RecordingReader(file.path()).eventCount(), file.eventCount());
        file.apply(events(1));
        file.flush();
        QCOMPARE(failed.size(), 1);
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
        const StoredEvent event = RecordingReader(file.path()).event(1);
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
        try {
            const RecordingReader reader(other.fileName());
            QFAIL("it was read");
        } catch (const std::runtime_error &error) {
            QVERIFY(QString::fromUtf8(error.what()).contains(other.fileName()));
        }
    }
};

QTEST_GUILESS_MAIN(RecordingTest)
#include "RecordingTest.moc"
