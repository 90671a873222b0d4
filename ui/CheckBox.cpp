// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/CheckBox.h"

#include <QtGui/QPainter>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOptionButton>

namespace ui {

void CheckBox::paintEvent(QPaintEvent *event)
{
    QCheckBox::paintEvent(event);
    if (!isChecked())
        return;
    QStyleOptionButton option;
    initStyleOption(&option);
    const QRectF box = style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, this);
    const auto at
        = [&box](qreal x, qreal y) { return box.topLeft() + QPointF(x, y) * box.width(); };
    const QPointF tick[] {at(0.26, 0.52), at(0.43, 0.69), at(0.75, 0.32)};
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen({palette().color(QPalette::HighlightedText), box.width() / 9, Qt::SolidLine,
                    Qt::RoundCap, Qt::RoundJoin});
    painter.drawPolyline(tick, 3);
}

} // namespace ui
