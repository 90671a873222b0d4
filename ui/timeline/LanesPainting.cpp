// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/LanesPainting.h"

#include "models/text/Format.h"
#include "models/text/Tr.h"
#include "ui/IncidentShapes.h"
#include "ui/RoundTimes.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QImage>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include <algorithm>
#include <cmath>

namespace ui {

using models::tr;

namespace {

using Incident = models::History::Incident;

constexpr int kMostArrows = 300;
constexpr double kArrowFrom = 4; // pixels: a narrower step gets none unless it is the current one
constexpr double kRoundFrom = 6; // pixels: a narrower one has corners
constexpr double kSlowWidth = 3; // pixels: what is slow is seen from afar

class Painting {
public:
    Painting(QPainter &painter, const LanesPicture &picture)
        : painter_(painter)
        , p_(picture)
        , metrics_(picture.theme.font())
        , tokens_(picture.theme.tokens())
        , steps_(picture.area.adjusted(picture.names, picture.ruler, 0, 0))
    { }

    void paint()
    {
        painter_.fillRect(p_.area, tokens_.base);
        painter_.setFont(p_.theme.font());
        drawTicks();
        drawBlocked();
        for (int row = p_.firstRow(); row <= p_.lastRow(); ++row)
            drawRow(row);
        drawArrows();
        drawMarks();
        drawHappenings();
        drawSelection();
        drawLines();
    }

private:
    void clipToSteps() { painter_.setClipRect(steps_); }

    void drawTicks()
    {
        const QRect top(p_.area.left(), p_.area.top(), p_.area.width(), p_.ruler);
        painter_.fillRect(top, tokens_.panel);
        painter_.setPen(tokens_.border);
        painter_.drawLine(top.bottomLeft(), top.bottomRight());
        painter_.drawLine(steps_.left() - 1, top.top(), steps_.left() - 1, p_.area.bottom());
        const int room = metrics_.horizontalAdvance(QStringLiteral("00:00:00")) + metrics_.height();
        const std::int64_t step = roundTime(p_.scale.perPixel() * room);
        painter_.setPen(tokens_.muted);
        const QRect corner(top.left() + metrics_.height() / 2, top.top(),
                           p_.names - metrics_.height(), metrics_.height() * 3 / 2);
        if (step < 60 * kSecond)
            painter_.drawText(corner, Qt::AlignLeft | Qt::AlignVCenter,
                              models::format::clock(p_.scale.first).left(step < kSecond ? 5 : 8));
        for (std::int64_t time = (p_.scale.first / step + 1) * step; time <= p_.scale.last;
             time += step) {
            const int x = int(p_.scale.xOf(time));
            painter_.setPen(tokens_.border);
            painter_.drawLine(x, p_.ruler - metrics_.height() / 3, x, p_.area.bottom());
            painter_.setPen(tokens_.muted);
            const QString words = wordsOf(time, step);
            const int wide = metrics_.horizontalAdvance(words) + 1;
            const int left = std::clamp(x - wide / 2, steps_.left(),
                                        std::max(steps_.left(), steps_.right() - wide));
            if (std::abs(left - (x - wide / 2)) > metrics_.height() / 2)
                continue; // moved so far from an edge it would reach into its neighbour
            painter_.drawText(QRect(left, top.top(), wide, metrics_.height() * 3 / 2),
                              Qt::AlignLeft | Qt::AlignVCenter, words);
        }
    }

    // "12:04" or "12:04:31"; of what is finer, the seconds of the minute: "31.25 s".
    static QString wordsOf(std::int64_t time, std::int64_t step)
    {
        if (step >= kSecond)
            return models::format::clock(time).left(step >= 60 * kSecond ? 5 : 8);
        int digits = 0;
        for (std::int64_t unit = kSecond; unit > step; unit /= 10)
            ++digits;
        const double seconds = double(time % (60 * kSecond)) / double(kSecond);
        return tr("%1 s").arg(models::format::decimal(seconds, digits));
    }

    void drawBand(std::int64_t from, std::int64_t to, bool now)
    {
        const double left = std::max(p_.scale.xOf(from), double(steps_.left()));
        const double right = std::min(std::max(p_.scale.xOf(to), left + 2), steps_.right() + 1.0);
        if (right <= left || left > steps_.right())
            return;
        const QRectF band(left, p_.ruler, right - left, p_.area.height() - p_.ruler);
        painter_.fillRect(band, tint(tokens_.error, tokens_.base, now ? 0.22 : 0.12));
    }

    void drawBlocked()
    {
        for (const models::Happening &each : p_.model.lanes().happenings()) {
            if (each.kind == Incident::Blocked && each.time <= p_.scale.last
                && each.time + each.lasted >= p_.scale.first)
                drawBand(each.time, each.time + each.lasted, false);
        }
        for (const models::Blocked &each : p_.model.blocked())
            drawBand(each.since, each.since + each.lasted, true);
    }

    void drawRow(int row)
    {
        const models::LaneRow &shown = p_.model.rows()[std::size_t(row)];
        const QRect rect = p_.rowRect(row);
        painter_.setClipRect(p_.area.adjusted(0, p_.ruler, 0, 0));
        if (shown.isTitle()) {
            drawTitle(shown, rect);
            return;
        }
        const models::TaskLane *lane = p_.laneOf(shown);
        if (!lane)
            return;
        drawName(*lane, rect, row == p_.current);
        clipToSteps();
        drawSteps(*lane, shown, rect);
        drawRunning(*lane, rect);
    }

    void drawTitle(const models::LaneRow &row, const QRect &rect)
    {
        painter_.fillRect(rect, tokens_.panel);
        painter_.setPen(tokens_.text);
        QFont bold = p_.theme.font();
        bold.setWeight(QFont::DemiBold);
        painter_.setFont(bold);
        const QString words
            = QStringLiteral("%1  %2").arg(row.title, models::format::integer(row.size));
        painter_.drawText(rect.adjusted(metrics_.height() / 2, 0, -metrics_.height() / 2, 0),
                          Qt::AlignLeft | Qt::AlignVCenter, words);
        painter_.setFont(p_.theme.font());
    }

    void drawName(const models::TaskLane &lane, const QRect &rect, bool current)
    {
        const int gap = metrics_.height() / 2;
        const QRect cell(rect.left(), rect.top(), p_.names - 1, rect.height());
        if (current)
            painter_.fillRect(cell, tokens_.selection);
        painter_.setClipRect(
            cell.adjusted(0, 0, 0, 0).intersected(p_.area.adjusted(0, p_.ruler, 0, 0)));
        int room = cell.width() - 2 * gap;
        painter_.setFont(p_.theme.monospace());
        const QFontMetrics fixed(p_.theme.monospace());
        if (!lane.isLoop()) {
            const QString number = QString::number(lane.task);
            painter_.setPen(current ? tokens_.text : tokens_.muted);
            painter_.drawText(cell.adjusted(gap, 0, -gap, 0), Qt::AlignRight | Qt::AlignVCenter,
                              number);
            room -= fixed.horizontalAdvance(number) + gap;
        }
        painter_.setPen(tokens_.text);
        painter_.drawText(cell.adjusted(gap, 0, -gap, 0), Qt::AlignLeft | Qt::AlignVCenter,
                          fixed.elidedText(nameOf(lane), Qt::ElideLeft, room));
        painter_.setFont(p_.theme.font());
    }

    [[nodiscard]] QRectF barRect(const QRect &row, double left, double right) const
    {
        const int gap = std::max(2, row.height() / 5);
        return {left, double(row.top() + gap), right - left, double(row.height() - 2 * gap)};
    }

    [[nodiscard]] QColor colorOf(const models::Bar &bar, bool loop) const
    {
        const QColor color = bar.longest >= p_.slow ? tokens_.warning
            : loop                                  ? tokens_.good
            : bar.wokenBy != 0                      ? tokens_.notice
                                                    : tokens_.active;
        const std::int64_t length = bar.end - bar.start;
        if (bar.count == 1 || bar.longest >= p_.slow || length <= 0)
            return color;
        constexpr double faintest = 0.45; // of several with much time in between
        const double share = std::clamp(double(bar.busy) / double(length), 0.0, 1.0);
        return tint(color, tokens_.base, faintest + (1 - faintest) * share);
    }

    // What is too narrow to have a shape goes into one line of pixels, which is drawn at once.
    void drawSteps(const models::TaskLane &lane, const models::LaneRow &shown, const QRect &row)
    {
        const double ratio = painter_.device()->devicePixelRatioF();
        const std::int64_t resolution = std::max<std::int64_t>(1, p_.scale.lengthOf(1 / ratio));
        QImage line(std::max(1, int(steps_.width() * ratio)), 1,
                    QImage::Format_ARGB32_Premultiplied);
        line.fill(Qt::transparent);
        auto *const pixels = reinterpret_cast<QRgb *>(line.bits());
        std::vector<std::pair<QRectF, QColor>> wide;
        const auto draw = [&](const models::Bar &bar) {
            const double left = p_.scale.xOf(bar.start);
            const double least = bar.longest >= p_.slow ? kSlowWidth : 1 / ratio;
            const double right = std::max(p_.scale.xOf(bar.end), left + least);
            const QColor color = colorOf(bar, lane.isLoop());
            const QRectF rect = barRect(row, left, right);
            if (rect.width() >= kRoundFrom) {
                wide.emplace_back(rect, color);
            } else {
                const int from = std::max(0, int((left - steps_.left()) * ratio));
                const int to = std::clamp(int((right - steps_.left()) * ratio), from + 1,
                                          std::max(from + 1, line.width()));
                std::fill(pixels + std::min(from, line.width()),
                          pixels + std::min(to, line.width()), color.rgb());
            }
            noteStep(bar, shown, rect);
        };
        lane.steps.visit(p_.scale.first, p_.scale.last, resolution, draw);
        painter_.drawImage(barRect(row, steps_.left(), steps_.right() + 1), line);
        painter_.setPen(Qt::NoPen);
        painter_.setRenderHint(QPainter::Antialiasing);
        for (const auto &[rect, color] : wide) {
            painter_.setBrush(color);
            painter_.drawRoundedRect(rect, 2, 2);
        }
        painter_.setRenderHint(QPainter::Antialiasing, false);
        if (outline_)
            drawOutline(lane, *std::exchange(outline_, std::nullopt));
    }

    void noteStep(const models::Bar &bar, const models::LaneRow &shown, const QRectF &rect)
    {
        if (p_.currentStep && p_.currentStep->row == shown && p_.currentStep->start >= bar.start
            && p_.currentStep->start <= bar.end)
            outline_ = rect;
        else if (bar.wokenBy != 0 && rect.width() >= kArrowFrom && arrows_.size() < kMostArrows)
            arrows_.push_back({rect, bar.wokenBy, bar.start});
    }

    void drawOutline(const models::TaskLane &lane, const QRectF &rect)
    {
        const std::size_t begun = lane.steps.begunBy(p_.currentStep->start);
        if (begun != 0 && lane.steps.step(begun - 1).wokenBy() != 0)
            current_ = {rect, lane.steps.step(begun - 1).wokenBy(), p_.currentStep->start};
        painter_.setPen(QPen(tokens_.text, 1.5));
        painter_.setBrush(Qt::NoBrush);
        painter_.drawRect(rect.adjusted(-1, -1, 1, 1));
        painter_.setPen(Qt::NoPen);
    }

    // The step that holds its loop at this moment is no step yet.
    void drawRunning(const models::TaskLane &lane, const QRect &row)
    {
        for (const models::Blocked &each : p_.model.blocked()) {
            if (each.loop.value != lane.loop
                || (!lane.isLoop() && each.handle.task.value != lane.task))
                continue;
            const double left = p_.scale.xOf(each.since);
            painter_.fillRect(barRect(row, left, p_.scale.xOf(each.since + each.lasted)),
                              tokens_.error);
        }
    }

    struct Arrow {
        QRectF to;
        quint64 from = 0; // the task in whose step it was woken
        std::int64_t start = 0;
    };

    void drawArrows()
    {
        clipToSteps();
        painter_.setRenderHint(QPainter::Antialiasing);
        for (const Arrow &arrow : arrows_)
            drawArrow(arrow, tokens_.muted);
        if (current_)
            drawArrow(*current_, tokens_.text);
        painter_.setRenderHint(QPainter::Antialiasing, false);
    }

    // From the end of the step that woke, or where in it that was, straight to the woken one's row.
    void drawArrow(const Arrow &arrow, const QColor &color)
    {
        const auto row = p_.rowOfTask.find(arrow.from);
        const int lane = p_.model.lanes().laneOf(arrow.from);
        if (row == p_.rowOfTask.end() || lane < 0)
            return;
        const models::Lane &steps = p_.model.lanes().lanes()[std::size_t(lane)].steps;
        const std::size_t begun = steps.begunBy(arrow.start);
        if (begun == 0)
            return;
        const double from = p_.scale.xOf(std::min(steps.step(begun - 1).end(), arrow.start));
        const QRect waker = p_.rowRect(row->second);
        const bool below = waker.top() > arrow.to.top();
        const QPointF head(arrow.to.left(), below ? arrow.to.bottom() : arrow.to.top());
        const QPointF tail(std::max(from, steps_.left() - 10.0), waker.center().y());
        constexpr double size = 4;
        const double side = below ? size : -size;
        painter_.setPen(QPen(color, 1));
        painter_.setBrush(Qt::NoBrush);
        QPainterPath path(tail);
        path.cubicTo({tail.x(), head.y()}, {head.x(), tail.y()}, head + QPointF(0, side));
        painter_.drawPath(path);
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(color);
        painter_.drawPolygon(QPolygonF {head, head + QPointF(-size * 0.7, side * 1.5),
                                        head + QPointF(size * 0.7, side * 1.5)});
    }

    void drawMarks()
    {
        painter_.setClipRect(p_.area.adjusted(p_.names, 0, 0, 0));
        for (const models::History::Mark &mark : p_.marks) {
            if (mark.time < p_.scale.first || mark.time > p_.scale.last)
                continue;
            const int x = int(p_.scale.xOf(mark.time));
            painter_.setPen(QPen(tokens_.notice, 1, Qt::DashLine));
            painter_.drawLine(x, p_.ruler, x, p_.area.bottom());
            const int room = 12 * metrics_.height();
            const QString name = metrics_.elidedText(mark.name, Qt::ElideRight, room);
            const QRect at(x + 3, p_.ruler, metrics_.horizontalAdvance(name) + 4,
                           metrics_.height());
            painter_.fillRect(at, tokens_.base);
            painter_.setPen(tokens_.notice);
            painter_.drawText(at, Qt::AlignCenter, name);
        }
    }

    // In the lane of the task it happened to, else in that of the loop; of those that would touch,
    // one is enough.
    void drawHappenings()
    {
        clipToSteps();
        painter_.setRenderHint(QPainter::Antialiasing);
        const double size = metrics_.height() / 3.2;
        std::unordered_map<int, double> before; // x by row
        for (const models::Happening &each : p_.model.lanes().happenings()) {
            if (each.time < p_.scale.first || each.time > p_.scale.last)
                continue;
            const auto task = p_.rowOfTask.find(each.task);
            const auto loop = p_.rowOfLoop.find(each.loop);
            const int row = task != p_.rowOfTask.end() ? task->second
                : loop != p_.rowOfLoop.end()           ? loop->second
                                                       : -1;
            if (row < p_.firstRow() || row > p_.lastRow())
                continue;
            const double x = p_.scale.xOf(each.time);
            if (const auto last = before.find(row);
                last != before.end() && std::abs(x - last->second) < 1.5 * size)
                continue;
            before[row] = x;
            painter_.setPen(QPen(tokens_.base, 1));
            painter_.setBrush(p_.theme.color(toneOf(each.kind)));
            drawIncident(painter_, each.kind, {x, p_.rowRect(row).center().y() + 0.5}, size);
        }
        painter_.setRenderHint(QPainter::Antialiasing, false);
    }

    void drawSelection()
    {
        if (!p_.selected)
            return;
        const double left = p_.scale.xOf(p_.selected->first);
        const double right = p_.scale.xOf(p_.selected->last);
        painter_.setClipRect(p_.area.adjusted(p_.names, 0, 0, 0));
        QColor fill = tokens_.accent;
        fill.setAlphaF(0.16F);
        painter_.fillRect(QRectF(left, 0, right - left, p_.area.height()), fill);
        painter_.setPen(QPen(tokens_.accent, 1));
        painter_.drawLine(QLineF(left, 0, left, p_.area.height()));
        painter_.drawLine(QLineF(right, 0, right, p_.area.height()));
        const QString words = models::format::duration(p_.selected->last - p_.selected->first);
        const int wide = metrics_.horizontalAdvance(words) + metrics_.height();
        const QRect at(int(std::clamp((left + right - wide) / 2, double(steps_.left()),
                                      double(std::max(steps_.left(), steps_.right() - wide)))),
                       p_.ruler + 2, wide, metrics_.height() + 4);
        painter_.fillRect(at, tokens_.accent);
        painter_.setPen(tokens_.onAccent);
        painter_.drawText(at, Qt::AlignCenter, words);
    }

    void drawLines()
    {
        painter_.setClipRect(p_.area.adjusted(p_.names, 0, 0, 0));
        if (const auto position = p_.model.position()) {
            const int x = int(p_.scale.xOf(*position));
            painter_.setPen(QPen(tokens_.warning, 1.5, Qt::DashLine));
            painter_.drawLine(x, 0, x, p_.area.bottom());
        }
        painter_.setClipping(false);
        if (!p_.focused || p_.current < p_.firstRow() || p_.current > p_.lastRow())
            return;
        painter_.setPen(QPen(tokens_.accent, 1));
        painter_.setBrush(Qt::NoBrush);
        painter_.drawRect(p_.rowRect(p_.current).adjusted(0, 0, -1, -1));
    }

    QPainter &painter_;
    const LanesPicture &p_;
    const QFontMetrics metrics_;
    const Tokens &tokens_;
    const QRect steps_;
    std::vector<Arrow> arrows_;
    std::optional<Arrow> current_;
    std::optional<QRectF> outline_; // of the current step
};

} // namespace

QRect LanesPicture::rowRect(int row) const
{
    return {area.left(), ruler + row * rowHeight - top, area.width(), rowHeight};
}

int LanesPicture::firstRow() const
{
    return std::max(0, top / rowHeight);
}

int LanesPicture::lastRow() const
{
    const int bottom = (top + area.height() - ruler) / rowHeight;
    return std::min(int(model.rows().size()) - 1, bottom);
}

const models::TaskLane *LanesPicture::laneOf(const models::LaneRow &row) const
{
    const models::Lanes &lanes = model.lanes();
    const int lane = row.isTitle() ? -1
        : row.task != 0            ? lanes.laneOf(row.task)
                                   : lanes.laneOfLoop(row.loop);
    return lane < 0 ? nullptr : &lanes.lanes()[std::size_t(lane)];
}

QString nameOf(const models::TaskLane &lane)
{
    if (lane.isLoop())
        return tr("Loop %1").arg(lane.name);
    return lane.name.isEmpty() ? tr("task") : models::callOf(lane.name);
}

void paintLanes(QPainter &painter, const LanesPicture &picture)
{
    painter.setLayoutDirection(Qt::LeftToRight); // time, in every language
    Painting(painter, picture).paint();
}

} // namespace ui
