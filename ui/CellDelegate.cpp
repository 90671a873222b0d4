// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/CellDelegate.h"

#include "models/text/Shown.h"
#include "ui/CellPainting.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

namespace ui {

namespace {
constexpr qreal kSparklineTint = 0.16;
constexpr qreal kCompactScale = 0.85;
} // namespace

CellDelegate::CellDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , theme_(theme)
{
    refreshFonts();
}

void CellDelegate::setCompact(Margins margins)
{
    compact_ = true;
    margins_ = margins;
    refreshFonts();
}

void CellDelegate::refreshFonts()
{
    monospace_ = theme_.monospace();
    plain_ = theme_.font();
    if (compact_) {
        monospace_.setPointSizeF(monospace_.pointSizeF() * kCompactScale);
        plain_.setPointSizeF(plain_.pointSizeF() * kCompactScale);
    }
    const int line = QFontMetrics(compact_ ? monospace_ : theme_.font()).height();
    margin_ = !compact_ ? qMax(6, line / 2) : margins_ == Margins::Tight ? line / 5 : line / 3;
    monospaceAdvance_ = QFontMetricsF(monospace_).horizontalAdvance(QLatin1Char('0'));
}

void CellDelegate::setLast(int column, int width)
{
    last_ = column;
    lastWidth_ = width;
}

ColumnLook::Emphasis CellDelegate::emphasis(int column) const
{
    return column < columns_.size() ? columns_.at(column).emphasis : ColumnLook::Plain;
}

Qt::TextElideMode CellDelegate::elide(int column) const
{
    return column < columns_.size() ? columns_.at(column).elide : Qt::ElideRight;
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Tokens &tokens = theme_.tokens();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool second = option.features.testFlag(QStyleOptionViewItem::Alternate);
    const QColor &ground = selected ? tokens.selection : second ? tokens.alternate : tokens.base;
    if (selected || second)
        painter->fillRect(option.rect, ground);

    // Pictures fade; words keep a contrast at which they can be read.
    const QVariant fade = index.data(models::FadeRole);
    const qreal strength = fade.isValid() ? fade.toReal() : 1;
    const auto words = [&](const QColor &color) {
        return theme_.legible(strength < 1 ? tint(color, ground, strength) : color, ground);
    };
    const qreal before = painter->opacity();

    const QRect cell = option.rect.adjusted(margin_, 0, -margin_, 0);
    const QVariant sparkline = index.data(models::SparklineRole);
    if (sparkline.isValid()) {
        painter->setOpacity(before * strength);
        const auto values = sparkline.value<QList<double>>();
        if (emphasis(index.column()) == ColumnLook::Bars)
            paintBars(*painter, cell, values, tokens.accent, tokens.border);
        else
            paintSparkline(*painter, cell.adjusted(0, 2, 0, -2), values, tokens.accent,
                           tint(tokens.accent, ground, kSparklineTint));
        painter->setOpacity(before);
    } else if (const QVariant gauge = index.data(models::GaugeRole); gauge.isValid()) {
        painter->setOpacity(before * strength);
        paintGauge(*painter, theme_, cell, gauge.value<models::Gauge>());
        painter->setOpacity(before);
    } else if (const QVariant tone = index.data(models::ToneRole); tone.isValid()) {
        const QString word = index.data(Qt::DisplayRole).toString();
        const QColor &color = theme_.color(models::Tone(tone.toInt()));
        if (emphasis(index.column()) == ColumnLook::Tinted)
            paintText(*painter, cell, index, words(color));
        else if (!word.isEmpty())
            paintPill(*painter, theme_,
                      QStyle::visualRect(option.direction, cell,
                                         {cell.left() - margin_ / 2, cell.top(),
                                          qMin(cell.width() + margin_, pillWidth(theme_, word)),
                                          cell.height()}),
                      strength < 1 ? tint(color, ground, strength) : color, ground, word);
    } else {
        const bool muted = emphasis(index.column()) == ColumnLook::Muted;
        paintText(*painter, cell, index, words(muted ? tokens.muted : tokens.text));
    }
}

void CellDelegate::paintText(QPainter &painter, const QRect &whole, const QModelIndex &index,
                             const QColor &color) const
{
    QString text = index.data(Qt::DisplayRole).toString();
    if (text.isEmpty())
        return;
    const QVariant aligned = index.data(Qt::TextAlignmentRole);
    int flags = aligned.isValid() ? aligned.toInt() & Qt::AlignHorizontal_Mask : int(Qt::AlignLeft);
    const bool number = (flags & Qt::AlignTrailing) != 0;
    QRect cell = whole;
    if (number && index.column() == last_ && painter.layoutDirection() == Qt::LeftToRight)
        cell.setWidth(qMin(cell.width(), lastWidth_ - 2 * margin_));
    const bool monospace = index.data(models::MonospaceRole).toBool();
    const QFont &font = monospace ? monospace_ : plain_;
    // A fixed-width text that certainly fits needs no measuring.
    if (!monospace || qreal(text.size()) * monospaceAdvance_ > cell.width())
        text = QFontMetrics(font).elidedText(text, elide(index.column()), cell.width());
    if (number) // digits stand below digits, whichever way the window runs
        flags |= Qt::AlignAbsolute;
    if (monospace && index.data(models::LiteralRole).toBool()) {
        text = models::shown::inOrder(text);
        flags = int(QStyle::visualAlignment(painter.layoutDirection(), Qt::Alignment(flags)))
            | Qt::TextForceLeftToRight;
    }
    if (highlights_ && monospace)
        paintHighlights(painter, cell, index);
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(cell, flags | Qt::AlignVCenter | Qt::TextSingleLine, text);
}

// Of a fixed-width text that begins at the left.
void CellDelegate::paintHighlights(QPainter &painter, const QRect &cell,
                                   const QModelIndex &index) const
{
    const QVariant value = index.data(models::HighlightRole);
    if (!value.isValid())
        return;
    const Tokens &tokens = theme_.tokens();
    const auto parts = value.value<QList<models::Highlight>>();
    for (const models::Highlight &part : parts) {
        const QRectF back(cell.left() + part.from * monospaceAdvance_, cell.top() + 1,
                          part.size * monospaceAdvance_, cell.height() - 2);
        const QColor ground = tint(tokens.warning, tokens.base, part.current ? 0.55 : 0.28);
        painter.fillRect(back.intersected(QRectF(cell)), ground);
    }
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    const bool monospace = index.data(models::MonospaceRole).toBool();
    int width = QFontMetrics(monospace ? monospace_ : plain_).horizontalAdvance(text);
    if (index.data(models::ToneRole).isValid() && emphasis(index.column()) != ColumnLook::Tinted)
        width = pillWidth(theme_, text);
    return {width + 2 * margin_, theme_.rowHeight()};
}

} // namespace ui
