// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/TreeBranches.h"

#include "ui/CellPainting.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QPainter>

namespace ui {

TreeBranches::TreeBranches(const Theme &theme, QWidget *parent)
    : QTreeView(parent)
    , theme_(theme)
{
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setFrameShape(NoFrame);
    setEditTriggers(NoEditTriggers);
    setIndentation(QFontMetrics(theme.font()).height() * 3 / 4);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void TreeBranches::drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const bool selected = selectionModel() && selectionModel()->isSelected(index);
    const QRect row(0, option.rect.top(), viewport()->width(), option.rect.height());
    painter->fillRect(row, selected ? theme_.tokens().selection : theme_.tokens().base);
    if (hasFocus() && index == currentIndex())
        painter->fillRect(QRect(0, row.top(), 2, row.height()), theme_.tokens().accent);
    QStyleOptionViewItem plain = option;
    plain.rect = row;
    plain.showDecorationSelected = false;
    const QRect words = visualRect(index);
    drawBranches(painter,
                 isRightToLeft() ? QRect(words.right() + 1, row.top(), row.right() - words.right(),
                                         row.height())
                                 : QRect(0, row.top(), words.left(), row.height()),
                 index);
    plain.rect = visualRect(index);
    itemDelegate()->paint(painter, plain, index);
}

void TreeBranches::drawBranches(QPainter *painter, const QRect &rect,
                                const QModelIndex &index) const
{
    if (!model()->hasChildren(index))
        return;
    const qreal arm = qMax(2.5, indentation() / 6.0);
    const bool mirrored = isRightToLeft();
    const qreal from = indentation() / 2.0; // the words, which begin beside it
    const QPointF centre(mirrored ? rect.left() + from : rect.right() - from,
                         rect.center().y() + 0.5);
    paintChevron(*painter, centre, arm,
                 isExpanded(index) ? Qt::DownArrow
                     : mirrored    ? Qt::LeftArrow
                                   : Qt::RightArrow,
                 theme_.tokens().muted);
}

} // namespace ui
