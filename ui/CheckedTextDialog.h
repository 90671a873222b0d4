// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A text that is edited while what it is for goes on: what may be written stands above it, what is
// wrong below it, and Apply can be pressed once nothing is. Base of FaultsDialog and RulesDialog.

#include <QtWidgets/QDialog>

class QFormLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace ui {

class Theme;

class CheckedTextDialog : public QDialog {
    Q_OBJECT
public:
    struct Texts {
        QString grammar; // what may be written
        QString name; // of the editor, for screen readers
        QString text;
    };

    [[nodiscard]] QPlainTextEdit &editor() const { return *editor_; }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] bool canApply() const;
    virtual void apply() = 0;

protected:
    CheckedTextDialog(const Theme &theme, const Texts &texts, QWidget *parent);

    // For the constructor of what derives: adds rows to this, then finish() adds the buttons.
    [[nodiscard]] QFormLayout &form() const { return *form_; }
    void finish();
    [[nodiscard]] virtual QString problemWith(const QString &text) const = 0; // a clause, or ""

private:
    void check();

    QFormLayout *form_;
    QPlainTextEdit *editor_;
    QLabel *problem_;
    QPushButton *apply_ = nullptr;
};

} // namespace ui
