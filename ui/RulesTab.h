// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The rules by which a session answers, a row each or as text, edited while it runs, and applied
// once nothing is wrong. Rows and text are two views of one draft, which stays until it is applied
// or another session is shown; a text that no rows can show is shown as text. Main thread; the
// model outlives it.

#include "models/spec/RulesForm.h"
#include "ui/Theme.h"

#include <QtWidgets/QWidget>

class QCheckBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace models {
class SessionModel;
}

namespace ui {

class RuleRow;
class RulesEditor;

class RulesTab final : public QWidget {
    Q_OBJECT
public:
    RulesTab(const Theme &theme, const models::SessionModel &sessions, QWidget *parent = nullptr);

    void show(quint64 session); // 0: none
    [[nodiscard]] bool hasRules() const; // it answers by rules at all
    [[nodiscard]] RulesEditor &editor() const { return *editor_; }
    [[nodiscard]] QList<RuleRow *> rows() const { return rows_; }
    void setAsText(bool asText); // or as rows
    // What is being written and not applied, over a change of the language.
    struct Draft {
        bool asText = false;
        QString text;
    };
    [[nodiscard]] Draft draft() const;
    void putBack(const Draft &draft);
    void setReadOnly(bool readOnly); // what was recorded is shown and not changed

Q_SIGNALS:
    void applied(quint64 session, const QString &rules); // as the option has them

private:
    void buildRows();
    void buildFoot();
    void showRows(); // as the text says
    RuleRow *insertRow(int at, const models::RuleForm &rule);
    void addRule();
    void removeRow(RuleRow *row);
    void moveRow(RuleRow *row, int by);
    void write(); // into the text, what the rows say
    [[nodiscard]] models::RulesForm form() const;
    [[nodiscard]] QString option() const; // of the session, now

    const Theme &theme_;
    const models::SessionModel &sessions_;
    quint64 session_ = 0;
    RulesEditor *editor_;
    QLabel *note_; // in the place of the rows
    QScrollArea *area_;
    QWidget *list_;
    QVBoxLayout *column_;
    QList<RuleRow *> rows_;
    QCheckBox *byLines_;
    QPushButton *add_;
    QPushButton *asText_;
    bool readOnly_ = false;
    QString shown_; // the text that the rows say
};

} // namespace ui
