// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The rules of a reply server: edited as JSON, checked as they are typed, and applied to a form or
// to a server that runs. Emits them as the rules= option has them; does nothing to a session
// itself.

#include "models/spec/ReplyRules.h"
#include "ui/CheckedTextDialog.h"

namespace ui {

class RulesDialog final : public CheckedTextDialog {
    Q_OBJECT
public:
    RulesDialog(const Theme &theme, const QString &whose, const models::ReplyRulesText &rules,
                QWidget *parent);

    void apply() override;
    [[nodiscard]] static QString grammar(); // what rules are made of

Q_SIGNALS:
    void applied(const QString &option);

private:
    [[nodiscard]] QString problemWith(const QString &text) const override;

    const QString folder_; // of the file that they came from: what they name is looked for there
};

} // namespace ui
