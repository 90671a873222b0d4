// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FaultsDialog.h"

#include "ui/PlainLabel.h"
#include "ui/SeedBox.h"

#include <QtWidgets/QFormLayout>
#include <QtWidgets/QPlainTextEdit>

namespace ui {

FaultsDialog::FaultsDialog(const Theme &theme, const QString &whose, models::FaultPlan plan,
                           models::Traffic traffic, const QString &hits, QWidget *parent)
    : CheckedTextDialog(theme,
                        {tr("One per line: %1. Each may have: %2.")
                             .arg(models::faultGrammar(traffic), models::faultFields()),
                         tr("Faults, one per line"), plan.lines().join(u'\n')},
                        parent)
    , traffic_(traffic)
    , seed_(new SeedBox(this))
{
    setWindowTitle(tr("Faults of %1").arg(whose));
    seed_->setSeed(plan.seed);
    setTip(*seed_, tr("The same seed repeats the same faults"));
    auto *caption = new PlainLabel(tr("&Seed"), this);
    caption->setBuddy(seed_);
    form().addRow(caption, seed_);
    if (!hits.isEmpty())
        form().addRow(new PlainLabel(tr("Hits so far"), this), new PlainLabel(hits, this));
    finish();
}

void FaultsDialog::apply()
{
    if (const auto result = read(editor().toPlainText()); result.plan)
        Q_EMIT applied(*result.plan);
}

models::FaultPlanResult FaultsDialog::read(const QString &text) const
{
    return models::parseFaultPlan(text.split(u'\n'), seed_->seed(), traffic_);
}

QString FaultsDialog::problemWith(const QString &text) const
{
    return read(text).problem;
}

} // namespace ui
