// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/CheckedText.h"

#include "ui/PlainLabel.h"
#include "ui/SplitRow.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

#include <utility>

namespace ui {

CheckedText::CheckedText(const Theme &theme, const Texts &texts, Problem problemWith,
                         QWidget *parent)
    : QWidget(parent)
    , problemWith_(std::move(problemWith))
    , help_(new QToolButton(this))
    , grammar_(new PlainLabel(this))
    , editor_(new QPlainTextEdit(this))
    , problem_(new PlainLabel(this))
    , apply_(new QPushButton(tr("&Apply"), this))
    , foot_(new SplitRow(QFontMetrics(theme.font()).height() / 2, this))
{
    const int line = QFontMetrics(theme.font()).height();
    help_->setText(tr("What can be written"));
    help_->setCheckable(true);
    help_->setProperty("quiet", true);
    help_->setFocusPolicy(Qt::TabFocus);
    grammar_->hide();
    grammar_->setWordWrap(true);
    grammar_->setProperty("role", QStringLiteral("muted"));
    grammar_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    editor_->setProperty("field", true);
    editor_->setFont(theme.monospace());
    editor_->setMinimumHeight(3 * line);
    editor_->setTabChangesFocus(true);
    editor_->setLineWrapMode(QPlainTextEdit::NoWrap);
    editor_->setAccessibleName(texts.name);
    problem_->setProperty("role", QStringLiteral("error"));
    problem_->setWordWrap(true);
    apply_->setAutoDefault(false);
    problem_->hide();
    foot_->first().addStretch(1);
    foot_->second().addStretch(1);
    foot_->second().addWidget(apply_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(line / 2);
    column->addWidget(help_, 0, Qt::AlignLeft);
    column->addWidget(grammar_);
    column->addWidget(editor_, 1);
    column->addWidget(problem_);
    column->addWidget(foot_);
    setFocusProxy(editor_);
    setGrammar(texts.grammar);
    connect(help_, &QToolButton::toggled, grammar_, &QWidget::setVisible);
    connect(editor_, &QPlainTextEdit::textChanged, this, [this] {
        check();
        Q_EMIT edited();
    });
    connect(apply_, &QPushButton::clicked, this, [this] {
        inForce_ = text();
        Q_EMIT applied(inForce_);
        check();
    });
}

void CheckedText::setGrammar(const QString &grammar)
{
    grammar_->setText(grammar);
    setTip(*editor_, grammar);
}

void CheckedText::setText(const QString &text)
{
    inForce_ = text;
    editor_->setPlainText(text);
    check();
}

void CheckedText::follow(const QString &text)
{
    const bool written = this->text() != inForce_;
    if (text == inForce_)
        return;
    if (written)
        inForce_ = text;
    else
        setText(text);
    check();
}

void CheckedText::setReadOnly(bool readOnly)
{
    editor_->setReadOnly(readOnly);
    refreshApply();
}

void CheckedText::refreshApply()
{
    apply_->setHidden(editor_->isReadOnly() || !appliesHere_ || takesEffect_);
}

void CheckedText::showEditor(bool shown, Elsewhere elsewhere)
{
    takesEffect_ = !shown && elsewhere == Elsewhere::TakesEffect;
    refreshApply();
    check();
    editor_->setVisible(shown);
    help_->setVisible(shown);
    grammar_->setVisible(shown && help_->isChecked());
    setFocusProxy(shown ? static_cast<QWidget *>(editor_) : apply_);
}

void CheckedText::addButton(QWidget &button)
{
    foot_->first().insertWidget(foot_->first().count() - 1, &button);
}

void CheckedText::addField(QWidget &field)
{
    foot_->second().insertWidget(foot_->second().count() - 1, &field);
}

void CheckedText::hideApply()
{
    appliesHere_ = false;
    refreshApply();
}

QString CheckedText::problem() const
{
    return problem_->text();
}

QString CheckedText::text() const
{
    return editor_->toPlainText();
}

void CheckedText::check()
{
    const QString problem = problemWith_(text());
    problem_->setText(problem.isEmpty() ? QString() : tr("Not valid: %1.").arg(problem));
    problem_->setHidden(problem.isEmpty() || takesEffect_);
    apply_->setEnabled(problem.isEmpty() && text() != inForce_);
}

} // namespace ui
