// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For what scrolls on the ground of a panel: its scroll bar has that ground, too, and it scrolls to
// what the keyboard has gone to, by whatever key. Main thread.

#include <QtWidgets/QApplication>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyle>

namespace ui {

inline void putOnPanel(QScrollArea &area)
{
    QScrollBar *const bar = area.verticalScrollBar(); // which was styled before it had its place
    bar->setProperty("ground", QStringLiteral("panel"));
    bar->style()->unpolish(bar);
    bar->style()->polish(bar);
    QObject::connect(qApp, &QApplication::focusChanged, &area,
                     [&area](const QWidget *, QWidget *now) {
                         const bool clicked = QGuiApplication::mouseButtons() != Qt::NoButton;
                         if (now && !clicked && area.widget() && area.widget()->isAncestorOf(now))
                             area.ensureWidgetVisible(now);
                     });
}

} // namespace ui
