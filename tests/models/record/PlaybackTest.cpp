// SPDX-License-Identifier: GPL-3.0-or-later

// A recording that is played: every consumer is put to a moment, of many wishes the newest counts,
// playing goes on from there at its speed, and what is live can be left and be come back to without
// a gap and without anything told twice.

#include "models/record/Playback.h"
#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/Conversation.h"
#include "models/LogModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/WarningModel.h"
#include "models/record/Feed.h"
#include "models/record/OpenedRecording.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"
#include "tests/models/ReadRows.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <chrono>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

// The wall clock when this began: what is recorded has real times, so that "now" is after it.
const std::int64_t Wall = std::chrono::duration_cast<std::chrono::nanoseconds>(
                              std::chrono::system_clock::now().time_since_epoch())
                              .count()
    - 3600 * Second;

loop::Delta at(std::int64_t time)
{
    loop::Delta made = delta(time);
    made.wallOffset = Wall;
    return made;
}

struct Views {
    explicit Views(const EventStore &file)
        : log(&file, &sessions)
        , conversation(&file)
    { }
    [[nodiscard]] std::vector<DeltaConsumer *> all()
    {
        return {&activity, &connections, &tasks, &warnings, &sessions, &log, &conversation};
    }

    Activity activity;
    ConnectionModel connections;
    TaskModel tasks;
    WarningModel warnings {&tasks};
    SessionModel sessions {&connections};
    LogModel log;
    Conversation conversation;
};

void warn(loop::Delta &in)
{
    loop::WarningRecord made;
    made.kind = loop::WarningKind::SlowCallback;
    made.time = in.time;
    made.message = "slow";
    in.warnings.push_back(made);
}

} // namespace

class PlaybackTest final : public QObject {
    Q_OBJECT

    // Ten seconds: connection n opens at second n, and 1 closes at second 5; a warning at 3.
    static void record(Recording &file)
    {
        for (int second = 1; second <= 10; ++second) {
            loop::Delta made = at(second * Second);
            open(made, std::uint64_t(second));
            addEvent(made, loop::EventKind::Connect, std::uint64_t(second));
            addEvent(made, loop::EventKind::DataIn, 1, "hello " + std::to_string(second));
            if (second == 3)
                warn(made);
            if (second == 5)
                close(made, 1);
            file.apply(made);
        }
        file.flush();
    }

private Q_SLOTS:
    void everyViewShowsTheMoment()
    {
        Recording file;
        record(file);
        Views views(file);
        views.conversation.setConnection(1);
        Playback playback(file.path(), views.all());
        QSignalSpy moved(&playback, &Playback::moved);
        const auto go = [&](double second) {
            moved.clear();
            playback.seek(Wall + std::int64_t(second * double(Second)));
            return moved.wait(5000);
        };
        QVERIFY(go(4.5));
        QCOMPARE(views.connections.liveCount(), 4);
        QCOMPARE(views.connections.find(1)->closed, 0);
        QCOMPARE(views.warnings.total(), 1U);
        QCOMPARE(views.log.positionRow(), 7); // of eight events
        QTRY_COMPARE(heard(views.conversation, Conversation::Direction::In),
                     "hello 1hello 2hello 3hello 4");
        QVERIFY(go(2.5)); // back
        QCOMPARE(views.connections.liveCount(), 2);
        QCOMPARE(views.warnings.total(), 0U);
        QTRY_COMPARE(heard(views.conversation, Conversation::Direction::In), "hello 1hello 2");
        QVERIFY(go(100)); // as far as it goes
        QCOMPARE(views.connections.liveCount(), 9);
        QVERIFY(views.connections.find(1)->closed != 0);
        QCOMPARE(playback.position(), Wall + 10 * Second);
        QVERIFY(go(-100));
        QCOMPARE(views.connections.liveCount(), 1);
    }

    // A moment has no past; the sparklines follow once nobody moves on.
    void whatWentBeforeIsInTheSparklines()
    {
        Recording file;
        loop::Delta begin = at(Second);
        open(begin, 1);
        file.apply(begin);
        for (int step = 1; step <= 40; ++step) { // 100 bytes each quarter of a second
            loop::Delta made = at(Second + step * 250 * Millisecond);
            sample(made, 1, std::uint64_t(step) * 100);
            file.apply(made);
        }
        file.flush();
        Views views(file);
        Playback playback(file.path(), views.all());
        connect(&playback, &Playback::trafficRead, &views.connections,
                &ConnectionModel::showTraffic);
        playback.seek(Wall + 6 * Second);
        const auto rate = [&views] {
            return views.connections.index(0, ConnectionColumn::Rate).data().toString();
        };
        QTRY_COMPARE(rate(), u"400 B/s"_s);
        const auto line = views.connections.index(0, ConnectionColumn::Rate)
                              .data(SparklineRole)
                              .value<QList<double>>();
        QCOMPARE(line.size(), 40);
        QCOMPARE(line.first(), 0.0); // it was not open then
        QCOMPARE(line.last(), 400.0);
    }

    void anEventLeadsToTheMomentThatShowsIt()
    {
        Recording file;
        record(file);
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy moved(&playback, &Playback::moved);
        playback.seekEvent(5); // the connection of second 3
        QVERIFY(moved.wait(5000));
        QVERIFY(views.connections.find(3));
        QVERIFY(!views.connections.find(4));
        QVERIFY(views.log.positionRow() >= 4);
    }

    void ofManyWishesTheNewestCounts()
    {
        Recording file;
        record(file);
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy moved(&playback, &Playback::moved);
        for (int i = 0; i < 300; ++i)
            playback.seek(Wall + (i % 9 + 1) * Second);
        playback.seek(Wall + 6 * Second);
        QTRY_COMPARE(playback.position(), Wall + 6 * Second);
        QVERIFY(moved.size() < 50); // what nobody waits for is not read
        QCOMPARE(views.connections.liveCount(), 5);
    }

    // As fast as a hand drags, which is 30 moves a second; how fast it is here is printed.
    void aThousandConnectionsFollowTheHand()
    {
        constexpr int count = 1000, deltas = 200;
        Recording file;
        for (int step = 0; step < deltas; ++step) {
            loop::Delta made = at(Second + step * 100 * Millisecond);
            for (int id = 1; id <= count; ++id) {
                if (step == 0)
                    open(made, std::uint64_t(id));
                else
                    sample(made, std::uint64_t(id), std::uint64_t(step) * 64);
            }
            file.apply(made);
        }
        file.flush();
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy moved(&playback, &Playback::moved);
        constexpr int moves = 30;
        QElapsedTimer clock;
        clock.start();
        for (int i = 0; i < moves; ++i) {
            const int step = (i * 37) % deltas;
            playback.seek(Wall + Second + step * 100 * Millisecond);
            QVERIFY(moved.wait(5000));
            QCOMPARE(views.connections.find(count)->bytesIn, quint64(step) * 64);
        }
        qInfo("%.1f ms a move", double(clock.elapsed()) / moves);
        QVERIFY(clock.elapsed() < moves * 500); // of a machine that is busy
    }

    void playingTellsOnToTheEndAndStops()
    {
        Recording file;
        record(file);
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy history(&playback, &Playback::historyChanged);
        playback.refresh();
        QVERIFY(history.wait(5000));
        QCOMPARE(playback.history().last, Wall + 10 * Second);
        QSignalSpy moved(&playback, &Playback::moved);
        playback.seek(Wall + 8 * Second);
        QVERIFY(moved.wait(5000));
        QSignalSpy playing(&playback, &Playback::playingChanged);
        playback.setSpeed(16);
        playback.play();
        QVERIFY(playback.isPlaying());
        QTRY_COMPARE_WITH_TIMEOUT(playback.position(), Wall + 10 * Second, 5000);
        QTRY_VERIFY(!playback.isPlaying());
        QCOMPARE(playing.size(), 2);
        QCOMPARE(views.connections.liveCount(), 9);
        QCOMPARE(views.log.positionRow(), 19);
        playback.play(); // from the beginning
        QTRY_VERIFY(playback.position() < Wall + 5 * Second);
        playback.pause();
        QVERIFY(!playback.isPlaying());
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

    // Away, and back while Deltas come all the time: nothing is missing, and nothing counted twice.
    void comingBackMissesNothingAndTellsNothingTwice()
    {
        Recording file;
        Views views(file);
        Feed feed;
        HandMadeSource source;
        feed.addSource(&source);
        feed.addConsumer(&file, false);
        for (DeltaConsumer *each : views.all())
            feed.addConsumer(each);
        int second = 0;
        const auto goOn = [&] {
            ++second;
            loop::Delta made = at(second * Second);
            open(made, std::uint64_t(second));
            warn(made);
            source.clock = second * Second;
            source.answers.push_back(std::move(made));
            feed.pull();
        };
        for (int i = 0; i < 5; ++i)
            goOn();
        QCOMPARE(views.warnings.total(), 5U);

        Playback playback(file.path(), views.all());
        QSignalSpy paused(&feed, &Feed::pausedChanged);
        feed.setPaused(true);
        goOn();
        feed.leave(); // which is the end of the pause, and of what it held
        QVERIFY(!feed.isPaused());
        QCOMPARE(paused.size(), 2);
        QCOMPARE(paused.last().at(0).toBool(), false);
        file.flush();
        QSignalSpy moved(&playback, &Playback::moved);
        playback.seek(Wall + 2 * Second);
        QVERIFY(moved.wait(5000));
        for (int i = 0; i < 5; ++i)
            goOn();
        QCOMPARE(views.connections.liveCount(), 2); // the past stands still
        QCOMPARE(views.warnings.total(), 2U);

        QSignalSpy read(&playback, &Playback::nowRead);
        feed.comeBack();
        goOn();
        feed.leave(); // for another moment, after all
        QVERIFY(!feed.isComingBack());
        feed.comeBack();
        playback.readNow([&] { file.flush(); });
        goOn(); // these two may be in the moment that is read, or not
        goOn();
        connect(&playback, &Playback::nowRead, this, [&](const Moment &moment) {
            goOn();
            feed.resume(moment);
        });
        QVERIFY(read.wait(5000));
        QCOMPARE(second, 15);
        QCOMPARE(views.connections.liveCount(), 15);
        QCOMPARE(views.warnings.total(), 15U);
        feed.setPaused(true);
        goOn();
        QCOMPARE(views.warnings.total(), 15U);
        feed.setPaused(false);
        QCOMPARE(views.connections.liveCount(), 16);
        QCOMPARE(views.warnings.total(), 16U);
        QVERIFY(!feed.isAway());
    }
};

QTEST_GUILESS_MAIN(PlaybackTest)
#include "PlaybackTest.moc"
