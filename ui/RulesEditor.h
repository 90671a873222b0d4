// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The rules by which a reply server answers, as JSON, between the option that has them and a person
// who edits them: of a session that runs (RulesTab) and of one that is being made (SessionForm).
// Main thread.

#include "models/spec/ReplyRules.h"
#include "ui/CheckedText.h"

namespace ui {

class RulesEditor final : public CheckedText {
    Q_OBJECT
public:
    RulesEditor(const Theme &theme, QWidget *parent);

    void setRules(const QString &option); // what was being written is lost
    void followRules(const QString &option); // shown unless a person is writing
    [[nodiscard]] QString option() const; // that says what is written

private:
    QString folder_; // of the file that they came from: what they name is looked for there
};

} // namespace ui
