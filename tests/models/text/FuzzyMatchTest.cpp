// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/FuzzyMatch.h"

#include <QtTest/QTest>

using models::fuzzyMatch;

class FuzzyMatchTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lettersMatchInTheirOrderWhateverTheirCase()
    {
        QVERIFY(fuzzyMatch(u"nsv", u"New server"));
        QVERIFY(fuzzyMatch(u"NEW", u"new server"));
        QVERIFY(!fuzzyMatch(u"vsn", u"New server"));
        QVERIFY(!fuzzyMatch(u"newserverx", u"New server"));
        QVERIFY(!fuzzyMatch(u"a", u""));
    }

    void nothingTypedMatchesEverything()
    {
        QCOMPARE(fuzzyMatch(u"", u"Quit").value().score, 0);
        QCOMPARE(fuzzyMatch(u"  ", u"Quit").value().positions, QList<int>());
    }

    void beginningsOfWordsWinOverLettersInThem()
    {
        const auto words = fuzzyMatch(u"er", u"Export recording").value();
        QCOMPARE(words.positions, QList<int>({0, 7}));
        QVERIFY(words.score > fuzzyMatch(u"er", u"Filter").value().score - 3);
        QVERIFY(fuzzyMatch(u"log", u"Show in the log").value().score
                > fuzzyMatch(u"log", u"Close something").value().score);
        QVERIFY(fuzzyMatch(u"st", u"Stop").value().score
                > fuzzyMatch(u"st", u"Last mark").value().score);
    }

    void lettersTogetherWinOverScatteredOnes()
    {
        QCOMPARE(fuzzyMatch(u"mark", u"moment a rook mark").value().positions,
                 QList<int>({14, 15, 16, 17}));
        QCOMPARE(fuzzyMatch(u"abc", u"abxbc").value().positions, QList<int>({0, 3, 4}));
    }

    void theBeginningOfTheNameWinsOverThatOfALaterWord()
    {
        QVERIFY(fuzzyMatch(u"s", u"Stop it").value().score
                > fuzzyMatch(u"s", u"To stop it").value().score);
        QVERIFY(fuzzyMatch(u"u", u"pickUp").value().score
                > fuzzyMatch(u"u", u"pickup").value().score); // of a name in C++
        QVERIFY(fuzzyMatch(u"2", u"port-2").value().score
                > fuzzyMatch(u"2", u"port12").value().score);
    }

    // They are painted bold, one after the other.
    void aPlaceThatTwoWordsMatchIsThereOnceAndInOrder()
    {
        QCOMPARE(fuzzyMatch(u"new n", u"New server").value().positions, QList<int>({0, 1, 2}));
        QCOMPARE(fuzzyMatch(u"server new", u"New server").value().positions,
                 QList<int>({0, 1, 2, 4, 5, 6, 7, 8, 9}));
    }

    void aNameThatIsTypedWholeMatches()
    {
        QCOMPARE(fuzzyMatch(u"quit", u"Quit").value().positions, QList<int>({0, 1, 2, 3}));
        QVERIFY(!fuzzyMatch(u"quits", u"Quit"));
    }

    void wordsMayStandInAnyOrder()
    {
        QVERIFY(fuzzyMatch(u"server new", u"New server"));
        QVERIFY(!fuzzyMatch(u"server old", u"New server"));
    }
};

QTEST_APPLESS_MAIN(FuzzyMatchTest)
#include "FuzzyMatchTest.moc"
