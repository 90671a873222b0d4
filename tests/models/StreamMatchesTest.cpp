// SPDX-License-Identifier: GPL-3.0-or-later

// Matches of two directions stand in the order of the conversation, however they came; the current
// one stays what it is while others come and go, and a row knows what of it is part of one.

#include "models/StreamMatches.h"

#include <QtCore/QStringList>
#include <QtTest/QTest>

using namespace models;
using Match = StreamMatches::Match;

namespace {

// Three bytes that begin in an event; the row is that of the event, in the mode 0 alone.
Match match(qint64 event, qint64 at = 0, int direction = 0)
{
    return {event, at, direction, quint64(event * 10 + at), 3, {event, 0, 0}};
}

QString all(const StreamMatches &matches)
{
    QStringList words;
    for (qsizetype i = 0; i < matches.count(); ++i) {
        const Match &each = matches.at(i);
        words << QStringLiteral("%1.%2%3")
                     .arg(each.event)
                     .arg(each.at)
                     .arg(i == matches.current() ? QStringLiteral("!") : QString());
    }
    return words.join(u' ');
}

QString spans(const StreamMatches &matches, int direction, quint64 offset, int size)
{
    QStringList words;
    for (const StreamMatches::Span &each : matches.spansIn(direction, offset, size))
        words << QStringLiteral("%1+%2%3").arg(each.from).arg(each.size).arg(
            each.current ? QStringLiteral("!") : QString());
    return words.join(u' ');
}

} // namespace

class StreamMatchesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theyStandInTheOrderOfTheConversation()
    {
        StreamMatches matches;
        QCOMPARE(matches.current(), -1);
        matches.add({match(5), match(2)}, {match(9, 0, 1), match(7, 0, 1)});
        QCOMPARE(all(matches), QStringLiteral("2.0 5.0 7.0 9.0"));
        // What may have been one is one now, or is none.
        matches.add({match(7, 0, 1), match(1), match(5, 4)}, {match(8, 0, 1)});
        QCOMPARE(all(matches), QStringLiteral("1.0 2.0 5.0 5.4 7.0 8.0"));
        matches.add({match(3)}, {});
        QCOMPARE(all(matches), QStringLiteral("1.0 2.0 3.0 5.0 5.4 7.0"));
        QCOMPARE(spans(matches, 0, 0, 100), QStringLiteral("10+3 20+3 30+3 50+3 54+3"));
        QCOMPARE(spans(matches, 1, 0, 100), QStringLiteral("70+3"));
        matches.clear();
        QCOMPARE(matches.count(), 0);
        QCOMPARE(spans(matches, 0, 0, 1000), QString());
    }

    // At the same offset of the other direction is another match.
    void theCurrentOneIsOfItsDirection()
    {
        StreamMatches matches;
        Match answer = match(3, 0, 1);
        answer.offset = 20;
        matches.add({match(2), answer}, {});
        QCOMPARE(matches.step(true, 0, 0), 0);
        matches.add({match(5)}, {});
        QCOMPARE(all(matches), QStringLiteral("2.0! 3.0 5.0"));
        QCOMPARE(matches.step(true, 0, 0), 1);
        matches.add({match(7)}, {});
        QCOMPARE(all(matches), QStringLiteral("2.0 3.0! 5.0 7.0"));
    }

    void aStepGoesRoundTheEnd()
    {
        StreamMatches matches;
        QCOMPARE(matches.step(true, 0, 0), -1);
        matches.add({match(2), match(5), match(7)}, {});
        QCOMPARE(matches.step(true, 5, 0), 1); // in the row itself
        QCOMPARE(matches.step(true, 0, 0), 2); // from then on, whatever row is in sight
        QCOMPARE(matches.step(true, 0, 0), 0);
        QCOMPARE(matches.step(true, 0, 0), 1);
        QCOMPARE(matches.step(false, 0, 0), 0);
        QCOMPARE(matches.step(false, 0, 0), 2);
        QCOMPARE(matches.step(false, 0, 0), 1);
        const auto from = [](bool forward, qint64 row) {
            StreamMatches fresh;
            fresh.add({match(2), match(5), match(7)}, {});
            return fresh.step(forward, row, 0);
        };
        QCOMPARE(from(true, 6), 2);
        QCOMPARE(from(true, 8), 0); // behind the last
        QCOMPARE(from(false, 5), 0); // the last before it
        QCOMPARE(from(false, 8), 2);
        QCOMPARE(from(false, 0), 2);
    }

    void theCurrentOneStaysWhileOthersComeAndGo()
    {
        StreamMatches matches;
        matches.add({match(0), match(5)}, {match(7, 0, 1)});
        QCOMPARE(matches.current(), -1); // nobody made a step
        matches.step(true, 3, 0);
        matches.add({match(2), match(3, 0, 1), match(8)}, {match(7, 0, 1)});
        QCOMPARE(all(matches), QStringLiteral("0.0 2.0 3.0 5.0! 7.0 8.0"));
        matches.removeBefore(3);
        QCOMPARE(all(matches), QStringLiteral("3.0 5.0! 7.0 8.0"));
        matches.removeBefore(3); // nothing more
        QCOMPARE(all(matches), QStringLiteral("3.0 5.0! 7.0 8.0"));
        QCOMPARE(spans(matches, 0, 50, 10), QStringLiteral("0+3!"));
        QCOMPARE(spans(matches, 0, 20, 10), QString()); // it has left
        matches.removeBefore(6);
        QCOMPARE(all(matches), QStringLiteral("7.0 8.0"));
        QCOMPARE(matches.current(), -1);
        matches.step(true, 0, 0);
        matches.removeBefore(100); // of those that may be one, too
        QCOMPARE(matches.count(), 0);
        QCOMPARE(matches.step(true, 0, 0), -1);
        // One at the same place of the other direction is another.
        matches.add({}, {match(5)});
        matches.step(true, 0, 0);
        matches.add({}, {match(5)});
        QCOMPARE(all(matches), QStringLiteral("5.0!"));
        matches.add({}, {match(5, 0, 1)});
        QCOMPARE(all(matches), QStringLiteral("5.0"));
    }

    void aRowKnowsWhatOfItIsFound()
    {
        StreamMatches matches;
        matches.add({match(1), match(2), match(2, 5), match(2, 0, 1)}, {}); // at 10, 20, 25
        QCOMPARE(spans(matches, 0, 0, 10), QString()); // ends before the first
        QCOMPARE(spans(matches, 0, 0, 11), QStringLiteral("10+1"));
        QCOMPARE(spans(matches, 0, 11, 10), QStringLiteral("0+2 9+1"));
        QCOMPARE(spans(matches, 0, 13, 7), QString());
        QCOMPARE(spans(matches, 0, 16, 16), QStringLiteral("4+3 9+3"));
        QCOMPARE(spans(matches, 1, 16, 16), QStringLiteral("4+3"));
        QCOMPARE(spans(matches, 0, 21, 1), QStringLiteral("0+1")); // longer than the row
        matches.step(true, 2, 0);
        QCOMPARE(spans(matches, 0, 16, 16), QStringLiteral("4+3! 9+3"));
        QCOMPARE(spans(matches, 1, 16, 16), QStringLiteral("4+3"));
    }

    void veryManyAreCut()
    {
        constexpr auto most = StreamMatches::Most;
        StreamMatches matches;
        std::vector<Match> many;
        for (qint64 i = 1; i < most; ++i)
            many.push_back(match(i));
        matches.add(many, {});
        QCOMPARE(matches.count(), most - 1);
        QVERIFY(!matches.isCut());
        matches.add({match(most)}, {match(most + 1)});
        QCOMPARE(matches.count(), most);
        QVERIFY(matches.isCut());
        QCOMPARE(matches.at(most - 1).event, most);
        matches.removeBefore(2); // then there is room for one that was cut
        QCOMPARE(matches.count(), most);
        QCOMPARE(matches.at(most - 1).event, most + 1);
        matches.removeBefore(3);
        QVERIFY(!matches.isCut());
    }
};

QTEST_APPLESS_MAIN(StreamMatchesTest)
#include "StreamMatchesTest.moc"
