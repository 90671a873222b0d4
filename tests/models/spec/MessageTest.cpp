// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/Message.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using models::LineEnd;
using models::Message;
using models::MessageForm;
using models::written;

class MessageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLineEndsAsItSays();
    void escapesAreBytes();
    void hexIsSentAsItStands();
    void namesAreThoseOfTheEnums();
    void whatCameIsWrittenAsLines();
};

void MessageTest::everyLineEndsAsItSays()
{
    Message message {u"a\nb"_s};
    QCOMPARE(message.bytes().bytes.value(), QByteArray("a\nb\n"));
    message.end = LineEnd::CrLf;
    QCOMPARE(message.bytes().bytes.value(), QByteArray("a\r\nb\r\n"));
    message.end = LineEnd::None;
    QCOMPARE(message.bytes().bytes.value(), QByteArray("a\nb"));
    QCOMPARE(Message().bytes().bytes.value(), QByteArray("\n"));
}

void MessageTest::escapesAreBytes()
{
    const Message message {u"\\x00\n\u20ac\\n"_s, MessageForm::Escapes, LineEnd::CrLf};
    QCOMPARE(message.bytes().bytes.value(), QByteArray("\0\r\n\xe2\x82\xac\n\r\n", 9));
    QVERIFY((Message {u"\\q"_s, MessageForm::Escapes}.bytes().problem.startsWith(u"'\\q' is no")));
}

void MessageTest::hexIsSentAsItStands()
{
    QCOMPARE((Message {u"61\n62 63"_s, MessageForm::Hex, LineEnd::CrLf}.bytes().bytes.value()),
             QByteArray("abc"));
    QVERIFY(
        (Message {u"6\n1"_s, MessageForm::Hex}.bytes().problem.startsWith(u"'6 ' is not a byte")));
}

void MessageTest::namesAreThoseOfTheEnums()
{
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(int(models::messageForm(models::messageForms().at(i))), i);
        QCOMPARE(int(models::lineEnd(models::lineEnds().at(i))), i);
    }
    QVERIFY(models::messageForm(u"hex"_s) == MessageForm::Hex);
    QVERIFY(models::lineEnd(u"crlf"_s) == LineEnd::CrLf);
    QVERIFY(models::messageForm(u"?"_s) == MessageForm::Plain);
}

void MessageTest::whatCameIsWrittenAsLines()
{
    const QByteArray came("a\n\0b", 4);
    QCOMPARE(written(came, MessageForm::Plain), came);
    QCOMPARE(written(came, MessageForm::Escapes), QByteArray("a\\n\n\\0b\n"));
    QCOMPARE(written(QByteArray(17, 'a'), MessageForm::Hex),
             QByteArray("61 61 61 61 61 61 61 61 61 61 61 61 61 61 61 61\n61\n"));
}

QTEST_GUILESS_MAIN(MessageTest)
#include "MessageTest.moc"
