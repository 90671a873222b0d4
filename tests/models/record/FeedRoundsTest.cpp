// SPDX-License-Identifier: GPL-3.0-or-later

// A Feed that is paused, left and come back to more than once, and what a source leaves behind.

#include "models/record/Feed.h"
#include "models/record/Moment.h"
#include "tests/models/Deltas.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

// Writes down what it gets.
class Witness final : public DeltaConsumer {
public:
    void apply(const loop::Delta &delta) override
    {
        heard << u"%1@%2"_s.arg(delta.loop.value).arg(delta.time);
    }
    void apply(const Blocked &blocked) override
    {
        heard << u"%1 %2 %3"_s.arg(blocked.loop.value)
                     .arg(blocked.settled ? u"was held since"_s : u"held since"_s)
                     .arg(blocked.since - Epoch);
    }
    void reset() override { heard << u"reset"_s; }
    void batchEnded(std::int64_t) override { ++batches; }

    QString take() { return std::exchange(heard, {}).join(u", "); }

    QStringList heard;
    int batches = 0;
};

class CostlySource final : public DeltaSource {
public:
    std::unique_ptr<loop::Delta> take(const loop::Interest &) override { return nullptr; }
    loop::RunningHandle running() const override { return {}; }
    bool warnsOf(loop::WarningKind) const override { return false; }
    std::int64_t now() const override { return 0; }
    loop::LoopId loopId() const override { return {}; }
    QString loopName() const override { return {}; }
    std::int64_t cost() const override { return 40; }
};

loop::Delta of(std::uint64_t id, std::int64_t time)
{
    loop::Delta made = delta(time);
    made.loop.value = id;
    return made;
}

void hold(HandMadeSource &source, std::int64_t since, std::int64_t now)
{
    source.handle = {};
    source.handle.since = since;
    source.handle.place = std::source_location::current();
    source.clock = now;
}

} // namespace

class FeedRoundsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Its last words, the end of a block and a batch; then its cost is still among all.
    void whatASourceHadToTellIsToldWhenItGoes()
    {
        Feed feed;
        HandMadeSource source;
        CostlySource costly;
        Witness view;
        feed.addSource(&source);
        feed.addSource(&costly);
        feed.addConsumer(&view);
        source.answers.push_back(of(1, 1));
        feed.pull();
        hold(source, Second, 2 * Second);
        feed.pull();
        view.take();
        const int batches = view.batches;
        QSignalSpy refreshed(&feed, &Feed::refreshed);
        source.answers.push_back(of(1, 3));
        source.answers.back().closed = true;
        feed.removeSource(&source);
        const QString heard = view.take();
        QVERIFY2(heard.contains(u"1@3"_s), qPrintable(heard));
        QVERIFY2(heard.contains(u"1 was held since %1"_s.arg(Second)), qPrintable(heard));
        QCOMPARE(view.batches, batches + 1);
        QCOMPARE(refreshed.size(), 1);
        QCOMPARE(feed.cost(), 40);
        feed.removeSource(&costly);
        QCOMPARE(feed.cost(), 40);
    }

    // Whoever looks at an earlier moment cannot pause now, and finds no pause when it is back.
    void aPauseEndsWithLeaving()
    {
        Feed feed;
        HandMadeSource source;
        Witness view;
        feed.addSource(&source);
        feed.addConsumer(&view);
        QSignalSpy paused(&feed, &Feed::pausedChanged);
        feed.setPaused(true);
        source.answers.push_back(of(1, 1));
        feed.pull();
        feed.leave();
        QCOMPARE(paused.size(), 2);
        QCOMPARE(paused.last().first().toBool(), false);
        feed.setPaused(true);
        QVERIFY(!feed.isPaused());
        QCOMPARE(paused.size(), 2);
        QVERIFY(feed.isAway() && !feed.isComingBack());
        feed.comeBack();
        QVERIFY(feed.isComingBack());
        feed.resume({});
        QVERIFY(!feed.isAway() && !feed.isComingBack());
        feed.setPaused(true); // in which nothing comes
        view.take();
        feed.setPaused(false);
        QCOMPARE(view.take(), QString()); // nor is what the first one held there
    }

    // Somebody changes their mind on the way back.
    void leavingOnTheWayBackForgetsWhatCame()
    {
        Feed feed;
        HandMadeSource source;
        Witness view;
        feed.addSource(&source);
        feed.addConsumer(&view);
        feed.leave();
        feed.comeBack();
        source.answers.push_back(of(1, 10));
        feed.pull();
        feed.leave();
        QVERIFY(!feed.isComingBack());
        source.answers.push_back(of(1, 20));
        feed.pull();
        feed.comeBack();
        source.answers.push_back(of(1, 30));
        feed.pull();
        view.take();
        feed.resume({});
        QCOMPARE(view.take(), u"reset, 1@30"_s);
    }

    // What the moment has is not told again; another loop's clock says nothing of that.
    void whatTheMomentHasIsNotToldTwice()
    {
        Feed feed;
        HandMadeSource source;
        Witness view;
        feed.addSource(&source);
        feed.addConsumer(&view);
        feed.leave();
        feed.comeBack();
        for (const auto &[loop, time] :
             {std::pair {1, 10}, {2, 10}, {1, 20}, {2, 20}, {1, 30}, {2, 30}, {3, 5}}) {
            source.answers.push_back(of(std::uint64_t(loop), time));
            feed.pull();
        }
        Moment moment;
        moment.loops = {of(1, 20), of(2, 10)};
        view.take();
        feed.resume(moment);
        QCOMPARE(view.take(), u"reset, 1@20, 2@10, 2@20, 1@30, 2@30, 3@5"_s);
    }

    // One that lasts is held once, as it was last; another loop's, and the next, is another one.
    void blocksThatWereHeldAreToldOneByOne()
    {
        Feed feed;
        HandMadeSource first, second;
        first.id.value = 1;
        second.id.value = 2;
        Witness view;
        feed.addSource(&first);
        feed.addSource(&second);
        first.answers.push_back(of(1, 1));
        second.answers.push_back(of(2, 1));
        feed.pull();
        feed.addConsumer(&view);
        feed.setPaused(true);
        for (const std::int64_t now : {2, 3}) {
            hold(first, Second, now * Second);
            feed.pull();
        }
        first.handle = {};
        feed.pull();
        hold(second, Second, 3 * Second); // since the same time
        feed.pull();
        second.handle = {};
        feed.pull();
        hold(second, 5 * Second, 7 * Second);
        feed.pull();
        feed.setPaused(false);
        QCOMPARE(view.take(),
                 u"1 was held since %1, 2 was held since %1, 2 held since %2"_s.arg(Second).arg(
                     5 * Second));
    }
};

QTEST_GUILESS_MAIN(FeedRoundsTest)
#include "FeedRoundsTest.moc"
