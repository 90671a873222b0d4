// SPDX-License-Identifier: GPL-3.0-or-later

// A process that wants more than all of its only processor is crowded, and a Feed that is seen then
// pulls less often.

#include "models/record/Crowding.h"
#include "models/record/Feed.h"
#include "models/record/OwnCost.h"

#include <QtCore/QScopeGuard>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <csignal>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace models;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t Second = 1'000'000'000;

// A process that used so much of each of its processors in a second, or waited for that much.
struct Process {
    std::int64_t wall = 0, processor = 0;
    int processors = 1;
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
    void severalProcessorsAreNeverCrowded()
    {
        Process process;
        process.processors = 2;
        Crowding crowding(process.clock());
        process.work(1);
        QVERIFY(!crowding.look());
        QVERIFY(!crowding.isCrowded());
        QCOMPARE(process.measured, 0); // for nothing
        process.processors = 1; // that one alone, from now on
        process.work(1);
        QVERIFY(!crowding.look());
        process.work(1);
        QVERIFY(crowding.look());
        QVERIFY(crowding.isCrowded());
        process.processors = 2;
        process.work(1);
        QVERIFY(crowding.look());
        QVERIFY(!crowding.isCrowded());
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

    // Two that want the whole of one processor get a half of it each, and have waited for the
    // other.
    void waitingForAProcessorCountsAsWantingIt()
    {
        cpu_set_t before, one;
        QCOMPARE(::sched_getaffinity(0, sizeof before, &before), 0);
        CPU_ZERO(&one);
        for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu) {
            if (CPU_ISSET(cpu, &before))
                CPU_SET(cpu, &one);
        }
        QCOMPARE(::sched_setaffinity(0, sizeof one, &one), 0);
        const auto back
            = qScopeGuard([&before] { ::sched_setaffinity(0, sizeof before, &before); });
        const pid_t other = ::fork();
        if (other == 0) {
            ::alarm(60); // it ends, though nobody may be left to end it
            for (;;) { }
        }
        QVERIFY(other > 0);
        const auto end = qScopeGuard([other] {
            ::kill(other, SIGKILL);
            ::waitpid(other, nullptr, 0);
        });
        const Crowding::Clocks clocks = Crowding::Clocks::ofThisProcess();
        const std::int64_t wanted = clocks.processor(), ran = threadTime();
        while (threadTime() < ran + Second / 5) { }
        // It ran for a fifth of a second, and got about a half of what it wanted.
        QVERIFY(clocks.processor() - wanted > Second / 5 + Second / 20);
    }

    void aFeedThatIsSeenPullsLessOftenMeanwhile()
    {
        Process process;
        Feed feed(nullptr, Crowding(process.clock()));
        QCOMPARE(feed.pace(), 33ms);
        feed.start();
        process.work(1);
        QTRY_COMPARE(feed.pace(), 125ms);
        feed.setSeen(false); // a recording alone is kept up with
        QCOMPARE(feed.pace(), 100ms);
        feed.setSeen(true);
        QCOMPARE(feed.pace(), 125ms);
        process.work(0.1);
        QTRY_COMPARE(feed.pace(), 33ms);
    }

    void aFeedThatSleepsMeasuresNothing()
    {
        Process process;
        Feed feed(nullptr, Crowding(process.clock()));
        feed.start();
        QTRY_VERIFY(feed.isAsleep());
        const int before = process.measured;
        process.work(1);
        const QSignalSpy refreshed(&feed, &Feed::refreshed);
        QTRY_VERIFY(!refreshed.isEmpty()); // it has pulled, once a second
        QVERIFY(feed.isAsleep());
        QCOMPARE(process.measured, before);
    }
};

QTEST_GUILESS_MAIN(CrowdingTest)
#include "CrowdingTest.moc"
