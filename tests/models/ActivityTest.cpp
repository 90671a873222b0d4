// SPDX-License-Identifier: GPL-3.0-or-later
// The sums over several loops, when one of them is blocked, closes or goes.
#include "models/Activity.h"
#include "models/record/Moment.h"
#include "tests/models/Deltas.h"

#include <QtTest/QTest>

using namespace models;
using namespace models::test;

namespace {

loop::Delta of(std::uint64_t id, std::int64_t time)
{
    loop::Delta made = delta(time);
    made.loop.value = id;
    made.sample.events = 100 * id;
    made.sample.merged = 10 * id;
    made.sample.connections = id;
    made.sample.servers = id;
    made.sample.tasks = id;
    made.sample.timers = id;
    made.sample.ready = id;
    made.sample.lag = std::int64_t(id) * Millisecond;
    return made;
}

} // namespace

class ActivityTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void loopsAddUp()
    {
        Activity activity;
        activity.apply(of(1, Second));
        activity.apply(of(2, Second));
        activity.batchEnded(Epoch);
        const Activity::Status &status = activity.status();
        QCOMPARE(status.events, 300U);
        QCOMPARE(status.merged, 30U);
        QCOMPARE(status.connections, 3U);
        QCOMPARE(status.servers, 3U);
        QCOMPARE(status.tasks, 3U);
        QCOMPARE(status.timers, 3U);
        QCOMPARE(status.ready, 3U);
        QCOMPARE(status.lagMilliseconds, 2.0); // of the slowest
    }

    // What the program's own loop is late by says nothing of the sessions.
    void theLagOfTheProgramsOwnLoopIsToldApart()
    {
        Activity activity;
        loop::Delta own = of(50, Second);
        own.loopName = std::string(OwnLoopName);
        activity.apply(of(2, Second));
        activity.apply(own);
        activity.batchEnded(Epoch);
        activity.batchEnded(Epoch + Second);
        QCOMPARE(activity.status().lagMilliseconds, 2.0);
        QVERIFY(activity.status().lagP99Milliseconds <= 2.0);
        QCOMPARE(activity.lag().last(), 2.0);
        QCOMPARE(activity.ownLag().last(), 50.0);
    }

    void theLagIsTheP99OfWhatWasMeasured()
    {
        Activity activity;
        activity.batchEnded(Epoch);
        loop::Delta made = of(1, Second);
        for (int i = 1; i <= 200; ++i) {
            made.sample.lag = i * Millisecond;
            activity.apply(made);
        }
        activity.batchEnded(Epoch + 500 * Millisecond);
        QCOMPARE(activity.lag().last(), 198.0);
        QCOMPARE(activity.status().lagP99Milliseconds, 198.0);
    }

    void ofAFewTheP99IsTheLargest()
    {
        Activity activity;
        activity.batchEnded(Epoch);
        loop::Delta made = of(1, Second);
        for (const int lag : {5, 3}) {
            made.sample.lag = lag * Millisecond;
            activity.apply(made);
        }
        activity.batchEnded(Epoch + 500 * Millisecond);
        QCOMPARE(activity.lag().last(), 5.0);
    }

    // For as long as it lasts; nothing else is measured then.
    void aBlockIsLag()
    {
        Activity activity;
        activity.batchEnded(Epoch);
        Blocked blocked;
        blocked.loop.value = 1;
        blocked.lasted = 700 * Millisecond;
        activity.apply(blocked);
        activity.batchEnded(Epoch + 500 * Millisecond);
        QCOMPARE(activity.lag().last(), 700.0);
    }

    // A hidden window is updated rarely: the points in between share what arrived.
    void aLongSilenceIsAsManyPointsAsItTook()
    {
        Activity activity;
        loop::Delta made = of(1, Second);
        activity.apply(made);
        activity.batchEnded(Epoch);
        made.sample.messagesIn += 1'000;
        activity.apply(made);
        activity.batchEnded(Epoch + 5 * Second);
        const QList<double> messages = activity.messages();
        QCOMPARE(messages.last(10), QList<double>(10, 200));
        QCOMPARE(messages.at(messages.size() - 11), 0.0);
        activity.batchEnded(Epoch + 5'000 * Second); // longer than all of them
        QCOMPARE(activity.messages(), QList<double>(Activity::PointCount, 0));
    }

    void thePastTellsTheProgramsOwnLagApart()
    {
        Activity activity;
        Moment moment;
        moment.time = Epoch + 10 * Second;
        moment.loops = {of(1, 10 * Second), of(2, 10 * Second)};
        moment.loops.back().loopName = std::string(OwnLoopName);
        for (const quint64 loop : {1, 2}) {
            ActivitySample sample;
            sample.time = Epoch + 9 * Second;
            sample.loop = loop;
            sample.lag = qint64(loop) * 10 * Millisecond;
            moment.history.append(sample);
        }
        activity.restore(moment);
        QCOMPARE(activity.lag().last(), 10.0);
        QCOMPARE(activity.ownLag().last(), 20.0);
        QCOMPARE(activity.lag().at(Activity::PointCount - 3), 0.0); // a second is two points
        QCOMPARE(activity.lag().at(Activity::PointCount - 2), 10.0);
    }

    // What it brought stays in the log, so it stays in the count of it; it has nothing else left.
    void ofAClosedLoopItsEventsStay()
    {
        Activity activity;
        activity.apply(of(1, Second));
        loop::Delta last = of(2, Second);
        last.closed = true;
        activity.apply(last);
        activity.batchEnded(Epoch);
        const Activity::Status &status = activity.status();
        QCOMPARE(status.events, 300U);
        QCOMPARE(status.merged, 30U);
        QCOMPARE(status.connections, 1U);
        QCOMPARE(status.servers, 1U);
        QCOMPARE(status.tasks, 1U);
        QCOMPARE(status.lagMilliseconds, 1.0);
        QCOMPARE(status.state, QStringLiteral("running"));
    }

    void aLoopThatClosesWhileItIsBlockedIsNotBlockedForEver()
    {
        Activity activity;
        activity.apply(of(1, Second));
        Blocked blocked;
        blocked.loop.value = 1;
        blocked.lasted = Second;
        activity.apply(blocked);
        activity.batchEnded(Epoch);
        QCOMPARE(activity.status().state, QStringLiteral("blocked 1.00 s"));
        loop::Delta last = of(1, 2 * Second);
        last.closed = true;
        activity.apply(last);
        activity.batchEnded(Epoch + Second);
        QCOMPARE(activity.status().state, QStringLiteral("idle"));
    }

    void ofSeveralLoopsTheOneThatStandsOutCounts_data()
    {
        QTest::addColumn<int>("which");
        for (const int which : {1, 2, 3})
            QTest::addRow("loop %d", which) << which;
    }

    // In whatever order they are looked at.
    void ofSeveralLoopsTheOneThatStandsOutCounts()
    {
        QFETCH(int, which);
        Activity activity;
        for (const std::uint64_t id : {1, 2, 3}) {
            loop::Delta made = of(id, Second);
            made.sample.debug = id == std::uint64_t(which);
            activity.apply(made);
            Blocked blocked;
            blocked.loop.value = id;
            blocked.lasted = id == std::uint64_t(which) ? 700 * Millisecond : 600 * Millisecond;
            activity.apply(blocked);
        }
        activity.batchEnded(Epoch);
        QVERIFY(activity.status().debug);
        QCOMPARE(activity.status().state, QStringLiteral("blocked 700 ms"));
        Moment moment;
        moment.time = Epoch + 10 * Second;
        for (const quint64 loop : {1, 2, 3}) {
            moment.loops.push_back(of(loop, 10 * Second));
            ActivitySample sample;
            sample.time = Epoch + 9 * Second;
            sample.loop = loop;
            sample.lag = (loop == quint64(which) ? 40 : 20) * Millisecond;
            moment.history.append(sample);
        }
        activity.restore(moment);
        QCOMPARE(activity.lag().last(), 40.0);
        QVERIFY(activity.status().lagP99Milliseconds >= 20);
    }

    // Also where that is earlier than what was shown: the next point begins there.
    void aMomentGoesOnAtItsOwnTime()
    {
        Activity activity;
        activity.apply(of(1, Second));
        activity.batchEnded(Epoch + 100 * Second);
        Moment moment;
        moment.time = Epoch + 10 * Second;
        moment.loops = {of(1, 10 * Second)};
        activity.restore(moment);
        loop::Delta next = of(1, 10 * Second + 250 * Millisecond);
        next.sample.bytesIn += 500;
        activity.apply(next);
        activity.batchEnded(moment.time + 500 * Millisecond);
        QCOMPARE(activity.bytesIn().last(), 1'000.0);
        activity.reset(); // without a moment: from its first batch
        activity.apply(of(1, Second));
        activity.batchEnded(Epoch + 5 * Second);
        next = of(1, 2 * Second);
        next.sample.bytesIn += 500;
        activity.apply(next);
        activity.batchEnded(Epoch + 5 * Second + 500 * Millisecond);
        QCOMPARE(activity.bytesIn().last(), 1'000.0);
        QCOMPARE(activity.bytesIn().at(Activity::PointCount - 2), 0.0);
    }
};

QTEST_GUILESS_MAIN(ActivityTest)
#include "ActivityTest.moc"
