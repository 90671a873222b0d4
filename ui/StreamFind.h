// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Finds in a conversation: what, as text, hex or a regular expression; and, in a row of its own
// while something is looked for, how often it is there, and the way from one to the next. Emits
// where to go; the Conversation looks. Main thread.

#include "ui/Theme.h"

#include <QtWidgets/QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace models {
class Conversation;
}

namespace ui {

class StreamFind final : public QWidget {
    Q_OBJECT
public:
    StreamFind(const Theme &theme, models::Conversation &conversation, QWidget *parent);

    [[nodiscard]] QLineEdit &field() const { return *field_; }
    [[nodiscard]] QComboBox &kind() const { return *kind_; }
    [[nodiscard]] QWidget &steps() const { return *steps_; } // to be laid out below it
    [[nodiscard]] QString found() const; // "3 of 17"
    void start(); // the keyboard is here
    // The row that a step begins at, where nothing was found before.
    void setRow(int row) { row_ = row; }

Q_SIGNALS:
    void rowFound(int row);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void search();
    void step(bool forward);
    void refresh();

    models::Conversation &conversation_;
    QLineEdit *field_;
    QWidget *steps_; // holds what follows
    QComboBox *kind_;
    QLabel *found_;
    QToolButton *previous_;
    QToolButton *next_;
    QString problem_;
    int row_ = 0;
};

} // namespace ui
