// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SplitRow.h"

#include <QtCore/QEvent>

namespace ui {

// It begins with the one below the other, which asks for the least width.
SplitRow::SplitRow(int spacing, QWidget *parent)
    : QWidget(parent)
    , both_(new QBoxLayout(QBoxLayout::TopToBottom, this))
    , first_(new QHBoxLayout)
    , second_(new QHBoxLayout)
{
    both_->setContentsMargins(0, 0, 0, 0);
    for (QBoxLayout *each : std::initializer_list<QBoxLayout *> {both_, first_, second_})
        each->setSpacing(spacing);
    both_->addLayout(first_, 1);
    both_->addLayout(second_);
}

bool SplitRow::event(QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest) {
        const int needed
            = first_->sizeHint().width() + second_->sizeHint().width() + both_->spacing();
        both_->setDirection(needed <= width() ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    }
    return QWidget::event(event);
}

} // namespace ui
