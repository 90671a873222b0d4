// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RulesEditor.h"

namespace ui {

RulesEditor::RulesEditor(const Theme &theme, QWidget *parent)
    : CheckedText(
        theme,
        {tr("The first matching rule applies. \"on\": \"connect\", {\"text\": …}, {\"hex\": …}, "
            "{\"regex\": …}, {\"message\": 3} or {\"silence\": \"5s\"}. \"do\", in turn: "
            "{\"send\": …}, {\"hex\": …}, {\"file\": …}, {\"wait\": \"200ms\"}, \"close\" or "
            "\"reset\". A message is what arrives at once, or, with \"messages\": \"lines\", a "
            "line."),
         tr("Rules, as JSON")},
        [this](const QString &text) {
            return models::parseReplyRules(text.toUtf8(), folder_).problem;
        },
        parent)
{ }

void RulesEditor::setRules(const QString &option)
{
    const models::ReplyRulesText rules = models::replyRulesText(option);
    folder_ = rules.folder;
    setText(rules.text);
}

void RulesEditor::followRules(const QString &option)
{
    const models::ReplyRulesText rules = models::replyRulesText(option);
    folder_ = rules.folder;
    follow(rules.text);
}

QString RulesEditor::option() const
{
    return models::replyRulesOption({text(), folder_});
}

} // namespace ui
