// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FaultsDialog.h"

#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>

namespace ui {

FaultsDialog::FaultsDialog(const Theme &theme, const QString &whose, models::FaultPlan plan,
                           models::Traffic traffic, const QString &hits, QWidget *parent)
    : QDialog(parent)
    , traffic_(traffic)
    , lines_(new QPlainTextEdit(plan.lines().join(u'\n'), this))
    , seed_(new QSpinBox(this))
    , problem_(new QLabel(this))
{
    setWindowTitle(tr("Faults of %1").arg(whose));
    setAttribute(Qt::WA_DeleteOnClose);
    const int line = QFontMetrics(theme.font()).height();
    setMinimumWidth(34 * line);
    lines_->setFont(theme.monospace());
    lines_->setMinimumHeight(6 * line);
    lines_->setTabChangesFocus(true);
    lines_->setAccessibleName(tr("Faults, one a line"));
    seed_->setRange(0, 1'000'000'000);
    seed_->setValue(int(plan.seed));
    seed_->setToolTip(tr("The same seed gives the same faults"));
    problem_->setWordWrap(true);

    auto *grammar = new QLabel(tr("One a line: %1. With each: %2.")
                                   .arg(models::faultGrammar(traffic), models::faultFields()),
                               this);
    grammar->setWordWrap(true);
    grammar->setProperty("role", QStringLiteral("muted"));
    auto *form = new QFormLayout(this);
    form->addRow(grammar);
    form->addRow(lines_);
    form->addRow(problem_);
    form->addRow(tr("&Seed"), seed_);
    if (!hits.isEmpty())
        form->addRow(tr("Hits so far"), new QLabel(hits, this));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Apply | QDialogButtonBox::Close, this);
    apply_ = buttons->button(QDialogButtonBox::Apply);
    apply_->setDefault(true);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(apply_, &QPushButton::clicked, this, &FaultsDialog::apply);
    connect(lines_, &QPlainTextEdit::textChanged, this, &FaultsDialog::check);
    check();
}

QString FaultsDialog::problem() const
{
    return problem_->text();
}

bool FaultsDialog::canApply() const
{
    return apply_->isEnabled();
}

void FaultsDialog::apply()
{
    if (const auto result = read(); result.plan)
        Q_EMIT applied(*result.plan);
}

models::FaultPlanResult FaultsDialog::read() const
{
    return models::parseFaultPlan(lines_->toPlainText().split(u'\n'), quint64(seed_->value()),
                                  traffic_);
}

void FaultsDialog::check()
{
    const auto result = read();
    problem_->setText(result.plan ? QString() : tr("Wrong: %1.").arg(result.problem));
    apply_->setEnabled(result.plan.has_value());
}

} // namespace ui
