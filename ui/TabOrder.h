// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The way Tab goes, where it would not go as the eye does by itself: widgets are in the order in
// which they were made.

#include <QtWidgets/QWidget>

namespace ui {

inline void goInOrder(std::initializer_list<QWidget *> widgets)
{
    QWidget *before = nullptr;
    for (QWidget *each : widgets) {
        if (before)
            QWidget::setTabOrder(before, each);
        before = each;
    }
}

} // namespace ui
