// SPDX-License-Identifier: GPL-3.0-or-later

// A lane draws what it holds at every resolution: no step is lost, none is drawn twice, and what a
// picture costs follows its pixels.

#include "models/timeline/Lane.h"

#include <QtTest/QTest>

#include <random>

using models::Bar;
using models::Lane;
using models::Step;

class LaneTest final : public QObject {
    Q_OBJECT

    static constexpr std::int64_t Millisecond = 1'000'000;

    // Steps of random length and distance, from 0 on.
    static Lane lane(int steps, std::int64_t mostLength = 2'000, std::int64_t mostGap = 50'000)
    {
        std::mt19937_64 random(7);
        Lane made;
        std::int64_t time = 0;
        for (int i = 0; i < steps; ++i) {
            time += 1 + std::int64_t(random() % std::uint64_t(mostGap));
            const auto length = 1 + std::int64_t(random() % std::uint64_t(mostLength));
            made.append(Step(time, length, 0));
            time += length;
        }
        return made;
    }
    static std::vector<Bar> bars(const Lane &lane, std::int64_t from, std::int64_t to,
                                 std::int64_t resolution)
    {
        std::vector<Bar> drawn;
        lane.visit(from, to, resolution, [&drawn](const Bar &bar) { drawn.push_back(bar); });
        return drawn;
    }

private Q_SLOTS:
    void everyStepIsInExactlyOneBar_data()
    {
        QTest::addColumn<qint64>("resolution");
        for (const qint64 resolution : {1, 1'000, 30'000, 1'000'000, 100'000'000})
            QTest::addRow("%lld ns", resolution) << resolution;
    }
    void everyStepIsInExactlyOneBar()
    {
        QFETCH(const qint64, resolution);
        const Lane made = lane(5'000);
        std::uint64_t steps = 0;
        std::int64_t busy = 0, sum = 0, longest = 0, before = 0;
        for (std::size_t i = 0; i < made.size(); ++i) {
            sum += made.step(i).length();
            longest = std::max(longest, made.step(i).length());
        }
        std::int64_t longestDrawn = 0;
        const std::vector<Bar> drawn = bars(made, 0, made.last().end(), resolution);
        for (const Bar &bar : drawn) {
            QVERIFY(bar.start >= before);
            QVERIFY(bar.count == 1 || bar.end - bar.start <= resolution);
            before = bar.end;
            steps += bar.count;
            busy += bar.busy;
            longestDrawn = std::max(longestDrawn, bar.longest);
        }
        QCOMPARE(steps, 5'000U);
        QCOMPARE(busy, sum);
        QCOMPARE(longestDrawn, longest);
    }

    void aPictureHasNoMoreBarsThanItsPixels()
    {
        const Lane made = lane(200'000);
        const std::int64_t end = made.last().end();
        constexpr std::int64_t pixels = 1'000;
        QVERIFY(bars(made, 0, end, end / pixels).size() <= 2 * pixels + 1);
        QVERIFY(bars(made, end / 3, end / 2, end / 6 / pixels).size() <= 2 * pixels + 1);
    }

    void aPartShowsWhatReachesIntoIt()
    {
        Lane made;
        made.append(Step(100, 50, 0));
        made.append(Step(200, 50, 3));
        made.append(Step(300, 50, 0));
        const std::vector<Bar> drawn = bars(made, 240, 299, 1);
        QCOMPARE(drawn.size(), 1U);
        QCOMPARE(drawn[0].start, 200);
        QCOMPARE(drawn[0].wokenBy, 3U);
        QCOMPARE(made.begunBy(199), 1U);
        QCOMPARE(made.begunBy(200), 2U);
    }

    // Those at its ends reach over them: together they are longer than it.
    void theSumOfAPartIsOfAllThatReachesIntoIt()
    {
        Lane made;
        made.append(Step(100, 50, 0));
        made.append(Step(200, 50, 0));
        made.append(Step(300, 60, 0));
        const Bar all = made.sum(140, 310);
        QCOMPARE(all.count, 3U);
        QCOMPARE(all.start, 100);
        QCOMPARE(all.end, 360);
        QCOMPARE(all.busy, 160);
        QCOMPARE(all.longest, 60);
        QCOMPARE(made.sum(151, 199).count, 0U);
        QCOMPARE(made.sum(150, 200).count, 2U);
    }

    void aSlowStepIsSeenFromAfar()
    {
        Lane made = lane(100'000);
        const std::int64_t at = made.last().end() + 1;
        made.append(Step(at, 300 * Millisecond, 0));
        std::int64_t time = at + 300 * Millisecond;
        for (int i = 0; i < 100'000; ++i, time += 20'000)
            made.append(Step(time, 1'000, 0));
        const std::vector<Bar> drawn = bars(made, 0, time, time);
        QCOMPARE(drawn.size(), 1U);
        QCOMPARE(drawn[0].longest, 300 * Millisecond);
    }

    void joinedStepsKeepTheirSums()
    {
        const Lane made = lane(50'000);
        const Lane thinned = made.thinned(Millisecond);
        QVERIFY(thinned.size() < made.size() / 10);
        const Bar before = made.sum(0, made.last().end());
        const Bar after = thinned.sum(0, made.last().end());
        QCOMPARE(after.count, before.count);
        QCOMPARE(after.start, before.start);
        QCOMPARE(after.end, before.end);
        QCOMPARE(after.longest, before.longest);
        QVERIFY(std::abs(after.busy - before.busy) < before.busy / 1'000);
    }

    void stepsThatLieApartStayApart()
    {
        Lane made;
        for (const std::int64_t start : {0, 40, 51, 5'000, 5'030, 9'000})
            made.append(Step(start, 10, 0));
        const Lane thinned = made.thinned(50);
        QCOMPARE(thinned.size(), 4U);
        QCOMPARE(thinned.step(0).end(), 50);
        QCOMPARE(thinned.step(1).start(), 51);
        QCOMPARE(thinned.step(2).end(), 5'040);
    }

    void whatIsJoinedToTheLastStepIsInEverySum()
    {
        Lane made = lane(300);
        const Bar before = made.sum(0, made.last().end());
        const std::int64_t end = made.last().end();
        made.joinLast(Step(end + 10, 90, 0));
        const Bar after = made.sum(0, made.last().end());
        QCOMPARE(after.count, before.count + 1);
        QCOMPARE(after.end, end + 100);
        QVERIFY(std::abs(after.busy - before.busy - 90) <= 1);
    }

    void whatEndedIsForgottenInBulk()
    {
        const Lane made = lane(10'000);
        QVERIFY(!made.isWorthDropping(made.step(100).start()));
        const std::int64_t half = made.step(5'000).start();
        QVERIFY(made.isWorthDropping(half));
        const Lane kept = made.keptFrom(half);
        QCOMPARE(kept.size(), 5'000U);
        QCOMPARE(kept.step(0).start(), half);
        QCOMPARE(kept.sum(half, made.last().end()).count, 5'000U);
    }

    void aClockThatWasSetBackKeepsTheOrder()
    {
        Lane made;
        made.append(Step(1'000, 10, 0));
        made.append(Step(500, 10, 0));
        QCOMPARE(made.step(1).start(), 1'000);
        QCOMPARE(made.begunBy(1'000), 2U);
    }
};

QTEST_APPLESS_MAIN(LaneTest)
#include "LaneTest.moc"
