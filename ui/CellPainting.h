// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Strokes that cells and charts share: a pill with a dot and a word, a sparkline, a histogram, a
// gauge with two marks. Each paints inside its rectangle and changes nothing else of the painter.

#include "models/Roles.h"
#include "ui/Theme.h"

#include <QtCore/QList>
#include <QtCore/QRect>

class QPainter;

namespace ui {

// How wide the pill for `word` is, in pixels, in the theme's font.
[[nodiscard]] int pillWidth(const Theme &theme, const QString &word);
void paintPill(QPainter &painter, const Theme &theme, const QRect &cell, const QColor &color,
               const QColor &ground, const QString &word);
// An open arrow head of two strokes, `arm` wide to each side.
void paintChevron(QPainter &painter, const QPointF &centre, qreal arm, Qt::ArrowType to,
                  const QColor &color);
void paintDot(QPainter &painter, const QPointF &centre, qreal radius, const QColor &color);
// Oldest value left; scaled to the largest, from zero.
void paintSparkline(QPainter &painter, const QRect &cell, const QList<double> &values,
                    const QColor &line, const QColor &area);
void paintBars(QPainter &painter, const QRect &cell, const QList<double> &values, const QColor &bar,
               const QColor &ground);
void paintGauge(QPainter &painter, const Theme &theme, const QRect &cell,
                const models::Gauge &gauge);

} // namespace ui
