// SPDX-License-Identifier: GPL-3.0-or-later

// Recordings of limited size and age, on disks that are full, and with readers that look on.

#include "models/record/Recording.h"
#include "models/record/RecordingReader.h"
#include "tests/models/record/Recordings.h"
#include "tests/support/SmallDisk.h"

#include <QtCore/QFileInfo>
#include <QtCore/QStorageInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>
#include <atomic>
#include <limits>
#include <thread>

#include <malloc.h>

using namespace models;
using namespace models::test;
using ::test::SmallDisk;
using namespace Qt::StringLiterals;

class RecordingBoundsTest final : public QObject {
    Q_OBJECT

    // The disk takes nothing until memory has no more room.
    static void loseSome(Recording &file)
    {
        {
            const SmallDisk disk(200'000);
            for (int i = 0; i < 60; ++i) {
                file.apply(noise(10, 10'000));
                loop::Delta states = delta(); // which are never left out of a Delta
                for (int k = 0; k < 200; ++k)
                    addEvent(states, loop::EventKind::Session, 0, {},
                             noise(1, 300).text); // what no compressor makes smaller
                file.apply(states);
                file.flush();
            }
        }
        file.flush();
    }

private Q_SLOTS:
    void whileTheDiskIsFullMemoryKeepsAndThenItGoesOn()
    {
        Recording file;
        QSignalSpy failed(&file, &Recording::failed), resumed(&file, &Recording::resumed);
        file.apply(events(100));
        file.flush();
        {
            const SmallDisk disk(400'000);
            for (int i = 0; i < 100; ++i)
                file.apply(noise(100, 100));
            file.flush();
            QTRY_COMPARE(failed.size(), 1);
            QVERIFY(file.error().startsWith(QStringLiteral("The recording has stopped")));
            QVERIFY(file.eventCount() >= 100);
            QCOMPARE(*(*RecordingReader::open(file.path()))->eventCount(), file.eventCount());
            file.apply(events(1));
            file.flush();
            QCOMPARE(failed.size(), 1);
        }
        file.flush();
        QTRY_COMPARE(resumed.size(), 1);
        QCOMPARE(resumed[0][0].toString(),
                 u"The recording goes on: %1 can be written again."_s.arg(file.path()));
        QCOMPARE(file.error(), QString());
        QCOMPARE(file.eventCount(), 100 + 100 * 100 + 1);
        QCOMPARE(file.dropped(), 0);
        QCOMPARE(*(*RecordingReader::open(file.path()))->eventCount(), file.eventCount());
        QCOMPARE(single(file.path(), "PRAGMA integrity_check"), std::string("ok"));
    }

    void aFileThatWasMovedAwayIsToldAndGoesOnOnceItIsBack()
    {
        Recording file;
        QSignalSpy failed(&file, &Recording::failed), resumed(&file, &Recording::resumed);
        file.apply(events(100));
        file.flush();
        const QString away = file.path() + QStringLiteral(".away");
        QVERIFY(QFile::rename(file.path(), away));
        file.apply(events(10));
        file.flush();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY2(file.error().contains(file.path() + QStringLiteral(" was moved or deleted")),
                 qPrintable(file.error()));
        QVERIFY(QFile::rename(away, file.path()));
        file.flush();
        QTRY_COMPARE(resumed.size(), 1);
        QCOMPARE(*(*RecordingReader::open(file.path()))->eventCount(), 110);
        QCOMPARE(single(file.path(), "PRAGMA integrity_check"), std::string("ok"));
    }

    // So long that memory is full, too: what was lost is counted, and said where it was.
    void whatMemoryCannotKeepIsCountedAndSaidAtItsPlace()
    {
        constexpr std::size_t bound = std::size_t {1} << 20;
        Recording file({}, {.queued = bound});
        loop::Delta first = events(100);
        open(first, 5);
        file.apply(first);
        file.flush();
        const qint64 before = file.eventCount();
        QSignalSpy resumed(&file, &Recording::resumed);
        loseSome(file);
        QVERIFY(file.dropped() > 0);
        QTRY_VERIFY(!resumed.isEmpty());
        const QString sentence = resumed.last()[0].toString();
        QVERIFY2(sentence.contains(u" Left out so far: "_s), qPrintable(sentence));
        file.apply(events(1));
        file.flush();
        const auto reader = std::move(*RecordingReader::open(file.path()));
        int said = 0;
        QCOMPARE(reader->scan(before, file.eventCount(), {},
                              [&said](const StoredEvent &event) {
                                  said += event.detail.contains(u"events are missing here");
                                  return true;
                              }),
                 QString());
        QVERIFY(said > 0);
        QCOMPARE(*reader->eventCount(), file.eventCount());
        const Moment moment = *reader->momentAt(reader->span()->last + Second);
        QCOMPARE(moment.loops.at(0).opened.size(), std::size_t {1});
    }

    // Also the parts of a segment that was to be made whole of what was lost.
    void whatWasWrittenBeforeALossStays()
    {
        Recording file({}, {.queued = 200'000}); // bytes: less than is made whole
        for (int i = 0; i < 4; ++i) {
            file.apply(events(25));
            file.flush(); // a part
        }
        loseSome(file);
        QVERIFY(file.dropped() > 0);
        for (int i = 0; i < 4; ++i) {
            file.apply(noise(50, 10'000)); // until one is whole
            file.flush();
        }
        int before = 0;
        QCOMPARE((*RecordingReader::open(file.path()))
                     ->scan(1, 100, {},
                            [&before](const StoredEvent &) {
                                ++before;
                                return true;
                            }),
                 QString());
        QCOMPARE(before, 100);
    }

    // While another program holds the database, nothing can be written.
    void beyondItsBoundTheQueueLeavesOutDataAndNothingElse()
    {
        constexpr std::size_t bound = std::size_t {1} << 20, message = 16 * 1024;
        constexpr int messages = int(2 * bound / message);
        Recording file({}, {.queued = bound});
        file.apply(events(1));
        file.flush();
        {
            SqliteDatabase other(file.path().toStdString(), SqliteDatabase::Mode::Write);
            other.run("BEGIN IMMEDIATE");
            for (int i = 0; i < messages; ++i) {
                loop::Delta made = delta();
                addEvent(made, loop::EventKind::Connect, 1, {}, "accepted");
                addEvent(made, loop::EventKind::DataIn, 1, std::string(message, 'x')).merged = 3;
                addEvent(made, loop::EventKind::Close, 1, {}, "closed");
                file.apply(made);
            }
            QVERIFY2(file.queued() > qint64(bound / 2), "it is still being held");
            QVERIFY2(file.queued() <= qint64(bound + bound / 8), "events without their bytes");
            loop::Delta flood = delta();
            for (int i = 0; i < 50'000; ++i)
                addEvent(flood, loop::EventKind::DataIn, 1, {}, {}).merged = 2;
            addEvent(flood, loop::EventKind::Close, 1, {}, "the last");
            file.apply(flood);
            other.run("COMMIT");
        }
        file.flush();
        QTRY_COMPARE(file.queued(), 0);
        QCOMPARE(file.eventCount(), 1 + 3 * messages + 1);
        QCOMPARE(file.dropped(), 100'000);
        qint64 missing = 0, whole = 0, wrong = 0;
        const auto reader = std::move(*RecordingReader::open(file.path()));
        QCOMPARE(reader->scan(2, file.eventCount(), {},
                              [&](const StoredEvent &event) {
                                  whole += event.payload.size() == qsizetype(message);
                                  missing += qint64(event.bytes) - event.payload.size();
                                  const QString words = event.isData()         ? QString()
                                      : event.kind == loop::EventKind::Connect ? u"accepted"_s
                                      : event.number == file.eventCount()      ? u"the last"_s
                                                                               : u"closed"_s;
                                  wrong += event.detail != words;
                                  return true;
                              }),
                 QString());
        QVERIFY(whole > messages / 3 && whole < messages * 2 / 3);
        QCOMPARE(file.missing(), missing);
        QCOMPARE(missing, (messages - whole) * qint64(message));
        QCOMPARE(wrong, 0); // of what is said beside the bytes
        QCOMPARE(reader->event(file.eventCount())->detail, QStringLiteral("the last"));
    }

    // However long the disk hangs: what was left out of a Delta has given its memory back.
    void whatWaitsForTheDiskTakesNoMoreMemoryThanItWeighs()
    {
        constexpr std::size_t bound = std::size_t {1} << 20;
        Recording file({}, {.queued = bound});
        file.apply(events(1));
        file.flush();
        loop::Delta flood = delta();
        for (int i = 0; i < 20'000; ++i)
            addEvent(flood, loop::EventKind::DataIn, 1, {}, {}).merged = 2;
        addEvent(flood, loop::EventKind::Close, 1, {}, "closed");
        flood.spans.resize(10'000);
        flood.pieces.resize(50'000);
        SqliteDatabase other(file.path().toStdString(), SqliteDatabase::Mode::Write);
        other.run("BEGIN IMMEDIATE");
        const auto held = [] {
            const struct mallinfo2 all = mallinfo2();
            return all.uordblks + all.hblkhd;
        };
        const std::size_t before = held();
        for (int i = 0; i < 100; ++i)
            file.apply(flood);
        const std::size_t more = held() - std::min(before, held());
        QVERIFY2(more < 8 * bound, qPrintable(u"%1 bytes"_s.arg(more)));
        QVERIFY(file.dropped() > 90 * 40'000);
        other.run("COMMIT");
    }

    void theOldestLeavesFirstAndTheFileStaysWithinItsBound()
    {
        constexpr qint64 bound = 8'000'000;
        Recording file({}, {.bytes = bound});
        loop::Delta first = delta();
        open(first, 5);
        file.apply(first);
        for (int i = 0; i < 60; ++i) {
            loop::Delta made = noise(10, 50'000);
            made.time = i * 10 * Second;
            for (loop::LogEvent &event : made.events)
                event.time = made.time;
            file.apply(made);
            if (i % 5 == 4)
                file.flush();
            QVERIFY2(QFileInfo(file.path()).size() <= bound, qPrintable(QString::number(i)));
        }
        file.flush();
        const auto reader = std::move(*RecordingReader::open(file.path()));
        QCOMPARE(file.eventCount(), 600);
        QVERIFY(file.firstEvent() > 300 && file.firstEvent() < 600);
        QCOMPARE(*reader->firstEvent(), file.firstEvent());
        qint64 next = file.firstEvent();
        QCOMPARE(reader->scan(1, 600, {},
                              [&next](const StoredEvent &event) {
                                  return event.number == next && ++next != 0;
                              }),
                 QString());
        QCOMPARE(next, 601);
        QCOMPARE(reader->event(1)->number, 0);
        QCOMPARE(single(file.path(), "SELECT count(*) FROM connections"), std::string("1"));
        // What lived before it is known there still.
        const Moment moment = *reader->momentAt(reader->span()->first);
        QCOMPARE(moment.loops.at(0).opened.size(), std::size_t {1});
    }

    // Four times the bound at once: what SQLite keeps beside the file counts, too.
    void aBurstStaysWithinTheBoundOnDisk()
    {
        constexpr qint64 bound = 8'000'000;
        Recording file({}, {.bytes = bound});
        file.flush();
        const auto size = [&file](const char *end) {
            return QFileInfo(file.path() + QLatin1StringView(end)).size();
        };
        // Of one moment: what one file gives to the other meanwhile would count twice.
        const auto onDisk = [size] {
            const qint64 database = size("");
            const qint64 bytes = database + size("-wal") + size("-shm");
            return size("") == database ? bytes : 0;
        };
        std::atomic<bool> over {false};
        qint64 most = 0;
        std::thread watcher([&] {
            while (!over) {
                most = std::max(most, onDisk());
                std::this_thread::yield();
            }
        });
        for (int i = 0; i < 64; ++i)
            file.apply(noise(10, 50'000));
        file.flush();
        over = true;
        watcher.join();
        QVERIFY2(most <= bound, qPrintable(QString::number(most)));
        QVERIFY(most > bound / 2);
        QCOMPARE(file.dropped(), 0);
        QCOMPARE(file.eventCount(), 640);
        const auto reader = std::move(*RecordingReader::open(file.path()));
        QCOMPARE(reader->event(640)->payload.size(), qsizetype(50'000));
    }

    // A flood that was merged comes as one event of very many bytes: it is kept as several, so that
    // the oldest of them can leave.
    void oneDeltaOfManyBytesStaysWithinTheBoundToo()
    {
        constexpr qint64 bound = 8'000'000;
        Recording file({}, {.bytes = bound});
        loop::Delta large = noise(1, 32 << 20);
        large.events[0].merged = 600;
        large.events[0].bytes += 5; // that were not kept
        open(large, 1);
        const std::string sent = large.payload(large.events[0]);
        addEvent(large, loop::EventKind::DataOut, 1, "the end", "words");
        file.apply(large);
        file.flush();
        qint64 onDisk = 0;
        for (const char *end : {"", "-wal", "-shm"})
            onDisk += QFileInfo(file.path() + QLatin1StringView(end)).size();
        QVERIFY2(onDisk <= bound, qPrintable(QString::number(onDisk)));
        QVERIFY(file.firstEvent() > 1);
        QCOMPARE(file.dropped(), 0);
        const auto reader = std::move(*RecordingReader::open(file.path()));
        QByteArray kept;
        quint64 bytes = 0;
        QString last;
        QCOMPARE(reader->scan(file.firstEvent(), file.eventCount(), {},
                              [&](const StoredEvent &event) {
                                  if (event.kind == loop::EventKind::DataIn) {
                                      kept += event.payload;
                                      bytes += event.bytes;
                                  } else {
                                      last = QString::fromUtf8(event.payload) + event.detail;
                                  }
                                  return true;
                              }),
                 QString());
        QVERIFY(kept.size() > bound / 4);
        QVERIFY(QByteArrayView(sent).endsWith(kept));
        QCOMPARE(bytes, quint64(kept.size()) + 5);
        QCOMPARE(last, u"the endwords"_s);
        QCOMPARE(single(file.path(), "SELECT count(*) FROM connections"), std::string("1"));
    }

    // A disk of which a reserve alone is left is a full one, though it would take more.
    void aReserveOfTheDiskIsLeft()
    {
        Recording file({}, {.reserve = std::numeric_limits<qint64>::max() / 2});
        QSignalSpy failed(&file, &Recording::failed), resumed(&file, &Recording::resumed);
        file.apply(events(100));
        file.flush();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY2(file.error().contains(u"is full (a recording leaves 2 MiB of it free)"),
                 qPrintable(file.error()));
        QCOMPARE(file.eventCount(), 0);
        file.setLimits({});
        file.flush();
        QTRY_COMPARE(resumed.size(), 1);
        QCOMPARE(file.eventCount(), 100);
    }

    void onASmallDiskTheReserveIsLeftAndItGoesOnOnceThereIsRoom()
    {
        QTemporaryDir folder;
        const ::test::OwnDisk disk(folder.path(), 24 * 1024);
        if (!disk.mounted())
            QSKIP("needs root: mounts a disk");
        QFile filler(folder.filePath(QStringLiteral("filler")));
        QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        QCOMPARE(filler.write(QByteArray(18 << 20, 'x')), 18 << 20);
        const auto file = std::move(*Recording::at(folder.filePath(QStringLiteral("run"))));
        QSignalSpy failed(file.get(), &Recording::failed), resumed(file.get(), &Recording::resumed);
        for (int i = 0; i < 40; ++i) { // 4 MB
            file->apply(noise(10, 10'000));
            file->flush();
            QVERIFY(QStorageInfo(folder.path()).bytesAvailable() >= Recording::Reserve);
        }
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(file->eventCount() > 0);
        QVERIFY(file->eventCount() < 400);
        filler.remove();
        file->flush();
        QTRY_COMPARE(resumed.size(), 1);
        file->flush();
        QCOMPARE(file->dropped(), 0);
        QVERIFY(QStorageInfo(folder.path()).bytesAvailable() >= Recording::Reserve);
    }

    // That is what the reserve is for.
    void theEndOfWhatWasRecordedFindsRoom()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.loopscope"));
        {
            const auto file = std::move(*Recording::at(path));
            loop::Delta first = events(10);
            open(first, 5);
            file->apply(first);
            file->flush();
            file->setLimits({.reserve = std::numeric_limits<qint64>::max() / 2});
            loop::Delta last = events(1000);
            close(last, 5);
            file->apply(last);
            file->mark(QStringLiteral("the end"));
            file->close();
            QCOMPARE(file->dropped(), 1000);
        }
        QCOMPARE(single(path, "SELECT count(*) FROM connections WHERE closed != 0"),
                 std::string("1"));
        QCOMPARE(single(path, "SELECT name FROM marks"), std::string("the end"));
        QCOMPARE(single(path, "PRAGMA integrity_check"), std::string("ok"));
        QCOMPARE(*(*RecordingReader::open(path))->eventCount(), 10);
    }

    void whatIsTooOldLeaves()
    {
        Recording file({}, {.age = std::chrono::seconds(100)});
        for (int i = 0; i < 400; ++i) {
            loop::Delta made = delta(i * Second);
            addEvent(made, loop::EventKind::DataIn, 1, "x");
            file.apply(made);
        }
        file.flush();
        QVERIFY(file.firstEvent() > 400 - 100 - 40 && file.firstEvent() <= 300);
    }
};

QTEST_GUILESS_MAIN(RecordingBoundsTest)
#include "RecordingBoundsTest.moc"
