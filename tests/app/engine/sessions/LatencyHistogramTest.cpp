// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/LatencyHistogram.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using app::LatencyHistogram;

class LatencyHistogramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyOneIsAllZero();
    void smallValuesAreExact();
    void percentilesAreWithinTwoPercentOfSortedValues();
    void valuesOutOfRangeGoToItsEnds();
    void ofFewValuesTheNearestRankIsMeant();
    void aRunOfValuesIsAsEachByItself();
    void nothingIsAboveTheMaximum();
    void rangesHoldEachValueOnce();
};

void LatencyHistogramTest::anEmptyOneIsAllZero()
{
    const LatencyHistogram histogram;
    QCOMPARE(histogram.count(), std::uint64_t(0));
    QCOMPARE(histogram.max(), std::int64_t(0));
    QCOMPARE(histogram.percentile(0.99), std::int64_t(0));
}

void LatencyHistogramTest::smallValuesAreExact()
{
    LatencyHistogram histogram;
    for (int value = 1; value <= 100; ++value)
        histogram.record(value);
    QCOMPARE(histogram.percentile(0.5), std::int64_t(50));
    QCOMPARE(histogram.percentile(0.01), std::int64_t(1));
    QCOMPARE(histogram.percentile(1), std::int64_t(100));
    QCOMPARE(histogram.percentile(0), std::int64_t(1));
    QCOMPARE(histogram.max(), std::int64_t(100));
}

void LatencyHistogramTest::percentilesAreWithinTwoPercentOfSortedValues()
{
    std::mt19937_64 random(7);
    std::lognormal_distribution<double> latency(12, 3); // nanoseconds: from a few to hours
    LatencyHistogram histogram;
    std::vector<std::int64_t> values;
    for (int i = 0; i < 50'000; ++i) {
        values.push_back(std::min<std::int64_t>(std::int64_t(latency(random)), 1'000'000'000'000));
        histogram.record(values.back());
    }
    std::sort(values.begin(), values.end());
    for (const double fraction : {0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0}) {
        const auto exact = values[std::size_t(std::ceil(fraction * double(values.size()))) - 1];
        const auto found = histogram.percentile(fraction);
        QVERIFY2(found >= exact && double(found) <= double(exact) * 1.016 + 1,
                 qPrintable(QString::number(fraction)));
    }
    QCOMPARE(histogram.max(), values.back());
}

void LatencyHistogramTest::valuesOutOfRangeGoToItsEnds()
{
    LatencyHistogram histogram;
    histogram.record(-5);
    QCOMPARE(histogram.percentile(1), std::int64_t(0));
    histogram.record(INT64_MAX);
    QCOMPARE(histogram.count(), std::uint64_t(2));
    QCOMPARE(histogram.max(), INT64_MAX);
    QVERIFY(histogram.percentile(1) > 1'000'000'000'000);
}

void LatencyHistogramTest::ofFewValuesTheNearestRankIsMeant()
{
    LatencyHistogram three;
    for (const int value : {30, 10, 20})
        three.record(value);
    QCOMPARE(three.percentile(0.5), std::int64_t(20));
    QCOMPARE(three.percentile(0.9), std::int64_t(30));
    LatencyHistogram many; // each value below 128 has a bucket of its own
    for (int i = 1; i <= 150; ++i)
        many.record(i <= 148 ? 1 : i == 149 ? 100 : 120);
    QCOMPARE(many.percentile(0.99), std::int64_t(100));
    QCOMPARE(many.percentile(0.999), std::int64_t(120));
}

void LatencyHistogramTest::aRunOfValuesIsAsEachByItself()
{
    struct Run {
        std::int64_t least, step;
        std::uint64_t count;
    };
    const std::int64_t most = INT64_MAX;
    for (const Run &run : {Run {most - 250, 100, 3}, Run {most - 200, 100, 3},
                           Run {INT64_MIN, std::int64_t(1) << 61, 4}, Run {0, 1, 300},
                           Run {-50, 7, 100}, Run {1'000, 999, 20'000}, Run {5'000'000, 100, 1},
                           Run {1, 1'000'000'000'000, 40}, Run {1, 1, 0}}) {
        LatencyHistogram together, each;
        together.recordRun(run.least, run.step, run.count);
        for (std::uint64_t i = 0; i < run.count; ++i)
            each.record(run.least + std::int64_t(i) * run.step);
        QCOMPARE(together.count(), each.count());
        QCOMPARE(together.max(), each.max());
        for (int share = 0; share <= 1000; ++share)
            QCOMPARE(together.percentile(share / 1000.0), each.percentile(share / 1000.0));
    }
    LatencyHistogram ends; // those beyond what there is are at its end
    ends.recordRun(most - 150, 100, 1'000);
    QCOMPARE(ends.count(), std::uint64_t(1'000));
    QCOMPARE(ends.max(), most);
    LatencyHistogram huge; // what was due at ten million a second in a day: at once
    huge.recordRun(1, 100, 864'000'000'000ULL);
    QCOMPARE(huge.count(), std::uint64_t(864'000'000'000));
}

// A bucket may hold larger values than came.
void LatencyHistogramTest::nothingIsAboveTheMaximum()
{
    for (const std::int64_t value : {1'000'001LL, 123'456'789LL, 2'000'000'000LL}) {
        LatencyHistogram histogram;
        histogram.record(value);
        for (const double fraction : {0.0, 0.5, 0.99, 1.0})
            QCOMPARE(histogram.percentile(fraction), value);
    }
}

void LatencyHistogramTest::rangesHoldEachValueOnce()
{
    const std::vector<std::int64_t> all {
        0, 1, 127, 128, 1'000'001, 5'000'000'000, INT64_MAX - 1, INT64_MAX};
    for (std::size_t size = 1; size <= all.size(); ++size) {
        LatencyHistogram histogram;
        for (std::size_t i = 0; i < size; ++i)
            histogram.record(all[i]);
        for (const std::size_t most : {1, 3, 40}) {
            const auto ranges = histogram.ranges(most);
            QVERIFY(!ranges.empty() && ranges.size() <= most);
            std::uint64_t count = 0;
            for (std::size_t i = 0; i < ranges.size(); ++i) {
                QVERIFY(ranges[i].least < ranges[i].below);
                QVERIFY(i == 0 || ranges[i].least == ranges[i - 1].below);
                count += ranges[i].count;
            }
            QCOMPARE(count, histogram.count());
            QVERIFY(ranges.front().least <= all.front());
            const bool atTheEnd = all[size - 1] == INT64_MAX; // nothing is above
            QVERIFY(ranges.back().below > all[size - 1] - std::int64_t(atTheEnd));
        }
    }
    QVERIFY(LatencyHistogram().ranges(40).empty());
}

QTEST_GUILESS_MAIN(LatencyHistogramTest)
#include "LatencyHistogramTest.moc"
