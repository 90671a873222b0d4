// SPDX-License-Identifier: GPL-3.0-or-later

// The timeline at earlier moments, and its list of the longest steps.

#include "models/Roles.h"
#include "models/record/Moment.h"
#include "models/record/OpenedRecording.h"
#include "models/record/Recording.h"
#include "models/timeline/LongestSteps.h"
#include "models/timeline/TimelineModel.h"
#include "tests/models/Deltas.h"
#include "tests/models/timeline/StoppedStore.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;

namespace {

LongStep step(quint64 task, std::int64_t start, std::int64_t length, quint64 loop = 1)
{
    LongStep made;
    made.task = task;
    made.start = start;
    made.length = length;
    made.loop = loop;
    return made;
}

} // namespace

class TimelineMomentsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Played on from an earlier moment, the position goes along; now has none.
    void thePositionGoesAlongUntilNowIsBack()
    {
        Recording file;
        TimelineModel timeline(&file, nullptr, nullptr);
        Moment moment;
        moment.time = Epoch + 5 * Second;
        timeline.restore(moment);
        timeline.batchEnded(moment.time);
        timeline.batchEnded(moment.time + Second);
        QCOMPARE(timeline.position(), std::optional(moment.time + Second));
        timeline.followNow();
        QVERIFY(!timeline.position());
        timeline.batchEnded(moment.time + 2 * Second);
        QVERIFY(!timeline.position());
    }

    // Of a loop that was blocked then nothing is known.
    void anEarlierMomentHasNoLoopThatIsBlocked()
    {
        Recording file;
        TimelineModel timeline(&file, nullptr, nullptr);
        QSignalSpy changed(&timeline, &TimelineModel::blockedChanged);
        Blocked blocked;
        blocked.loop = {1};
        timeline.apply(blocked);
        QCOMPARE(timeline.blocked().size(), 1U);
        timeline.restore({});
        QCOMPARE(timeline.blocked().size(), 0U);
        QCOMPARE(changed.size(), 2);
    }

    // Whatever moment of it is shown; and what is played is in it already.
    void anOpenedRecordingIsAsLongAsItIs()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.loopscope"));
        {
            Recording file;
            for (int second = 1; second <= 30; ++second) {
                loop::Delta made = delta(second * Second);
                task(made, 1);
                made.spans.push_back({{1}, {}, made.time - 1'000, 500, 1});
                file.apply(made);
            }
            QCOMPARE(file.saveAs(path).problem(), QString());
        }
        const auto opened = OpenedRecording::open(path);
        QVERIFY2(opened, qPrintable(opened.problem()));
        StoppedStore store(**opened);
        TimelineModel timeline(&store, nullptr, nullptr);
        timeline.setActive(true);
        timeline.show({Epoch, Epoch + 30 * Second});
        QTRY_COMPARE(timeline.rows().size(), 2U);
        QCOMPARE(timeline.recorded().last, Epoch + 30 * Second);
        Moment moment;
        moment.time = Epoch + 10 * Second;
        timeline.restore(moment);
        QCOMPARE(timeline.recorded().last, Epoch + 30 * Second);
        const int readings = store.readings;
        timeline.apply(delta(10 * Second)); // of a stretch that is played
        timeline.batchEnded(moment.time);
        QVERIFY(!timeline.isReading());
        QCOMPARE(store.readings.load(), readings);
    }

    void whatIsSlowIsAsLongAsThatOrLonger()
    {
        LongestSteps steps([](quint64) { return QString(); });
        const QAbstractItemModelTester tester(&steps);
        QSignalSpy changed(&steps, &LongestSteps::dataChanged);
        steps.setSlow(7); // of none
        QCOMPARE(changed.size(), 0);
        steps.setSteps({step(1, 10, 8), step(2, 20, 7), step(3, 30, 6)});
        const auto tones = [&steps] {
            QStringList list;
            for (int row = 0; row < steps.rowCount(); ++row)
                list << steps.index(row, LongestColumn::Length).data(ToneRole).toString();
            return list.join(u' ');
        };
        const QString warning = QString::number(int(Tone::Warning));
        QCOMPARE(tones(), warning + u' ' + warning + u' ');
        steps.setSlow(8);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][1].toModelIndex().row(), 2);
        QCOMPARE(tones(), warning + QStringLiteral("  "));
    }

    // Of one task at another time, of another task at that time, and of another loop's.
    void stepsThatLookAlikeAreNotTheSame_data()
    {
        QTest::addColumn<int>("which");
        for (int which = 0; which < 3; ++which)
            QTest::addRow("%d", which) << which;
    }

    void stepsThatLookAlikeAreNotTheSame()
    {
        QFETCH(int, which);
        const LongStep first = step(1, 10, 5);
        const LongStep others[] {step(1, 20, 9), step(2, 10, 9), step(1, 10, 9, 2)};
        LongestSteps steps([](quint64) { return QString(); });
        const QAbstractItemModelTester tester(&steps);
        steps.setSteps({first});
        const QPersistentModelIndex selected(steps.index(0, 0));
        steps.setSteps({others[which], first});
        QCOMPARE(selected.row(), 1);
        steps.setSteps({others[which]});
        QVERIFY(!selected.isValid());
        QCOMPARE(steps.stepAt(0)->length, 9);
    }
};

QTEST_GUILESS_MAIN(TimelineMomentsTest)
#include "TimelineMomentsTest.moc"
