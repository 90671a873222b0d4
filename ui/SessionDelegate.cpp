// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SessionDelegate.h"

#include "models/SessionModel.h"
#include "ui/CellPainting.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QPainter>

namespace ui {

SessionDelegate::SessionDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , theme_(theme)
{ }

// The tree has painted the ground of the whole row, branch included.
void SessionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    using models::SessionModel;
    const Tokens &tokens = theme_.tokens();
    const auto node = SessionModel::Node(index.data(SessionModel::NodeRole).toInt());
    const QVariant tone = index.data(models::ToneRole);
    QFont font = theme_.font();
    if (node != SessionModel::Node::Session)
        font.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(font);
    const int gap = metrics.height() / 2;
    QRect room = option.rect.adjusted(2, 0, -gap, 0);
    if (tone.isValid() && node != SessionModel::Node::Group) {
        const qreal radius = qMax(3.5, metrics.height() / 4.5);
        paintDot(*painter, {room.left() + radius, room.center().y() + 0.5}, radius,
                 theme_.color(models::Tone(tone.toInt())));
        room.setLeft(room.left() + qRound(2 * radius) + gap);
    }
    QString detail = index.data(SessionModel::DetailRole).toString();
    const QString name = index.data(Qt::DisplayRole).toString();
    const QFontMetrics small(theme_.font());
    // The name comes first; the detail has what is left of the line, but never less than a quarter.
    // Where it does not fit whole, its first figure does.
    const int left = room.width() - metrics.horizontalAdvance(name) - gap - 1;
    if (small.horizontalAdvance(detail) > qMax(left, room.width() / 4))
        detail = detail.section(u',', 0, 0);
    const int detailWidth = qMin(small.horizontalAdvance(detail) + 1, qMax(left, room.width() / 4));
    const int nameWidth = room.width() - (detailWidth > 0 ? detailWidth + gap : 0);
    painter->setFont(font);
    painter->setPen(node == SessionModel::Node::Group ? tokens.muted : tokens.text);
    painter->drawText(QRect(room.left(), room.top(), nameWidth, room.height()),
                      Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      metrics.elidedText(name, Qt::ElideMiddle, nameWidth));
    painter->setFont(theme_.font());
    const bool failed = !index.data(SessionModel::ErrorRole).toString().isEmpty();
    painter->setPen(failed ? tokens.error : tokens.muted);
    painter->drawText(room, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                      small.elidedText(detail, Qt::ElideRight, detailWidth));
}

QSize SessionDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {8 * theme_.rowHeight(), theme_.rowHeight()};
}

} // namespace ui
