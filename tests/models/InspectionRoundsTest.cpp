// SPDX-License-Identifier: GPL-3.0-or-later

// The Inspector when it is shown something else, goes to an earlier moment, or looks again.

#include "tests/models/AllKinds.h"
#include "tests/models/InspectedModels.h"

#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

loop::Delta chained(std::uint64_t id, std::int64_t time)
{
    loop::Delta made = delta(time);
    loop::TaskChain &chain = made.chains.emplace_back();
    chain.id.value = id;
    chain.frames = {{place("/src/o.cpp", "Coro<void> outer()", 1), place("/src/o.cpp", "", 2)}};
    return made;
}

} // namespace

class InspectionRoundsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    // Its coroutines come once the loop was asked for them.
    void anotherTaskHasNothingOfTheChainOfTheOneBefore()
    {
        InspectedModels all;
        loop::Delta made = delta(Second);
        task(made, 1);
        task(made, 2);
        all.hand(made);
        all.inspection.showTask(1);
        all.hand(chained(1, Second));
        QCOMPARE(all.inspection.chain().first().what, u"outer()"_s);
        all.inspection.showTask(2);
        QVERIFY(all.inspection.chain().first().what != u"outer()"_s);
        all.inspection.showTask(1);
        all.hand(chained(1, Second));
        all.reset(); // an earlier moment
        all.hand(made);
        QVERIFY(all.inspection.chain().first().what != u"outer()"_s);
    }

    void anEarlierMomentHasSeenNoAnswers()
    {
        InspectedModels all;
        loop::Delta made = delta(Second);
        open(made, 5);
        all.hand(made);
        all.inspection.showConnection(5);
        loop::Delta talk = delta(2 * Second);
        addEvent(talk, loop::EventKind::DataIn, 5, "x");
        addEvent(talk, loop::EventKind::DataOut, 5, "x");
        all.hand(talk);
        QVERIFY(!all.fact(u"Answers"_s).isEmpty());
        all.reset();
        all.hand(made);
        QCOMPARE(all.fact(u"Answers"_s), QString());
    }

    // Counted once a second, but at once where something else, or another time, is shown.
    void whatALoopHoldsIsCountedAnewForWhatIsShown()
    {
        InspectedModels all;
        loop::Delta made = delta(10 * Second);
        task(made, 1);
        task(made, 2);
        open(made, 5);
        open(made, 6);
        loop::Delta other = delta(10 * Second);
        other.loop.value = 2;
        task(other, 3);
        all.hand(made);
        all.hand(other);
        all.inspection.show(Inspection::Subject::Loop, 1);
        QCOMPARE(all.holdings(), QStringList({u"2 tasks"_s, u"2 connections"_s}));
        all.inspection.show(Inspection::Subject::Loop, 2);
        QCOMPARE(all.holdings(), QStringList({u"1 tasks"_s}));
        all.inspection.show(Inspection::Subject::Loop, 1);
        loop::Delta ending = delta(10 * Second + 500 * Millisecond);
        task(ending, 1).ended = ending.time;
        ending.created.clear();
        close(ending, 5);
        all.hand(ending);
        QCOMPARE(all.holdings(), QStringList({u"2 tasks"_s, u"2 connections"_s}));
        QCOMPARE(all.fact(u"Ages of tasks"_s), u"1 below 1 s"_s); // of those that live
        all.ended(11 * Second);
        QCOMPARE(all.holdings(), QStringList({u"1 tasks"_s, u"1 connections"_s}));
        all.reset(); // half a second before what was shown last
        made.time = 10 * Second + 500 * Millisecond;
        all.hand(made);
        QCOMPARE(all.holdings(), QStringList({u"2 tasks"_s, u"2 connections"_s}));
        loop::Delta third = delta(10 * Second);
        task(third, 4);
        all.hand(third); // and back without a reset
        QCOMPARE(all.holdings(), QStringList({u"3 tasks"_s, u"2 connections"_s}));
    }

    void ages_data()
    {
        QTest::addColumn<qint64>("age");
        QTest::addColumn<QString>("words");
        QTest::newRow("almost a second") << qint64(Second - 1) << u"1 below 1 s"_s;
        QTest::newRow("a second") << qint64(Second) << u"1 below 10 s"_s;
        QTest::newRow("ten") << qint64(10 * Second) << u"1 below 1 min"_s;
        QTest::newRow("a minute") << qint64(60 * Second) << u"1 below 10 min"_s;
        QTest::newRow("an hour") << qint64(3'600 * Second) << u"1 older"_s;
    }

    void ages()
    {
        QFETCH(qint64, age);
        QFETCH(QString, words);
        InspectedModels all;
        loop::Delta made = delta(Second);
        task(made, 1);
        all.hand(made);
        all.inspection.show(Inspection::Subject::Loop, 1);
        all.ended(Second + age);
        QCOMPARE(all.fact(u"Ages of tasks"_s), words);
    }

    // The handles of a loop come once a second, and the rest of it more often.
    void whatALoopSaidOfItsHandlesStaysUntilItSaysMore()
    {
        InspectedModels all;
        loop::Delta made = delta(Second);
        made.handles.push_back({loop::HandleKind::Timer, place("/s.cpp", "f()", 3), 12});
        made.sample.lag = 9 * Millisecond;
        all.hand(made);
        all.inspection.show(Inspection::Subject::Loop, 1);
        QCOMPARE(all.holdings(), QStringList({u"12 timers"_s}));
        all.hand(delta(3 * Second));
        QCOMPARE(all.holdings(), QStringList({u"12 timers"_s}));
        QCOMPARE(all.fact(u"Longest lag"_s), u"9.0 ms"_s);
        QCOMPARE(all.inspection.tone(), Tone::Good);
        loop::Delta closed = delta(4 * Second); // it still says that it runs
        closed.closed = true;
        all.hand(closed);
        QCOMPARE(all.inspection.tone(), Tone::Neutral);
    }

    void aFullBufferStandsOutFromItsFirstByteTooMany()
    {
        InspectedModels all;
        loop::Delta made = delta(Second);
        open(made, 5);
        made.connections.back().writeBuffer = 64 * 1024;
        all.hand(made);
        all.inspection.showConnection(5);
        QCOMPARE(all.toneOf(u"Write buffer"_s), Tone::Neutral);
        loop::Delta more = delta(2 * Second);
        sample(more, 5).writeBuffer = 64 * 1024 + 1;
        more.connections.back().low = 16 * 1024;
        more.connections.back().high = 64 * 1024;
        all.hand(more);
        QCOMPARE(all.toneOf(u"Write buffer"_s), Tone::Warning);
    }

    // What a connection leads to is what it leads to now.
    void linksAreThoseOfNow()
    {
        InspectedModels all;
        loop::Delta made = delta(Second);
        open(made, 5);
        made.connections.back().task.value = 311;
        all.hand(made);
        all.inspection.showConnection(5);
        const QStringList once {u"%1 311"_s.arg(int(Reference::Task))};
        QCOMPARE(all.links(), once);
        all.ended(2 * Second);
        QCOMPARE(all.links(), once);
        loop::Delta later = delta(3 * Second);
        sample(later, 5);
        all.hand(later);
        QCOMPARE(all.links(), QStringList());
    }

    void whoAwaitsATaskIsSaidOnce()
    {
        InspectedModels all;
        loop::Delta made = delta(Second);
        task(made, 1);
        loop::TaskSample &waiting = task(made, 2);
        waiting.wait = loop::WaitKind::Task;
        waiting.waitTarget = 1;
        all.hand(made);
        all.inspection.showTask(1);
        loop::Delta told = chained(1, Second);
        told.chains.back().awaitedBy = {{2}, {9}}; // 9 through a future
        all.hand(told);
        all.ended(2 * Second);
        QList<quint64> ids;
        for (const Reference &each : all.inspection.awaitedBy())
            ids << each.id;
        QCOMPARE(ids, (QList<quint64> {2, 9}));
    }

    void aCancellationIsFollowedToWhereItBegan()
    {
        InspectedModels all;
        loop::Delta made = delta(Second);
        for (const std::uint64_t id : {1, 2, 3, 4}) {
            loop::TaskSample &cancelled = task(made, id);
            cancelled.cancelRequests = 1;
            if (id > 1)
                cancelled.cancelledThrough.value = id - 1;
        }
        all.hand(made);
        all.inspection.showTask(4);
        const QStringList path = all.fact(u"Passed on by"_s).split(u" → "_s);
        QCOMPARE(path.size(), 4);
        for (int id = 1; id <= 3; ++id)
            QVERIFY2(path[id - 1].contains(QString::number(id)), qPrintable(path[id - 1]));
        QCOMPARE(path.last(), u"this task"_s);
    }

    // Others that wait for the same lock, and who holds it; not the task itself.
    void aLockLeadsToWhoHoldsItAndWhoWaitsToo()
    {
        InspectedModels all;
        loop::Delta made = delta(Second);
        loop::PrimitiveSample lock;
        lock.id = 100;
        lock.kind = loop::PrimitiveKind::Lock;
        lock.holder.value = 1;
        lock.change = 1;
        task(made, 1);
        for (const std::uint64_t id : {2, 3}) {
            loop::TaskSample &waits = task(made, id);
            waits.wait = loop::WaitKind::Synchronisation;
            waits.primitive = std::make_shared<const loop::PrimitiveSample>(lock);
        }
        all.hand(made);
        all.inspection.showTask(2);
        const QString link = u"%1 %2"_s.arg(int(Reference::Task));
        QCOMPARE(all.links(), QStringList({link.arg(1), link.arg(3)}));
        QVERIFY2(all.inspection.chain().size() >= 3, "the frame, the lock, and who holds it");
    }

    // Only a buffer that is drained, and a connection that is read from, say how it stands.
    void aConnectionThatIsBeingMadeHasNoStateToWaitFor()
    {
        InspectedModels all;
        loop::Delta made = delta(Second);
        open(made, 5);
        loop::TaskSample &waits = task(made, 1);
        waits.wait = loop::WaitKind::Connect;
        waits.waitTarget = 5;
        all.hand(made);
        all.inspection.showTask(1);
        QCOMPARE(all.inspection.chain().last().where, QString());
        loop::Delta reading = delta(2 * Second);
        loop::TaskSample &reads = task(reading, 1);
        reads.wait = loop::WaitKind::Read;
        reads.waitTarget = 5;
        all.hand(reading);
        QCOMPARE(all.inspection.chain().last().where, u"open"_s);
    }

    // Twelve lead elsewhere, and one more would not fit.
    void manyLinksAreBoundedAtTwelve_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("shown");
        QTest::newRow("11") << 11 << 11;
        QTest::newRow("12") << 12 << 12;
        QTest::newRow("13") << 13 << 12;
    }

    void manyLinksAreBoundedAtTwelve()
    {
        QFETCH(int, count);
        QFETCH(int, shown);
        InspectedModels all;
        loop::Delta made = delta(Second);
        loop::PrimitiveSample event;
        event.id = 100;
        event.kind = loop::PrimitiveKind::Event;
        event.change = 1;
        for (std::uint64_t id = 1; id <= std::uint64_t(count) + 1; ++id) {
            loop::TaskSample &waits = task(made, id);
            waits.wait = loop::WaitKind::Synchronisation;
            waits.primitive = std::make_shared<const loop::PrimitiveSample>(event);
        }
        all.hand(made);
        all.inspection.showTask(1);
        QCOMPARE(all.inspection.shown().links.size(), shown);
    }

    void aGatherListsEightAndCountsTheRest_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("last");
        QTest::newRow("8") << 8 << u"task 108"_s;
        QTest::newRow("9") << 9 << u"and 1 more"_s;
    }

    void aGatherListsEightAndCountsTheRest()
    {
        QFETCH(int, count);
        QFETCH(QString, last);
        InspectedModels all;
        loop::Delta made = delta(Second);
        loop::TaskSample &waits = task(made, 1);
        waits.wait = loop::WaitKind::Gather;
        for (int i = 1; i <= count; ++i)
            waits.awaits.push_back({std::uint64_t(100 + i)});
        all.hand(made);
        all.inspection.showTask(1);
        QCOMPARE(all.inspection.chain().last().what, last);
    }

    void aSessionThatWasRemovedHasNoColourOfItsOwn()
    {
        InspectedModels all;
        SessionRecord record;
        record.id.value = 7;
        record.kind = u"echo"_s;
        record.state = SessionRecord::Failed;
        all.sessions.setSession(record);
        all.inspection.show(Inspection::Subject::Session, 7);
        QCOMPARE(all.inspection.tone(), Tone::Error);
        all.sessions.removeSession(7);
        all.ended(Second);
        QCOMPARE(all.inspection.state(), u"removed"_s);
        QCOMPARE(all.inspection.tone(), Tone::Neutral);
    }

    // It leads to a session only where there still is one.
    void aWarningLeadsToNoSessionThatIsGone()
    {
        InspectedModels all;
        loop::Delta made = delta(Second);
        loop::WarningRecord &warning = made.warnings.emplace_back();
        warning.kind = loop::WarningKind::SlowCallback;
        warning.time = Second;
        warning.context.value = 7;
        all.hand(made);
        all.inspection.show(Inspection::Subject::Warning, 1);
        QCOMPARE(all.links().filter(u"%1 7"_s.arg(int(Reference::Session))).size(), 0);
        SessionRecord record;
        record.id.value = 7;
        record.kind = u"echo"_s;
        all.sessions.setSession(record);
        all.ended(2 * Second);
        QCOMPARE(all.links().filter(u"%1 7"_s.arg(int(Reference::Session))).size(), 1);
    }
};

QTEST_GUILESS_MAIN(InspectionRoundsTest)
#include "InspectionRoundsTest.moc"
