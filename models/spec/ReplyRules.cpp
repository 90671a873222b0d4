// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/ReplyRules.h"

#include "models/files/BoundedFile.h"
#include "models/spec/SessionKinds.h"
#include "models/text/Tr.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>
#include <utility>

namespace models {

namespace {

using namespace Qt::StringLiterals;

// Of a message, what a pattern may look at; and how often it may turn back at one place there. The
// worst patterns take time that grows with the former's square, and with 2 to its power: with both
// limits, tens of milliseconds.
constexpr std::size_t patternReads = 8 * 1024;
const QString patternLimit = QStringLiteral("(*LIMIT_MATCH=20000)");

// What a reader of a part says of it: "" where it is right.
using RuleProblem = QString;

RuleProblem unknownName(const QString &name, const QStringList &known)
{
    return tr("'%1' is unknown; use %2").arg(name, joinedByOr(known));
}

RuleProblem readHex(const QString &text, QByteArray &bytes)
{
    const QString digits = QString(text).remove(u' ');
    static const QRegularExpression pairs(u"^([0-9a-fA-F]{2})+$"_s);
    bytes = QByteArray::fromHex(digits.toLatin1());
    if (!pairs.match(digits).hasMatch())
        return tr("\"hex\": \"%1\" is not hex; write pairs of digits such as \"00 ff\"").arg(text);
    return {};
}

RuleProblem readText(const QString &text, QByteArray &bytes)
{
    bytes = text.toUtf8();
    return bytes.isEmpty() ? tr("the text is empty; write some, with \\r\\n for the end of a line")
                           : RuleProblem();
}

RuleProblem readTime(const QString &name, const QJsonValue &value, std::chrono::nanoseconds &time)
{
    const QString text = value.isDouble() ? QString::number(value.toDouble()) : value.toString();
    const auto read = readDuration(text);
    if (!read || read->count() == 0)
        return tr("\"%1\": \"%2\" is not a time; write it as \"200ms\" or \"5s\"").arg(name, text);
    time = *read;
    return {};
}

RuleProblem readPattern(const QString &text, QRegularExpression &pattern)
{
    // Bytes are matched as the characters of Latin-1, so the pattern's bytes are, too.
    pattern = QRegularExpression(patternLimit + QString::fromLatin1(text.toUtf8()),
                                 QRegularExpression::DotMatchesEverythingOption);
    if (pattern.isValid() && !text.isEmpty())
        return {};
    return tr("\"regex\": \"%1\" is not a regular expression: %2 at character %3")
        .arg(text, pattern.isValid() ? tr("it is empty") : pattern.errorString())
        .arg(qMax<qsizetype>(0, pattern.patternErrorOffset() - patternLimit.size()) + 1);
}

RuleProblem readTrigger(const QJsonValue &on, ReplyTrigger &trigger)
{
    static const QStringList names {u"text"_s, u"hex"_s, u"regex"_s, u"message"_s, u"silence"_s};
    if (on.isString() && on.toString() == u"connect")
        return {};
    const QJsonObject object = on.toObject();
    if (object.size() != 1)
        return tr("\"on\" is not one thing; write \"connect\", or an object with %1, as in "
                  "{\"text\": \"HELO\"}")
            .arg(joinedByOr(names));
    const QString name = object.begin().key();
    const QJsonValue value = object.begin().value();
    switch (names.indexOf(name)) {
    case 0:
        trigger.kind = ReplyTrigger::Bytes;
        return readText(value.toString(), trigger.bytes);
    case 1:
        trigger.kind = ReplyTrigger::Bytes;
        return readHex(value.toString(), trigger.bytes);
    case 2:
        trigger.kind = ReplyTrigger::Pattern;
        return readPattern(value.toString(), trigger.pattern);
    case 3:
        trigger.kind = ReplyTrigger::Message;
        trigger.message = value.toInteger();
        return trigger.message > 0
            ? RuleProblem()
            : tr("\"message\" is not a number from 1; write {\"message\": 3}");
    case 4:
        trigger.kind = ReplyTrigger::Silence;
        return readTime(name, value, trigger.silence);
    default:
        return unknownName(name, names);
    }
}

RuleProblem readAction(const QJsonValue &value, const QString &folder, ReplyAction &action)
{
    static const QStringList names {u"send"_s, u"hex"_s, u"file"_s, u"wait"_s};
    const QString word = value.toString();
    if (word == u"close" || word == u"reset") {
        action.kind = word == u"close" ? ReplyAction::Close : ReplyAction::Reset;
        return {};
    }
    const QJsonObject object = value.toObject();
    if (object.size() != 1)
        return tr("it is not one thing to do; write \"close\", \"reset\", or an object with %1, as "
                  "in {\"send\": \"hello\"}")
            .arg(joinedByOr(names));
    const QString name = object.begin().key();
    const QJsonValue what = object.begin().value();
    switch (names.indexOf(name)) {
    case 0:
        return readText(what.toString(), action.bytes);
    case 1:
        return readHex(what.toString(), action.bytes);
    case 2:
        action.kind = ReplyAction::SendFile;
        action.file = QDir(folder).filePath(what.toString());
        if (const BoundedFile file(action.file); !file.problem().isEmpty())
            return file.problem().chopped(1);
        return {};
    case 3:
        action.kind = ReplyAction::Wait;
        return readTime(name, what, action.time);
    default:
        return unknownName(name, names);
    }
}

RuleProblem readRule(const QJsonValue &value, const QString &folder, ReplyRule &rule)
{
    const QJsonObject object = value.toObject();
    if (!object.contains("on"_L1) || !object["do"_L1].isArray() || object.size() != 2)
        return tr("it is not a rule; write {\"on\": \"connect\", \"do\": [{\"send\": \"hello\"}]}");
    if (RuleProblem wrong = readTrigger(object["on"_L1], rule.on); !wrong.isEmpty())
        return wrong;
    for (const QJsonValue each : object["do"_L1].toArray()) {
        if (const RuleProblem wrong = readAction(each, folder, rule.actions.emplaceBack());
            !wrong.isEmpty())
            return tr("action %1: %2").arg(rule.actions.size()).arg(wrong);
    }
    return {};
}

// Where in the text a byte stands, as an editor counts.
QString placeOf(const QByteArray &json, qsizetype offset)
{
    const QByteArray before = json.left(offset);
    return tr("line %1, column %2")
        .arg(before.count('\n') + 1)
        .arg(offset - before.lastIndexOf('\n'));
}

ReplyRulesResult failure(const QString &problem)
{
    return {std::nullopt, problem};
}

QString compact(const QJsonValue &value)
{
    const QByteArray list = QJsonDocument(QJsonArray {value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(1, list.size() - 2));
}

QJsonValue withAbsoluteFile(QJsonObject action, const QString &folder)
{
    if (const auto file = action.find("file"_L1); file != action.end())
        *file = QDir(folder).absoluteFilePath(file->toString());
    return action;
}

} // namespace

ReplyTrigger::Fit ReplyTrigger::fits(std::string_view text, qint64 number) const
{
    bool fit = false;
    switch (kind) {
    case Bytes:
        fit = text.find(std::string_view(bytes.constData(), std::size_t(bytes.size())))
            != std::string_view::npos;
        break;
    case Pattern: {
        const auto read = qsizetype(std::min(text.size(), patternReads));
        const auto match = pattern.match(QString::fromLatin1(text.data(), read));
        if (!match.isValid())
            return Fit::GaveUp;
        fit = match.hasMatch();
        break;
    }
    case Message:
        fit = number == message;
        break;
    case Connect:
    case Silence:
        break;
    }
    return fit ? Fit::Yes : Fit::No;
}

const ReplyRule *ReplyRules::ruleFor(std::string_view text, qint64 number, qsizetype *gaveUp) const
{
    bool first = true;
    for (const ReplyRule &rule : rules) {
        const ReplyTrigger::Fit fit = rule.on.fits(text, number);
        if (fit == ReplyTrigger::Fit::Yes)
            return &rule;
        if (fit == ReplyTrigger::Fit::GaveUp && gaveUp && std::exchange(first, false))
            *gaveUp = &rule - rules.data() + 1;
    }
    return nullptr;
}

const ReplyRule *ReplyRules::ruleFor(ReplyTrigger::Kind kind) const
{
    const auto it = std::find_if(rules.begin(), rules.end(),
                                 [&](const ReplyRule &rule) { return rule.on.kind == kind; });
    return it == rules.end() ? nullptr : &*it;
}

ReplyRulesResult parseReplyRules(const QByteArray &json, const QString &folder)
{
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(json, &error).object();
    if (error.error != QJsonParseError::NoError)
        return failure(
            tr("%1: this is not JSON: %2").arg(placeOf(json, error.offset), error.errorString()));
    ReplyRules result;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() != u"rules" && it.key() != u"messages")
            return failure(unknownName(it.key(), {u"rules"_s, u"messages"_s}));
    }
    const QString messages = object["messages"_L1].toString(u"chunks"_s);
    if (messages != u"lines" && messages != u"chunks")
        return failure(
            tr("\"messages\": \"%1\" is unknown; use \"lines\" or \"chunks\"").arg(messages));
    result.byLines = messages == u"lines";
    if (!object["rules"_L1].isArray())
        return failure(tr("there is no list of rules; write {\"rules\": [{\"on\": \"connect\", "
                          "\"do\": [{\"send\": \"hello\"}]}]}"));
    for (const QJsonValue rule : object["rules"_L1].toArray()) {
        if (const RuleProblem wrong = readRule(rule, folder, result.rules.emplaceBack());
            !wrong.isEmpty())
            return failure(tr("rule %1: %2").arg(result.rules.size()).arg(wrong));
    }
    return {result, {}};
}

ReplyRulesResult readReplyRules(const QString &option)
{
    if (option.isEmpty())
        return parseReplyRules(exampleReplyRules());
    if (option.startsWith(u'{'))
        return parseReplyRules(option.toUtf8());
    const Result<QByteArray> json = readFile(option, mostScenario);
    if (!json)
        return failure(json.problem().chopped(1));
    ReplyRulesResult result = parseReplyRules(*json, QFileInfo(option).absolutePath());
    if (!result.rules)
        result.problem = tr("%1, %2").arg(option, result.problem);
    return result;
}

QString replyRulesProblem(const QString &option)
{
    if (!option.startsWith(u'{'))
        return {};
    const ReplyRulesResult result = readReplyRules(option);
    return result.rules ? QString() : tr("is wrong: %1").arg(result.problem);
}

ReplyRulesText replyRulesText(const QString &option)
{
    if (option.startsWith(u'{'))
        return {laidOutRules(QJsonDocument::fromJson(option.toUtf8()).object()), {}};
    const Result<QByteArray> json
        = option.isEmpty() ? QByteArray() : readFile(option, mostScenario);
    if (option.isEmpty() || !json)
        return {QString::fromUtf8(exampleReplyRules()), {}};
    return {QString::fromUtf8(*json), QFileInfo(option).absolutePath()};
}

QString replyRulesOption(const ReplyRulesText &edited)
{
    QJsonObject object = QJsonDocument::fromJson(edited.text.toUtf8()).object();
    QJsonArray rules;
    for (const QJsonValue each : object["rules"_L1].toArray()) {
        QJsonObject rule = each.toObject();
        QJsonArray actions;
        for (const QJsonValue action : rule["do"_L1].toArray())
            actions << (action.isObject() ? withAbsoluteFile(action.toObject(), edited.folder)
                                          : action);
        rule["do"_L1] = actions;
        rules << rule;
    }
    object["rules"_L1] = rules;
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QByteArray exampleReplyRules()
{
    return R"({"messages": "lines", "rules": [
    {"on": "connect", "do": [{"send": "Welcome. Say ping, slow, or quit.\r\n"}]},
    {"on": {"text": "ping"}, "do": [{"send": "pong\r\n"}]},
    {"on": {"text": "slow"}, "do": [{"wait": "1s"}, {"send": "Here I am.\r\n"}]},
    {"on": {"regex": "^quit"}, "do": [{"send": "Goodbye.\r\n"}, "close"]},
    {"on": {"silence": "30s"}, "do": [{"send": "Are you there?\r\n"}]}]}
)";
}

QString laidOutRules(const QJsonObject &object)
{
    QStringList rules;
    for (const QJsonValue each : object["rules"_L1].toArray())
        rules << u"    {\"on\": %1, \"do\": %2}"_s.arg(compact(each["on"_L1]),
                                                       compact(each["do"_L1]));
    const QString messages = object["messages"_L1].toString(u"chunks"_s);
    return u"{\"messages\": \"%1\", \"rules\": [\n%2]}\n"_s.arg(messages, rules.join(u",\n"_s));
}

} // namespace models
