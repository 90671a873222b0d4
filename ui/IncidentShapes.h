// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How what stands out is drawn along a line of time: a dot, a diamond or a triangle, so that the
// kinds are told apart without colour, too. Main thread.

#include "models/Roles.h"
#include "models/record/History.h"

#include <QtGui/QPainter>

namespace ui {

[[nodiscard]] inline models::Tone toneOf(models::History::Incident::Kind kind)
{
    using Incident = models::History::Incident;
    return kind == Incident::Warning ? models::Tone::Warning
        : kind == Incident::Fault    ? models::Tone::Notice
                                     : models::Tone::Error;
}

// With the painter's brush; `size` is half of its height.
inline void drawIncident(QPainter &painter, models::History::Incident::Kind kind,
                         const QPointF &center, double size)
{
    using Incident = models::History::Incident;
    constexpr double smaller = 0.8;
    const double side = size * smaller;
    if (kind == Incident::Warning)
        painter.drawEllipse(center, side, side);
    else if (kind == Incident::Fault)
        painter.drawPolygon(QPolygonF {center - QPointF(0, side), center + QPointF(side, 0),
                                       center + QPointF(0, side), center - QPointF(side, 0)});
    else
        painter.drawPolygon(QPolygonF {center - QPointF(0, size), center + QPointF(size, side),
                                       center + QPointF(-size, side)});
}

} // namespace ui
