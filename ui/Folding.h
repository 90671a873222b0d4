// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Lets panels of a window fold away while it is too small for them, and come back when it has room
// again: one whose place is narrower or lower than it needs is worth less than what it covers. What
// a person opens or closes meanwhile stays as it is. Main thread; a child of the window.

#include <QtCore/QList>
#include <QtCore/QObject>

class QDockWidget;
class QMainWindow;

namespace ui {

class Folding final : public QObject {
    Q_OBJECT
public:
    explicit Folding(QMainWindow &window);

    // Shown while the window is at least that large, in pixels.
    void add(QDockWidget &dock, int width, int height);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    struct Panel {
        QDockWidget *dock;
        int width, height;
        bool folded = false; // by this
        bool small = false; // the window is too small for it
    };
    void fold();

    QMainWindow &window_;
    QList<Panel> panels_;
};

} // namespace ui
