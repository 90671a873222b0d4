// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/TaskModel.h"
#include "models/TimerModel.h"
#include "tests/models/Deltas.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;

class TaskModelTest final : public QObject {
    Q_OBJECT

    static constexpr auto Report = QAbstractItemModelTester::FailureReportingMode::QtTest;

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void saysInWordsWhatATaskWaitsFor_data()
    {
        using loop::WaitKind;
        QTest::addColumn<int>("kind");
        QTest::addColumn<quint64>("target");
        QTest::addColumn<QString>("words");
        const auto add = [](const char *name, WaitKind kind, quint64 target,
                            const char16_t *words) {
            QTest::newRow(name) << static_cast<int>(kind) << target << QString::fromUtf16(words);
        };
        add("read", WaitKind::Read, 1841, u"recv on connection #1841");
        add("drain", WaitKind::Drain, 1855, u"write buffer of #1855");
        add("task", WaitKind::Task, 12, u"task 12");
        add("future", WaitKind::Future, 0, u"future");
        add("sleep", WaitKind::Sleep, 0, u"sleep 1.2 s");
        add("none", WaitKind::None, 0, u"");
        add("accept", WaitKind::Accept, 0, u"accept");
        add("signal", WaitKind::Signal, 0, u"a signal");
    }

    void saysInWordsWhatATaskWaitsFor()
    {
        QFETCH(int, kind);
        QFETCH(quint64, target);
        QFETCH(QString, words);
        TaskModel model;
        QAbstractItemModelTester tester(&model, Report);
        loop::Delta made = delta(Second);
        loop::TaskSample &sample = task(made, 5);
        sample.wait = static_cast<loop::WaitKind>(kind);
        sample.waitTarget = target;
        sample.waitDeadline = Second + 1200 * Millisecond;
        model.apply(made);
        model.batchEnded(Epoch + Second);
        QCOMPARE(model.index(0, TaskColumn::WaitsFor).data().toString(), words);
    }

    void everyColumnSaysHowTheTaskDoes()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, Report);
        loop::Delta made = delta();
        loop::TaskSample &sample = task(made, 325);
        sample.state = loop::TaskState::Cancelling;
        sample.steps = 8214;
        sample.busy = 11'400'000;
        sample.longest = 350 * Millisecond;
        sample.histogram = {0, 5, 0, 0, 0, 0, 1, 0};
        made.warnings.emplace_back().task.value = 325;
        made.warnings.emplace_back().task.value = 325;
        model.apply(made);
        model.batchEnded(Epoch);
        const auto value = [&model](int column, int role = Qt::DisplayRole) {
            return model.index(0, column).data(role);
        };
        using namespace TaskColumn;
        QCOMPARE(value(Id).toString(), QStringLiteral("325"));
        QCOMPARE(value(State).toString(), QStringLiteral("cancelling"));
        QCOMPARE(value(State, ToneRole).toInt(), static_cast<int>(Tone::Warning));
        QVERIFY(value(Coroutine).toString().contains(QStringLiteral("task(")));
        QCOMPARE(value(Steps).toString(), QStringLiteral("8,214"));
        QCOMPARE(value(Busy).toString(), QStringLiteral("11.4 ms"));
        QCOMPARE(value(Longest).toString(), QStringLiteral("350 ms"));
        QCOMPARE(value(StepTimes, SparklineRole).value<QList<double>>().size(), 8);
        QCOMPARE(value(StepTimes, SparklineRole).value<QList<double>>().at(1), 5.0);
        QCOMPARE(value(Warnings).toString(), QStringLiteral("2"));
        QCOMPARE(value(Id, TaskRole).toULongLong(), 325U);
    }

    void theTimeToRunIsOfAllStepsButTheFirst()
    {
        TaskRow row;
        row.steps = 1;
        row.toRun = row.longestToRun = 4 * Millisecond;
        QCOMPARE(TaskModel::toRunText(row), QString());
        row.steps = 4;
        row.toRun = 6 * Millisecond;
        QCOMPARE(TaskModel::toRunText(row), QStringLiteral("2.0 ms on average, 4.0 ms at most"));
    }

    void endedTasksLeaveAfterTheRetention()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, Report);
        loop::Delta made = delta();
        task(made, 1);
        task(made, 2);
        made.tasks.front().state = loop::TaskState::Done;
        made.tasks.front().ended = Second;
        model.apply(made);
        model.batchEnded(Epoch + 2 * Second);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.liveCount(), 1);
        QVERIFY(!model.isLive(1));
        QVERIFY(model.isLive(2));
        model.batchEnded(Epoch + 32 * Second);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.idAt(0), 2U);
    }

    void timersCountDownAndLeaveWithTheNextSample()
    {
        TaskModel tasks;
        TimerModel model(&tasks);
        QAbstractItemModelTester tester(&model, Report);
        loop::Delta made = delta();
        task(made, 9);
        made.timersSampled = true;
        made.sample.timers = 5000;
        for (std::uint64_t id = 1; id <= 100; ++id) {
            loop::TimerSample &timer = made.timers.emplace_back();
            timer.id.value = id;
            timer.due = static_cast<std::int64_t>(101 - id) * Second;
            timer.task.value = id == 100 ? 9 : 0;
        }
        tasks.apply(made);
        model.apply(made);
        model.batchEnded(Epoch);
        model.sort(TimerColumn::Due, Qt::AscendingOrder);
        QCOMPARE(model.rowCount(), 100);
        QCOMPARE(model.pendingCount(), 5000U);
        QCOMPARE(model.idAt(0), 100U);
        QVERIFY(model.index(0, TimerColumn::Callback)
                    .data()
                    .toString()
                    .startsWith(QStringLiteral("wakes task 9 ")));
        QCOMPARE(model.index(0, TimerColumn::Due).data().toString(), QStringLiteral("1.0 s"));
        model.batchEnded(Epoch + 700 * Millisecond);
        QCOMPARE(model.index(0, TimerColumn::Due).data().toString(), QStringLiteral("300 ms"));
        made.timers.erase(made.timers.begin() + 99);
        model.apply(made);
        model.batchEnded(Epoch + Second);
        QCOMPARE(model.rowCount(), 99);
        QCOMPARE(model.idAt(0), 99U);
        loop::Delta other = delta(Second);
        other.loop.value = 2;
        other.timersSampled = true;
        model.apply(other);
        model.batchEnded(Epoch + Second);
        QCOMPARE(model.rowCount(), 99); // another loop's sample takes nothing away
    }

    void aTimerAfterAnotherOfItsPlaceRepeats()
    {
        static constexpr loop::Place here = std::source_location::current();
        TaskModel tasks;
        TimerModel model(&tasks);
        std::uint64_t id = 0;
        const auto takesTurns = [&] { // one, and another after it
            QStringList said;
            for (int i = 0; i < 2; ++i) {
                loop::Delta made = delta();
                made.timersSampled = true;
                loop::TimerSample &timer = made.timers.emplace_back();
                timer.id.value = ++id;
                timer.due = Second;
                timer.created = here;
                model.apply(made);
                model.batchEnded(Epoch);
                said << model.index(0, TimerColumn::Repeats).data().toString();
                made.timers.clear();
                model.apply(made);
                model.batchEnded(Epoch);
            }
            return said;
        };
        const QStringList said = takesTurns();
        QVERIFY(said[0] != said[1]);
        model.reset();
        QCOMPARE(takesTurns(), said); // the first of another stretch does not
    }

    // Whom a task keeps waiting is looked for anew whenever anybody began or ended to wait.
    void whoWaitsForATaskFollowsWhatTheyWaitFor()
    {
        TaskModel model;
        const auto waits = [&model](std::uint64_t id, loop::WaitKind kind, std::uint64_t target) {
            loop::Delta made = delta();
            loop::TaskSample &sample = made.tasks.emplace_back();
            sample.id.value = id;
            sample.state = loop::TaskState::Suspended;
            sample.wait = kind;
            sample.waitTarget = target;
            model.apply(made);
            return model.awaitersOf(1);
        };
        loop::Delta first = delta();
        for (const std::uint64_t id :
             {3, 2, 1}) // sorted by id, in whatever order they were reported
            task(first, id);
        model.apply(first);
        QCOMPARE(model.awaitersOf(1), QList<quint64>());
        QCOMPARE(waits(2, loop::WaitKind::Task, 1), QList<quint64>({2}));
        QCOMPARE(waits(3, loop::WaitKind::Task, 1), QList<quint64>({2, 3}));
        QCOMPARE(waits(2, loop::WaitKind::Sleep, 0), QList<quint64>({3}));
        QCOMPARE(waits(3, loop::WaitKind::Task, 2), QList<quint64>());
        QCOMPARE(model.awaitersOf(2), QList<quint64>({3}));
        QCOMPARE(waits(3, loop::WaitKind::Task, 1), QList<quint64>({3}));
        model.reset();
        QCOMPARE(model.awaitersOf(1), QList<quint64>());

        loop::Delta crowd = delta();
        for (std::uint64_t id = 1; id <= 1'002; ++id) {
            loop::TaskSample &sample = task(crowd, id);
            sample.wait = id == 1 ? loop::WaitKind::Sleep : loop::WaitKind::Task;
            sample.waitTarget = id == 1 ? 0 : 1;
        }
        model.apply(crowd);
        const QList<quint64> known = model.awaitersOf(1);
        QCOMPARE(known.size(), 1'000);
        QCOMPARE(known.last(), 1'001U);
    }

    // Its last sample says what it waited for when it ended.
    void whoEndedWaitsForNobody()
    {
        TaskModel model;
        loop::PrimitiveSample lock;
        lock.id = 100;
        lock.kind = loop::PrimitiveKind::Lock;
        lock.holder.value = 1;
        const auto waits = [&](std::int64_t ended) {
            loop::Delta made = delta(Second);
            loop::TaskSample &sample = task(made, 2);
            sample.wait = loop::WaitKind::Task;
            sample.waitTarget = 1;
            sample.awaits = {{3}};
            sample.primitive = std::make_shared<const loop::PrimitiveSample>(lock);
            sample.ended = ended;
            model.apply(made);
        };
        waits(0);
        QCOMPARE(model.awaitersOf(1), QList<quint64>({2}));
        QCOMPARE(model.awaitersOf(3), QList<quint64>({2}));
        QCOMPARE(model.waitersOf(100), QList<quint64>({2}));
        waits(Second);
        QCOMPARE(model.awaitersOf(1), QList<quint64>());
        QCOMPARE(model.awaitersOf(3), QList<quint64>());
        QCOMPARE(model.waitersOf(100), QList<quint64>());
    }

    // While nobody begins or ends to wait, a thousand tasks are looked at once.
    void whoWaitsForATaskIsRemembered()
    {
        TaskModel model;
        loop::Delta first = delta();
        for (const std::uint64_t id : {1, 2, 3}) {
            loop::TaskSample &sample = task(first, id);
            sample.wait = id == 2 ? loop::WaitKind::Task : loop::WaitKind::Sleep;
            sample.waitTarget = id == 2 ? 1 : 0;
        }
        model.apply(first);
        const QList<quint64> known = model.awaitersOf(1);
        QCOMPARE(known, QList<quint64>({2}));
        QCOMPARE(model.awaitersOf(1).constData(), known.constData()); // the same, not one alike
        loop::Delta goesOn = delta();
        task(goesOn, 3).wait = loop::WaitKind::Sleep;
        model.apply(goesOn);
        QCOMPARE(model.awaitersOf(1).constData(), known.constData());
        loop::Delta joins = delta();
        loop::TaskSample &third = task(joins, 3);
        third.wait = loop::WaitKind::Task;
        third.waitTarget = 1;
        model.apply(joins);
        QCOMPARE(model.awaitersOf(1), QList<quint64>({2, 3}));
    }
};

QTEST_APPLESS_MAIN(TaskModelTest)
#include "TaskModelTest.moc"
