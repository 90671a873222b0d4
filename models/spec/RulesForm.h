// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The rules of a reply server as the fields of a form, and back as the text that ReplyRules reads.
// What is wrong in a field is in the text, too, and said by parseReplyRules(). Plain values; any
// thread.

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

namespace models {

// A name of ReplyRules with its value as a person writes it in a line: "send", "250 hello\r\n" with
// escapes; "connect" and "close" have none.
struct RuleField {
    QString name;
    QString value;

    friend bool operator==(const RuleField &, const RuleField &) = default;
};

struct RuleForm {
    RuleField on;
    QList<RuleField> actions;

    friend bool operator==(const RuleForm &, const RuleForm &) = default;
};

struct RulesForm {
    bool byLines = false;
    QList<RuleForm> rules;

    // One rule a line, as parseReplyRules() reads it.
    [[nodiscard]] QString toText() const;

    friend bool operator==(const RulesForm &, const RulesForm &) = default;
};

// None where the text says something that no field is for.
[[nodiscard]] std::optional<RulesForm> rulesForm(const QString &text);

[[nodiscard]] const QStringList &ruleTriggers(); // "connect", "text" ...
[[nodiscard]] const QStringList &ruleActions(); // "send", "hex" ...
[[nodiscard]] bool hasValue(const QString &name); // of either

} // namespace models
