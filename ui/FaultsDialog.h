// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The faults of a session or of one connection, a line each, as fault= has them: edited, checked as
// they are typed, and applied while everything runs. Emits the plan; does nothing to a connection
// itself.

#include "models/spec/FaultPlan.h"
#include "ui/CheckedTextDialog.h"

namespace ui {

class SeedBox;

class FaultsDialog final : public CheckedTextDialog {
    Q_OBJECT
public:
    // `hits`: how often each fault hit so far, or "".
    FaultsDialog(const Theme &theme, const QString &whose, models::FaultPlan plan,
                 models::Traffic traffic, const QString &hits, QWidget *parent);

    void apply() override;

Q_SIGNALS:
    void applied(const models::FaultPlan &plan);

private:
    [[nodiscard]] QString problemWith(const QString &text) const override;
    [[nodiscard]] models::FaultPlanResult read(const QString &text) const;

    const models::Traffic traffic_;
    SeedBox *seed_;
};

} // namespace ui
