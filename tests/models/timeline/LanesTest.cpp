// SPDX-License-Identifier: GPL-3.0-or-later

// Deltas become lanes: one for the loop, one for each task that ran, with what stood out. Whatever
// comes, memory is bounded and says what it left out.

#include "models/timeline/Lanes.h"
#include "models/timeline/LaneOrder.h"
#include "tests/models/Deltas.h"

#include <QtTest/QTest>

using namespace models;
using namespace models::test;

class LanesTest final : public QObject {
    Q_OBJECT

    static void span(loop::Delta &in, quint64 task, std::int64_t start, std::int64_t length,
                     quint64 wokenBy = 0, std::uint32_t merged = 1)
    {
        in.spans.push_back({{task}, {wokenBy}, start, length, merged});
    }
    static const TaskLane &laneOf(const Lanes &lanes, quint64 task)
    {
        return lanes.lanes()[std::size_t(lanes.laneOf(task))];
    }
    static QString titles(const std::vector<LaneRow> &rows)
    {
        QStringList made;
        for (const LaneRow &row : rows)
            made << (row.isTitle()       ? QStringLiteral("%1 %2").arg(row.title).arg(row.size)
                         : row.task != 0 ? QString::number(row.task)
                                         : QStringLiteral("loop %1").arg(row.loop));
        return made.join(QStringLiteral(", "));
    }

private Q_SLOTS:
    void stepsLieInTheLaneOfTheirTaskAtTheirWallTime()
    {
        Lanes lanes;
        loop::Delta made = delta(Second);
        task(made, 12);
        span(made, 12, 100 * Millisecond, 2 * Millisecond, 5);
        span(made, 13, 200 * Millisecond, 3 * Millisecond);
        lanes.add(made);
        const TaskLane &lane = laneOf(lanes, 12);
        QCOMPARE(lane.steps.size(), 1U);
        QCOMPARE(lane.steps.step(0).start(), Epoch + 100 * Millisecond);
        QCOMPARE(lane.steps.step(0).wokenBy(), 5U);
        QCOMPARE(lane.context, 7U);
        QVERIFY(!lane.name.isEmpty());
        QVERIFY(laneOf(lanes, 13).name.isEmpty());
        QCOMPARE(lanes.nameless(), std::vector<quint64> {13});
        const TaskLane &loop = lanes.lanes()[std::size_t(lanes.laneOfLoop(1))];
        QCOMPARE(loop.name, QStringLiteral("net"));
        QCOMPARE(loop.steps.size(), 2U);
        QCOMPARE(loop.busy, 5 * Millisecond);
    }

    // It began before what is read, and a keyframe says who it is.
    void aTaskIsNamedAfterItsStepsWereSeen()
    {
        Lanes lanes;
        loop::Delta made = delta(Second);
        span(made, 12, 100 * Millisecond, 2 * Millisecond);
        span(made, 13, 200 * Millisecond, 2 * Millisecond);
        lanes.add(made);
        QCOMPARE(lanes.nameless(), (std::vector<quint64> {12, 13}));
        loop::Delta later = delta(2 * Second);
        task(later, 12);
        lanes.add(later);
        QVERIFY(!laneOf(lanes, 12).name.isEmpty());
        QCOMPARE(laneOf(lanes, 12).context, 7U);
        QCOMPARE(lanes.nameless(), std::vector<quint64> {13});
        lanes.name(13, 8, QStringLiteral("serve(int)"));
        lanes.name(99, 9, QStringLiteral("no lane"));
        QCOMPARE(laneOf(lanes, 13).name, QStringLiteral("serve(int)"));
        QCOMPARE(laneOf(lanes, 13).context, 8U);
        QCOMPARE(lanes.nameless(), std::vector<quint64>());
        later.created.back().context.value = 70; // a name that is known stays
        later.created.back().coroutine = {};
        lanes.add(later);
        QCOMPARE(laneOf(lanes, 12).context, 7U);
        // A lane that went and comes again has not forgotten.
        lanes.dropBefore(Epoch + 10 * Second);
        QCOMPARE(lanes.laneOf(13), -1);
        loop::Delta again = delta(20 * Second);
        span(again, 13, 15 * Second, 10);
        lanes.add(again);
        QCOMPARE(laneOf(lanes, 13).name, QStringLiteral("serve(int)"));
        QCOMPARE(laneOf(lanes, 13).context, 8U);
    }

    void anIterationIsWhatRanWithoutWaiting()
    {
        Lanes lanes;
        loop::Delta made = delta(Second);
        span(made, 1, 1'000'000, 4'000);
        span(made, 2, 1'005'000, 4'000); // 1 us later
        span(made, 1, 9'000'000, 4'000);
        lanes.add(made);
        const TaskLane &loop = lanes.lanes()[std::size_t(lanes.laneOfLoop(1))];
        QCOMPARE(loop.steps.size(), 2U);
        QCOMPARE(loop.steps.step(0).count(), 2U);
        QCOMPARE(loop.steps.step(0).length(), 9'000);
        QCOMPARE(laneOf(lanes, 1).steps.size(), 2U);
    }

    void aLongStepStandsAloneInItsLoop()
    {
        Lanes lanes;
        loop::Delta made = delta(Second);
        span(made, 1, 1'000'000, 4'000);
        span(made, 2, 1'005'000, 2'000'000); // long, soon after it
        span(made, 1, 3'006'000, 4'000); // soon after that
        span(made, 2, 3'011'000, 4'000);
        lanes.add(made);
        const TaskLane &loop = lanes.lanes()[std::size_t(lanes.laneOfLoop(1))];
        QCOMPARE(loop.steps.size(), 3U);
        QCOMPARE(loop.steps.step(1).count(), 1U);
        QCOMPARE(loop.steps.step(1).length(), 2'000'000);
        QCOMPARE(loop.steps.step(2).count(), 2U);
    }

    void whatWasToldBeforeIsNotToldTwice()
    {
        Lanes lanes;
        loop::Delta made = delta(Second);
        span(made, 1, 1'000, 10);
        span(made, 1, 2'000, 10);
        addEvent(made, loop::EventKind::Fault, 3);
        lanes.add(made);
        span(made, 1, 3'000, 10);
        lanes.add(made);
        QCOMPARE(laneOf(lanes, 1).steps.size(), 3U);
        QCOMPARE(lanes.happenings().size(), 1U);
    }

    void whatStoodOutIsKept()
    {
        Lanes lanes;
        loop::Delta made = delta(Second);
        addEvent(made, loop::EventKind::Fault, 3, {}, "reset");
        addEvent(made, loop::EventKind::Error, 4, {}, "lost");
        addEvent(made, loop::EventKind::DataIn, 4, "bytes");
        loop::WarningRecord warning;
        warning.kind = loop::WarningKind::LoopBlocked;
        warning.time = made.time - 400 * Millisecond;
        warning.message = "Loop net held";
        made.warnings.push_back(warning);
        made.sample.lag = 400 * Millisecond;
        lanes.add(made);
        QCOMPARE(lanes.happenings().size(), 3U);
        const Happening &blocked = lanes.happenings()[0];
        QCOMPARE(blocked.kind, History::Incident::Blocked);
        QCOMPARE(blocked.time, Epoch + 600 * Millisecond);
        QCOMPARE(blocked.lasted, 400 * Millisecond);
        QCOMPARE(lanes.happenings()[1].words, QStringLiteral("reset"));
        QCOMPARE(lanes.happenings()[2].kind, History::Incident::Error);

        Blocked told; // the same, as it was seen while it lasted
        told.since = Epoch + 600 * Millisecond;
        told.lasted = 400 * Millisecond;
        told.settled = true;
        lanes.add(told, QStringLiteral("Loop net held"));
        QCOMPARE(lanes.happenings().size(), 3U);
    }

    void veryManyStepsAreJoinedAndSaySo()
    {
        Lanes lanes({1'000, 100, 100});
        constexpr int steps = 20'000;
        for (int i = 0; i < steps; i += 100) {
            loop::Delta made = delta((i + 100) * Millisecond);
            for (int j = i; j < i + 100; ++j)
                span(made, quint64(1 + j % 3), j * Millisecond, 10'000);
            lanes.add(made);
            QVERIFY(lanes.steps() <= 1'000);
        }
        QVERIFY(lanes.resolution() > 0);
        std::uint64_t count = 0;
        for (const quint64 task : {1, 2, 3})
            count += laneOf(lanes, task).steps.sum(0, Epoch * 2).count;
        QCOMPARE(count, std::uint64_t(steps));
    }

    // A timeline that runs for hours drops at its beginning what comes at its end: only what is
    // there counts, and what was left out is forgotten with the rest.
    void whatIsDroppedDoesNotCount()
    {
        Lanes lanes({1'000, 8, 100});
        for (int second = 1; second <= 60; ++second) {
            loop::Delta made = delta(second * Second);
            for (quint64 each = 10; second == 1 && each < 30; ++each)
                span(made, each, std::int64_t(each), 1);
            for (int i = 0; i < 100; ++i)
                span(made, quint64(1 + i % 3), (second - 1) * Second + i * 10 * Millisecond + 1'000,
                     10'000);
            lanes.add(made);
            if (second == 1)
                QVERIFY(lanes.lanesLeftOut() > 0);
            lanes.dropBefore(Epoch + (second - 1) * Second);
            QVERIFY2(lanes.steps() <= 500, qPrintable(QString::number(lanes.steps())));
        }
        QCOMPARE(lanes.resolution(), 0); // nothing had to be joined
        QCOMPARE(lanes.lanesLeftOut(), 0U);
    }

    void tasksBeyondTheBoundAreCounted()
    {
        Lanes lanes({1'000, 11, 3});
        loop::Delta made = delta(Second);
        for (quint64 i = 1; i <= 25; ++i) {
            span(made, i, std::int64_t(i) * Millisecond, 10);
            addEvent(made, loop::EventKind::Fault, i).time = std::int64_t(i);
        }
        lanes.add(made);
        QCOMPARE(lanes.lanes().size(), 11U);
        QCOMPARE(lanes.lanesLeftOut(), 15U);
        QCOMPARE(lanes.happenings().size(), 3U);
        QVERIFY(lanes.happeningsLeftOut());
        lanes.dropBefore(Epoch + 9 * Millisecond);
        QCOMPARE(lanes.laneOf(1), -1);
        QVERIFY(lanes.laneOf(9) >= 0);
        QCOMPARE(lanes.happenings().size(), 0U);
    }

    void theLongestStepsComeFirst()
    {
        Lanes lanes;
        loop::Delta made = delta(Second);
        for (int i = 0; i < 500; ++i)
            span(made, quint64(1 + i % 7), (1 + i) * Millisecond, 1 + (i * 7919) % 500);
        lanes.add(made);
        const std::vector<LongStep> longest = lanes.longest(10);
        QCOMPARE(longest.size(), 10U);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(longest[std::size_t(i)].length, 500 - i);
    }

    void lanesAreSortedGroupedAndFiltered()
    {
        Lanes lanes;
        loop::Delta made = delta(Second);
        const auto add
            = [&made](quint64 id, quint64 context, const char *coroutine, std::int64_t busy) {
                  task(made, id);
                  made.created.back().context.value = context;
                  made.created.back().coroutine.function = coroutine;
                  span(made, id, std::int64_t(id) * Millisecond, busy);
              };
        add(1, 7, "loop::Coro<void> serve(int)", 10);
        add(2, 8, "loop::Coro<void> echo(int)", 30);
        add(3, 7, "loop::Coro<void> echo(int)", 20);
        lanes.add(made);
        LaneOrder order;
        order.sessions = {{7, QStringLiteral("echo :8881")}, {8, QStringLiteral("load :8881")}};
        QCOMPARE(titles(rowsOf(lanes, order)), QStringLiteral("loop 1, 1, 2, 3"));
        order.sort = LaneOrder::ByBusyTime;
        QCOMPARE(titles(rowsOf(lanes, order)), QStringLiteral("loop 1, 2, 3, 1"));
        order.sort = LaneOrder::ByCoroutine;
        QCOMPARE(titles(rowsOf(lanes, order)), QStringLiteral("loop 1, 2, 3, 1"));
        order.group = LaneOrder::BySession;
        QCOMPARE(titles(rowsOf(lanes, order)),
                 QStringLiteral("loop 1, echo :8881 2, 3, 1, load :8881 1, 2"));
        order.group = LaneOrder::ByCoroutines;
        QCOMPARE(titles(rowsOf(lanes, order)),
                 QStringLiteral("loop 1, echo() 2, 2, 3, serve() 1, 1"));
        order.group = LaneOrder::NoGroups;
        order.filter = Filter(QStringLiteral("coroutine:echo session:load"), LaneOrder::keys());
        QVERIFY(!order.filter.mistake());
        QCOMPARE(titles(rowsOf(lanes, order)), QStringLiteral("loop 1, 2"));
    }

    // Two of one kind at one time are the same only if they are of one task or connection.
    void whatStoodOutOfSeveralAtOnceIsKeptOfEach()
    {
        Lanes lanes;
        loop::Delta made = delta(Second);
        made.sample.lag = 5 * Millisecond;
        addEvent(made, loop::EventKind::Fault, 3);
        addEvent(made, loop::EventKind::Fault, 4);
        addEvent(made, loop::EventKind::Fault, 3).task.value = 9;
        lanes.add(made);
        lanes.add(made); // told again
        QCOMPARE(lanes.happenings().size(), 3U);
        for (const Happening &each : lanes.happenings())
            QCOMPARE(each.lasted, 0); // the lag is a block's
    }

    // The wall clock is read anew for each that tells of a block: within a millisecond it is one.
    void aBlockIsOneThoughItsTimeDiffersALittle()
    {
        Lanes lanes;
        Blocked told;
        told.since = Epoch + Second + 200;
        told.lasted = 400 * Millisecond;
        told.settled = true;
        lanes.add(told, {});
        told.since += 500'000;
        lanes.add(told, {});
        QCOMPARE(lanes.happenings().size(), 1U);
        lanes.dropBefore(Epoch + Second + 100 * Millisecond); // which it reaches beyond
        QCOMPARE(lanes.happenings().size(), 1U);
        lanes.add(told, {});
        QCOMPARE(lanes.happenings().size(), 1U);
        told.since += 2 * Millisecond;
        lanes.add(told, {});
        QCOMPARE(lanes.happenings().size(), 2U);
        lanes.dropBefore(Epoch + 2 * Second);
        QCOMPARE(lanes.happenings().size(), 0U);
    }

    // Once there is room again, nothing is left out any more.
    void whatWasLeftOutOfHappeningsIsForgottenWithThem()
    {
        Lanes lanes({1'000, 10, 2});
        const auto fault = [&lanes](std::int64_t time) {
            loop::Delta made = delta(time);
            addEvent(made, loop::EventKind::Fault, 3);
            lanes.add(made);
        };
        for (const int second : {1, 2, 3})
            fault(second * Second);
        QVERIFY(lanes.happeningsLeftOut());
        lanes.dropBefore(Epoch + Second); // both are still there
        QVERIFY(lanes.happeningsLeftOut());
        lanes.dropBefore(Epoch + 2 * Second);
        QVERIFY(!lanes.happeningsLeftOut());
        fault(4 * Second);
        QCOMPARE(lanes.happenings().size(), 2U);
        QVERIFY(!lanes.happeningsLeftOut());
    }

    // Several that were merged are no long step, however long they took together.
    void mergedStepsAreNotAmongTheLongest()
    {
        Lanes lanes;
        loop::Delta made = delta(Second);
        span(made, 1, Millisecond, 100, 0, 1);
        span(made, 1, 2 * Millisecond, 900'000, 0, 12);
        lanes.add(made);
        const std::vector<LongStep> longest = lanes.longest(10);
        QCOMPARE(longest.size(), 1U);
        QCOMPARE(longest[0].length, 100);
        QCOMPARE(lanes.steps(), 4U); // of the loop and of the task
    }

    void loopsStandInOrderAndAnUnknownSessionHasItsNumber()
    {
        Lanes lanes;
        for (const std::uint64_t loop : {3, 1, 2}) {
            loop::Delta made = delta(Second);
            made.loop.value = loop;
            task(made, 10 + loop);
            made.created.back().context.value = 40 + loop;
            span(made, 10 + loop, Millisecond, 10);
            lanes.add(made);
        }
        LaneOrder order;
        order.sort = LaneOrder::ByBusyTime; // equally busy: by their numbers
        QCOMPARE(titles(rowsOf(lanes, order)),
                 QStringLiteral("loop 1, loop 2, loop 3, 11, 12, 13"));
        order.filter = Filter(QStringLiteral("session:42"), LaneOrder::keys());
        QCOMPARE(titles(rowsOf(lanes, order)), QStringLiteral("loop 1, loop 2, loop 3, 12"));
        order.filter = Filter(QStringLiteral("43"), LaneOrder::keys()); // a word
        QCOMPARE(titles(rowsOf(lanes, order)), QStringLiteral("loop 1, loop 2, loop 3, 13"));
    }

    // Whatever they are called: the busiest first, and the older of two.
    void equallyBusyLanesStandInTheOrderOfTheirTasks()
    {
        Lanes lanes;
        loop::Delta made = delta(Second);
        for (const auto &[id, name] : {std::pair {1, "z()"}, {2, "a()"}}) {
            task(made, std::uint64_t(id));
            made.created.back().coroutine.function = name;
            span(made, quint64(id), id * Millisecond, 10);
        }
        lanes.add(made);
        LaneOrder order;
        QCOMPARE(titles(rowsOf(lanes, order)), QStringLiteral("loop 1, 1, 2"));
        order.sort = LaneOrder::ByBusyTime;
        QCOMPARE(titles(rowsOf(lanes, order)), QStringLiteral("loop 1, 1, 2"));
        order.sort = LaneOrder::ByCoroutine;
        QCOMPARE(titles(rowsOf(lanes, order)), QStringLiteral("loop 1, 2, 1"));
    }
};

QTEST_APPLESS_MAIN(LanesTest)
#include "LanesTest.moc"
