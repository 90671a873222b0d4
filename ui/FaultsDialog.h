// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The faults of a session or of one connection, a line each, as fault= has them: edited, checked as
// they are typed, and applied while everything runs. Emits the lines; does nothing to a connection
// itself.

#include "models/FaultPlan.h"

#include <QtWidgets/QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace ui {

class Theme;

class FaultsDialog final : public QDialog {
    Q_OBJECT
public:
    // `hits`: how often each fault hit so far, or "".
    FaultsDialog(const Theme &theme, const QString &whose, models::FaultPlan plan,
                 models::Traffic traffic, const QString &hits, QWidget *parent);

    [[nodiscard]] QPlainTextEdit &lines() const { return *lines_; }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] bool canApply() const;
    void apply();

Q_SIGNALS:
    void applied(const models::FaultPlan &plan);

private:
    [[nodiscard]] models::FaultPlanResult read() const;
    void check();

    const models::Traffic traffic_;
    QPlainTextEdit *lines_;
    QSpinBox *seed_;
    QLabel *problem_;
    QPushButton *apply_;
};

} // namespace ui
