// SPDX-License-Identifier: GPL-3.0-or-later

// The tree of sessions when it goes from one moment to another.

#include "models/ConnectionModel.h"
#include "models/SessionModel.h"
#include "models/record/Moment.h"
#include "tests/models/Deltas.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

SessionRecord record(std::uint64_t id, std::uint64_t loop)
{
    SessionRecord made;
    made.id.value = id;
    made.loop.value = loop;
    made.server = true;
    made.kind = u"echo"_s;
    made.state = SessionRecord::Running;
    return made;
}

loop::Delta of(std::uint64_t loop, bool closed = false)
{
    loop::Delta made = delta(Second);
    made.loop.value = loop;
    made.loopName = std::to_string(loop);
    made.closed = closed;
    return made;
}

} // namespace

class SessionRoundsTest final : public QObject {
    Q_OBJECT

    ConnectionModel connections_;
    std::unique_ptr<SessionModel> model_;

    QString loops() const
    {
        QStringList names;
        for (int row = 0; row < model_->rowCount(); ++row)
            names << model_->index(row, 0).data().toString();
        return names.join(u", ");
    }
    void show(const std::vector<loop::Delta> &loops, const QList<SessionRecord> &sessions)
    {
        Moment moment;
        moment.time = Epoch + Second;
        moment.loops = loops;
        moment.sessions = sessions;
        model_->restore(moment);
        model_->batchEnded(moment.time);
    }

private Q_SLOTS:
    void init()
    {
        model_ = std::make_unique<SessionModel>(&connections_);
        new QAbstractItemModelTester(
            model_.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, model_.get());
    }

    // As where they were told of live.
    void loopsThatRunSessionsStandFirst()
    {
        show({of(1), of(2)}, {record(7, 2)});
        QCOMPARE(loops(), u"Loop 2, Loop 1"_s);
    }

    void whatAnotherMomentHasNotIsGone()
    {
        show({of(1), of(2)}, {record(7, 1), record(8, 2)});
        show({of(1)}, {record(7, 1)});
        QCOMPARE(loops(), u"Loop 1"_s);
        QCOMPARE(model_->count(), 1);
        show({of(1)}, {record(7, 1)}); // and what it has stays, each time
        QCOMPARE(model_->count(), 1);
        QVERIFY(model_->session(7));
    }

    // Before its end a loop was open, and stays when its last session goes.
    void aLoopThatIsOpenAgainStays()
    {
        show({of(1, true)}, {record(7, 1)});
        QCOMPARE(loops(), u"Loop 1"_s);
        show({of(1)}, {record(7, 1)});
        model_->removeSession(7);
        model_->batchEnded(Epoch + 2 * Second);
        QCOMPARE(loops(), u"Loop 1"_s);
        QCOMPARE(model_->rowCount(model_->index(0, 0)), 0); // without a group
        model_->apply(of(1, true));
        model_->batchEnded(Epoch + 3 * Second);
        QCOMPARE(loops(), QString());
    }
};

QTEST_GUILESS_MAIN(SessionRoundsTest)
#include "SessionRoundsTest.moc"
