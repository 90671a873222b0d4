// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/SavedMessages.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using models::LineEnd;
using models::Message;
using models::MessageForm;
using models::SavedMessages;

class SavedMessagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theyAreFoundByNameInTheOrderOfNames();
    void aNameThatIsTakenIsReplaced();
    void oneIsRenamedAndRemoved();
    void jsonKeepsAllOfThem();
    void otherJsonIsLeftOut();
};

void SavedMessagesTest::theyAreFoundByNameInTheOrderOfNames()
{
    SavedMessages messages;
    messages.save(u"quit"_s, {u"QUIT"_s});
    messages.save(u"Hello"_s, {u"EHLO me"_s});
    messages.save(u"noop"_s, {u"00"_s, MessageForm::Hex});
    QCOMPARE(messages.names(), QStringList({u"Hello"_s, u"noop"_s, u"quit"_s}));
    QCOMPARE(messages.find(u"noop"_s)->text, u"00"_s);
    QVERIFY(!messages.find(u"NOOP"_s));
    messages.save(u"auth"_s, {u"AUTH"_s}); // large letters do not come first
    messages.save(u"Mail"_s, {u"MAIL"_s});
    QCOMPARE(messages.names(),
             QStringList({u"auth"_s, u"Hello"_s, u"Mail"_s, u"noop"_s, u"quit"_s}));
}

void SavedMessagesTest::aNameThatIsTakenIsReplaced()
{
    SavedMessages messages;
    messages.save(u"a"_s, {u"1"_s});
    messages.save(u"a"_s, {u"2"_s});
    QCOMPARE(messages.names(), QStringList(u"a"_s));
    QCOMPARE(messages.find(u"a"_s)->text, u"2"_s);
}

void SavedMessagesTest::oneIsRenamedAndRemoved()
{
    SavedMessages messages;
    messages.save(u"a"_s, {u"1"_s});
    messages.save(u"b"_s, {u"2"_s});
    messages.rename(u"a"_s, u"c"_s);
    QCOMPARE(messages.names(), QStringList({u"b"_s, u"c"_s}));
    QCOMPARE(messages.find(u"c"_s)->text, u"1"_s);
    messages.rename(u"c"_s, u"c"_s);
    messages.rename(u"nobody"_s, u"b"_s);
    QCOMPARE(messages.find(u"b"_s)->text, u"2"_s);
    messages.remove(u"b"_s);
    QCOMPARE(messages.names(), QStringList(u"c"_s));
}

void SavedMessagesTest::jsonKeepsAllOfThem()
{
    SavedMessages messages;
    const Message escapes {u"a\\r\n\u20ac\""_s, MessageForm::Escapes, LineEnd::None};
    messages.save(u"n\u00e4me"_s, escapes);
    messages.save(u"hex"_s, {u"0d 0a"_s, MessageForm::Hex, LineEnd::CrLf});
    const SavedMessages read = SavedMessages::fromJson(messages.toJson());
    QCOMPARE(read.names(), messages.names());
    QVERIFY(read.find(u"n\u00e4me"_s) == escapes);
    QVERIFY(read.find(u"hex"_s) == messages.find(u"hex"_s));
}

void SavedMessagesTest::otherJsonIsLeftOut()
{
    QVERIFY(SavedMessages::fromJson({}).names().isEmpty());
    QVERIFY(SavedMessages::fromJson("{\"name\": 1}").names().isEmpty());
    const auto read = SavedMessages::fromJson(R"([1, {"text": "a"}, {"name": "b", "text": "c"}])");
    QCOMPARE(read.names(), QStringList(u"b"_s));
    QVERIFY(read.find(u"b"_s) == Message {u"c"_s});
}

QTEST_GUILESS_MAIN(SavedMessagesTest)
#include "SavedMessagesTest.moc"
