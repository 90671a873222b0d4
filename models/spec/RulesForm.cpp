// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/RulesForm.h"

#include "models/spec/ReplyRules.h"
#include "models/text/Escapes.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace models {

namespace {

using namespace Qt::StringLiterals;

bool isEscaped(const QString &name)
{
    return name == u"text" || name == u"send";
}

std::optional<RuleField> fieldOf(const QJsonValue &value, const QStringList &names)
{
    if (value.isString())
        return names.contains(value.toString()) && !hasValue(value.toString())
            ? std::optional(RuleField {value.toString(), {}})
            : std::nullopt;
    const QJsonObject object = value.toObject();
    if (object.size() != 1 || !names.contains(object.begin().key())
        || !hasValue(object.begin().key()))
        return std::nullopt;
    const QJsonValue of = object.begin().value();
    if (!of.isString() && !of.isDouble())
        return std::nullopt;
    const QString name = object.begin().key();
    const QString text = of.isDouble() ? QString::number(of.toDouble(), 'g', 15) : of.toString();
    return RuleField {name,
                      isEscaped(name) ? QString::fromUtf8(encodeEscapes(text.toUtf8())) : text};
}

std::optional<RuleForm> ruleOf(const QJsonObject &object)
{
    const auto on = fieldOf(object["on"_L1], ruleTriggers());
    if (!on || !object["do"_L1].isArray() || object.size() != 2)
        return std::nullopt;
    RuleForm rule {*on, {}};
    for (const QJsonValue each : object["do"_L1].toArray()) {
        const auto action = fieldOf(each, ruleActions());
        if (!action)
            return std::nullopt;
        rule.actions.append(*action);
    }
    return rule;
}

// What is no text with escapes, or no number, stays as it was written: it is told so by its reader.
QJsonValue jsonOf(const RuleField &field)
{
    if (!hasValue(field.name))
        return field.name;
    QJsonValue value = field.value;
    bool number = false;
    if (const qint64 read = field.value.toLongLong(&number); number && field.name == u"message")
        value = read;
    if (isEscaped(field.name)) {
        if (const DecodedBytes read = decodeEscapes(field.value.toUtf8()); read.bytes)
            value = QString::fromUtf8(*read.bytes);
    }
    return QJsonObject {{field.name, value}};
}

} // namespace

QString RulesForm::toText() const
{
    QJsonArray laid;
    for (const RuleForm &rule : rules) {
        QJsonArray actions;
        for (const RuleField &action : rule.actions)
            actions.append(jsonOf(action));
        laid.append(QJsonObject {{u"on"_s, jsonOf(rule.on)}, {u"do"_s, actions}});
    }
    return laidOutRules({{u"messages"_s, byLines ? u"lines"_s : u"chunks"_s}, {u"rules"_s, laid}});
}

std::optional<RulesForm> rulesForm(const QString &text)
{
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(text.toUtf8(), &error).object();
    const QString messages = object["messages"_L1].toString(u"chunks"_s);
    const auto known = qsizetype(object.contains("messages"_L1)) + 1;
    if (error.error != QJsonParseError::NoError || !object["rules"_L1].isArray()
        || object.size() != known || (messages != u"lines" && messages != u"chunks"))
        return std::nullopt;
    RulesForm form {messages == u"lines", {}};
    for (const QJsonValue each : object["rules"_L1].toArray()) {
        const auto rule = ruleOf(each.toObject());
        if (!rule)
            return std::nullopt;
        form.rules.append(*rule);
    }
    return form;
}

const QStringList &ruleTriggers()
{
    static const QStringList names {u"connect"_s, u"text"_s,    u"hex"_s,
                                    u"regex"_s,   u"message"_s, u"silence"_s};
    return names;
}

const QStringList &ruleActions()
{
    static const QStringList names {u"send"_s, u"hex"_s,   u"file"_s,
                                    u"wait"_s, u"close"_s, u"reset"_s};
    return names;
}

bool hasValue(const QString &name)
{
    return name != u"connect" && name != u"close" && name != u"reset";
}

} // namespace models
