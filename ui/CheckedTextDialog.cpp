// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/CheckedTextDialog.h"

#include "ui/PlainLabel.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>

namespace ui {

CheckedTextDialog::CheckedTextDialog(const Theme &theme, const Texts &texts, QWidget *parent)
    : QDialog(parent)
    , form_(new QFormLayout(this))
    , editor_(new QPlainTextEdit(texts.text, this))
    , problem_(new PlainLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    const int line = QFontMetrics(theme.font()).height();
    setMinimumWidth(34 * line);
    form_->setContentsMargins(line, line, line, line);
    form_->setVerticalSpacing(line / 2);
    form_->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    editor_->setProperty("field", true);
    editor_->setFont(theme.monospace());
    editor_->setMinimumHeight(6 * line);
    editor_->setTabChangesFocus(true);
    editor_->setAccessibleName(texts.name);
    problem_->setProperty("role", QStringLiteral("error"));
    problem_->setWordWrap(true);
    auto *grammar = new PlainLabel(texts.grammar, this);
    grammar->setWordWrap(true);
    grammar->setProperty("role", QStringLiteral("muted"));
    form_->addRow(grammar);
    form_->addRow(editor_);
    form_->addRow(problem_);
}

void CheckedTextDialog::finish()
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Apply | QDialogButtonBox::Close, this);
    apply_ = buttons->button(QDialogButtonBox::Apply);
    apply_->setDefault(true);
    form_->addRow(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(apply_, &QPushButton::clicked, this, &CheckedTextDialog::apply);
    connect(editor_, &QPlainTextEdit::textChanged, this, &CheckedTextDialog::check);
    check();
}

QString CheckedTextDialog::problem() const
{
    return problem_->text();
}

bool CheckedTextDialog::canApply() const
{
    return apply_->isEnabled();
}

void CheckedTextDialog::check()
{
    const QString problem = problemWith(editor_->toPlainText());
    problem_->setText(problem.isEmpty() ? QString() : tr("Not valid: %1.").arg(problem));
    apply_->setEnabled(problem.isEmpty());
}

} // namespace ui
