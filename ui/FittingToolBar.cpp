// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FittingToolBar.h"

#include <QtCore/QEvent>
#include <QtWidgets/QLayout>

namespace ui {

void FittingToolBar::addField(QWidget *field)
{
    field_ = field;
    addWidget(field);
}

bool FittingToolBar::event(QEvent *event)
{
    const bool handled = QToolBar::event(event);
    const QEvent::Type type = event->type();
    if (type == QEvent::Resize || type == QEvent::LayoutRequest || type == QEvent::Show)
        fit();
    return handled;
}

int FittingToolBar::needed() const
{
    int width = layout()->contentsMargins().left() + layout()->contentsMargins().right();
    for (int i = 0; i < layout()->count(); ++i) {
        const QLayoutItem *item = layout()->itemAt(i);
        const bool stretches = item->widget()
            && item->widget()->sizePolicy().horizontalPolicy() == QSizePolicy::Expanding;
        if (item->widget() == field_)
            width += field_->minimumWidth();
        else if (!stretches && item->widget() && !item->widget()->isHidden())
            width += item->sizeHint().width();
        width += layout()->spacing();
    }
    return width;
}

void FittingToolBar::fit()
{
    if (toolButtonStyle() != Qt::ToolButtonIconOnly)
        withWords_ = needed();
    const auto style = withWords_ > width() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon;
    if (style != toolButtonStyle())
        setToolButtonStyle(style);
}

} // namespace ui
