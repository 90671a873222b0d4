// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/Limit.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using models::Limit;
using models::Measure;
using models::readLimit;
using models::Verdict;

class LimitTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLimitIsReadInItsUnit_data();
    void aLimitIsReadInItsUnit();
    void aWrongLimitSaysWhatIsRight_data();
    void aWrongLimitSaysWhatIsRight();
    void theBoundItselfIsInsideOnlyWhereEqualIsAllowed();
    void aVerdictSaysWhatWasMeasured();
    void severalVerdictsNameThoseThatDoNotHold();
    void whereNothingWasMeasuredOnlyWhatHappenedCounts_data();
    void whereNothingWasMeasuredOnlyWhatHappenedCounts();
    void everyMeasureIsExplained();
};

void LimitTest::aLimitIsReadInItsUnit_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("measure");
    QTest::addColumn<int>("comparison");
    QTest::addColumn<double>("bound");

    using C = Limit::Comparison;
    QTest::newRow("milliseconds") << u"p99<5ms"_s << int(Measure::P99) << int(C::Below) << 5e6;
    QTest::newRow("seconds") << u"max<=0.5s"_s << int(Measure::Max) << int(C::AtMost) << 5e8;
    QTest::newRow("three nines") << u"p99.9<1s"_s << int(Measure::P999) << int(C::Below) << 1e9;
    QTest::newRow("count") << u"errors<1"_s << int(Measure::Errors) << int(C::Below) << 1.0;
    QTest::newRow("at least") << u"messages>=10"_s << int(Measure::Messages) << int(C::AtLeast)
                              << 10.0;
    QTest::newRow("blanks") << u"rate > 1000"_s << int(Measure::Rate) << int(C::Above) << 1000.0;
}

void LimitTest::aLimitIsReadInItsUnit()
{
    QFETCH(QString, text);
    const auto [limit, problem] = readLimit(text);
    QVERIFY2(limit, qPrintable(problem));
    QCOMPARE(limit->text, text);
    QTEST(int(limit->measure), "measure");
    QTEST(int(limit->comparison), "comparison");
    QTEST(limit->bound, "bound");
}

void LimitTest::aWrongLimitSaysWhatIsRight_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");

    QTest::newRow("no comparison")
        << u"p99=5ms"_s << u"is not a limit; write it as p99<5ms, errors<1 or rate>1000"_s;
    QTest::newRow("unknown")
        << u"p42<5ms"_s
        << u"limits 'p42', which is not measured; use p50, p90, p99, p99.9, max, rate, messages, errors, refused, reset, timeout, mismatch, unanswered or differences"_s;
    QTest::newRow("no time") << u"p99<soon"_s
                             << u"needs a time as its bound, such as 5ms or 0.5s"_s;
    QTest::newRow("no unit") << u"p99<=5"_s
                             << u"needs a unit for its time; write p99<=5ms or p99<=5s"_s;
    QTest::newRow("no unit after a point")
        << u"p99<5."_s << u"needs a unit for its time; write p99<5.ms or p99<5.s"_s;
    QTest::newRow("no number") << u"errors<few"_s
                               << u"needs a number as its bound, such as 1 or 1000"_s;
    QTest::newRow("not finite") << u"errors<nan"_s
                                << u"needs a number as its bound, such as 1 or 1000"_s;
    QTest::newRow("negative") << u"errors>-1"_s
                              << u"needs a number as its bound, such as 1 or 1000"_s;
}

void LimitTest::aWrongLimitSaysWhatIsRight()
{
    QFETCH(QString, text);
    QTEST(models::limitProblem(text), "problem");
    QVERIFY(!readLimit(text).limit);
}

void LimitTest::theBoundItselfIsInsideOnlyWhereEqualIsAllowed()
{
    QVERIFY(!readLimit(u"errors<1"_s).limit->holds(1));
    QVERIFY(readLimit(u"errors<1"_s).limit->holds(0));
    QVERIFY(readLimit(u"errors<=1"_s).limit->holds(1));
    QVERIFY(!readLimit(u"rate>10"_s).limit->holds(10));
    QVERIFY(readLimit(u"rate>=10"_s).limit->holds(10));
}

void LimitTest::aVerdictSaysWhatWasMeasured()
{
    const Limit limit = *readLimit(u"p99<5ms"_s).limit;
    QCOMPARE(sentenceOf(verdictOn(limit, 1e6)), u"p99<5ms met: 1.0 ms"_s);
    QCOMPARE(sentenceOf(verdictOn(limit, 2e9)), u"p99<5ms not met: 2.00 s"_s);
    QCOMPARE(sentenceOf(verdictOn(limit, std::nullopt)),
             u"p99<5ms not met: nothing was measured"_s);
    QCOMPARE(sentenceOf(verdictOn(*readLimit(u"rate>1000"_s).limit, 2000)),
             u"rate>1000 met: 2.0k msg/s"_s);
}

void LimitTest::severalVerdictsNameThoseThatDoNotHold()
{
    const Verdict kept {u"errors<1"_s, true, u"0"_s}, broken {u"p99<5ms"_s, false, u"7 ms"_s};
    QCOMPARE(sentenceOf(QList<Verdict> {}), QString());
    QCOMPARE(sentenceOf(QList {kept}), u"errors<1 met"_s);
    QCOMPARE(sentenceOf(QList {kept, kept}), u"errors<1, errors<1 met"_s);
    QCOMPARE(sentenceOf(QList {kept, broken}), u"p99<5ms not met: 7 ms"_s);
    QCOMPARE(models::unmet({kept, broken, {u"max<1s"_s, false, {}}}),
             u"p99<5ms (7 ms), max<1s (nothing was measured)"_s);
    QVERIFY(models::allHold({kept}) && !models::allHold({kept, broken}));
}

void LimitTest::whereNothingWasMeasuredOnlyWhatHappenedCounts_data()
{
    QTest::addColumn<QString>("limit");
    QTest::addColumn<double>("measured");
    QTest::addColumn<bool>("holds");
    QTest::addColumn<QString>("words");

    QTest::newRow("no error") << u"errors<1"_s << 0.0 << false << QString();
    QTest::newRow("few errors") << u"errors<=9"_s << 5.0 << false << QString();
    QTest::newRow("too many errors") << u"errors<1"_s << 5.0 << false << u"5"_s;
    QTest::newRow("few messages") << u"messages<9"_s << 0.0 << false << QString();
    QTest::newRow("none demanded") << u"messages>=0"_s << 0.0 << false << QString();
    QTest::newRow("refused as demanded") << u"refused>=5"_s << 5.0 << true << u"5"_s;
    QTest::newRow("too few refused") << u"refused>=5"_s << 4.0 << false << u"4"_s;
}

void LimitTest::whereNothingWasMeasuredOnlyWhatHappenedCounts()
{
    QFETCH(QString, limit);
    QFETCH(double, measured);
    const Verdict verdict = verdictOn(*readLimit(limit).limit, measured, models::Evidence::Nothing);
    QTEST(verdict.holds, "holds");
    QTEST(verdict.measured, "words");
}

void LimitTest::everyMeasureIsExplained()
{
    QStringList explained;
    for (const models::MeasureDoc &doc : models::measureDocs())
        explained << doc.names.split(u", "_s);
    for (const QString &name : models::measureNames())
        QVERIFY2(explained.contains(name), qPrintable(name));
}

QTEST_GUILESS_MAIN(LimitTest)
#include "LimitTest.moc"
