// SPDX-License-Identifier: GPL-3.0-or-later

// The timeline reads what is in sight from the recording, goes on with what comes, without a gap
// and without anything shown twice, and keeps nothing while nobody looks.

#include "models/timeline/TimelineModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/record/Moment.h"
#include "models/record/OpenedRecording.h"
#include "models/record/Recording.h"
#include "models/record/Sqlite.h"
#include "models/timeline/LongestSteps.h"
#include "tests/models/Deltas.h"
#include "tests/models/timeline/StoppedStore.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;

namespace {

// Hides a timeline just before it gets the nth message of its reader.
class HideBefore final : public QObject {
public:
    HideBefore(TimelineModel &timeline, int message)
        : timeline_(timeline)
        , left_(message)
    {
        timeline.installEventFilter(this);
    }
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::MetaCall && --left_ == 0)
            timeline_.setActive(false);
        return false;
    }
    [[nodiscard]] bool done() const { return left_ <= 0; }

private:
    TimelineModel &timeline_;
    int left_;
};

// One that is nowhere.
class NoStore final : public EventStore {
public:
    QString path() const override { return QStringLiteral("/nowhere/a.loopscope"); }
    qint64 firstEvent() const override { return 0; }
    qint64 eventCount() const override { return 0; }
    qint64 size() const override { return 0; }
    qint64 dropped() const override { return 0; }
};

} // namespace

class TimelineModelTest final : public QObject {
    Q_OBJECT

    // A recording that is written, and a timeline on it, in the order of a Feed's consumers.
    struct Run {
        Recording file;
        TaskModel tasks;
        TimelineModel timeline {&file, nullptr, &tasks};
        std::int64_t time = 0;

        // `count` steps of each of `taskCount` tasks within the next `milliseconds`.
        void go(int taskCount, int count, std::int64_t milliseconds = 100)
        {
            const std::int64_t length = milliseconds * Millisecond;
            loop::Delta made = delta(time + length);
            for (int each = 0; time == 0 && each < taskCount; ++each)
                task(made, quint64(each + 1));
            for (int i = 0; i < count * taskCount; ++i)
                made.spans.push_back({{quint64(1 + i % taskCount)},
                                      {},
                                      time + 1 + length * i / (count * taskCount),
                                      1'000,
                                      1});
            time += length;
            hand(std::move(made));
        }
        void hand(loop::Delta made)
        {
            const auto shared = std::make_shared<const loop::Delta>(std::move(made));
            file.applyShared(shared);
            tasks.apply(*shared);
            timeline.applyShared(shared);
            timeline.batchEnded(Epoch + time);
        }
    };

    static std::uint64_t stepsOf(const TimelineModel &timeline, quint64 task)
    {
        const auto guard = timeline.lanes().lock();
        const int lane = timeline.lanes().laneOf(task);
        return lane < 0 ? 0
                        : timeline.lanes().lanes()[std::size_t(lane)].steps.sum(0, Epoch * 2).count;
    }
    static std::size_t taskRows(const TimelineModel &timeline)
    {
        return std::size_t(std::count_if(timeline.rows().begin(), timeline.rows().end(),
                                         [](const LaneRow &row) { return row.task != 0; }));
    }

private Q_SLOTS:
    void whatWasBeforeIsReadAndWhatComesIsAdded()
    {
        Run run;
        for (int i = 0; i < 20; ++i)
            run.go(4, 5);
        QCOMPARE(run.timeline.rows().size(), 0U); // nobody looks
        run.timeline.setActive(true);
        run.timeline.show({Epoch, Epoch + 3 * Second});
        for (int i = 0; i < 10; ++i) // while it is being read
            run.go(4, 5);
        QTRY_COMPARE(stepsOf(run.timeline, 1), 150U);
        for (int i = 0; i < 10; ++i)
            run.go(4, 5);
        for (quint64 task = 1; task <= 4; ++task)
            QTRY_COMPARE(stepsOf(run.timeline, task), 200U);
        QTRY_COMPARE(taskRows(run.timeline), 4U);
        QVERIFY(run.timeline.isLive());
        QCOMPARE(run.timeline.recorded().last, Epoch + 4 * Second);
        QTRY_VERIFY(run.timeline.longest().rowCount() > 0);
        QVERIFY(run.timeline.longest().index(0, LongestColumn::Coroutine).data().toString().size()
                > 2);
    }

    void hiddenItKeepsNothing()
    {
        Run run;
        run.go(3, 5);
        run.timeline.setActive(true);
        run.timeline.show({Epoch, Epoch + Second});
        QTRY_COMPARE(taskRows(run.timeline), 3U);
        run.timeline.setActive(false);
        QCOMPARE(run.timeline.rows().size(), 0U);
        QCOMPARE(run.timeline.lanes().steps(), 0U);
        run.go(3, 5);
        QCOMPARE(run.timeline.lanes().steps(), 0U);
        run.timeline.setActive(true);
        QTRY_COMPARE(stepsOf(run.timeline, 2), 10U);
    }

    void whatWasReadBeforeItWasHiddenStaysAway_data()
    {
        QTest::addColumn<int>("message");
        for (const int message : {1, 2, 3}) // lanes, rows, the longest steps
            QTest::addRow("%d", message) << message;
    }

    // What a reading found is on its way to the window when that looks elsewhere.
    void whatWasReadBeforeItWasHiddenStaysAway()
    {
        QFETCH(int, message);
        Run run;
        run.go(3, 5);
        HideBefore hide(run.timeline, message);
        run.timeline.setActive(true);
        run.timeline.show({Epoch, Epoch + Second});
        QTRY_VERIFY(hide.done());
        QCoreApplication::sendPostedEvents();
        QCOMPARE(run.timeline.lanes().steps(), 0U);
        QCOMPARE(run.timeline.rows().size(), 0U);
        QCOMPARE(run.timeline.longest().rowCount(), 0);
        run.timeline.setActive(true);
        QTRY_COMPARE(stepsOf(run.timeline, 2), 5U);
        QTRY_COMPARE(taskRows(run.timeline), 3U);
    }

    void afterAPauseWhatWasMissedIsThere()
    {
        Run run;
        run.go(2, 5);
        run.timeline.setActive(true);
        run.timeline.show({Epoch, Epoch + Second});
        QTRY_COMPARE(stepsOf(run.timeline, 1), 5U);
        loop::Delta missed = delta(run.time + 50 * Millisecond);
        missed.spans.push_back({{1}, {}, run.time + 10, 1'000, 1});
        run.file.apply(missed);
        missed.spans.clear(); // a pause holds no steps
        run.timeline.apply(missed);
        run.timeline.batchEnded(Epoch + run.time);
        QTRY_COMPARE(stepsOf(run.timeline, 1), 6U);
    }

    // One that carries much payload waits for the reader without that, and loses nothing else.
    void whatCarriesMuchPayloadIsShownAllTheSame()
    {
        Run run;
        run.go(2, 5);
        run.timeline.setActive(true);
        run.timeline.show({Epoch, Epoch + Second});
        QTRY_COMPARE(stepsOf(run.timeline, 1), 5U);
        loop::Delta made = delta(run.time + 100 * Millisecond);
        made.loop = {2};
        made.loopName = "disk";
        task(made, 9).id = {9};
        made.spans.push_back({{9}, {1}, run.time + 10, 1'000, 1});
        addEvent(made, loop::EventKind::DataIn, 1, std::string(100'000, 'x'), "data");
        addEvent(made, loop::EventKind::Fault, 3, std::string(10, 'x'), "latency 12 ms");
        addEvent(made, loop::EventKind::Error, 4, {}, "lost");
        loop::WarningRecord warning;
        warning.kind = loop::WarningKind::LoopBlocked;
        warning.time = made.time - 400 * Millisecond;
        warning.message = "Loop disk held";
        made.warnings.push_back(warning);
        made.sample.lag = 400 * Millisecond;
        run.timeline.applyShared(std::make_shared<const loop::Delta>(std::move(made)));
        run.timeline.batchEnded(Epoch + run.time);
        QTRY_COMPARE(stepsOf(run.timeline, 9), 1U);
        QTRY_COMPARE(taskRows(run.timeline), 3U);
        const auto guard = run.timeline.lanes().lock();
        const Lanes &lanes = run.timeline.lanes();
        const TaskLane &lane = lanes.lanes()[std::size_t(lanes.laneOf(9))];
        QCOMPARE(lane.loop, 2U);
        QCOMPARE(lane.context, 7U);
        QVERIFY(!lane.name.isEmpty());
        QCOMPARE(lane.steps.step(0).start(), Epoch + run.time + 10);
        QVERIFY(lanes.laneOfLoop(2) >= 0);
        QCOMPARE(lanes.lanes()[std::size_t(lanes.laneOfLoop(2))].name, QStringLiteral("disk"));
        QCOMPARE(lanes.happenings().size(), 3U);
        QCOMPARE(lanes.happenings()[0].words, QStringLiteral("Loop disk held"));
        QCOMPARE(lanes.happenings()[0].lasted, 400 * Millisecond);
        QCOMPARE(lanes.happenings()[1].words, QStringLiteral("latency 12 ms"));
        QCOMPARE(lanes.happenings()[1].connection, 3U);
        QCOMPARE(lanes.happenings()[2].words, QStringLiteral("lost"));
    }

    void whatTheReaderCouldNotTakeIsReadOnceItCan()
    {
        constexpr int deltas = 2'500; // more than may wait for it
        Run run;
        run.go(2, 5);
        StoppedStore store(run.file);
        TimelineModel timeline(&store, nullptr, nullptr);
        std::vector<std::shared_ptr<const loop::Delta>> told;
        const auto go = [&](int count) {
            for (int i = 0; i < count; ++i) {
                loop::Delta made = delta(run.time += Millisecond);
                made.spans.push_back({{1}, {}, run.time - 10, 5, 1});
                told.push_back(std::make_shared<const loop::Delta>(std::move(made)));
                timeline.applyShared(told.back());
            }
        };
        const auto steps = [&] {
            timeline.batchEnded(Epoch + run.time);
            return stepsOf(timeline, 1);
        };
        go(1);
        timeline.setActive(true);
        timeline.show({Epoch, Epoch + 10 * Second});
        QTRY_COMPARE(stepsOf(timeline, 1), 5U); // of the recording
        store.stopped.acquire();
        timeline.followNow();
        QCOMPARE(steps(), 5U);
        QTRY_COMPARE(store.readings.load(), 2);
        go(deltas);
        for (const auto &each : told)
            run.file.applyShared(each);
        run.file.flush();
        store.stopped.release();
        QTRY_COMPARE(std::pair(steps(), store.readings.load()),
                     std::pair(std::uint64_t(6 + deltas), 3));
        go(1);
        QTRY_COMPARE(steps(), std::uint64_t(7 + deltas));
        QCOMPARE(store.readings.load(), 3); // once more, and not again and again
    }

    // What was long ago is forgotten while now is in sight, and read again if somebody goes there.
    void whatLiesFarBehindIsForgottenUntilItIsLookedAt()
    {
        Run run;
        run.go(3, 5, 1'000);
        const auto goOn = [&run](int until) {
            while (run.time < until * Second) {
                loop::Delta made = delta(run.time += Second);
                made.spans.push_back({{1}, {}, run.time - 500, 100, 1});
                run.hand(std::move(made));
            }
        };
        const auto show = [&run](int first, int last) {
            run.timeline.show({Epoch + first * Second, Epoch + last * Second});
            run.timeline.batchEnded(Epoch + run.time);
        };
        goOn(60);
        run.timeline.setActive(true);
        show(10, 60); // and as much again before it
        QTRY_COMPARE(stepsOf(run.timeline, 1), 64U);
        QTRY_COMPARE(taskRows(run.timeline), 3U);
        show(4, 5); // just not far enough: four times what is shown and ten seconds
        QCOMPARE(stepsOf(run.timeline, 1), 64U);
        show(59, 60);
        QTRY_COMPARE(stepsOf(run.timeline, 1), 12U); // from second 48 on
        QTRY_COMPARE(taskRows(run.timeline), 1U);
        goOn(110);
        show(109, 110);
        QTRY_COMPARE(stepsOf(run.timeline, 1), 12U);
        QVERIFY(!run.timeline.isReading());
        show(99, 110);
        QVERIFY(!run.timeline.isReading());
        show(97, 110);
        QVERIFY(run.timeline.isReading());
        show(0, 110);
        QTRY_COMPARE(stepsOf(run.timeline, 1), 114U);
        QTRY_COMPARE(taskRows(run.timeline), 3U);
    }

    // Of a task that began long before, and was not told of since.
    void aTaskOfWhichOnlyStepsAreSeenHasItsName()
    {
        Run run;
        run.go(1, 1);
        run.file.flush();
        run.timeline.setActive(true);
        run.timeline.show({Epoch, Epoch + Second});
        QTRY_COMPARE(taskRows(run.timeline), 1U);
        loop::Delta unseen = delta(run.time + 50 * Millisecond);
        task(unseen, 5);
        run.file.apply(unseen); // and not by the timeline
        run.file.flush();
        loop::Delta made = delta(run.time + 100 * Millisecond);
        made.spans.push_back({{5}, {}, run.time + 60 * Millisecond, 1'000, 1});
        run.timeline.applyShared(std::make_shared<const loop::Delta>(std::move(made)));
        run.timeline.batchEnded(Epoch + run.time);
        QTRY_COMPARE(taskRows(run.timeline), 2U);
        const auto guard = run.timeline.lanes().lock();
        const Lanes &lanes = run.timeline.lanes();
        const TaskLane &lane = lanes.lanes()[std::size_t(lanes.laneOf(5))];
        QVERIFY(!lane.name.isEmpty());
        QCOMPARE(lane.context, 7U);
    }

    void whatCannotBeReadIsSaid()
    {
        NoStore none;
        TimelineModel timeline(&none, nullptr, nullptr);
        QSignalSpy failed(&timeline, &TimelineModel::readFailed);
        QSignalSpy reading(&timeline, &TimelineModel::readingChanged);
        timeline.setActive(true);
        timeline.show({Epoch, Epoch + Second});
        QVERIFY(timeline.isReading());
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains(none.path()));
        QVERIFY(!timeline.isReading());
        QCOMPARE(reading.size(), 2);
        QCOMPARE(timeline.rows().size(), 0U);
    }

    void whatCanNoLongerBeReadIsSaid() // and was good when it was opened
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.loopscope"));
        {
            Run run;
            for (int i = 0; i < 30; ++i)
                run.go(2, 2, 1'000);
            QCOMPARE(run.file.saveAs(path).problem(), QString());
        }
        const auto opened = OpenedRecording::open(path);
        QVERIFY2(opened, qPrintable(opened.problem()));
        TimelineModel timeline(opened->get(), nullptr, nullptr);
        QSignalSpy failed(&timeline, &TimelineModel::readFailed);
        timeline.setActive(true);
        timeline.show({Epoch + 10 * Second, Epoch + 11 * Second});
        QTRY_COMPARE(taskRows(timeline), 2U);
        QCOMPARE(failed.size(), 0);
        SqliteDatabase(path.toStdString(), SqliteDatabase::Mode::Write).run("DROP TABLE segments");
        timeline.show({Epoch, Epoch + 30 * Second});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY2(failed[0][0].toString().contains(path), qPrintable(failed[0][0].toString()));
        QTRY_VERIFY(!timeline.isReading());
    }

    void anEarlierMomentStandsStillUntilNowIsBack()
    {
        Run run;
        run.go(2, 5);
        run.timeline.setActive(true);
        run.timeline.show({Epoch, Epoch + Second});
        QTRY_COMPARE(stepsOf(run.timeline, 1), 5U);
        Moment moment;
        moment.time = Epoch + 20 * Millisecond;
        run.timeline.restore(moment);
        run.timeline.batchEnded(moment.time);
        QCOMPARE(run.timeline.position(), std::optional(moment.time));
        QVERIFY(!run.timeline.isLive());
        run.timeline.followNow();
        QVERIFY(!run.timeline.position());
        run.go(2, 5);
        QTRY_COMPARE(stepsOf(run.timeline, 1), 10U);
    }

    void anOpenedRecordingShowsWhatWasRecorded()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.loopscope"));
        {
            Run run;
            for (int i = 0; i < 30; ++i)
                run.go(5, 2, 1'000);
            QCOMPARE(run.file.saveAs(path).problem(), QString());
        }
        const auto opened = OpenedRecording::open(path);
        QVERIFY2(opened, qPrintable(opened.problem()));
        TimelineModel timeline(opened->get(), nullptr, nullptr);
        timeline.setActive(true);
        timeline.show({Epoch + 10 * Second, Epoch + 12 * Second});
        QTRY_COMPARE(taskRows(timeline), 5U);
        QCOMPARE(timeline.recorded().last, Epoch + 30 * Second);
        QVERIFY(!timeline.isLive());
        QVERIFY(stepsOf(timeline, 1) >= 4);
        {
            const auto guard = timeline.lanes().lock();
            QVERIFY(!timeline.lanes().lanes()[1].name.isEmpty());
        }
        timeline.show({Epoch, Epoch + 30 * Second});
        QTRY_COMPARE(stepsOf(timeline, 1), 60U);
    }

    void aBlockedLoopIsShownWhileItIsAndAfter()
    {
        Run run;
        run.go(2, 5);
        run.timeline.setActive(true);
        run.timeline.show({Epoch, Epoch + Second});
        QTRY_COMPARE(taskRows(run.timeline), 2U);
        Blocked blocked;
        blocked.loop = {1};
        blocked.loopName = QStringLiteral("net");
        blocked.handle.task = {1};
        blocked.since = Epoch + run.time;
        blocked.lasted = 600 * Millisecond;
        run.timeline.apply(blocked);
        QCOMPARE(run.timeline.blocked().size(), 1U);
        const QString words = run.timeline.wordsOf(run.timeline.blocked()[0]);
        QVERIFY2(words.contains(QStringLiteral("task 1")), qPrintable(words));
        blocked.lasted = 900 * Millisecond;
        run.timeline.apply(blocked);
        QCOMPARE(run.timeline.blocked().size(), 1U);
        QCOMPARE(run.timeline.blocked()[0].lasted, 900 * Millisecond);
        blocked.settled = true;
        run.timeline.apply(blocked);
        QCOMPARE(run.timeline.blocked().size(), 0U);
        const auto count = [&run] {
            const auto guard = run.timeline.lanes().lock();
            return run.timeline.lanes().happenings().size();
        };
        QTRY_COMPARE(count(), 1U);
    }

    void aFilterShowsSomeLanes()
    {
        Run run;
        run.go(9, 1);
        run.timeline.setActive(true);
        run.timeline.show({Epoch, Epoch + Second});
        QTRY_COMPARE(taskRows(run.timeline), 9U);
        QVERIFY(run.timeline.setFilterText(QStringLiteral("task:")).has_value());
        QVERIFY(!run.timeline.setFilterText(QStringLiteral("task:3")).has_value());
        QTRY_COMPARE(taskRows(run.timeline), 1U);
        QVERIFY(!run.timeline.setFilterText({}).has_value());
        QTRY_COMPARE(taskRows(run.timeline), 9U);
    }
};

QTEST_GUILESS_MAIN(TimelineModelTest)
#include "TimelineModelTest.moc"
