// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/Format.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>
#include <QtTest/QTest>

using namespace models;

class FormatTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void bytesHaveOneDecimalFromKilobytesOn()
    {
        QCOMPARE(format::bytes(0), QStringLiteral("0 B"));
        QCOMPARE(format::bytes(999), QStringLiteral("999 B"));
        QCOMPARE(format::bytes(1000), QStringLiteral("1.0 kB"));
        QCOMPARE(format::bytes(999'949), QStringLiteral("999.9 kB"));
        QCOMPARE(format::bytes(999'960), QStringLiteral("1.0 MB"));
        QCOMPARE(format::bytes(41'200'000), QStringLiteral("41.2 MB"));
        QCOMPARE(format::bytesPerSecond(5'100'000), QStringLiteral("5.1 MB/s"));
        QCOMPARE(format::binaryBytes(71 * 1024), QStringLiteral("71 KiB"));
        QCOMPARE(format::binaryBytes(1536), QStringLiteral("1.5 KiB"));
        QCOMPARE(format::binaryBytes(1023), QStringLiteral("1,023 B"));
        QCOMPARE(format::binaryBytes(1024), QStringLiteral("1 KiB"));
        QCOMPARE(format::binaryBytes(1023.4 * 1024), QStringLiteral("1,023 KiB"));
        QCOMPARE(format::binaryBytes(1023.6 * 1024), QStringLiteral("1.0 MiB"));
    }

    void countsShrinkToThreeDigits()
    {
        QCOMPARE(format::count(812), QStringLiteral("812"));
        QCOMPARE(format::count(999.6), QStringLiteral("1.0k"));
        QCOMPARE(format::count(84'200), QStringLiteral("84.2k"));
        QCOMPARE(format::count(1'300'000), QStringLiteral("1.3M"));
        QCOMPARE(format::integer(84'102), QStringLiteral("84,102"));
    }

    void durationsChooseTheirUnit()
    {
        QCOMPARE(format::duration(640), QStringLiteral("640 ns"));
        QCOMPARE(format::duration(96'000), QStringLiteral("96 µs"));
        QCOMPARE(format::duration(210'000), QStringLiteral("0.21 ms"));
        QCOMPARE(format::duration(11'400'000), QStringLiteral("11.4 ms"));
        QCOMPARE(format::duration(350'000'000), QStringLiteral("350 ms"));
        QCOMPARE(format::duration(2'310'000'000), QStringLiteral("2.31 s"));
        QCOMPARE(format::duration(125'000'000'000), QStringLiteral("2 min 5 s"));
        QCOMPARE(format::duration(7'500'000'000'000), QStringLiteral("2 h 5 min"));
        QCOMPARE(format::seconds(350'000'000), QStringLiteral("0.350 s"));
        QCOMPARE(format::countdown(-5), QStringLiteral("0 ms"));
        QCOMPARE(format::age(111'000'000'000), QStringLiteral("01:51"));
        QCOMPARE(format::age(7'384'000'000'000), QStringLiteral("2:03:04"));
    }

    // On both sides of where the unit changes, after rounding, too: none shows a thousand of one
    // where one of the next is meant.
    void noUnitShowsMoreThanItHolds()
    {
        QCOMPARE(format::duration(999), QStringLiteral("999 ns"));
        QCOMPARE(format::duration(1000), QStringLiteral("1.0 µs"));
        QCOMPARE(format::duration(99'999), QStringLiteral("100 µs"));
        QCOMPARE(format::duration(100'000), QStringLiteral("0.10 ms"));
        QCOMPARE(format::duration(999'499'999), QStringLiteral("999 ms"));
        QCOMPARE(format::duration(999'500'000), QStringLiteral("1.00 s"));
        QCOMPARE(format::duration(-999'500'000), QStringLiteral("-1.00 s"));
        QCOMPARE(format::duration(59'900'000'000), QStringLiteral("59.9 s"));
        QCOMPARE(format::duration(60'000'000'000), QStringLiteral("1 min 0 s"));
        QCOMPARE(format::duration(3'599'999'999'999), QStringLiteral("59 min 59 s"));
        QCOMPARE(format::duration(3'600'000'000'000), QStringLiteral("1 h 0 min"));
        QCOMPARE(format::duration(5'405'000'000'000), QStringLiteral("1 h 30 min"));
        QCOMPARE(format::countdown(949'000'000), QStringLiteral("949 ms"));
        QCOMPARE(format::countdown(951'000'000), QStringLiteral("1.0 s"));
        QCOMPARE(format::count(999.4), QStringLiteral("999"));
        QCOMPARE(format::count(999'949), QStringLiteral("999.9k"));
        QCOMPARE(format::count(999'950), QStringLiteral("1.0M"));
        QCOMPARE(format::age(3'599'999'999'999), QStringLiteral("59:59"));
        QCOMPARE(format::age(3'600'000'000'000), QStringLiteral("1:00:00"));
        QCOMPARE(format::age(-Q_INT64_C(1)), QStringLiteral("00:00"));
    }

    void numbersFollowTheLocale()
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        QCOMPARE(format::bytes(41'200'000), QStringLiteral("41,2 MB"));
        QCOMPARE(format::integer(84'102), QStringLiteral("84.102"));
    }

    void scriptsReadTheSameInEveryLanguage()
    {
        for (const QLocale &user : {QLocale(QLocale::German, QLocale::Germany),
                                    QLocale(QLocale::Arabic, QLocale::Egypt)}) {
            QLocale::setDefault(user);
            const QString users = format::count(1'300);
            QVERIFY(users != QStringLiteral("1.3k"));
            {
                const format::Spelling plain(format::Spelling::Plain);
                QCOMPARE(format::count(1'300), QStringLiteral("1.3k"));
                QCOMPARE(format::integer(84'102), QStringLiteral("84102"));
                QCOMPARE(format::bytesPerSecond(5'100'000), QStringLiteral("5.1 MB/s"));
                QCOMPARE(format::duration(2'310'000'000), QStringLiteral("2.31 s"));
                QCOMPARE(format::decimal(0.25, 2), QStringLiteral("0.25"));
                {
                    const format::Spelling again(format::Spelling::Users);
                    QCOMPARE(format::count(1'300), users);
                }
                QCOMPARE(format::count(1'300), QStringLiteral("1.3k"));
            }
            QCOMPARE(format::count(1'300), users);
        }
    }

    void timesHaveMicroseconds()
    {
        const QDateTime noon(QDate(2026, 11, 20), QTime(12, 4, 31, 41), Qt::UTC);
        const std::int64_t wall = noon.toMSecsSinceEpoch() * 1'000'000 + 237'000;
        QCOMPARE(format::isoTime(wall), QStringLiteral("2026-11-20T12:04:31.041237Z"));
        QVERIFY(format::clock(wall).endsWith(QStringLiteral(":31.041237")));
        QVERIFY(format::clockToMilliseconds(wall).endsWith(QStringLiteral(":31.041")));
    }
};

QTEST_APPLESS_MAIN(FormatTest)
#include "FormatTest.moc"
