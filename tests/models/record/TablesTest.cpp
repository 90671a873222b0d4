// SPDX-License-Identifier: GPL-3.0-or-later
// The tables beside the stream, as people ask them with SQL: every time in them is the wall's, 0
// where there is none yet, and the last that was known of a thing is there.
#include "models/record/Recording.h"
#include "models/record/RecordingThread.h"
#include "models/record/Sqlite.h"
#include "tests/models/Deltas.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

class TablesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timesAreOfTheWall()
    {
        Recording file;
        loop::Delta first = delta(Second);
        open(first, 5);
        open(first, 6);
        task(first, 8);
        task(first, 9);
        first.warnings.emplace_back().time = first.time;
        file.apply(first);
        loop::Delta later = delta(2 * Second);
        close(later, 6);
        loop::TaskSample &ended = later.tasks.emplace_back();
        ended.id.value = 9;
        ended.state = loop::TaskState::Done;
        ended.ended = later.time;
        file.apply(later);
        file.close();
        const SqliteDatabase database(file.path().toStdString(), SqliteDatabase::Mode::Read);
        const auto read = [&database](const std::string &sql) {
            SqliteStatement statement(database, sql);
            return statement.step() ? statement.integer(0) : -1;
        };
        for (const char *const id : {"5", "6"})
            QCOMPARE(read(std::string("SELECT opened FROM connections WHERE id = ") + id),
                     Epoch + Second);
        QCOMPARE(read("SELECT closed FROM connections WHERE id = 5"), 0);
        QCOMPARE(read("SELECT closed FROM connections WHERE id = 6"), Epoch + 2 * Second);
        for (const char *const id : {"8", "9"})
            QCOMPARE(read(std::string("SELECT started FROM tasks WHERE id = ") + id),
                     Epoch + Second);
        QCOMPARE(read("SELECT ended FROM tasks WHERE id = 8"), 0);
        QCOMPARE(read("SELECT ended FROM tasks WHERE id = 9"), Epoch + 2 * Second);
        QCOMPARE(read("SELECT time FROM warnings"), Epoch + Second);
    }

    void whatLivesIsSampledWhenAllIsWritten()
    {
        const QTemporaryDir folder;
        const std::string path = folder.filePath(u"x.loopscope"_s).toStdString();
        RecordingWriter writer(path);
        const auto received = [&path](const char *id) {
            const SqliteDatabase database(path, SqliteDatabase::Mode::Read);
            SqliteStatement statement(
                database, std::string("SELECT bytes_in FROM connections WHERE id = ") + id);
            return statement.step() ? statement.integer(0) : -1;
        };
        loop::Delta first = delta(Second);
        open(first, 5);
        open(first, 6);
        writer.take(std::make_shared<const loop::Delta>(first));
        loop::Delta later = delta(2 * Second);
        sample(later, 5, 100);
        sample(later, 6, 200).closed = later.time;
        writer.take(std::make_shared<const loop::Delta>(later));
        using Extent = RecordingWriter::Extent;
        for (const Extent extent : {Extent::Stream, Extent::Second}) {
            writer.commit(extent, false);
            QCOMPARE(received("5"), 0);
            QCOMPARE(received("6"), 200); // it has ended
        }
        writer.commit(Extent::All, false);
        QCOMPARE(received("5"), 100);
        QCOMPARE(writer.samples(), 2);
        writer.commit(Extent::All, false);
        QCOMPARE(writer.samples(), 0); // nothing changed since
    }

    // Where nothing of the stream can leave, what ended first does; what lives stays.
    void ofVeryManyThatEndedTheFirstLeaveAFileThatIsBounded()
    {
        constexpr std::uint64_t most = 40'000;
        const QTemporaryDir folder;
        const std::string path = folder.filePath(u"x.loopscope"_s).toStdString();
        RecordingWriter writer(path);
        writer.setBounds({.bytes = 4'000'000});
        loop::Delta made = delta(Second);
        for (std::uint64_t id = 1; id <= most; ++id) {
            open(made, id);
            if (id != 5)
                close(made, id);
        }
        writer.take(std::make_shared<const loop::Delta>(std::move(made)));
        writer.commit(RecordingWriter::Extent::All, false);
        const SqliteDatabase database(path, SqliteDatabase::Mode::Read);
        const auto read = [&database](const std::string &sql) {
            SqliteStatement statement(database, sql);
            return statement.step() ? statement.integer(0) : -1;
        };
        QVERIFY(read("SELECT count(*) FROM connections") < std::int64_t(most));
        QCOMPARE(read("SELECT min(id) FROM connections"), 5);
        QVERIFY(read("SELECT min(id) FROM connections WHERE closed != 0") > 10'000);
        QCOMPARE(read("SELECT max(id) FROM connections"), std::int64_t(most));
    }

    void manySamplesWaitLonger()
    {
        using namespace std::chrono_literals;
        QCOMPARE(RecordingThread::samplePace(0), 1s);
        QCOMPARE(RecordingThread::samplePace(250), 1s);
        QCOMPARE(RecordingThread::samplePace(2'000), 8s);
        QCOMPARE(RecordingThread::samplePace(1'000'000), 30s);
    }

    // A part is written at once, and a second time with the piece that it is of.
    void whatIsSoonAPieceIsWorthWaitingFor()
    {
        const QTemporaryDir folder;
        RecordingWriter writer(folder.filePath(u"x.loopscope"_s).toStdString());
        std::int64_t time = Second;
        const auto take = [&writer, &time](std::size_t bytes) {
            loop::Delta some = delta(time += Millisecond);
            some.text = std::string(bytes, 'x');
            loop::LogEvent &event = some.events.emplace_back();
            event.kind = loop::EventKind::DataIn;
            event.time = some.time;
            event.payloadSize = static_cast<std::uint32_t>(bytes);
            writer.take(std::make_shared<const loop::Delta>(std::move(some)));
        };
        take(SegmentWriter::WholeSize / 8);
        QVERIFY(!writer.isSoonWhole());
        take(SegmentWriter::WholeSize / 8);
        QVERIFY(writer.isSoonWhole());
        take(SegmentWriter::WholeSize);
        QVERIFY(!writer.isSoonWhole()); // but whole, and waits for its commit
        take(SegmentWriter::WholeSize / 4 * 3);
        QVERIFY(!writer.isSoonWhole()); // a whole one must not wait for it
        writer.commit(RecordingWriter::Extent::Stream, false);
        QVERIFY(!writer.isSoonWhole());
        take(SegmentWriter::WholeSize / 3);
        QVERIFY(!writer.isSoonWhole()); // whole with the part that was written
    }
};

QTEST_GUILESS_MAIN(TablesTest)
#include "TablesTest.moc"
