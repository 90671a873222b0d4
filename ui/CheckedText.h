// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A text that is edited while what it is for continues: what may be written is said above it when a
// button is pressed, what is wrong below it, and Apply can be pressed once nothing is. What a
// person is writing stays when what it is for changes elsewhere. Main thread.

#include <QtWidgets/QWidget>

#include <functional>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace ui {

class SplitRow;
class Theme;

class CheckedText : public QWidget {
    Q_OBJECT
public:
    struct Texts {
        QString grammar; // what may be written
        QString name; // of the editor, for screen readers
    };
    using Problem = std::function<QString(const QString &text)>; // a clause, or ""

    CheckedText(const Theme &theme, const Texts &texts, Problem problemWith, QWidget *parent);

    void setText(const QString &text); // in force now; what was being written is lost
    void follow(const QString &text); // in force now; shown unless a person is writing
    void setGrammar(const QString &grammar);
    void setReadOnly(bool readOnly);
    // Or what is wrong and Apply alone, where the text is edited elsewhere; without Apply where
    // that takes effect by itself.
    enum class Elsewhere { IsApplied, TakesEffect };
    void showEditor(bool shown, Elsewhere elsewhere = Elsewhere::IsApplied);
    // Before Apply, in its line where there is room for both sides, else above it.
    void addButton(QWidget &button); // at the other side
    void addField(QWidget &field); // beside it
    void hideApply(); // where the text takes effect as it is written
    [[nodiscard]] QPlainTextEdit &editor() const { return *editor_; }
    [[nodiscard]] QPushButton &button() const { return *apply_; }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void applied(const QString &text); // which is right
    void edited();

private:
    void check();
    void refreshApply();

    const Problem problemWith_;
    QString inForce_;
    QToolButton *help_; // shows grammar_
    QLabel *grammar_;
    QPlainTextEdit *editor_;
    QLabel *problem_;
    QPushButton *apply_;
    SplitRow *foot_;
    bool appliesHere_ = true;
    bool takesEffect_ = false; // where it is edited now
};

} // namespace ui
