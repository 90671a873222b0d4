// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FittingToolBar.h"

#include <QtCore/QEvent>
#include <QtWidgets/QLayout>

namespace ui {

void FittingToolBar::addField(QWidget *field)
{
    field_ = field;
    space_ = new QWidget(this);
    space_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(space_);
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
        if (item->widget() == field_)
            width += field_->minimumWidth();
        else if (item->widget() != space_ && item->widget() && !item->widget()->isHidden())
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
    const int most = needed() - field_->minimumWidth() + field_->maximumWidth();
    space_->setMaximumWidth(qMax(0, width() - most));
}

} // namespace ui
