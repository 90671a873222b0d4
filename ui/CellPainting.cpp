// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/CellPainting.h"

#include <QtCore/QVarLengthArray>
#include <QtGui/QFontMetrics>
#include <QtGui/QPaintEngine>
#include <QtGui/QPainter>
#include <QtGui/QPixmapCache>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr qreal kPillTint = 0.16;

// The dot, its gap and the padding are parts of the line height, so that they scale with the font.
struct PillSizes {
    explicit PillSizes(const QFontMetrics &metrics)
        : height(metrics.height() + 2)
        , dot(qMax(5, metrics.height() / 3))
        , gap(qMax(3, metrics.height() / 4))
        , padding(metrics.height() / 2)
    { }
    int height;
    int dot;
    int gap;
    int padding;
};

double largest(const QList<double> &values)
{
    return values.isEmpty() ? 0 : *std::max_element(values.cbegin(), values.cend());
}

} // namespace

int pillWidth(const Theme &theme, const QString &word)
{
    const QFontMetrics metrics(theme.font());
    const PillSizes sizes(metrics);
    return 2 * sizes.padding + sizes.dot + sizes.gap + theme.widthOf(word);
}

namespace {

void drawPill(QPainter &painter, const Theme &theme, const QRect &cell, const QColor &color,
              const QColor &ground, const QString &word)
{
    const QFontMetrics metrics(theme.font());
    const PillSizes sizes(metrics);
    const int fixed = 2 * sizes.padding + sizes.dot + sizes.gap;
    const int wanted = theme.widthOf(word);
    const int width = cell.width();
    const int top = cell.top() + (cell.height() - sizes.height) / 2;
    const QRectF pill(cell.left(), top, width, sizes.height);

    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QColor back = tint(color, ground, kPillTint);
    painter.setBrush(back);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    paintDot(painter, {pill.left() + sizes.padding + sizes.dot / 2.0, pill.center().y()},
             sizes.dot / 2.0, color);
    painter.setRenderHint(QPainter::Antialiasing, false);

    painter.setPen(theme.legible(color, back));
    painter.setFont(theme.font());
    const int left = int(pill.left()) + sizes.padding + sizes.dot + sizes.gap;
    const QRect room(left, cell.top(), width - fixed + 1, cell.height());
    const QString shown
        = wanted > room.width() ? metrics.elidedText(word, Qt::ElideRight, room.width()) : word;
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | Qt::TextDontClip,
                     shown);
}

} // namespace

// There is one in each row, and hardly any two differ: on a screen a picture of it is kept.
void paintPill(QPainter &painter, const Theme &theme, const QRect &cell, const QColor &color,
               const QColor &ground, const QString &word)
{
    const int width = qMin(cell.width(), pillWidth(theme, word));
    const QRect room(cell.topLeft(), QSize(width, cell.height()));
    const qreal scale = painter.device()->devicePixelRatio();
    // Between whole pixels a picture would be blurred.
    if (painter.paintEngine()->type() != QPaintEngine::Raster || scale != std::floor(scale)) {
        drawPill(painter, theme, room, color, ground, word);
        return;
    }
    const QString key = QStringLiteral("pill %1 %2 %3 %4 %5 %6 %7")
                            .arg(word, theme.font().key(), QString::number(color.rgba()),
                                 QString::number(ground.rgba()), QString::number(room.width()),
                                 QString::number(room.height()), QString::number(scale));
    QPixmap kept;
    if (!QPixmapCache::find(key, &kept)) {
        kept = QPixmap(room.size() * scale);
        kept.setDevicePixelRatio(scale);
        kept.fill(ground);
        QPainter inner(&kept);
        inner.setLayoutDirection(painter.layoutDirection());
        drawPill(inner, theme, {{}, room.size()}, color, ground, word);
        inner.end();
        QPixmapCache::insert(key, kept);
    }
    painter.drawPixmap(room.topLeft(), kept);
}

void paintChevron(QPainter &painter, const QPointF &centre, qreal arm, Qt::ArrowType to,
                  const QColor &color)
{
    const bool across = to == Qt::RightArrow || to == Qt::LeftArrow;
    const qreal tip = (to == Qt::DownArrow || to == Qt::RightArrow ? arm : -arm) / 2;
    const auto at = [&centre, across](qreal side, qreal forth) {
        return centre + (across ? QPointF(forth, side) : QPointF(side, forth));
    };
    const QPointF points[] = {at(-arm, -tip), at(0, tip), at(arm, -tip)};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(points, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintDot(QPainter &painter, const QPointF &centre, qreal radius, const QColor &color)
{
    const bool smooth = painter.testRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(centre, radius, radius);
    painter.setRenderHint(QPainter::Antialiasing, smooth);
}

void paintSparkline(QPainter &painter, const QRect &cell, const QList<double> &values,
                    const QColor &line, const QColor &area)
{
    if (values.size() < 2)
        return;
    const double top = largest(values);
    const QRectF room = QRectF(cell).adjusted(0, 2, 0, -2);
    const qreal step = room.width() / qreal(values.size() - 1);
    QVarLengthArray<QPointF, 128> points;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double part = top > 0 ? std::clamp(values.at(i) / top, 0.0, 1.0) : 0;
        points.append({room.left() + step * qreal(i), room.bottom() - part * (room.height() - 1)});
    }
    if (top > 0) {
        QVarLengthArray<QPointF, 130> filled(points.cbegin(), points.cend());
        filled.append(room.bottomRight());
        filled.append(room.bottomLeft());
        painter.setPen(Qt::NoPen);
        painter.setBrush(area);
        painter.drawPolygon(filled.constData(), int(filled.size())); // the line smoothes its edge
    }
    painter.setRenderHint(QPainter::Antialiasing);
    // No wider: up to one pixel Qt draws lines at a fraction of what a stroked outline costs, and
    // there are as many sparklines as rows.
    painter.setPen(QPen(top > 0 ? line : area, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(points.constData(), int(points.size()));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintBars(QPainter &painter, const QRect &cell, const QList<double> &values, const QColor &bar,
               const QColor &ground)
{
    if (values.isEmpty())
        return;
    const double top = largest(values);
    const int count = int(values.size());
    const int pitch = qMax(2, cell.width() / count);
    const int height = cell.height() - 6;
    const int bottom = cell.bottom() - 2;
    for (int i = 0; i < count; ++i) {
        const double part = top > 0 ? std::clamp(values.at(i) / top, 0.0, 1.0) : 0;
        const int tall = part > 0 ? qMax(2, qRound(part * height)) : 1;
        const QRect box(cell.left() + i * pitch, bottom - tall + 1, pitch - 1, tall);
        painter.fillRect(box, part > 0 ? bar : ground);
    }
}

void paintGauge(QPainter &painter, const Theme &theme, const QRect &cell,
                const models::Gauge &gauge)
{
    const Tokens &tokens = theme.tokens();
    const int thick = qMax(4, cell.height() / 4);
    const QRect track(cell.left(), cell.center().y() - thick / 2 + 1, cell.width(), thick);
    const auto at = [&track](double part) {
        return track.left() + qRound(std::clamp(part, 0.0, 1.0) * (track.width() - 1));
    };
    painter.fillRect(track, tokens.border);
    if (gauge.value > 0) {
        const bool over = gauge.high > 0 && gauge.value > gauge.high;
        const bool filling = gauge.high > 0 && gauge.value > gauge.low;
        const QColor &color = over ? tokens.error : filling ? tokens.warning : tokens.good;
        painter.fillRect(
            QRect(track.left(), track.top(), qMax(2, at(gauge.value) - track.left()), thick),
            color);
    }
    for (const double mark : {gauge.low, gauge.high}) {
        if (mark > 0)
            painter.fillRect(QRect(at(mark), track.top() - 2, 1, thick + 4), tokens.muted);
    }
}

} // namespace ui
