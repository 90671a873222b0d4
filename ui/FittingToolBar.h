// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A tool bar whose buttons give up their words, down to their icons, where not all of it fits, so
// that the field at its end is never in the overflow. Main thread.

#include <QtWidgets/QToolBar>

namespace ui {

class FittingToolBar final : public QToolBar {
    Q_OBJECT
public:
    using QToolBar::QToolBar;

    // Of a field that takes what is left: its minimum.
    void addField(QWidget *field);

protected:
    bool event(QEvent *event) override;

private:
    void fit();
    [[nodiscard]] int needed() const;

    QWidget *field_ = nullptr;
    int withWords_ = 0; // pixels that it needs so
};

} // namespace ui
