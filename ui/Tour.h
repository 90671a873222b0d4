// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Five short notes on the window for who sees it first, each beside a frame around what it is
// about. It covers no more than its own card, takes no keyboard away, and ends for good when it was
// read or dismissed. Main thread; a child of the window, gone when it ends.

#include "ui/Theme.h"

#include <QtCore/QList>
#include <QtCore/QPointer>
#include <QtWidgets/QFrame>

class QLabel;
class QPushButton;

namespace ui {

class Tour final : public QFrame {
    Q_OBJECT
public:
    struct Note {
        QString title;
        QString text;
        QPointer<QWidget> about; // null or hidden: of the whole window
    };

    Tour(const Theme &theme, QList<Note> notes, QWidget &window);

    [[nodiscard]] int current() const { return current_; }
    [[nodiscard]] QPushButton &next() const { return *next_; }
    [[nodiscard]] QPushButton &dismiss() const { return *dismiss_; }

Q_SIGNALS:
    void finished(); // read or dismissed

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    class Frame;

    void show(int note);
    void place();
    void end();

    QList<Note> notes_;
    QWidget &window_;
    Frame *frame_;
    QLabel *title_;
    QLabel *text_;
    QLabel *number_;
    QPushButton *dismiss_;
    QPushButton *next_;
    int current_ = 0;
    QPointer<QWidget> before_; // what had the keyboard before a button of the card
};

} // namespace ui
