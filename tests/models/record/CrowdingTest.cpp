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
    Crowding::Use use {0, 0, 2};

    [[nodiscard]] std::function<Crowding::Use()> clock()
    {
        return [this] { return use; };
    }
    void work(double share, std::int64_t wall = Second)
    {
        use.wall += wall;
        use.processor += std::int64_t(share * double(wall) * use.processors);
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
        process.use.processors = 1; // that one alone, from now on
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
        QVERIFY(!crowding.look());
        process.work(0, 1); // all of that second counts
        QVERIFY(crowding.look());
        process.work(0, Second - 1);
        QVERIFY(!crowding.look());
        QVERIFY(crowding.isCrowded());
    }

    void theClocksAreThoseOfTheProcess()
    {
        const Crowding::Use before = Crowding::Use::now();
        cpu_set_t allowed;
        QCOMPARE(::sched_getaffinity(0, sizeof allowed, &allowed), 0);
        QCOMPARE(before.processors, CPU_COUNT(&allowed));
        Crowding::Use after = before;
        while (after.processor < before.processor + Second / 100) // busy until it shows
            after = Crowding::Use::now();
        QVERIFY(after.wall > before.wall);
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
