// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RulesDialog.h"

#include <QtWidgets/QPlainTextEdit>

namespace ui {

QString RulesDialog::grammar()
{
    return tr("The first matching rule applies. \"on\": \"connect\", {\"text\": …}, {\"hex\": …}, "
              "{\"regex\": …}, {\"message\": 3} or {\"silence\": \"5s\"}. \"do\", in turn: "
              "{\"send\": …}, {\"hex\": …}, {\"file\": …}, {\"wait\": \"200ms\"}, \"close\" or "
              "\"reset\". A message is what arrives at once, or, with \"messages\": \"lines\", a "
              "line.");
}

RulesDialog::RulesDialog(const Theme &theme, const QString &whose,
                         const models::ReplyRulesText &rules, QWidget *parent)
    : CheckedTextDialog(theme, {grammar(), tr("Rules, as JSON"), rules.text}, parent)
    , folder_(rules.folder)
{
    setWindowTitle(tr("Rules of %1").arg(whose));
    const QFontMetrics metrics(editor().font());
    editor().setLineWrapMode(QPlainTextEdit::NoWrap);
    editor().setMinimumSize(90 * metrics.averageCharWidth(), 14 * metrics.height());
    finish();
}

void RulesDialog::apply()
{
    if (canApply())
        Q_EMIT applied(models::replyRulesOption({editor().toPlainText(), folder_}));
}

QString RulesDialog::problemWith(const QString &text) const
{
    return models::parseReplyRules(text.toUtf8(), folder_).problem;
}

} // namespace ui
