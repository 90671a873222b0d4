// SPDX-License-Identifier: GPL-3.0-or-later
// What a paused view will get when it goes on, where the clock was set meanwhile.
#include "models/record/HeldDeltas.h"
#include "models/ConnectionModel.h"
#include "tests/models/AllKinds.h"
#include "tests/support/Expected.h"
#include "tests/support/Told.h"

#include <QtTest/QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace models;
using namespace models::test;

namespace {

constexpr std::int64_t Hour = 3600 * Second;
constexpr std::size_t Most = 20'000; // connections and tasks of a loop, before those that ended go

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

    void timersAreDueWhenTheyWereThoughTheClockIsSet()
    {
        HeldDeltas held;
        loop::Delta first = delta(Second);
        first.timersSampled = true;
        first.timers.emplace_back().due = 3 * Second;
        held.add(first);
        loop::Delta later = delta(2 * Second);
        later.wallOffset += Hour;
        held.add(later);
        const std::vector<loop::Delta> all = held.takeAll();
        QCOMPARE(all.front().timers.front().due + all.front().wallOffset, Epoch + 3 * Second);
    }

    // Many that are short, each with a note and a warning, while nobody takes what is held.
    void whatEndedTakesItsNotesWithItAndWarningsAddUp()
    {
        HeldDeltas held;
        constexpr std::uint64_t many = 50'000;
        for (std::uint64_t id = 1; id <= many; ++id) {
            loop::Delta made = delta(std::int64_t(id) * Millisecond);
            open(made, id);
            made.notes.push_back({{id}, 7, "nc", {}});
            if (id != 5) // which lives on
                close(made, id);
            loop::WarningRecord &warning = made.warnings.emplace_back();
            warning.created = loop::Place();
            warning.created.line = std::uint32_t(id % 3);
            warning.message = std::to_string(id);
            held.add(made);
        }
        const loop::Delta all = held.takeAll().front();
        QVERIFY2(all.notes.size() <= 20'000, qPrintable(QString::number(all.notes.size())));
        QVERIFY(std::any_of(all.notes.begin(), all.notes.end(),
                            [](const loop::ConnectionNote &note) { return note.id.value == 5; }));
        QVERIFY2(all.warnings.size() <= 1'000, qPrintable(QString::number(all.warnings.size())));
        std::map<std::uint32_t, std::uint64_t> counts;
        for (const loop::WarningRecord &warning : all.warnings)
            counts[warning.created.line] += warning.count;
        QCOMPARE(counts,
                 (std::map<std::uint32_t, std::uint64_t> {
                     {0, many / 3}, {1, many / 3 + 1}, {2, many / 3 + 1}}));
        QCOMPARE(all.warnings.back().message, std::to_string(many));
    }

    void warningsOfTwoKindsAtOnePlaceStayTwo()
    {
        HeldDeltas held;
        loop::Delta made = delta(Second);
        for (int i = 0; i < 2'000; ++i) {
            loop::WarningRecord &warning = made.warnings.emplace_back();
            warning.kind = i % 4 ? loop::WarningKind::SlowCallback : loop::WarningKind::AwaitCycle;
            warning.created = loop::Place();
        }
        held.add(made);
        const loop::Delta all = held.takeAll().front();
        std::map<loop::WarningKind, std::uint64_t> counts;
        for (const loop::WarningRecord &warning : all.warnings)
            counts[warning.kind] += warning.count;
        QCOMPARE(all.warnings.size(), 2U);
        QCOMPARE(counts[loop::WarningKind::SlowCallback], 1'500U);
        QCOMPARE(counts[loop::WarningKind::AwaitCycle], 500U);
    }

    // A flood of notes of connections that were there before.
    void ofVeryManyNotesTheLastAreKept()
    {
        HeldDeltas held;
        loop::Delta made = delta(Second);
        for (std::uint64_t id = 1; id <= 30'000; ++id)
            made.notes.push_back({{id}, 7, "nc", {}});
        held.add(made);
        const loop::Delta all = held.takeAll().front();
        QCOMPARE(all.notes.size(), 20'000U);
        QCOMPARE(all.notes.back().id.value, 30'000U);
    }

    // Each loop apart: what came is appended, samples are the last of each, what is looked at is
    // the newest. Beside ../expected/held.txt.
    void whatWasHeldIsHandedOverWhole()
    {
        HeldDeltas held;
        loop::Delta first = connectionsOfAllKinds();
        const loop::Delta tasks = tasksOfAllKinds();
        first.created = tasks.created, first.tasks = tasks.tasks, first.warnings = tasks.warnings;
        first.notes.push_back({{2}, 7, "nc", {8}});
        held.add(first);
        loop::Delta next = delta(70 * Second);
        next.sample.iterations = 7;
        next.loopName = "renamed";
        open(next, 77);
        sample(next, 2, 99).lastActivity = 69 * Second;
        task(next, 200).state = loop::TaskState::Running;
        next.created.back().coroutine = next.created.back().created = {};
        next.warnings = {first.warnings.front()};
        next.notes.push_back({{3}, 9, "curl", {}});
        held.add(next);
        loop::Delta other = delta(71 * Second);
        other.loop.value = 2;
        other.closed = true;
        held.add(other);
        ::test::Told told(0);
        for (const loop::Delta &each : held.takeAll()) {
            told.lines << QString::fromStdString(each.loopName)
                       << QString::number(each.notes.size());
            told.add(each);
        }
        QCOMPARE(::test::differenceFrom(QStringLiteral(LOOPSCOPE_EXPECTED "/held.txt"), told.lines),
                 QString());
    }

    // Of very many, those go that began and ended while they were held, and no others.
    void ofVeryManyOnlyWhatLivesIsHeld()
    {
        HeldDeltas held;
        loop::Delta before = delta(Second);
        open(before, 1'000'001);
        task(before, 1'000'001);
        held.add(before);
        loop::Delta many = delta(2 * Second);
        for (std::uint64_t id = 1; id <= Most; ++id) {
            open(many, id);
            if (id % 2)
                many.connections.back().closed = many.time;
        }
        sample(many, 1'000'002).closed = many.time; // began before, so others know it
        held.add(many);
        loop::Delta later = delta(3 * Second);
        sample(later, 2, 99);
        held.add(later);
        const std::vector<loop::Delta> all = held.takeAll();
        QCOMPARE(all.size(), std::size_t(1));
        QCOMPARE(all.front().opened.size(), Most / 2 + 1);
        QCOMPARE(all.front().connections.size(), Most / 2 + 2);
        QCOMPARE(std::count_if(all.front().connections.begin(), all.front().connections.end(),
                               [](const auto &each) { return each.bytesIn == 99; }),
                 1);
        QCOMPARE(all.front().created.size(), std::size_t(1));
        std::set<std::uint64_t> ids;
        for (const loop::ConnectionSample &each : all.front().connections)
            QVERIFY2(ids.insert(each.id.value).second, "one is there twice");
        for (const loop::ConnectionSample &each : all.front().connections)
            QVERIFY(each.closed == 0 || each.id.value == 1'000'002);
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
