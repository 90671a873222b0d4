// SPDX-License-Identifier: GPL-3.0-or-later

// The timeline reads what is in sight from the recording, goes on with what comes, without a gap
// and without anything shown twice, and keeps nothing while nobody looks.

#include "models/timeline/TimelineModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/record/Moment.h"
#include "models/record/OpenedRecording.h"
#include "models/record/Recording.h"
#include "models/timeline/LongestSteps.h"
#include "tests/models/Deltas.h"

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
