// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Feed.h"
#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/TaskModel.h"
#include "models/WarningModel.h"
#include "models/record/Moment.h"
#include "tests/models/Deltas.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;

namespace {

// Writes down what it is told, in a list it shares with others.
class Witness final : public DeltaConsumer {
public:
    Witness(QString name, QStringList *heard)
        : name_(std::move(name))
        , heard_(heard)
    { }
    void apply(const loop::Delta &delta) override
    {
        heard_->push_back(name_ + QString::number(delta.time));
    }
    void apply(const Blocked &blocked) override
    {
        heard_->push_back(name_ + QStringLiteral(" held since %1").arg(blocked.since - Epoch));
    }
    void reset() override { heard_->push_back(name_ + QStringLiteral("reset")); }
    void batchEnded(std::int64_t) override { heard_->push_back(name_ + u'.'); }

private:
    QString name_;
    QStringList *heard_;
};

loop::RunningHandle handleOfTask(std::uint64_t task, std::int64_t since)
{
    loop::RunningHandle handle;
    handle.since = since;
    handle.task.value = task;
    handle.place = std::source_location::current();
    return handle;
}

} // namespace

class FeedTest final : public QObject {
    Q_OBJECT

    static constexpr auto Report = QAbstractItemModelTester::FailureReportingMode::QtTest;

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void tellsConsumersInOrderAndSignalsOncePerBatch()
    {
        Feed feed;
        HandMadeSource one, two;
        QStringList heard;
        Witness first(QStringLiteral("a"), &heard), second(QStringLiteral("b"), &heard);
        feed.addSource(&one);
        feed.addSource(&two);
        feed.addConsumer(&first);
        feed.addConsumer(&second);
        one.answers.push_back(delta(1));
        two.answers.push_back(delta(2));
        QSignalSpy refreshed(&feed, &Feed::refreshed);
        feed.pull();
        QCOMPARE(heard.join(u' '), QStringLiteral("a1 b1 a2 b2 a. b."));
        QCOMPARE(refreshed.size(), 1);
    }

    void pullsByItselfOnceStarted()
    {
        Feed feed;
        HandMadeSource source;
        QStringList heard;
        Witness witness(QStringLiteral("a"), &heard);
        feed.addSource(&source);
        feed.addConsumer(&witness);
        source.answers.push_back(delta(1));
        feed.start();
        QTRY_VERIFY(heard.contains(QStringLiteral("a1")));
    }

    void passesOnWhatIsLookedAt()
    {
        Feed feed;
        HandMadeSource source;
        feed.addSource(&source);
        feed.setTaskOfInterest(5);
        feed.setTimersWanted(true);
        feed.pull();
        QCOMPARE(source.asked.task.value, 5U);
        QVERIFY(source.asked.timers);
    }

    void aPausedViewGetsWhatItMissedWhenItGoesOn()
    {
        Feed feed;
        HandMadeSource source;
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Report);
        QStringList heard;
        Witness recorder(QStringLiteral("r"), &heard);
        feed.addSource(&source);
        feed.addConsumer(&recorder, false);
        feed.addConsumer(&model);
        feed.setPaused(true);
        for (std::int64_t i = 1; i <= 50; ++i) {
            loop::Delta next = delta(i * Millisecond);
            open(next, static_cast<std::uint64_t>(i));
            sample(next, 1, static_cast<std::uint64_t>(i));
            source.answers.push_back(std::move(next));
            feed.pull();
        }
        QCOMPARE(heard.size(), 100); // what records is not paused
        QCOMPARE(model.rowCount(), 0);
        feed.setPaused(false);
        heard.removeAll(QStringLiteral("r.")); // a batch without anything is one more, or none
        QCOMPARE(heard.size(), 50); // and gets nothing twice
        QCOMPARE(heard.last(), QStringLiteral("r%1").arg(50 * Millisecond));
        QCOMPARE(model.rowCount(), 50);
        QCOMPARE(model.find(1)->bytesIn, 50U);
    }

    // Each pause has its own: what was told at the end of one is not told at the end of the next.
    void aSecondPauseTellsNothingOfTheFirst()
    {
        Feed feed;
        HandMadeSource source;
        QStringList heard;
        Witness view(QStringLiteral("v"), &heard);
        feed.addSource(&source);
        feed.addConsumer(&view);
        for (std::int64_t round = 1; round <= 3; ++round) {
            heard.clear();
            feed.setPaused(true);
            source.clock = 10 * round * Second;
            source.answers.push_back(delta(source.clock));
            source.handle = handleOfTask(325, source.clock - Second);
            feed.pull();
            source.handle = {};
            feed.pull();
            QCOMPARE(heard, QStringList());
            feed.setPaused(false);
            heard.removeAll(QStringLiteral("v."));
            QCOMPARE(heard,
                     QStringList({QStringLiteral("v%1").arg(source.clock),
                                  QStringLiteral("v held since %1").arg(source.clock - Second)}));
        }
    }

    // A loop that was blocked while the views were on their way back from an earlier moment.
    void whoComesBackHearsWhatWasBlockedMeanwhile()
    {
        Feed feed;
        HandMadeSource source;
        QStringList heard;
        Witness view(QStringLiteral("v"), &heard), recorder(QStringLiteral("r"), &heard);
        feed.addSource(&source);
        feed.addConsumer(&recorder, false);
        feed.addConsumer(&view);
        source.answers.push_back(delta(Second));
        feed.pull();
        const auto block = [&](std::int64_t since) {
            source.handle = handleOfTask(325, since);
            source.clock = since + Second;
            feed.pull();
            source.handle = {};
            feed.pull();
        };
        for (std::int64_t round = 1; round <= 2; ++round) {
            feed.leave();
            block(10 * round * Second); // is in the moment that is read, or nobody's
            heard.clear();
            feed.comeBack();
            block((10 * round + 5) * Second);
            QVERIFY(!heard.join(u' ').contains(u'v'));
            heard.clear();
            feed.resume({});
            heard.removeAll(QStringLiteral("v."));
            heard.removeAll(QStringLiteral("r."));
            QCOMPARE(
                heard.filter(QStringLiteral("held")),
                QStringList {QStringLiteral("v held since %1").arg((10 * round + 5) * Second)});
            heard.clear();
            block((10 * round + 8) * Second); // and now as it happens
            QVERIFY(heard.filter(QStringLiteral("v held")).size() >= 2);
        }
    }

    void aLongPauseKeepsOnlyWhatLives()
    {
        HeldDeltas held;
        for (std::uint64_t id = 1; id <= 100'000; ++id) {
            loop::Delta next = delta(static_cast<std::int64_t>(id));
            open(next, id);
            if (id % 1000 != 0)
                close(next, id);
            held.add(next);
        }
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Report);
        const std::vector<loop::Delta> all = held.takeAll();
        QCOMPARE(all.size(), 1U);
        QVERIFY(all.front().opened.size() <= 21'000);
        model.apply(all.front());
        model.batchEnded(Epoch);
        QCOMPARE(model.liveCount(), 100);
    }

    void tellsOfABlockedLoopWhileItLastsAndSettlesIt()
    {
        Feed feed;
        HandMadeSource source;
        TaskModel tasks;
        WarningModel warnings(&tasks);
        Activity activity;
        QAbstractItemModelTester tester(&warnings, Report);
        feed.addSource(&source);
        feed.addConsumer(&tasks);
        feed.addConsumer(&warnings);
        feed.addConsumer(&activity);
        loop::Delta begin = delta();
        task(begin, 325);
        source.answers.push_back(begin);
        feed.pull();

        source.handle = handleOfTask(325, Second);
        source.clock = Second + 400 * Millisecond;
        feed.pull();
        QCOMPARE(warnings.rowCount(), 0);

        source.clock = Second + 700 * Millisecond;
        feed.pull();
        const auto message
            = [&warnings] { return warnings.index(0, WarningColumn::Message).data().toString(); };
        QCOMPARE(warnings.rowCount(), 1);
        QVERIFY2(message().contains(QStringLiteral("task 325")), qPrintable(message()));
        QVERIFY(message().contains(QStringLiteral("FeedTest.cpp:")));
        QVERIFY(message().contains(QStringLiteral("700 ms")));
        QCOMPARE(activity.status().state, QStringLiteral("blocked 700 ms"));

        source.clock = Second + 2310 * Millisecond;
        feed.pull();
        QVERIFY(message().startsWith(QStringLiteral("Loop net held for 2.31 s by task 325 ")));
        QCOMPARE(warnings.index(0, WarningColumn::Count).data().toString(), QStringLiteral("1"));
        QCOMPARE(warnings.index(0, WarningColumn::Kind).data().toString(),
                 QStringLiteral("loop blocked now"));

        source.handle = {};
        source.clock = Second + 2400 * Millisecond;
        loop::Delta after = delta(source.clock);
        after.sample.longestIteration = 2350 * Millisecond;
        source.answers.push_back(after);
        feed.pull();
        QVERIFY2(message().startsWith(QStringLiteral("Loop net held for 2.350 s by task 325 ")),
                 qPrintable(message()));
        QCOMPARE(warnings.index(0, WarningColumn::Kind).data().toString(),
                 QStringLiteral("loop blocked"));
        QCOMPARE(warnings.total(), 1U);
        QCOMPARE(activity.status().state, QStringLiteral("running"));
    }

    // Before its first answer: its warning is that of the loop that answers later.
    void aLoopThatIsBlockedFromItsBeginningHasItsName()
    {
        HandMadeSource source;
        Feed feed;
        TaskModel tasks;
        WarningModel warnings(&tasks);
        Activity activity;
        source.id.value = 1;
        source.name = QStringLiteral("net");
        feed.addSource(&source);
        feed.addConsumer(&warnings);
        feed.addConsumer(&activity);
        source.handle = handleOfTask(325, Second);
        source.clock = Second + 700 * Millisecond;
        feed.pull();
        QCOMPARE(warnings.rowCount(), 1);
        QVERIFY(warnings.index(0, WarningColumn::Message)
                    .data()
                    .toString()
                    .startsWith(QStringLiteral("Loop net held for ")));
        source.handle = {};
        source.clock = Second + 2400 * Millisecond;
        loop::Delta after = delta(source.clock);
        after.sample.longestIteration = 2350 * Millisecond;
        source.answers.push_back(after);
        feed.pull();
        QCOMPARE(warnings.rowCount(), 1);
        QCOMPARE(activity.status().state, QStringLiteral("running"));
    }

    // Its loop will never say that it goes on: what is known by then is the end of it.
    void aBlockIsSettledWhenItsSourceGoes()
    {
        Feed feed;
        HandMadeSource source;
        WarningModel warnings(nullptr);
        Activity activity;
        feed.addSource(&source);
        feed.addConsumer(&warnings);
        feed.addConsumer(&activity);
        source.answers.push_back(delta());
        feed.pull();
        source.handle = handleOfTask(325, Second);
        source.clock = Second + 700 * Millisecond;
        feed.pull();
        QCOMPARE(activity.status().state, QStringLiteral("blocked 700 ms"));
        feed.removeSource(&source);
        QCOMPARE(activity.status().state, QStringLiteral("running"));
        QCOMPARE(warnings.index(0, WarningColumn::Kind).data().toString(),
                 QStringLiteral("loop blocked"));
        QCOMPARE(warnings.total(), 1U);
    }

    void tellsNothingOfABlockedLoopThatIsNotToWarnOfIt()
    {
        Feed feed;
        HandMadeSource source;
        TaskModel tasks;
        WarningModel warnings(&tasks);
        Activity activity;
        feed.addSource(&source);
        feed.addConsumer(&warnings);
        feed.addConsumer(&activity);
        source.answers.push_back(delta());
        feed.pull();
        source.switches.set(loop::WarningKind::LoopBlocked, false);
        source.handle = handleOfTask(325, Second);
        source.clock = Second + 700 * Millisecond;
        feed.pull();
        QCOMPARE(warnings.rowCount(), 0);
        QCOMPARE(activity.status().state, QStringLiteral("running"));

        source.handle = {}; // of no task, but of a connection
        source.handle.since = Second;
        source.handle.connection.value = 7;
        source.switches.set(loop::WarningKind::LoopBlocked, true);
        feed.pull();
        QCOMPARE(warnings.rowCount(), 1);
        QCOMPARE(warnings.index(0, WarningColumn::Message).data().toString(),
                 QStringLiteral("Loop net held for 700 ms by connection 7"));
        source.switches.set(loop::WarningKind::LoopBlocked, false); // what was begun is ended
        source.handle = {};
        feed.pull();
        QCOMPARE(warnings.index(0, WarningColumn::Kind).data().toString(),
                 QStringLiteral("loop blocked"));
        QCOMPARE(activity.status().state, QStringLiteral("running"));
    }

    void warningsOfOneKindAndPlaceShareARow()
    {
        TaskModel tasks;
        WarningModel model(&tasks);
        QAbstractItemModelTester tester(&model, Report);
        static constexpr loop::Place here = std::source_location::current();
        static constexpr loop::Place there = std::source_location::current();
        loop::Delta made = delta(Second);
        const auto warn
            = [&made](loop::WarningKind kind, const loop::Place &place, const char *text) {
                  loop::WarningRecord &warning = made.warnings.emplace_back();
                  warning.kind = kind;
                  warning.created = place;
                  warning.message = text;
                  warning.time = made.time;
              };
        for (int i = 0; i < 100; ++i)
            warn(loop::WarningKind::SlowCallback, here, "old");
        warn(loop::WarningKind::SlowCallback, here, "Executing took 0.350 seconds");
        warn(loop::WarningKind::SlowCallback, there, "elsewhere");
        warn(loop::WarningKind::NeverAwaited, here, "coroutine greet() was never awaited");
        model.apply(made);
        model.batchEnded(Epoch + Second);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0, WarningColumn::Count).data(SortRole).toInt(), 101);
        QCOMPARE(model.index(0, WarningColumn::Message).data().toString(),
                 QStringLiteral("Executing took 0.350 seconds"));
        QCOMPARE(model.total(), 103U);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void activityShowsRatesOfTheLastMinute()
    {
        Activity activity;
        loop::Delta made = delta();
        activity.apply(made);
        activity.batchEnded(Epoch);
        QCOMPARE(activity.messages().size(), Activity::PointCount);
        for (int i = 1; i <= 40; ++i) {
            made = delta(i * 100 * Millisecond);
            made.sample.messagesIn = static_cast<std::uint64_t>(i) * 100;
            made.sample.bytesIn = static_cast<std::uint64_t>(i) * 6400;
            made.sample.bytesOut = static_cast<std::uint64_t>(i) * 12800;
            made.sample.lag = i == 35 ? 20 * Millisecond : Millisecond / 5;
            made.sample.tasks = 12;
            activity.apply(made);
            activity.batchEnded(Epoch + made.time);
        }
        QCOMPARE(activity.messages().last(), 1000.0);
        QCOMPARE(activity.messages().first(), 0.0);
        QCOMPARE(activity.bytesIn().last(), 64'000.0);
        QCOMPARE(activity.bytesOut().last(), 128'000.0);
        QCOMPARE(activity.status().messagesPerSecond, 1000.0);
        QCOMPARE(activity.status().tasks, 12U);
        QCOMPARE(qRound(activity.status().lagMilliseconds * 10), 2);
        const QList<double> lag = activity.lag();
        QVERIFY(*std::max_element(lag.begin(), lag.end()) < 20.1);
        QVERIFY(activity.statusText().contains(QStringLiteral("1.0k msg/s")));
        for (int i = 41; i <= 1300; ++i)
            activity.batchEnded(Epoch + i * 100 * Millisecond);
        QCOMPARE(activity.messages().last(), 0.0);
        QCOMPARE(activity.messages().first(), 0.0); // 60 s later it has left the chart
    }
};

QTEST_GUILESS_MAIN(FeedTest)
#include "FeedTest.moc"
