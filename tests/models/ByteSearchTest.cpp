// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ByteSearch.h"

#include <QtTest/QTest>

using models::ByteSearch;
using namespace Qt::StringLiterals;
using Kind = ByteSearch::Kind;

class ByteSearchTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textIsFoundWhateverItsCase()
    {
        QCOMPARE(places(Kind::Text, u"Ab"_s, "xaB AB ab"), QList<qsizetype>({1, 4, 7}));
        QCOMPARE(places(Kind::Text, u"ü"_s, QByteArray("\xc3\xbc\x00\xc3\xbc", 5)),
                 QList<qsizetype>({0, 3}));
        QCOMPARE(places(Kind::Text, u"aa"_s, "aaaaa"), QList<qsizetype>({0, 2}));
        QCOMPARE(places(Kind::Text, QString(), "aaaaa"), QList<qsizetype>());
    }

    void hexIsExact()
    {
        QCOMPARE(places(Kind::Hex, u"0d 0a"_s, "a\r\nb\r\n"), QList<qsizetype>({1, 4}));
        QCOMPARE(places(Kind::Hex, u"41"_s, "aA"), QList<qsizetype>({1}));
        QVERIFY(!ByteSearch::of(Kind::Hex, u"0g"_s));
        QVERIFY(!ByteSearch::of(Kind::Hex, u"0g"_s).problem().isEmpty());
    }

    void expressionsMatchBytes()
    {
        QCOMPARE(places(Kind::Expression, u"[0-9]+"_s, "a12b345"), QList<qsizetype>({1, 4}));
        QCOMPARE(places(Kind::Expression, u"x*"_s, "ab"),
                 QList<qsizetype>()); // nothing is no match
        QCOMPARE(places(Kind::Expression, u"^b"_s, "a\nb"), QList<qsizetype>({2}));
        QVERIFY(!ByteSearch::of(Kind::Expression, u"("_s));
    }

    void matchesAreBounded()
    {
        const auto search = ByteSearch::of(Kind::Text, u"a"_s);
        QCOMPARE(search->in(QByteArray(20'000, 'a'), 0, 7).size(), 7);
        QCOMPARE(search->in(QByteArray(20'000, 'a'), 19'997, 7).size(), 3);
        const auto expression = ByteSearch::of(Kind::Expression, u"a|b*"_s);
        QCOMPARE(expression->in(QByteArray(20'000, 'a'), 0, 7).size(), 7);
        const QList<ByteSearch::Match> late = expression->in("aaxbb", 1, 7);
        QCOMPARE(late.size(), 2);
        QCOMPARE(late[0].at, 1);
        QCOMPARE(late[1].at, 3);
        QCOMPARE(late[1].size, 2);
    }

    // A conversation is looked through in pieces that reach over each other by that much.
    void itKnowsHowLongAMatchMayBe()
    {
        QCOMPARE(ByteSearch::of(Kind::Text, u"zürich"_s)->longest(), 7);
        QCOMPARE(ByteSearch::of(Kind::Hex, u"0d 0a"_s)->longest(), 2);
        QVERIFY(ByteSearch::of(Kind::Expression, u"a"_s)->longest() > 1'000);
        QCOMPARE(ByteSearch::of(Kind::Text, QString())->longest(), 1);
    }

private:
    static QList<qsizetype> places(Kind kind, const QString &words, const QByteArray &bytes)
    {
        QList<qsizetype> places;
        for (const ByteSearch::Match &match :
             ByteSearch::of(kind, words)->in(bytes, 0, bytes.size()))
            places.append(match.at);
        return places;
    }
};

QTEST_APPLESS_MAIN(ByteSearchTest)
#include "ByteSearchTest.moc"
