// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Paints what LanesView shows: ruler, lanes with their steps, arrows, what stood out, the
// selection. Paints directly, past the style, as often as the display can show it; its cost follows
// the pixels. Whoever paints holds the lock of the model's lanes. Main thread.

#include "models/record/History.h"
#include "models/timeline/TimelineModel.h"
#include "ui/timeline/TimeScale.h"

#include <QtCore/QRect>
#include <QtGui/QFont>

#include <optional>
#include <unordered_map>

class QPainter;

namespace ui {

class Theme;

// A step, by the task or loop in whose lane it is and its time.
struct StepAt {
    models::LaneRow row;
    std::int64_t start = 0;
    friend bool operator==(const StepAt &, const StepAt &) = default;
};

struct LanesPicture {
    const Theme &theme;
    const models::TimelineModel &model;
    TimeScale scale;
    QRect area; // all of it
    int names = 0; // width of the column of names, at the left
    int ruler = 0; // height, at the top
    int rowHeight = 1;
    int top = 0; // how far it is scrolled down, pixels
    std::int64_t slow = 0; // ns
    QList<models::History::Mark> marks;
    const std::unordered_map<quint64, int> &rowOfTask, &rowOfLoop;
    int current = -1; // row
    std::optional<StepAt> currentStep = std::nullopt;
    std::optional<models::TimelineModel::Span> selected = std::nullopt;
    bool focused = false;

    [[nodiscard]] QRect rowRect(int row) const; // across all of it
    [[nodiscard]] int firstRow() const;
    [[nodiscard]] int lastRow() const;
    [[nodiscard]] const models::TaskLane *laneOf(const models::LaneRow &row) const; // or null
};

// What a lane is called: "echo()" and its number, "Loop net".
[[nodiscard]] QString nameOf(const models::TaskLane &lane);

void paintLanes(QPainter &painter, const LanesPicture &picture);

} // namespace ui
