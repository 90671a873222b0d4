// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SessionDelegate.h"

#include "models/SessionModel.h"
#include "models/text/Shown.h"
#include "ui/CellPainting.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

namespace ui {

namespace {

// Of figures, as many as there is room for whole, and of the first alone its number: "50 ms…" is
// not what "50 msg/s" begins with.
QString fitting(QString figures, const QFontMetrics &metrics, int width)
{
    for (const QString &between : {QStringLiteral(", "), QStringLiteral(" ")}) {
        while (metrics.horizontalAdvance(figures) > width && figures.contains(between))
            figures.truncate(figures.lastIndexOf(between));
    }
    return metrics.horizontalAdvance(figures) <= width ? figures : QString();
}

} // namespace

SessionDelegate::SessionDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , theme_(theme)
{ }

// The tree has painted the ground of the whole row, branch included. Places are of a row from left
// to right, and mirrored where it runs the other way.
void SessionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    using models::SessionModel;
    const Tokens &tokens = theme_.tokens();
    const auto node = SessionModel::Node(index.data(SessionModel::NodeRole).toInt());
    const auto mirrored = [&option](const QRect &rect) {
        return QStyle::visualRect(option.direction, option.rect, rect);
    };
    const QVariant tone = index.data(models::ToneRole);
    QFont font = theme_.font();
    if (node != SessionModel::Node::Session)
        font.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(font);
    const int gap = metrics.height() / 2;
    QRect room = option.rect.adjusted(2, 0, -gap, 0);
    if (tone.isValid() && node != SessionModel::Node::Group) {
        const int size = qMax(7, qRound(metrics.height() / 2.25));
        const QRect dot(room.left(), room.center().y() - size / 2, size, size);
        paintDot(*painter, QRectF(mirrored(dot)).center(), size / 2.0,
                 theme_.color(models::Tone(tone.toInt())));
        room.setLeft(room.left() + size + gap);
    }
    const QString detail = index.data(SessionModel::DetailRole).toString();
    const QString name = index.data(Qt::DisplayRole).toString();
    const QFontMetrics small(theme_.font());
    // The name comes first; the detail has what is left of the line, unless that is too little to
    // read. Of a failure, which words have to tell, it has as much as the name, if it needs that.
    const bool failed = !index.data(SessionModel::ErrorRole).toString().isEmpty();
    const int left = room.width() - metrics.horizontalAdvance(name) - gap - 1;
    const bool whole = node == SessionModel::Node::Session && !failed;
    const int least = whole
        ? small.horizontalAdvance(fitting(detail, small, left)) + 1
        : qMin(small.horizontalAdvance(detail) + 1, small.averageCharWidth() * 6);
    const int needed = qMin(small.horizontalAdvance(detail) + 1, (room.width() - gap) / 2);
    const int given = failed ? qMax(left, needed) : left < least ? 0 : left;
    const QString fits
        = node == SessionModel::Node::Session ? fitting(detail, small, given) : QString();
    const QString said
        = whole || !fits.isEmpty() ? fits : small.elidedText(detail, Qt::ElideRight, given);
    const int detailWidth = qMin(small.horizontalAdvance(said) + 1, given);
    const int nameWidth = room.width() - (detailWidth > 0 ? detailWidth + gap : 0);
    const auto write = [&](const QRect &rect, Qt::Alignment side, const QString &text) {
        const int address = node == SessionModel::Node::Session ? Qt::TextForceLeftToRight : 0;
        painter->drawText(mirrored(rect),
                          int(QStyle::visualAlignment(option.direction, side)) | Qt::AlignAbsolute
                              | Qt::AlignVCenter | Qt::TextSingleLine | address,
                          address ? models::shown::inOrder(text) : text);
    };
    painter->setFont(font);
    const QColor &ground
        = option.state.testFlag(QStyle::State_Selected) ? tokens.selection : tokens.base;
    painter->setPen(node == SessionModel::Node::Group ? theme_.legible(tokens.muted, ground)
                                                      : tokens.text);
    write({room.left(), room.top(), nameWidth, room.height()}, Qt::AlignLeft,
          metrics.elidedText(name, Qt::ElideMiddle, nameWidth));
    painter->setFont(theme_.font());
    painter->setPen(theme_.legible(failed ? tokens.error : tokens.muted, ground));
    write({room.right() - detailWidth + 1, room.top(), detailWidth, room.height()}, Qt::AlignRight,
          said);
}

QSize SessionDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {8 * theme_.rowHeight(), theme_.rowHeight()};
}

} // namespace ui
