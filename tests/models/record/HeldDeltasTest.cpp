// SPDX-License-Identifier: GPL-3.0-or-later
// What a paused view will get when it goes on, where the clock was set meanwhile.
#include "models/record/HeldDeltas.h"
#include "models/ConnectionModel.h"
#include "tests/models/Deltas.h"

#include <QtTest/QTest>

using namespace models;
using namespace models::test;

namespace {

constexpr std::int64_t Hour = 3600 * Second;

} // namespace

class HeldDeltasTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Forward, back, and there and back again
    void timesStayWhatTheyWereWhenTheClockIsSet_data()
    {
        QTest::addColumn<QList<qint64>>("offsets");
        QTest::newRow("on") << QList<qint64> {Epoch, Epoch + Hour};
        QTest::newRow("back") << QList<qint64> {Epoch, Epoch - Hour};
        QTest::newRow("on and back") << QList<qint64> {Epoch, Epoch + Hour, Epoch};
        QTest::newRow("not at all") << QList<qint64> {Epoch, Epoch};
    }
    void timesStayWhatTheyWereWhenTheClockIsSet()
    {
        QFETCH(QList<qint64>, offsets);
        HeldDeltas held;
        for (qsizetype i = 0; i < offsets.size(); ++i)
            held.add(whole(std::uint64_t(i + 1), (i + 1) * Second, offsets[i]));
        const std::vector<loop::Delta> all = held.takeAll();
        QCOMPARE(all.size(), 1U);
        const loop::Delta &made = all.front();
        QCOMPARE(made.wallOffset, offsets.last());
        QCOMPARE(made.opened.size(), std::size_t(offsets.size()));
        for (std::size_t i = 0; i < made.opened.size(); ++i) {
            const std::int64_t wall = std::int64_t(i + 1) * Second + offsets[qsizetype(i)];
            QCOMPARE(made.opened[i].time + made.wallOffset, wall);
            QCOMPARE(made.created[i].time + made.wallOffset, wall);
            QCOMPARE(made.warnings[i].time + made.wallOffset, wall);
        }
        for (const loop::ConnectionSample &sample : made.connections) {
            const std::uint64_t number = sample.id.value / 2; // even: it has not moved, nor closed
            const std::int64_t wall
                = std::int64_t(number + 1) * Second + offsets[qsizetype(number)];
            const bool lives = sample.id.value % 2 == 0;
            QCOMPARE(sample.lastActivity, lives ? 0 : wall - made.wallOffset);
            QCOMPARE(sample.closed, lives ? 0 : wall - made.wallOffset);
        }
        for (const loop::TaskSample &sample : made.tasks) {
            const bool lives = sample.id.value % 2 == 0;
            QCOMPARE(sample.waitDeadline != 0, !lives);
            QCOMPARE(sample.ended != 0, !lives);
        }
    }

    // What is looked at changes: the last of it is what a view shows that goes on.
    void timersAndChainsAreTheLast()
    {
        HeldDeltas held;
        for (std::uint64_t round = 1; round <= 3; ++round) {
            loop::Delta made = delta(std::int64_t(round) * Second);
            made.timersSampled = true;
            for (std::uint64_t id = 1; id <= 4 - round; ++id)
                made.timers.emplace_back().id.value = 10 * round + id;
            made.chains.emplace_back().id.value = round;
            held.add(made);
        }
        held.add(delta(4 * Second)); // nobody looked
        const std::vector<loop::Delta> all = held.takeAll();
        QCOMPARE(all.size(), 1U);
        QVERIFY(all.front().timersSampled);
        QCOMPARE(all.front().timers.size(), 1U);
        QCOMPARE(all.front().timers.front().id.value, 31U);
        QCOMPARE(all.front().chains.size(), 1U);
        QCOMPARE(all.front().chains.front().id.value, 3U);
        QCOMPARE(held.takeAll().size(), 0U); // and it begins anew
        held.add(delta(5 * Second));
        QVERIFY(!held.takeAll().front().timersSampled);
    }

    void whatLivesIsNotClosedByASetClock()
    {
        HeldDeltas held;
        loop::Delta first = delta(Second);
        open(first, 1);
        held.add(first);
        loop::Delta later = delta(2 * Second);
        later.wallOffset += Hour;
        held.add(later);
        ConnectionModel model;
        for (const loop::Delta &each : held.takeAll())
            model.apply(each);
        QCOMPARE(model.liveCountOf(7), 1);
        const ConnectionRow *row = model.find(1);
        QVERIFY(row);
        QCOMPARE(row->closed, 0);
        QCOMPARE(row->lastActivity, 0);
        QCOMPARE(row->opened, Epoch + Second);
    }

private:
    // One of everything, at that time: of connections and tasks one that lives and has no times,
    // and one that has ended.
    static loop::Delta whole(std::uint64_t number, std::int64_t time, std::int64_t offset)
    {
        loop::Delta made = delta(time);
        made.wallOffset = offset;
        loop::ConnectionOpened opened;
        opened.id.value = 2 * number - 2;
        opened.time = time;
        made.opened.push_back(opened);
        loop::TaskCreated created;
        created.id.value = 2 * number - 2;
        created.time = time;
        made.created.push_back(created);
        made.warnings.emplace_back().time = time;
        for (const std::int64_t at : {std::int64_t(0), time}) {
            const std::uint64_t id = 2 * number - 2 + (at != 0);
            loop::ConnectionSample &connection = made.connections.emplace_back();
            connection.id.value = id;
            connection.lastActivity = connection.closed = at;
            loop::TaskSample &task = made.tasks.emplace_back();
            task.id.value = id;
            task.waitDeadline = task.ended = at;
        }
        return made;
    }
};

QTEST_GUILESS_MAIN(HeldDeltasTest)
#include "HeldDeltasTest.moc"
