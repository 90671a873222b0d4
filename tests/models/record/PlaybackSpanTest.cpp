// SPDX-License-Identifier: GPL-3.0-or-later

// What a Playback knows of a whole recording, for the bar that moves through it: its span, what
// stands out, names of moments. And what it says of one that it cannot read.

#include "models/record/OpenedRecording.h"
#include "models/record/Playback.h"
#include "models/record/RecordingReader.h"
#include "models/record/Sqlite.h"
#include "tests/models/record/Played.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace models::test::played;
using namespace Qt::StringLiterals;

class PlaybackSpanTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatStandsOutIsInTheSpan()
    {
        Recording file;
        for (int second = 1; second <= 6; ++second) {
            loop::Delta made = at(second * Second + 100 * Millisecond);
            for (int i = 0; i < second; ++i) {
                if (second == 2)
                    addEvent(made, loop::EventKind::Fault, 1);
                if (second == 4)
                    addEvent(made, loop::EventKind::Error, 1);
            }
            if (second == 3) // before the block: it was no answer
                made.sample.lag = 900 * Millisecond;
            if (second == 5) // less than a block
                made.sample.lag = 99 * Millisecond;
            if (second == 6)
                made.sample.lag = 100 * Millisecond;
            file.apply(made);
            if (second == 4) {
                Blocked blocked;
                blocked.loop = {1};
                blocked.loopName = u"net"_s;
                blocked.since = Wall + 4 * Second + 150 * Millisecond;
                blocked.lasted = 40 * Millisecond;
                blocked.settled = true;
                file.apply(blocked);
            }
        }
        file.flush();
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy history(&playback, &Playback::historyChanged);
        playback.refresh();
        QVERIFY(history.wait(5000));
        const auto words = [&playback] {
            QStringList made;
            for (const History::Incident &each : playback.history().incidents)
                made << u"%1 at %2 x%3 for %4 ms"_s.arg(int(each.kind))
                            .arg((each.time - Wall) / Second)
                            .arg(each.count)
                            .arg(each.lasted / Millisecond);
            return made.join(u", "_s);
        };
        using Incident = History::Incident;
        const QString all = u"%1 at 2 x2 for 0 ms, %2 at 4 x4 for 0 ms, %3 at 4 x1 for 100 ms"_s
                                .arg(int(Incident::Fault))
                                .arg(int(Incident::Error))
                                .arg(int(Incident::Blocked));
        QCOMPARE(words(), all);
        playback.refresh(); // and nothing twice
        QVERIFY(history.wait(5000));
        QCOMPARE(words(), all);
    }

    void ofVeryManyIncidentsSomeAreInTheSpan()
    {
        Recording file;
        for (int second = 1; second <= 5'010; ++second) {
            loop::Delta made = at(second * Second);
            addEvent(made, loop::EventKind::Error, 1);
            if (second > 5'000)
                warn(made);
            file.apply(made);
        }
        file.flush();
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy history(&playback, &Playback::historyChanged);
        playback.refresh();
        QVERIFY(history.wait(10'000));
        QCOMPARE(playback.history().incidents.size(), 5'000);
        QCOMPARE(playback.history().seconds.size(), 5'010);
    }

    // It was good when it was opened. Each wish is answered with a sentence.
    void whatCanNoLongerBeReadIsOneSentence()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"a.loopscope"_s);
        {
            Recording file;
            record(file);
            QCOMPARE(file.saveAs(path).problem(), QString());
        }
        const auto opened = OpenedRecording::open(path);
        QVERIFY2(opened, qPrintable(opened.problem()));
        Views views(**opened);
        Playback playback(path, views.all());
        QSignalSpy moved(&playback, &Playback::moved);
        QSignalSpy failed(&playback, &Playback::failed);
        QSignalSpy history(&playback, &Playback::historyChanged);
        playback.refresh();
        QVERIFY(history.wait(5000));
        playback.seek(Wall + 8 * Second);
        QVERIFY(moved.wait(5000));
        const auto run = [&path](const char *sql) {
            SqliteDatabase(path.toStdString(), SqliteDatabase::Mode::Write).run(sql);
        };
        const auto fails = [&failed, &path](int count) {
            return QTest::qWaitFor([&] { return failed.size() == count; })
                && failed.last().first().toString().contains(path);
        };
        run("DROP TABLE samples"); // a moment has the seconds before it
        playback.seek(Wall + 5 * Second);
        QVERIFY(fails(1));
        playback.play(); // from where it is, whatever was asked for
        QVERIFY(moved.wait(5000));
        QVERIFY(playback.position() > Wall + 8 * Second);
        run("DROP TABLE segments");
        QVERIFY(fails(2));
        QVERIFY(!playback.isPlaying());
        playback.seek(Wall + 5 * Second);
        QVERIFY(fails(3));
        playback.seekEvent(5);
        QVERIFY(fails(4));
        QTest::qWait(0);
        QCOMPARE(failed.size(), 4);
    }

    void theSpanGrowsWhileItIsRecorded()
    {
        Recording file;
        record(file);
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy history(&playback, &Playback::historyChanged);
        playback.refresh();
        QVERIFY(history.wait(5000));
        QCOMPARE(playback.history().first, Wall + Second);
        QCOMPARE(playback.history().incidents.size(), 1);
        QCOMPARE(playback.history().incidents.first().words, u"slow"_s);
        file.mark(u"here"_s, Wall + 4 * Second);
        loop::Delta later = at(20 * Second);
        warn(later);
        file.apply(later);
        file.flush();
        playback.refresh();
        QVERIFY(history.wait(5000));
        QCOMPARE(playback.history().last, Wall + 20 * Second);
        QCOMPARE(playback.history().incidents.size(), 2);
        QCOMPARE(playback.history().marks, (QList<History::Mark> {{Wall + 4 * Second, u"here"_s}}));
    }

    // While it is recorded the last second is read again and again.
    void whatHappenedInTheLastSecondIsThereOnce()
    {
        Recording file;
        record(file);
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy history(&playback, &Playback::historyChanged);
        const auto of = [&playback](History::Incident::Kind kind) {
            quint64 count = 0;
            for (const History::Incident &each : playback.history().incidents)
                count += each.kind == kind ? each.count : 0;
            return count;
        };
        for (quint64 round = 1; round <= 4; ++round) {
            loop::Delta made = at(20 * Second + std::int64_t(round) * 10 * Millisecond);
            addEvent(made, loop::EventKind::Fault, 2);
            addEvent(made, loop::EventKind::Error, 2);
            addEvent(made, loop::EventKind::Error, 3);
            file.apply(made);
            file.flush();
            playback.refresh();
            QVERIFY(history.wait(5000));
            QCOMPARE(of(History::Incident::Fault), round);
            QCOMPARE(of(History::Incident::Error), 2 * round);
            QCOMPARE(of(History::Incident::Warning), 1U);
        }
    }

    void aNameIsKeptInAFileThatWasOpened()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"a.loopscope"_s);
        {
            Recording file;
            record(file);
            QCOMPARE(file.saveAs(path).problem(), QString());
        }
        const auto opened = OpenedRecording::open(path);
        QVERIFY2(opened, qPrintable(opened.problem()));
        QCOMPARE((*opened)->eventCount(), 20);
        QCOMPARE((*opened)->mark(Wall + 7 * Second, u"seven"_s), QString());
        Views views(**opened);
        Playback playback(path, views.all());
        QSignalSpy history(&playback, &Playback::historyChanged);
        playback.refresh();
        QVERIFY(history.wait(5000));
        QCOMPARE(playback.history().marks,
                 (QList<History::Mark> {{Wall + 7 * Second, u"seven"_s}}));
    }

    // It has events alone: the log moves, and nothing else is known.
    void aRecordingOfTheFirstVersionIsLedByItsEvents()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"old.loopscope"_s);
        SqliteDatabase(path.toStdString(), SqliteDatabase::Mode::Write)
            .run(
                "PRAGMA application_id = 1280266067; PRAGMA user_version = 1;"
                "CREATE TABLE events (number INTEGER PRIMARY KEY, time INTEGER, kind INTEGER, "
                "loop INTEGER, context INTEGER, connection INTEGER, task INTEGER, bytes INTEGER, "
                "merged INTEGER, detail TEXT, payload BLOB);"
                "CREATE TABLE sessions (id INTEGER PRIMARY KEY, loop INTEGER, server INTEGER, "
                "kind TEXT, address TEXT, url TEXT, state INTEGER, error TEXT);"
                "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 9) "
                "INSERT INTO events SELECT i, 1763640000000000000 + i * 1000000000, 2, 1, 7, 5, 0, "
                "5, 1, '', 'hello' FROM n;");
        const auto opened = OpenedRecording::open(path);
        QVERIFY2(opened, qPrintable(opened.problem()));
        Views views(**opened);
        Playback playback(path, views.all());
        QSignalSpy moved(&playback, &Playback::moved);
        QSignalSpy failed(&playback, &Playback::failed);
        playback.seekEvent(5);
        QVERIFY(moved.wait(5000));
        QCOMPARE(playback.position(), Epoch + 5 * Second);
        QCOMPARE(views.log.positionRow(), 4);
        playback.seek(Epoch + 7 * Second + 1);
        QVERIFY(moved.wait(5000));
        QCOMPARE(views.log.positionRow(), 6);
        playback.seek(Epoch + 7 * Second - 1);
        QVERIFY(moved.wait(5000));
        QCOMPARE(views.log.positionRow(), 5);
        playback.seekEnd();
        QVERIFY(moved.wait(5000));
        QCOMPARE(playback.position(), Epoch + 9 * Second);
        QCOMPARE(views.log.positionRow(), 8);
        QCOMPARE(failed.size(), 0);
    }

    void eventsOfTheFirstVersionAreReadWhole()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"old.loopscope"_s);
        SqliteDatabase(path.toStdString(), SqliteDatabase::Mode::Write)
            .run(
                "PRAGMA application_id = 1280266067; PRAGMA user_version = 1;"
                "CREATE TABLE events (number INTEGER PRIMARY KEY, time INTEGER, kind INTEGER, "
                "loop INTEGER, context INTEGER, connection INTEGER, task INTEGER, bytes INTEGER, "
                "merged INTEGER, detail TEXT, payload BLOB);"
                "CREATE TABLE sessions (id INTEGER PRIMARY KEY, loop INTEGER, server INTEGER, "
                "kind TEXT, address TEXT, url TEXT, state INTEGER, error TEXT);"
                "INSERT INTO events VALUES (1, 1763640001000000000, 2, 3, 7, 5, 9, 100, 4, "
                "'words', x'00ff61'), (2, 1763640002000000000, 3, 1, 8, 6, 10, 5, 1, '', 'hello'), "
                "(3, 1763640003000000000, 2, 1, 7, 5, 10, 5, 1, '', 'again');");
        const auto opened = RecordingReader::open(path);
        QVERIFY2(opened, qPrintable(opened.problem()));
        const RecordingReader &reader = **opened;
        const StoredEvent first = *reader.event(1);
        QCOMPARE(first.number, 1);
        QCOMPARE(first.time, Epoch + Second);
        QCOMPARE(int(first.kind), 2);
        QCOMPARE(first.loop, 3U);
        QCOMPARE(first.context, 7U);
        QCOMPARE(first.connection, 5U);
        QCOMPARE(first.task, 9U);
        QCOMPARE(first.bytes, 100U);
        QCOMPARE(first.merged, 4U);
        QCOMPARE(first.detail, u"words"_s);
        QCOMPARE(first.payload,
                 QByteArray("\0\xff"
                            "a",
                            3));
        const auto found
            = [&reader](qint64 from, qint64 to, quint64 connection, quint64 task, int most) {
                  QString numbers;
                  const QString problem
                      = reader.scan(from, to, {connection, task}, [&](const StoredEvent &event) {
                            numbers += QString::number(event.number);
                            return numbers.size() < most;
                        });
                  return numbers + problem;
              };
        QCOMPARE(found(1, 3, 0, 0, 9), u"123"_s);
        QCOMPARE(found(1, 3, 0, 0, 1), u"1"_s); // it was enough
        QCOMPARE(found(2, 2, 0, 0, 9), u"2"_s);
        QCOMPARE(found(1, 3, 5, 0, 9), u"13"_s);
        QCOMPARE(found(1, 3, 0, 10, 9), u"23"_s);
        QCOMPARE(found(1, 3, 5, 10, 9), u"3"_s);
    }

    void whatCannotBeReadIsOneSentence()
    {
        Recording file;
        Views views(file);
        Playback playback(u"/nowhere/a.loopscope"_s, views.all());
        QSignalSpy failed(&playback, &Playback::failed);
        playback.seek(Wall);
        QVERIFY(failed.wait(5000));
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed.first().first().toString().contains(u"/nowhere/a.loopscope"_s));
    }
};

QTEST_GUILESS_MAIN(PlaybackSpanTest)
#include "PlaybackSpanTest.moc"
