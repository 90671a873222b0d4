// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A tool bar whose buttons give up their words, down to their icons, where not all of it fits, so
// that the field at its end is never in the overflow. That takes the free room first. Main thread.

#include <QtWidgets/QToolBar>

namespace ui {

class FittingToolBar final : public QToolBar {
    Q_OBJECT
public:
    using QToolBar::QToolBar;

    // At the other end: as wide as its maximum where there is room, and as its minimum where not.
    void addField(QWidget *field);

protected:
    bool event(QEvent *event) override;

private:
    void fit();
    [[nodiscard]] int needed() const;

    QWidget *field_ = nullptr;
    QWidget *space_ = nullptr; // before it
    int withWords_ = 0; // pixels that it needs so
};

} // namespace ui
