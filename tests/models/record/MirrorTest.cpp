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
};

QTEST_APPLESS_MAIN(MirrorTest)
#include "MirrorTest.moc"
