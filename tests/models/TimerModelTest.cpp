// SPDX-License-Identifier: GPL-3.0-or-later

// Timers of several loops, sampled or not, and after a reset.

#include "models/TimerModel.h"
#include "models/TaskModel.h"
#include "tests/models/AllKinds.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;

namespace {

constexpr loop::Place Here = place("/src/t.cpp", "void f()", 7);

loop::Delta sampled(std::uint64_t loop, QList<std::uint64_t> ids, std::int64_t time = 0)
{
    loop::Delta made = delta(time);
    made.loop.value = loop;
    made.timersSampled = true;
    made.sample.timers = std::size_t(ids.size());
    for (const std::uint64_t id : ids) {
        loop::TimerSample &timer = made.timers.emplace_back();
        timer.id.value = id;
        timer.due = time + 10 * Second;
        timer.created = Here;
    }
    return made;
}

} // namespace

class TimerModelTest final : public QObject {
    Q_OBJECT

    TaskModel tasks_;
    std::unique_ptr<TimerModel> model_;

    void show(const loop::Delta &delta)
    {
        model_->apply(delta);
        model_->batchEnded(Epoch + delta.time);
    }
    QString cell(quint64 id, int column) const
    {
        return model_->index(model_->rowOf(id), column).data().toString();
    }

private Q_SLOTS:
    void init()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        model_ = std::make_unique<TimerModel>(&tasks_);
        new QAbstractItemModelTester(
            model_.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, model_.get());
    }

    // Though its last Delta has no sample of them, and still counts them.
    void aLoopThatClosesHasNoTimersLeft()
    {
        show(sampled(1, {1, 2}));
        show(sampled(2, {3}));
        loop::Delta last = delta(Second);
        last.closed = true;
        last.sample.timers = 2;
        show(last);
        QCOMPARE(model_->pendingCount(), 1U);
        QCOMPARE(model_->rowCount(), 1);
        QCOMPARE(model_->idAt(0), 3U);
    }

    // A Delta without a sample says how many there are, and nothing of which.
    void withoutASampleTheRowsStay()
    {
        show(sampled(1, {1, 2}));
        loop::Delta next = delta(Second);
        next.sample.timers = 9;
        show(next);
        QCOMPARE(model_->rowCount(), 2);
        QCOMPARE(model_->pendingCount(), 9U);
    }

    // What was due on one loop says nothing of another's.
    void aTimerOfAnotherLoopAtTheSamePlaceDoesNotRepeat()
    {
        show(sampled(1, {1}));
        show(sampled(1, {}));
        show(sampled(2, {2}));
        QCOMPARE(cell(2, TimerColumn::Repeats), QString());
        show(sampled(1, {3}));
        QCOMPARE(cell(3, TimerColumn::Repeats), QStringLiteral("yes"));
        show(sampled(1, {3}, Second)); // and stays so
        QCOMPARE(cell(3, TimerColumn::Repeats), QStringLiteral("yes"));
    }

    void whatWasThereWithOneThatIsDueDoesNotRepeatIt()
    {
        show(sampled(1, {1, 2}));
        show(sampled(1, {2}));
        show(sampled(1, {2, 3}));
        QCOMPARE(cell(2, TimerColumn::Repeats), QString());
        QCOMPARE(cell(3, TimerColumn::Repeats), QStringLiteral("yes"));
    }

    void aTimerOfNoPlaceRepeatsNothing()
    {
        for (const std::uint64_t id : {1, 2}) {
            loop::Delta made = sampled(1, {id});
            made.timers.front().created = {};
            show(made);
            QCOMPARE(cell(id, TimerColumn::Repeats), QString());
        }
    }

    void afterAResetNothingIsPendingAndTheCountdownRuns()
    {
        show(sampled(1, {1}, 100 * Second));
        show(sampled(2, {2}, 100 * Second));
        model_->reset();
        QCOMPARE(model_->pendingCount(), 0U);
        show(sampled(1, {1}, 10 * Second)); // an earlier moment
        QCOMPARE(model_->pendingCount(), 1U);
        QCOMPARE(cell(1, TimerColumn::Due), QStringLiteral("10.0 s"));
        int painted = 0;
        connect(model_.get(), &TimerModel::dataChanged, this, [&painted] { ++painted; });
        model_->batchEnded(Epoch + 12 * Second);
        QCOMPARE(painted, 1);
        QCOMPARE(cell(1, TimerColumn::Due), QStringLiteral("8.0 s"));
    }
};

QTEST_GUILESS_MAIN(TimerModelTest)
#include "TimerModelTest.moc"
