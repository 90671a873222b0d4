// SPDX-License-Identifier: GPL-3.0-or-later

// A process that keeps all of its processors busy is crowded, and a Feed that is seen then pulls
// half as often.

#include "models/record/Crowding.h"
#include "models/record/Feed.h"

#include <QtTest/QTest>

#include <sched.h>

using namespace models;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t Second = 1'000'000'000;

// A process that used so much of its processors in each second.
struct Process {
    std::int64_t wall = 0, processor = 0;
    int processors = 2;
    int measured = 0; // how often

    [[nodiscard]] Crowding::Clocks clock()
    {
        return {[this] { return wall; },
                [this] {
                    ++measured;
                    return processor;
                },
                [this] { return processors; }};
    }
    void work(double share, std::int64_t time = Second)
    {
        wall += time;
        processor += std::int64_t(share * double(time) * processors);
    }
};

} // namespace

class CrowdingTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneBusyProcessorOfTwoLeavesRoom()
    {
        Process process;
        Crowding crowding(process.clock());
        process.work(0.5);
        QVERIFY(!crowding.look());
        QVERIFY(!crowding.isCrowded());
        process.processors = 1; // that one alone, from now on
        process.work(1);
        QVERIFY(crowding.look());
        QVERIFY(crowding.isCrowded());
    }

    void itBeginsAtNineTenthsAndEndsBelowSeven()
    {
        Process process;
        Crowding crowding(process.clock());
        process.work(0.89);
        QVERIFY(!crowding.look());
        process.work(0.91);
        QVERIFY(crowding.look());
        process.work(0.71);
        QVERIFY(!crowding.look());
        QVERIFY(crowding.isCrowded());
        process.work(0.69);
        QVERIFY(crowding.look());
        QVERIFY(!crowding.isCrowded());
    }

    void lessThanASecondSaysNothing()
    {
        Process process;
        Crowding crowding(process.clock());
        process.work(1, Second - 1);
        const int before = process.measured;
        QVERIFY(!crowding.look());
        QCOMPARE(process.measured, before); // nor does it cost more than a look at the clock
        process.work(0, 1); // all of that second counts
        QVERIFY(crowding.look());
        process.work(0, Second - 1);
        QVERIFY(!crowding.look());
        QVERIFY(crowding.isCrowded());
    }

    void theClocksAreThoseOfTheProcess()
    {
        const Crowding::Clocks clocks = Crowding::Clocks::ofThisProcess();
        cpu_set_t allowed;
        QCOMPARE(::sched_getaffinity(0, sizeof allowed, &allowed), 0);
        QCOMPARE(clocks.processors(), CPU_COUNT(&allowed));
        const std::int64_t wall = clocks.wall(), processor = clocks.processor();
        while (clocks.processor() < processor + Second / 100) { } // busy until it shows
        QVERIFY(clocks.wall() > wall);
    }

    void aFeedThatIsSeenPullsHalfAsOftenMeanwhile()
    {
        Process process;
        Feed feed(nullptr, Crowding(process.clock()));
        QCOMPARE(feed.pace(), 33ms);
        feed.start();
        process.work(1);
        QTRY_COMPARE(feed.pace(), 66ms);
        feed.setSeen(false); // a recording alone is kept up with
        QCOMPARE(feed.pace(), 50ms);
        feed.setSeen(true);
        QCOMPARE(feed.pace(), 66ms);
        process.work(0.1);
        QTRY_COMPARE(feed.pace(), 33ms);
    }
};

QTEST_GUILESS_MAIN(CrowdingTest)
#include "CrowdingTest.moc"
