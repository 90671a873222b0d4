// SPDX-License-Identifier: GPL-3.0-or-later

// A Feed to which nothing happens sleeps, and what happens wakes it.

#include "models/record/Feed.h"
#include "tests/models/Deltas.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <thread>

using namespace models;
using namespace models::test;

namespace {

// A loop that answers whenever it is asked, and has nothing to tell.
class QuietSource final : public DeltaSource {
public:
    std::unique_ptr<loop::Delta> take(const loop::Interest &) override
    {
        ++takes;
        return std::make_unique<loop::Delta>(next ? *std::exchange(next, std::nullopt) : delta(1));
    }
    bool wakeOnNews(std::function<void()> wish) override
    {
        wake = std::move(wish);
        return canWake;
    }
    void wakeOnMuch(std::function<void()> wish) override { much = std::move(wish); }
    loop::RunningHandle running() const override
    {
        ++looks;
        return handle;
    }
    std::int64_t now() const override { return 1; }

    std::optional<loop::Delta> next;
    loop::RunningHandle handle;
    std::function<void()> wake, much;
    int takes = 0;
    mutable int looks = 0;
    bool canWake = true;
};

class Mover final : public DeltaConsumer {
public:
    void apply(const loop::Delta &) override { }
    void reset() override { }
    bool isMoving() const override { return moving; }

    bool moving = true;
};

// As its timer would, but without the time in between.
void pullOften(Feed &feed)
{
    for (int i = 0; i < 30; ++i)
        feed.pull();
}

} // namespace

class FeedSleepTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksNobodyButOnceASecondWhileNothingHappens()
    {
        Feed feed;
        QuietSource source;
        feed.addSource(&source);
        feed.start();
        QTRY_VERIFY(feed.isAsleep());
        QElapsedTimer clock;
        clock.start();
        const int before = source.takes;
        QTRY_COMPARE(source.takes, before + 1); // the clocks go on
        QVERIFY(clock.hasExpired(Feed::AsleepPace.count() / 2));
        QVERIFY(feed.isAsleep());
    }

    void muchThatWaitsIsTakenAtOnceWhateverThePace()
    {
        Feed feed;
        QuietSource source;
        feed.addSource(&source);
        QVERIFY(source.much);
        source.much();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(source.takes, 0); // it has not begun
        feed.start();
        std::thread(source.much).join();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(source.takes, 1);
        feed.removeSource(&source);
        QVERIFY(!source.much);
    }

    void newsWakeItAtOnceFromAnyThread()
    {
        Feed feed;
        QuietSource source;
        feed.addSource(&source);
        feed.start();
        pullOften(feed);
        QVERIFY(feed.isAsleep());
        const int before = source.takes;
        source.next = delta(2);
        open(*source.next, 1);
        std::thread(std::exchange(source.wake, nullptr)).join();
        QTRY_VERIFY(!feed.isAsleep());
        QCOMPARE(source.takes, before + 1);
        pullOften(feed);
        QVERIFY(feed.isAsleep()); // and can again
        QVERIFY(source.wake);
    }

    // Each pull that has something begins the count anew.
    void whatHappensNowAndThenKeepsItAwake()
    {
        Feed feed;
        QuietSource source;
        feed.addSource(&source);
        feed.start();
        for (int i = 0; i < 100; ++i) {
            source.next = i % 8 == 0 ? std::optional(delta(i)) : std::nullopt;
            if (source.next)
                open(*source.next, 1);
            feed.pull();
            QVERIFY(!feed.isAsleep());
        }
    }

    void aHandleThatGoesOnRunningIsWatchedAtFullPace()
    {
        Feed feed;
        QuietSource source;
        feed.addSource(&source);
        feed.start();
        pullOften(feed);
        QVERIFY(feed.isAsleep());
        QElapsedTimer clock;
        clock.start();
        source.handle.since = 1; // of which no news can come: its iteration has not ended
        QTRY_VERIFY(!feed.isAsleep());
        QVERIFY(!clock.hasExpired(Feed::AsleepPace.count() - 100)); // before it is time to ask
        pullOften(feed);
        QVERIFY(!feed.isAsleep());
    }

    // How often it looks at what runs follows the time after which that counts as blocked.
    void aShortTimeUntilBlockedIsLookedForOften()
    {
        Feed feed;
        QuietSource source;
        feed.addSource(&source);
        feed.setBlockedThreshold(std::chrono::milliseconds(60));
        feed.start();
        pullOften(feed);
        QVERIFY(feed.isAsleep());
        const int takes = source.takes;
        const int before = source.looks;
        QTRY_VERIFY(source.takes > takes); // a second later
        QVERIFY2(source.looks - before > 10, qPrintable(QString::number(source.looks - before)));
        QVERIFY(feed.isAsleep());
    }

    void whatSomebodyLooksAtWakesIt()
    {
        Feed feed;
        QuietSource source;
        feed.addSource(&source);
        feed.start();
        const auto sleeps = [&feed] {
            pullOften(feed);
            return feed.isAsleep();
        };
        QVERIFY(sleeps());
        feed.setTaskOfInterest(3);
        QVERIFY(!feed.isAsleep());
        QVERIFY(sleeps());
        feed.setTaskOfInterest(3); // as before
        QVERIFY(feed.isAsleep());
        feed.setTimersWanted(true);
        QVERIFY(!feed.isAsleep());
        QVERIFY(sleeps());
        feed.setDataWanted(false);
        QVERIFY(!feed.isAsleep());
    }

    void neverSleepsWhereASourceCannotWakeOrAViewMoves()
    {
        QuietSource source, mute;
        Mover mover;
        Feed feed;
        feed.addSource(&source);
        feed.addConsumer(&mover);
        feed.start();
        pullOften(feed);
        QVERIFY(!feed.isAsleep());
        mover.moving = false;
        pullOften(feed);
        QVERIFY(feed.isAsleep());
        mute.canWake = false;
        feed.addSource(&mute);
        QVERIFY(!feed.isAsleep());
        pullOften(feed);
        QVERIFY(!feed.isAsleep());
        feed.removeSource(&mute);
        feed.removeSource(&source);
        QVERIFY(!source.wake); // nobody calls what may be gone
    }
};

QTEST_GUILESS_MAIN(FeedSleepTest)
#include "FeedSleepTest.moc"
