// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The rules by which a session answers, a line each: edited while it runs, and applied once nothing
// is wrong. What a person writes stays until it is applied or another session is shown. Main
// thread; the model outlives it.

#include "ui/Theme.h"

#include <QtWidgets/QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace models {
class SessionModel;
}

namespace ui {

class RulesTab final : public QWidget {
    Q_OBJECT
public:
    RulesTab(const Theme &theme, const models::SessionModel &sessions, QWidget *parent = nullptr);

    void show(quint64 session); // 0: none
    [[nodiscard]] bool hasRules() const; // it answers by rules at all
    [[nodiscard]] QPlainTextEdit &editor() const { return *editor_; }
    [[nodiscard]] QPushButton &button() const { return *apply_; }
    [[nodiscard]] QString problem() const;

Q_SIGNALS:
    void applied(quint64 session, const QString &rules); // as the option has them

private:
    void refresh();
    void check();

    const models::SessionModel &sessions_;
    quint64 session_ = 0;
    QString shown_; // the session's, as they were put into the editor
    QPlainTextEdit *editor_;
    QLabel *problem_;
    QPushButton *apply_;
};

} // namespace ui
