// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For what scrolls on the ground of a panel: its scroll bar has that ground, too. Main thread.

#include <QtWidgets/QAbstractScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyle>

namespace ui {

inline void putOnPanel(QAbstractScrollArea &area)
{
    QScrollBar *const bar = area.verticalScrollBar(); // which was styled before it had its place
    bar->setProperty("ground", QStringLiteral("panel"));
    bar->style()->unpolish(bar);
    bar->style()->polish(bar);
}

} // namespace ui
