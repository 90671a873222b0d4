// SPDX-License-Identifier: GPL-3.0-or-later

// How long a mirror keeps what ended, and how much of it: by the clock, by number, and where a
// keyframe replaces what was known.

#include "models/record/Mirror.h"
#include "tests/models/Deltas.h"

#include <QtTest/QTest>

using models::Mirror;
using namespace models::test;

namespace {

constexpr std::int64_t Keep = std::chrono::nanoseconds(Mirror::Retention).count();

// Connections and tasks from `first` on that began and ended then.
loop::Delta ended(std::int64_t time, std::uint64_t first, std::size_t count)
{
    loop::Delta made = delta(time);
    for (std::uint64_t id = first; id < first + count; ++id) {
        open(made, id);
        made.connections.back().closed = time;
        task(made, id).ended = time;
    }
    return made;
}

std::pair<std::size_t, std::size_t> kept(const Mirror &mirror)
{
    const loop::Delta keyframe = mirror.snapshot().front();
    return {keyframe.opened.size(), keyframe.created.size()};
}

std::pair<std::size_t, std::size_t> each(std::size_t count)
{
    return {count, count};
}

} // namespace

class MirrorTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatEndedLeavesAfterAWhile()
    {
        Mirror mirror;
        mirror.apply(ended(Second, 1, 3));
        mirror.apply(delta(Second + Keep - 1));
        QCOMPARE(kept(mirror), each(3));
        mirror.apply(delta(Second + Keep));
        QCOMPARE(kept(mirror), each(0));
    }

    void ofVeryManyThatEndedTheLastAreKept()
    {
        Mirror mirror;
        mirror.apply(ended(Second, 1, 10));
        mirror.apply(ended(2 * Second, 100, Mirror::EndedBound - 10));
        QCOMPARE(kept(mirror), each(Mirror::EndedBound));
        mirror.apply(ended(3 * Second, 1'000'000, 5));
        QCOMPARE(kept(mirror), each(Mirror::EndedBound));
        const loop::Delta keyframe = mirror.snapshot().front();
        QCOMPARE(keyframe.opened.front().id.value, 6U); // the first have left
        QCOMPARE(keyframe.created.front().id.value, 6U);
    }

    // What a keyframe says anew counts once.
    void keyframesDoNotAddUp()
    {
        Mirror mirror;
        for (int i = 0; i < 4; ++i)
            mirror.applyKeyframe(ended(Second, 1, Mirror::EndedBound / 2));
        QCOMPARE(kept(mirror), each(Mirror::EndedBound / 2));
    }

    // What is learned of a connection comes bit by bit, and each leaves the rest as it was.
    void whatALaterNoteDoesNotSayStays()
    {
        const loop::ConnectionNote notes[] {
            {{2}, 7, {}, {}}, {{2}, 0, "nc", {}}, {{2}, 0, {}, {8}}};
        for (int first = 0; first < 3; ++first) {
            Mirror mirror;
            loop::Delta made = delta(Second);
            open(made, 2);
            mirror.apply(made);
            for (int i = 0; i < 3; ++i) {
                loop::Delta later = delta((i + 2) * Second);
                later.notes.push_back(notes[(first + i) % 3]);
                mirror.apply(later);
            }
            const loop::ConnectionOpened birth = mirror.snapshot().front().opened.front();
            QCOMPARE(birth.peerPid, 7);
            QCOMPARE(birth.peerProgram, std::string("nc"));
            QCOMPARE(birth.partner.value, 8U);
        }
    }

    // Loops report in turn, so a slightly earlier time is no jump; a clock that was set back is
    // one.
    void itsTimeFollowsAClockThatWasSetBack()
    {
        Mirror mirror;
        mirror.apply(delta(3'600 * Second));
        mirror.apply(delta(3'590 * Second));
        QCOMPARE(mirror.time(), Epoch + 3'600 * Second);
        mirror.apply(ended(Second, 1, 3));
        QCOMPARE(mirror.time(), Epoch + Second);
        QCOMPARE(kept(mirror), each(3)); // not over for an hour
        mirror.apply(delta(Second + Keep));
        QCOMPARE(kept(mirror), each(0));
    }

    // What was counted of a task is counted of none once it has left, with what came later.
    void warningsOfATaskThatLeftStayCounted()
    {
        Mirror mirror;
        const auto warn = [&mirror](std::int64_t time, std::uint64_t task, const char *message) {
            loop::Delta made = delta(time);
            loop::WarningRecord &warning = made.warnings.emplace_back();
            warning.time = time;
            warning.count = 2;
            warning.task.value = task;
            warning.message = message;
            mirror.apply(made);
        };
        mirror.apply(ended(Second, 1, 1));
        warn(Second, 1, "of the task");
        warn(2 * Second, 0, "of none");
        QCOMPARE(mirror.snapshot().front().warnings.size(), 2U);
        mirror.apply(delta(Second + Keep));
        const loop::Delta keyframe = mirror.snapshot().front();
        QCOMPARE(keyframe.warnings.size(), 1U);
        QCOMPARE(keyframe.warnings[0].count, 4U);
        QCOMPARE(keyframe.warnings[0].message, std::string("of none")); // the newest
        warn(Keep + 2 * Second, 99, "of a task that nobody knows");
        QCOMPARE(mirror.snapshot().front().warnings.size(), 1U);
        QCOMPARE(mirror.snapshot().front().warnings[0].count, 6U);
    }

    // Which of two is newer is told by the wall clock, which may have been set in between.
    void timesAreThoseOfTheWallClockWhenThatIsSet()
    {
        Mirror mirror;
        const auto tell
            = [&mirror](std::int64_t time, std::int64_t wallOffset, const char *message) {
                  loop::Delta made = delta(time);
                  made.wallOffset = wallOffset;
                  loop::WarningRecord &warning = made.warnings.emplace_back();
                  warning.time = time;
                  warning.message = message;
                  made.timersSampled = message == std::string("first");
                  if (made.timersSampled)
                      made.timers.emplace_back().due = time + 9 * Second;
                  mirror.apply(made);
              };
        tell(10 * Second, Epoch, "first");
        tell(5 * Second, Epoch + 20 * Second, "later"); // Epoch + 25 s
        loop::Delta keyframe = mirror.snapshot().front();
        QCOMPARE(keyframe.warnings[0].message, std::string("later"));
        QCOMPARE(keyframe.timers[0].due + keyframe.wallOffset, Epoch + 19 * Second);
        tell(12 * Second, Epoch, "earlier"); // Epoch + 12 s
        keyframe = mirror.snapshot().front();
        QCOMPARE(keyframe.warnings[0].message, std::string("later"));
        QCOMPARE(keyframe.warnings[0].time + keyframe.wallOffset, Epoch + 25 * Second);
        QCOMPARE(keyframe.warnings[0].count, 3U);
    }

    // A sample that comes late does not bring back what has ended.
    void whatHasEndedStaysEnded()
    {
        Mirror mirror;
        mirror.apply(ended(Second, 1, 1));
        loop::Delta late = delta(2 * Second);
        late.wallOffset += 3 * Second; // the clock was set
        sample(late, 1, 5);
        late.tasks.emplace_back().id.value = 1;
        late.closed = true;
        mirror.apply(late);
        const loop::Delta keyframe = mirror.snapshot().front();
        QCOMPARE(keyframe.connections[0].bytesIn, 5U);
        QCOMPARE(keyframe.connections[0].closed + keyframe.wallOffset, Epoch + Second);
        QCOMPARE(keyframe.tasks[0].ended + keyframe.wallOffset, Epoch + Second);
        QVERIFY(keyframe.closed);
    }
};

QTEST_APPLESS_MAIN(MirrorTest)
#include "MirrorTest.moc"
