// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/Shown.h"
#include "models/text/Cut.h"
#include "models/text/Payload.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace models::shown;

class ShownTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTipThatCannotBeTakenForHtmlStaysAsItIs()
    {
        QCOMPARE(tip(QString()), QString());
        QCOMPARE(tip(u"127.0.0.1:8881"_s), u"127.0.0.1:8881"_s);
    }

    void everythingInATipIsEscaped()
    {
        QCOMPARE(tip(u"<img src=/dev/stdin>"_s),
                 u"<p style=\"white-space:pre-wrap\">&lt;img src=/dev/stdin&gt;</p>"_s);
        QVERIFY(tip(u"a\n<b>"_s).contains(u"a\n&lt;b&gt;"));
        QVERIFY(tip(u"&lt;img&gt;"_s).contains(u"&amp;lt;img&amp;gt;"));
    }

    void aLongTipWrapsAndIsCut()
    {
        QVERIFY(tip(QString(80, u'a')) == QString(80, u'a'));
        QVERIFY(tip(QString(81, u'a')).startsWith(u"<p"));
        const QString most(1000, u'a');
        QVERIFY(!tip(most).contains(u'…'));
        QVERIFY(tip(most + u'b').contains(most + u'…'));
    }

    // An emoji is two parts in a QString.
    void nothingIsCutInTheMiddleOfACharacter()
    {
        const QString text = u"ab\U0001f600cd"_s;
        QCOMPARE(firstOf(text, 2), u"ab"_s);
        QCOMPARE(firstOf(text, 3), u"ab"_s);
        QCOMPARE(firstOf(text, 4), u"ab\U0001f600"_s);
        QCOMPARE(firstOf(text, 6), text);
        QCOMPARE(firstOf(text, 0), QString());
        QCOMPARE(lastOf(text, 2), u"cd"_s);
        QCOMPARE(lastOf(text, 3), u"cd"_s);
        QCOMPARE(lastOf(text, 4), u"\U0001f600cd"_s);
        QCOMPARE(lastOf(text, 6), text);
        QCOMPARE(lastOf(text, 0), QString());
        const QString most(999, u'a');
        QVERIFY(tip(most + u"\U0001f600b"_s).contains(most + u'…'));
        // As a row of the log shows a payload.
        const QByteArray said = QByteArray(199, 'a') + "\xf0\x9f\x98\x80z";
        QCOMPARE(models::payload::asLine(said), u'"' + QString(199, u'a') + u"…\""_s);
    }

    void textFromLeftToRightIsLeftAlone()
    {
        for (const QString &text : {QString(), u"d7 a9 41"_s, u"[fe80::1%eth0]:80"_s, u"é→"_s})
            QCOMPARE(inOrder(text), text);
    }

    void textFromRightToLeftIsHeldInItsOrder()
    {
        const QString host = u"\u05d0\u05d1:80"_s;
        QCOMPARE(inOrder(host), u"\u202d"_s + host + u"\u202c"_s);
        QCOMPARE(inOrder(u"\u05d0\na"_s), u"\u202d\u05d0\u202c\n\u202da\u202c"_s);
        QVERIFY(inOrder(u"\u0663"_s).startsWith(u'\u202d')); // Arabic digits move, too
    }

    void directionMarksOfItsOwnAreShown()
    {
        QCOMPARE(inOrder(u"a\u202egpj.exe"_s), u"\u202da\ufffdgpj.exe\u202c"_s);
        for (const char16_t mark : u"\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u2066\u2069")
            QVERIFY(mark == 0 || !inOrder(u"a"_s + QChar(mark) + u'b').sliced(1, 3).contains(mark));
    }
};

QTEST_GUILESS_MAIN(ShownTest)
#include "ShownTest.moc"
