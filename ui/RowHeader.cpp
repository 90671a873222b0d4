// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RowHeader.h"

#include "ui/CellPainting.h"
#include "ui/ColumnTips.h"
#include "ui/PlainLabel.h"

#include <QtGui/QAction>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QFontMetrics>
#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolTip>

namespace ui {

RowHeader::RowHeader(const Theme &theme, int margin, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , theme_(theme)
    , margin_(margin)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setMinimumSectionSize(3 * margin);
    setStretchLastSection(true);
    const auto moved = [this] {
        if (pressed_)
            Q_EMIT chosen();
    };
    connect(this, &QHeaderView::sectionResized, this, moved);
    connect(this, &QHeaderView::sectionMoved, this, moved);
    setFixedHeight(theme.rowHeight() + 3);
    setAccessibleName(tr("Column headers"));
}

void RowHeader::setMargin(int margin)
{
    margin_ = margin;
    setMinimumSectionSize(2 * margin);
    update();
}

void RowHeader::setLast(int section, int width)
{
    last_ = section;
    lastWidth_ = width;
}

QString RowHeader::caption(int section) const
{
    return model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
}

void RowHeader::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    const Tokens &tokens = theme_.tokens();
    painter->fillRect(rect, tokens.panel);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.border);

    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    const QFontMetrics metrics(theme_.font());
    const int arrow = metrics.height() / 2;
    const QVariant given = model()->headerData(logicalIndex, Qt::Horizontal, Qt::TextAlignmentRole);
    const bool number = given.isValid() && (given.toInt() & Qt::AlignRight);
    const bool right = number || isRightToLeft();
    QRect room = rect.adjusted(margin_, 0, -margin_, -1);
    if (number && logicalIndex == last_ && !isRightToLeft())
        room.setWidth(qMin(room.width(), lastWidth_ - 2 * margin_));
    const QString wanted = caption(logicalIndex);
    const int space = room.width() - (sorted ? arrow + 3 : 0);
    const QString text = metrics.elidedText(wanted, Qt::ElideRight, space);
    const int width = metrics.horizontalAdvance(text);
    // The arrow stands on the free side of the caption, so that the caption stays over its numbers.
    const int left = right ? room.right() - width + 1 : room.left();
    painter->setFont(theme_.font());
    painter->setPen(sorted ? tokens.text : tokens.muted);
    painter->drawText(QRect(left, room.top(), width + 1, room.height()),
                      Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | Qt::TextDontClip,
                      text);
    if (!sorted)
        return;
    const qreal x = right ? left - 3 - arrow / 2.0 : left + width + 3 + arrow / 2.0;
    const qreal y = room.center().y() + 1;
    const bool up = sortIndicatorOrder() == Qt::AscendingOrder;
    paintChevron(*painter, {x, y}, arrow / 3.0, up ? Qt::UpArrow : Qt::DownArrow, tokens.accent);
}

QSize RowHeader::sectionSizeFromContents(int logicalIndex) const
{
    const QFontMetrics metrics(theme_.font());
    return {metrics.horizontalAdvance(caption(logicalIndex)) + 2 * margin_ + metrics.height() / 2
                + 3,
            theme_.rowHeight()};
}

void RowHeader::fillColumnsMenu(QMenu &menu)
{
    for (int section = 0; section < count(); ++section) {
        QAction *action = menu.addAction(caption(section));
        setTip(*action, columnTip(view_, section));
        action->setCheckable(true);
        action->setChecked(!isSectionHidden(section));
        action->setEnabled(isSectionHidden(section) || count() - hiddenSectionCount() > 1);
        connect(action, &QAction::toggled, this, [this, section](bool shown) {
            Q_EMIT chosen();
            setSectionHidden(section, !shown);
        });
    }
}

bool RowHeader::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QHeaderView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    setTip(*viewport(), columnTip(view_, logicalIndexAt(help->pos())));
    QToolTip::showText(help->globalPos(), viewport()->toolTip(), this);
    return true;
}

void RowHeader::mousePressEvent(QMouseEvent *event)
{
    pressed_ = true;
    QHeaderView::mousePressEvent(event);
}

void RowHeader::mouseReleaseEvent(QMouseEvent *event)
{
    QHeaderView::mouseReleaseEvent(event);
    pressed_ = false;
}

void RowHeader::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillColumnsMenu(*menu);
    menu->popup(event->globalPos());
}

} // namespace ui
