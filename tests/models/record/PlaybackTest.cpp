// SPDX-License-Identifier: GPL-3.0-or-later

// A recording that is played: every consumer is put to a moment, of many wishes the newest counts,
// playing goes on from there at its speed, and what is live can be left and be come back to without
// a gap and without anything told twice.

#include "models/record/Playback.h"
#include "models/record/Feed.h"
#include "tests/models/ReadRows.h"
#include "tests/models/record/Played.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <atomic>
#include <semaphore>

using namespace models;
using namespace models::test;
using namespace models::test::played;
using namespace Qt::StringLiterals;

class PlaybackTest final : public QObject {
    Q_OBJECT

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
        for (int step = 1; step <= 400; ++step) { // 10 bytes each 25 ms
            loop::Delta made = at(Second + step * 25 * Millisecond);
            sample(made, 1, std::uint64_t(step) * 10);
            file.apply(made);
            if (step == 100) { // nothing that went over a connection
                SessionRecord session;
                session.id.value = 7;
                file.record(session, Wall + Second + step * 25 * Millisecond);
            }
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
        QCOMPARE(line.at(25), 400.0);
        QCOMPARE(line.last(), 400.0);
    }

    void theEndIsTheLastThatIsKnown()
    {
        Recording file;
        record(file);
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy moved(&playback, &Playback::moved);
        playback.seekEnd();
        QVERIFY(moved.wait(5000));
        QCOMPARE(playback.position(), Wall + 10 * Second);
        QCOMPARE(views.connections.liveCount(), 9);
    }

    // Whoever leaves hears no more of what was asked for, and none of it is done.
    void whatWasAskedForEndsWithLeaving()
    {
        Recording file;
        record(file);
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy moved(&playback, &Playback::moved);
        QSignalSpy read(&playback, &Playback::nowRead);
        QSignalSpy history(&playback, &Playback::historyChanged);
        playback.seek(Wall + 2 * Second);
        QVERIFY(moved.wait(5000));
        playback.refresh();
        QVERIFY(history.wait(5000));
        std::counting_semaphore<> stopped(0), began(0);
        std::atomic<int> prepared = 0;
        playback.play();
        playback.readNow([&] { // which ends the playing, too
            began.release();
            stopped.acquire();
        });
        QVERIFY(!playback.isPlaying());
        began.acquire();
        playback.readNow([&prepared] { ++prepared; }); // waits behind it
        playback.leave();
        stopped.release();
        playback.refresh(); // answered after all that
        QVERIFY(history.wait(5000));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(prepared.load(), 0);
        QCOMPARE(read.size(), 0);
        QCOMPARE(moved.size(), 1);

        // It is not waited for an answer, so playing goes on with what is asked for next.
        playback.seek(Wall + 3 * Second);
        playback.play();
        playback.leave();
        QVERIFY(!playback.isPlaying());
        QCOMPARE(playback.position(), Wall + 2 * Second);
        moved.clear();
        playback.setSpeed(16);
        playback.play();
        QVERIFY(moved.wait(5000));
        QTRY_VERIFY(playback.position() > Wall + 3 * Second);
        playback.pause();
    }

    void whatSessionsSaidIsToldWhilePlaying()
    {
        Recording file;
        record(file);
        SessionRecord session;
        session.id.value = 7;
        session.kind = u"echo"_s;
        session.state = SessionRecord::Running;
        file.record(session, Wall + 10 * Second);
        loop::Delta later = at(11 * Second);
        file.apply(later);
        file.flush();
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy history(&playback, &Playback::historyChanged);
        playback.refresh();
        QVERIFY(history.wait(5000));
        QSignalSpy moved(&playback, &Playback::moved);
        QSignalSpy changed(&playback, &Playback::sessionChanged);
        playback.seek(Wall + 9 * Second);
        QVERIFY(moved.wait(5000));
        QCOMPARE(changed.size(), 0);
        playback.setSpeed(16);
        playback.play();
        QTRY_VERIFY(!playback.isPlaying());
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].value<SessionRecord>().kind, u"echo"_s);
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

    // Nobody has chosen a moment yet.
    void playingBeginsAtTheBeginning()
    {
        Recording file;
        record(file);
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy history(&playback, &Playback::historyChanged);
        playback.refresh();
        QVERIFY(history.wait(5000));
        QSignalSpy moved(&playback, &Playback::moved);
        playback.play();
        QVERIFY(moved.wait(5000));
        QCOMPARE(playback.position(), Wall + Second);
        QCOMPARE(views.connections.liveCount(), 1);
    }

    // What was asked for and left again is not waited for.
    void afterLeavingItPlaysOnFromWhereItWas()
    {
        Recording file;
        record(file);
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy history(&playback, &Playback::historyChanged);
        playback.refresh();
        QVERIFY(history.wait(5000));
        QSignalSpy moved(&playback, &Playback::moved);
        playback.seek(Wall + 4 * Second);
        QVERIFY(moved.wait(5000));
        playback.seek(Wall + 2 * Second);
        playback.leave();
        moved.clear();
        playback.play();
        QVERIFY(moved.wait(5000));
        QVERIFY(playback.position() > Wall + 4 * Second);
        playback.readNow({}); // stands still: now is another matter
        QVERIFY(!playback.isPlaying());
    }

    // A stretch without an event leaves the log where it was.
    void whereNothingHappensTheLogStandsStill()
    {
        Recording file;
        record(file);
        loop::Delta last = at(40 * Second);
        addEvent(last, loop::EventKind::DataIn, 20, "late");
        file.apply(last);
        file.flush();
        Views views(file);
        Playback playback(file.path(), views.all());
        QSignalSpy history(&playback, &Playback::historyChanged);
        playback.refresh();
        QVERIFY(history.wait(5000));
        QSignalSpy moved(&playback, &Playback::moved);
        playback.seek(Wall + 19 * Second);
        QVERIFY(moved.wait(5000));
        QCOMPARE(views.log.positionRow(), 19);
        playback.play(); // in real time
        QVERIFY(moved.wait(5000));
        QVERIFY(playback.position() > Wall + 19 * Second);
        QVERIFY(playback.position() < Wall + 40 * Second);
        QCOMPARE(views.log.positionRow(), 19);
    }
};

QTEST_GUILESS_MAIN(PlaybackTest)
#include "PlaybackTest.moc"
