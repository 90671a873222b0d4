// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The rules by which a session answers, edited while it runs, and applied once nothing is wrong.
// What a person writes stays until it is applied or another session is shown. Main thread; the
// model outlives it.

#include "ui/Theme.h"

#include <QtWidgets/QWidget>

namespace models {
class SessionModel;
}

namespace ui {

class RulesEditor;

class RulesTab final : public QWidget {
    Q_OBJECT
public:
    RulesTab(const Theme &theme, const models::SessionModel &sessions, QWidget *parent = nullptr);

    void show(quint64 session); // 0: none
    [[nodiscard]] bool hasRules() const; // it answers by rules at all
    [[nodiscard]] RulesEditor &editor() const { return *editor_; }
    void setReadOnly(bool readOnly); // what was recorded is shown and not changed

Q_SIGNALS:
    void applied(quint64 session, const QString &rules); // as the option has them

private:
    [[nodiscard]] QString option() const; // of the session, now

    const models::SessionModel &sessions_;
    quint64 session_ = 0;
    RulesEditor *editor_;
};

} // namespace ui
