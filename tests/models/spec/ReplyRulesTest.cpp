// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/ReplyRules.h"
#include "models/spec/RulesForm.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::parseReplyRules;
using models::readReplyRules;
using models::ReplyAction;
using models::ReplyTrigger;

class ReplyRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rulesAreRead();
    void theFirstRuleThatFitsIsTaken();
    void bytesOfAnyKindMatch();
    void aPatternThatTakesTooLongGivesUp();
    void aPatternReadsSoMuchOfAMessage();
    void theExampleIsRight();
    void filesAreLookedForBesideTheRules();
    void wrongRulesSayWhereAndWhatIsRight_data();
    void wrongRulesSayWhereAndWhatIsRight();
    void aMissingFileIsNamed();
    void whatIsEditedSaysTheSameAsAnOption();
    void editedRulesKeepTheFilesOfTheirFolder();
    void aFormSaysWhatItsRulesSay();
};

void ReplyRulesTest::rulesAreRead()
{
    const auto read = parseReplyRules(R"({"messages": "lines", "rules": [
        {"on": "connect", "do": [{"send": "hi\r\n"}, {"wait": "200ms"}, {"hex": "00 ff"}, "close"]},
        {"on": {"silence": 2}, "do": ["reset"]}]})");
    QVERIFY2(read.rules, qPrintable(read.problem));
    QVERIFY(read.rules->byLines);
    const auto &actions = read.rules->ruleFor(ReplyTrigger::Connect)->actions;
    QCOMPARE(actions.size(), 4);
    QCOMPARE(actions[0].bytes, "hi\r\n"_ba);
    QCOMPARE(actions[1].time, 200ms);
    QCOMPARE(actions[2].bytes, QByteArray("\0\xff", 2));
    QCOMPARE(actions[3].kind, ReplyAction::Close);
    QCOMPARE(read.rules->ruleFor(ReplyTrigger::Silence)->on.silence, 2s);
    QCOMPARE(read.rules->ruleFor(ReplyTrigger::Silence)->actions[0].kind, ReplyAction::Reset);
    QVERIFY(!parseReplyRules(R"({"rules": []})").rules->byLines);
}

void ReplyRulesTest::theFirstRuleThatFitsIsTaken()
{
    const auto read = parseReplyRules(R"({"rules": [
        {"on": {"message": 3}, "do": []}, {"on": {"text": "ab"}, "do": []}, {"on": {"regex": "^a.c$"}, "do": []}]})");
    QVERIFY2(read.rules, qPrintable(read.problem));
    const auto at = [&](std::string_view text, qint64 number) {
        const auto *rule = read.rules->ruleFor(text, number);
        return rule ? int(rule - read.rules->rules.data()) : -1;
    };
    QCOMPARE(at("xabx", 1), 1);
    QCOMPARE(at("abc", 2), 1);
    QCOMPARE(at("axc", 2), 2);
    QCOMPARE(at("a\nc", 2), 2);
    QCOMPARE(at("ab", 3), 0);
    QCOMPARE(at("ba", 4), -1);
    QVERIFY(!read.rules->ruleFor(ReplyTrigger::Connect));
}

void ReplyRulesTest::bytesOfAnyKindMatch()
{
    const auto read = parseReplyRules(
        R"({"rules": [{"on": {"hex": "00ff"}, "do": []}, {"on": {"regex": "\\x80$"}, "do": []},
        {"on": {"text": "€"}, "do": []}, {"on": {"regex": "ü+!"}, "do": []}]})");
    QVERIFY2(read.rules, qPrintable(read.problem));
    const auto fits = [&](int rule, std::string_view text) {
        return read.rules->rules[rule].on.fits(text, 1) == ReplyTrigger::Fit::Yes;
    };
    QVERIFY(fits(0, std::string_view("a\0\xff", 3)));
    QVERIFY(fits(1, "a\x80"));
    QVERIFY(!fits(1, "\x80z"));
    QVERIFY(fits(2, "5 \xe2\x82\xac"));
    QVERIFY(fits(3, "\xc3\xbc!"));
}

void ReplyRulesTest::aPatternThatTakesTooLongGivesUp()
{
    const auto read = parseReplyRules(
        R"({"rules": [{"on": {"text": "z"}, "do": []}, {"on": {"regex": "^(a+)+$"}, "do": []},
        {"on": {"regex": "(a|aa)+$"}, "do": []}, {"on": {"text": "b"}, "do": []}]})");
    QVERIFY2(read.rules, qPrintable(read.problem));
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 1'500; ++i) { // to the end, one of these takes longer than a day
        qsizetype gaveUp = 0;
        const auto *rule = read.rules->ruleFor(std::string(60, 'a') + "b", 1, &gaveUp);
        QCOMPARE(rule, &read.rules->rules[3]); // what comes after it is asked all the same
        QCOMPARE(gaveUp, 2);
    }
    QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(read.rules->ruleFor(std::string(60, 'a') + "b", 1), &read.rules->rules[3]);
    qsizetype gaveUp = 0;
    QCOMPARE(read.rules->ruleFor("aaa", 1, &gaveUp), &read.rules->rules[1]);
    QCOMPARE(gaveUp, 0);
}

void ReplyRulesTest::aPatternReadsSoMuchOfAMessage()
{
    const auto read = parseReplyRules(R"({"rules": [{"on": {"regex": "x"}, "do": []}]})");
    QVERIFY(read.rules);
    QVERIFY(read.rules->ruleFor(std::string(8 * 1024 - 1, 'a') + "x", 1));
    QVERIFY(!read.rules->ruleFor(std::string(8 * 1024, 'a') + "x", 1));
}

void ReplyRulesTest::theExampleIsRight()
{
    const auto read = readReplyRules({});
    QVERIFY2(read.rules, qPrintable(read.problem));
    QVERIFY(read.rules->rules.size() >= 4);
}

void ReplyRulesTest::filesAreLookedForBesideTheRules()
{
    QTemporaryDir folder;
    QFile answer(folder.filePath(u"answer.bin"_s)), rules(folder.filePath(u"rules.json"_s));
    QVERIFY(answer.open(QIODevice::WriteOnly) && rules.open(QIODevice::WriteOnly));
    rules.write(R"({"rules": [{"on": "connect", "do": [{"file": "answer.bin"}]}]})");
    rules.close();
    const auto read = readReplyRules(rules.fileName());
    QVERIFY2(read.rules, qPrintable(read.problem));
    QCOMPARE(read.rules->rules[0].actions[0].file, answer.fileName());
}

void ReplyRulesTest::wrongRulesSayWhereAndWhatIsRight_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *json, const QString &says) {
        QTest::newRow(name) << QByteArray(json) << says;
    };
    row("no JSON", "{\n\"rules\": nonsense}", u"line 2, column 12: this is not JSON"_s);
    row("no rules", "{}", u"there is no list of rules; write {\"rules\": ["_s);
    row("name", R"({"rules": [], "rule": 1})", u"'rule' is unknown; use rules or messages"_s);
    row("messages", R"({"messages": "words", "rules": []})",
        u"\"messages\": \"words\" is unknown; use \"lines\" or \"chunks\""_s);
    row("no rule", R"({"rules": [{"on": "connect"}]})",
        u"rule 1: it is not a rule; write {\"on\""_s);
    row("no trigger", R"({"rules": [{"when": "connect", "do": []}]})",
        u"rule 1: it is not a rule; write {\"on\""_s);
    row("no list of actions", R"({"rules": [{"on": "connect", "do": "close"}]})",
        u"rule 1: it is not a rule; write {\"on\""_s);
    row("trigger", R"({"rules": [{"on": "start", "do": []}]})",
        u"rule 1: \"on\" is not one thing; write \"connect\""_s);
    row("trigger's name", R"({"rules": [{"on": {"txt": "a"}, "do": []}]})",
        u"'txt' is unknown; use text, hex, regex, message or silence"_s);
    row("regex", R"({"rules": [{"on": {"regex": "a("}, "do": []}]})",
        u"\"regex\": \"a(\" is not a regular expression: "_s);
    row("hex", R"({"rules": [{"on": {"hex": "0g"}, "do": []}]})",
        u"is not hex; write pairs of digits"_s);
    row("message", R"({"rules": [{"on": {"message": 0}, "do": []}]})", u"write {\"message\": 3}"_s);
    row("time", R"({"rules": [{"on": {"silence": "soon"}, "do": []}]})",
        u"\"silence\": \"soon\" is not a time; write it as"_s);
    row("action",
        R"({"rules": [{"on": "connect", "do": ["close"]}, {"on": "connect", "do": ["close", "leave"]}]})",
        u"rule 2: action 2: it is not one thing to do; write \"close\""_s);
    row("action's name", R"({"rules": [{"on": "connect", "do": [{"say": "a"}]}]})",
        u"action 1: 'say' is unknown; use send, hex, file or wait"_s);
    row("file", R"({"rules": [{"on": "connect", "do": [{"file": "/no/such"}]}]})",
        u"action 1: /no/such cannot be read: No such file or directory"_s);
}

void ReplyRulesTest::wrongRulesSayWhereAndWhatIsRight()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, says);
    const auto read = parseReplyRules(json);
    QVERIFY(!read.rules);
    QVERIFY2(read.problem.contains(says), qPrintable(read.problem));
    QVERIFY(models::replyRulesProblem(QString::fromUtf8(json)).startsWith(u"is wrong: "));
}

void ReplyRulesTest::whatIsEditedSaysTheSameAsAnOption()
{
    const QString option = u"{\"rules\":[{\"on\":{\"text\":\"a\"},\"do\":[\"close\"]},"
                           "{\"on\":\"connect\",\"do\":[{\"send\":\"b\"},{\"wait\":\"1s\"}]}]}"_s;
    const models::ReplyRulesText edited = models::replyRulesText(option);
    QCOMPARE(edited.text,
             u"{\"messages\": \"chunks\", \"rules\": [\n"
             "    {\"on\": {\"text\":\"a\"}, \"do\": [\"close\"]},\n"
             "    {\"on\": \"connect\", \"do\": [{\"send\":\"b\"},{\"wait\":\"1s\"}]}]}\n"_s);
    const auto rules = models::readReplyRules(models::replyRulesOption(edited)).rules;
    QVERIFY(rules);
    QCOMPARE(rules->rules.size(), 2);
    QCOMPARE(rules->rules[0].on.bytes, "a"_ba);
    QCOMPARE(rules->rules[1].actions[0].bytes, "b"_ba);
    for (const QString &nothing : {QString(), u"/no/such.json"_s})
        QCOMPARE(models::replyRulesText(nothing).text,
                 QString::fromUtf8(models::exampleReplyRules()));
}

void ReplyRulesTest::editedRulesKeepTheFilesOfTheirFolder()
{
    const QTemporaryDir folder;
    const auto write = [&folder](const QString &name, const QByteArray &content) {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    };
    const QByteArray json = R"({"rules": [{"on": "connect", "do": [{"file": "answer.bin"}]}]})";
    QVERIFY(write(u"answer.bin"_s, "x") && write(u"rules.json"_s, json));
    const models::ReplyRulesText edited = models::replyRulesText(folder.filePath(u"rules.json"_s));
    QCOMPARE(edited.text.toUtf8(), json);
    const auto rules = models::readReplyRules(models::replyRulesOption(edited)).rules;
    QVERIFY(rules);
    QCOMPARE(rules->rules[0].actions[0].file, folder.filePath(u"answer.bin"_s));
}

void ReplyRulesTest::aFormSaysWhatItsRulesSay()
{
    using models::RuleForm;
    using models::RulesForm;
    const RulesForm form {
        true,
        {{{u"connect"_s, {}}, {{u"send"_s, u"250 hello\\r\\n"_s}, {u"wait"_s, u"1s"_s}}},
         {{u"message"_s, u"3"_s}, {{u"reset"_s, {}}}},
         {{u"text"_s, u"EHLO\\r\\n"_s}, {{u"close"_s, {}}}},
         {{u"hex"_s, u"00 ff"_s}, {{u"hex"_s, u"0a"_s}, {u"close"_s, {}}}}}};
    const QString text = form.toText();
    QVERIFY2(text.contains(u"{\"message\":3}"_s), qPrintable(text)); // a number, no text
    QVERIFY2(text.contains(u"\"250 hello\\r\\n\""_s), qPrintable(text));
    const auto again = models::rulesForm(text);
    QVERIFY(again);
    QVERIFY(*again == form);
    const auto read = parseReplyRules(text.toUtf8());
    QVERIFY2(read.rules, qPrintable(read.problem));
    QCOMPARE(read.rules->rules.size(), 4);
    QCOMPARE(read.rules->rules[0].actions[0].bytes, "250 hello\r\n"_ba);
    QCOMPARE(read.rules->rules[2].on.bytes, "EHLO\r\n"_ba);
    // What is not a number stays as it was written, and its reader says so.
    const RulesForm wrong {false, {{{u"message"_s, u"third"_s}, {{u"close"_s, {}}}}}};
    QVERIFY(wrong.toText().contains(u"{\"message\":\"third\"}"_s));
    QVERIFY(!parseReplyRules(wrong.toText().toUtf8()).rules);
    QCOMPARE(models::rulesForm(wrong.toText())->rules[0].on.value, u"third"_s);
    QVERIFY(!models::rulesForm(u"{\"rules\": 3}"_s));
    QVERIFY(!models::rulesForm(u"{\"rules\": [{\"on\": \"text\", \"do\": []}]}"_s));
    QVERIFY(!models::rulesForm(u"{\"rules\": [], \"more\": 1}"_s));
    QVERIFY(models::rulesForm(u"{\"rules\": []}"_s));
    // Nor is a rule that says more, or something else, than a form can show.
    const auto ofRule = [](const QString &rule) {
        return models::rulesForm(u"{\"rules\": ["_s + rule + u"]}"_s);
    };
    QVERIFY(ofRule(u"{\"on\": {\"text\": \"a\"}, \"do\": []}"_s));
    QVERIFY(!ofRule(u"{\"on\": {\"text\": \"a\"}, \"do\": [], \"why\": \"b\"}"_s));
    QVERIFY(!ofRule(u"{\"on\": {\"text\": true}, \"do\": []}"_s));
    QVERIFY(!ofRule(u"{\"on\": {\"text\": \"a\"}, \"do\": \"close\"}"_s));
    // Digits are a number only where one is asked for.
    const RulesForm digits {false, {{{u"hex"_s, u"12"_s}, {{u"wait"_s, u"2"_s}}}}};
    QVERIFY2(digits.toText().contains(u"{\"hex\":\"12\"}"_s), qPrintable(digits.toText()));
    QVERIFY(parseReplyRules(digits.toText().toUtf8()).rules);
}

void ReplyRulesTest::aMissingFileIsNamed()
{
    QVERIFY(
        readReplyRules(u"/no/such.json"_s).problem.startsWith(u"/no/such.json cannot be read: "));
    QTemporaryDir folder;
    QFile rules(folder.filePath(u"rules.json"_s));
    QVERIFY(rules.open(QIODevice::WriteOnly) && rules.write("{") == 1);
    rules.close();
    QVERIFY(readReplyRules(rules.fileName())
                .problem.startsWith(rules.fileName() + u", line 1, column 2: "_s));
}

QTEST_GUILESS_MAIN(ReplyRulesTest)
#include "ReplyRulesTest.moc"
