// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One rule of a reply server with its controls: when it applies, and below it what is done, a line
// each. The first rule that fits applies, so it can be moved. Emits edited() at each change, right
// or wrong. Main thread; owned by RulesTab.

#include "models/spec/RulesForm.h"

#include <QtWidgets/QWidget>

class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace ui {

class ChoiceBox;
class Theme;

// A choice of names, and the value of the one that is chosen.
class RuleFieldEdit final : public QWidget {
    Q_OBJECT
public:
    RuleFieldEdit(const QStringList &names, const models::RuleField &field, QWidget *parent);

    [[nodiscard]] models::RuleField field() const;
    void addButton(QWidget &button); // at its end

Q_SIGNALS:
    void edited();

private:
    void refresh();

    ChoiceBox *name_;
    QLineEdit *value_;
};

class RuleRow final : public QWidget {
    Q_OBJECT
public:
    RuleRow(const Theme &theme, const models::RuleForm &rule, QWidget *parent);

    [[nodiscard]] models::RuleForm rule() const;

Q_SIGNALS:
    void edited();
    void removed();
    void moved(int by); // -1: before the one above it

private:
    void addAction(const models::RuleField &action);
    QToolButton *button(const QString &name);

    const Theme &theme_;
    RuleFieldEdit *on_;
    QVBoxLayout *column_;
    QList<RuleFieldEdit *> actions_;
};

} // namespace ui
