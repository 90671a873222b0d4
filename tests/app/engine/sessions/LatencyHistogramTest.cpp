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

QTEST_GUILESS_MAIN(LatencyHistogramTest)
#include "LatencyHistogramTest.moc"
