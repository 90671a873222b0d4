// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ChoiceBox.h"

#include "ui/CellPainting.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QAbstractItemView>

namespace ui {

ChoiceBox::ChoiceBox(QWidget *parent)
    : QComboBox(parent)
{ }

void ChoiceBox::showPopup()
{
    view()->setAccessibleName(accessibleName());
    QComboBox::showPopup();
}

// Qt measures it anew then, but does not say so to the layout that it is in.
void ChoiceBox::changeEvent(QEvent *event)
{
    QComboBox::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        updateGeometry();
}

void ChoiceBox::paintEvent(QPaintEvent *event)
{
    QComboBox::paintEvent(event);
    if (count() < 2)
        return;
    QPainter painter(this);
    const qreal arm = fontMetrics().height() / 4.0;
    const qreal x = isRightToLeft() ? 3 * arm : width() - 3 * arm;
    paintChevron(painter, {x, height() / 2.0}, arm, Qt::DownArrow, palette().color(QPalette::Text));
}

} // namespace ui
