// SPDX-License-Identifier: GPL-3.0-or-later
// The ids that a segment says it holds: all of them, or none where they are too many. Whoever looks
// for one finds its events, wherever it stands in the order of coming.
#include "models/record/Recording.h"
#include "models/record/RecordingReader.h"
#include "tests/models/record/Recordings.h"

#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

class SegmentTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachOfManyIsFound_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("pieces");
        for (const int count : {1, 4095, 4096, 4097, 4098, 9000}) { // around as many as are kept
            QTest::addRow("%d in one", count) << count << 1;
            QTest::addRow("%d in three", count) << count << 3;
        }
    }

    void eachOfManyIsFound()
    {
        QFETCH(int, count);
        QFETCH(int, pieces);
        Recording file;
        for (int piece = 0; piece < pieces; ++piece) {
            loop::Delta made = delta(piece * Second);
            for (int id = count; id > 0; --id) { // the smallest comes last
                if (id % pieces != piece)
                    continue;
                addEvent(made, loop::EventKind::Connect, std::uint64_t(id)).task.value
                    = std::uint64_t(id) + 100'000;
            }
            file.apply(made);
            file.flush();
        }
        const auto reader = RecordingReader::open(file.path());
        const auto found = [&](const RecordingReader::Narrowing &narrowing) {
            int events = 0;
            const QString problem
                = (*reader)->scan(1, count, narrowing, [&](const StoredEvent &event) {
                      events += event.connection + 100'000 == event.task ? 1 : 1000;
                      return true;
                  });
            return problem.isEmpty() ? events : -1;
        };
        for (const int id : {1, 2, 3, count / 2, count - 2, count - 1, count}) {
            if (id < 1 || id > count)
                continue;
            QCOMPARE(found({std::uint64_t(id), 0}), 1);
            QCOMPARE(found({0, std::uint64_t(id) + 100'000}), 1);
        }
        QCOMPARE(found({std::uint64_t(count) + 1, 0}), 0);
        QCOMPARE(found({0, 0}), count);
    }

    // What was written in parts becomes one segment: where one of them had too many, it has, too.
    void eachIsFoundInASegmentOfWhichOnePartHasVeryMany()
    {
        Recording file;
        std::uint64_t id = 0;
        for (const std::uint64_t count : {10U, 5'000U, 10U}) {
            loop::Delta made = delta(std::int64_t(id + 1) * Millisecond);
            for (std::uint64_t each = 0; each < count; ++each)
                addEvent(made, loop::EventKind::Connect, ++id);
            file.apply(made);
            file.flush();
        }
        loop::Delta rest = delta(Second); // with which it is whole
        addEvent(rest, loop::EventKind::DataIn, 9'000, std::string(1'100'000, 'x'));
        file.apply(rest);
        file.flush();
        const auto reader = RecordingReader::open(file.path());
        for (const std::uint64_t each : {1U, 10U, 11U, 2'500U, 5'010U, 5'011U, 5'020U, 9'000U}) {
            int events = 0;
            const QString problem
                = (*reader)->scan(1, 10'000, {each, 0}, [&](const StoredEvent &event) {
                      events += event.connection == each;
                      return true;
                  });
            QCOMPARE(problem, QString());
            QVERIFY2(events == 1, qPrintable(QString::number(each)));
        }
    }

    // Whoever reads the stream for long, as an export does, lets the writer's log shrink meanwhile.
    void readingTheStreamHoldsNothingUp()
    {
        Recording file;
        for (int i = 0; i < 6; ++i) {
            file.apply(noise(2, 500'000));
            file.flush();
        }
        const auto reader = RecordingReader::open(file.path());
        int looked = 0;
        bool shrank = true;
        const auto look = [&](const RecordingReader::Played &) {
            const SqliteDatabase other(file.path().toStdString(), SqliteDatabase::Mode::Write);
            SqliteStatement checkpoint(other, "PRAGMA wal_checkpoint(TRUNCATE)");
            shrank = shrank && checkpoint.step() && checkpoint.integer(0) == 0; // not busy
            ++looked;
            return true;
        };
        QCOMPARE((*reader)->stream(0, std::numeric_limits<qint64>::max(), look), QString());
        QVERIFY(looked >= 6);
        QVERIFY(shrank);
    }

    // Loops answer in turn, and not in the order of their clocks: the last that is written may be
    // the earlier one.
    void theEndIsTheLatestOfAllLoops_data()
    {
        QTest::addColumn<bool>("together");
        QTest::newRow("in one part") << true;
        QTest::newRow("in parts of their own") << false;
    }

    void theEndIsTheLatestOfAllLoops()
    {
        QFETCH(bool, together);
        Recording file;
        loop::Delta late = delta(20 * Millisecond), early = delta(10 * Millisecond);
        addEvent(late, loop::EventKind::Close, 1);
        early.loop.value = 2;
        file.apply(late);
        if (!together)
            file.flush();
        file.apply(early);
        file.flush();
        const auto reader = RecordingReader::open(file.path());
        const auto end = (*reader)->span()->last;
        QCOMPARE(end, Epoch + 20 * Millisecond);
        QCOMPARE((*reader)->momentAt(end)->lastEvent, 1);
    }

    // Playing from A to B and then from B to C tells the same as playing from A to C, for every B.
    // The moment of an event includes that event.
    void momentsLoseNothingBetweenThem_data()
    {
        QTest::addColumn<QString>("before"); // what was told of first, though it came later
        QTest::addColumn<bool>("together");
        for (const char *before : {"another loop", "a session", "a slow session", "a keyframe"}) {
            QTest::addRow("%s in one part", before) << QString::fromLatin1(before) << true;
            QTest::addRow("%s in parts of their own", before)
                << QString::fromLatin1(before) << false;
        }
    }

    void momentsLoseNothingBetweenThem()
    {
        QFETCH(QString, before);
        QFETCH(bool, together);
        Recording file;
        qint64 events = 0;
        const auto tell = [&](int ms, quint64 loop, const std::string &payload = {}) {
            loop::Delta made = delta(ms * Millisecond);
            made.loop.value = loop;
            addEvent(made, loop::EventKind::DataIn, 1, payload);
            file.apply(made);
            ++events;
        };
        tell(10, 1);
        file.flush();
        if (before == u"a keyframe"_s) { // is due after that much
            for (int i = 0; i < 64; ++i)
                tell(10, 2, std::string(128 * 1024, '.'));
        }
        if (before == u"another loop"_s) {
            file.record(SessionRecord {}, Epoch + 25 * Millisecond);
            tell(30, 2);
        } else {
            file.record(SessionRecord {},
                        Epoch + (before == u"a slow session"_s ? 3000 : 30) * Millisecond);
        }
        if (!together)
            file.flush();
        tell(20, 1);
        const qint64 late = events;
        file.flush();
        const auto reader = std::move(*RecordingReader::open(file.path()));
        for (int ms = 5; ms <= 40; ms += 5) {
            qint64 told = 0;
            const auto count = [&told](const RecordingReader::Played &played) {
                told += played.delta ? qint64(played.delta->events.size()) : 0;
                return true;
            };
            const qint64 between = Epoch + ms * Millisecond;
            QCOMPARE(reader->deltas(Epoch, between, count), QString());
            QCOMPARE(reader->momentAt(between)->lastEvent, told);
            QCOMPARE(reader->deltas(between, Epoch + Second, count), QString());
            QCOMPARE(told, events);
        }
        const Moment moment = *reader->momentOf(late);
        QVERIFY(moment.lastEvent >= late);
        const Moment same = *reader->momentAt(moment.time);
        QCOMPARE(moment.lastEvent, same.lastEvent);
        QCOMPARE(moment.sessions.size(), same.sessions.size());
    }

    // What was a part when it began is visited once, whatever the writer makes of it meanwhile.
    void partsThatBecomeASegmentAreVisitedOnce()
    {
        Recording file;
        for (int i = 0; i < 3; ++i) {
            file.apply(events(10));
            file.flush();
        }
        const auto reader = RecordingReader::open(file.path());
        qsizetype events = 0;
        const auto look = [&](const RecordingReader::Played &each) {
            if (events == 0) {
                file.apply(noise(3, 1'000'000)); // beyond a segment
                file.flush();
            }
            events += each.delta ? qsizetype(each.delta->events.size()) : 0;
            return true;
        };
        QCOMPARE((*reader)->stream(0, std::numeric_limits<qint64>::max(), look), QString());
        QCOMPARE(events, 30);
    }

    // Whoever looks for events one by one sees those of both, each once.
    void partsThatBecomeASegmentAreScannedOnce()
    {
        Recording file;
        for (int i = 0; i < 3; ++i) {
            file.apply(events(10));
            file.flush();
        }
        const auto reader = RecordingReader::open(file.path());
        QList<qint64> numbers;
        const auto look = [&](const StoredEvent &each) {
            if (numbers.isEmpty() || numbers.size() == 40) {
                file.apply(noise(3, 1'000'000)); // beyond a segment
                file.apply(events(10));
                file.flush();
            }
            numbers << each.number;
            return true;
        };
        QCOMPARE((*reader)->scan(1, 30, {}, look), QString());
        QCOMPARE(numbers.size(), 30);
        QCOMPARE((*reader)->scan(31, 43, {}, look), QString()); // and a second time
        QCOMPARE((*reader)->scan(44, 56, {}, look), QString());
        QCOMPARE(numbers.size(), 56);
        for (qsizetype i = 0; i < numbers.size(); ++i)
            QCOMPARE(numbers[i], i + 1);
    }
};

QTEST_GUILESS_MAIN(SegmentTest)
#include "SegmentTest.moc"
