// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/LanesView.h"

#include "models/text/Format.h"
#include "models/timeline/LongestSteps.h"
#include "ui/PlainLabel.h"
#include "ui/Theme.h"

#include <QtGui/QAccessible>
#include <QtGui/QFontMetrics>
#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QScrollBar>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr std::int64_t kAtFirst = 10 * kSecond; // what is shown
constexpr std::int64_t kShortest = 1'000; // ns, that can be shown
constexpr std::int64_t kLongest = std::int64_t {400} * 86'400 * kSecond;
constexpr int kNear = 3; // pixels: a step this far from the pointer is meant

} // namespace

LanesView::LanesView(const Theme &theme, models::TimelineModel &model, QWidget *parent)
    : QAbstractScrollArea(parent)
    , theme_(theme)
    , model_(model)
{
    setAccessibleName(tr("Timeline"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    scale_.last = kAtFirst;
    connect(&theme, &Theme::changed, this, &LanesView::layOut);
    connect(&model, &models::TimelineModel::rowsChanged, this, &LanesView::rebuildRows);
    connect(&model, &models::TimelineModel::changed, this, &LanesView::refresh);
    layOut();
}

// Something else is to be drawn: what follows now, or the moment that is shown, moves with it.
void LanesView::refresh()
{
    if (follows_ && drag_ == Drag::None) {
        const std::int64_t length = scale_.last - scale_.first;
        const Span all = model_.recorded();
        constexpr std::int64_t part = 4; // of the length, behind a moment
        const std::int64_t end = model_.position()
            ? std::min(*model_.position() + length / part, std::max(all.last, *model_.position()))
            : all.last;
        if (end != 0)
            setSpan({end - length, end});
    }
    if (isVisible())
        viewport()->update();
}

void LanesView::rebuildRows()
{
    rowOfTask_.clear();
    rowOfLoop_.clear();
    int at = 0;
    for (const models::LaneRow &row : model_.rows()) {
        if (row.task != 0)
            rowOfTask_.emplace(row.task, at);
        else if (row.loop != 0)
            rowOfLoop_.emplace(row.loop, at);
        ++at;
    }
    layOut();
}

void LanesView::layOut()
{
    const QFontMetrics fixed(theme_.monospace());
    const LanesPicture shown = picture();
    const int widest = fixed.horizontalAdvance(QLatin1Char('0')) * 26;
    const int names = std::min(widest, viewport()->width() / 3);
    scale_.left = names;
    scale_.width = std::max(1, viewport()->width() - names);
    const int height = int(model_.rows().size()) * shown.rowHeight;
    const int page = std::max(1, viewport()->height() - shown.ruler);
    verticalScrollBar()->setRange(0, std::max(0, height - page));
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setSingleStep(shown.rowHeight);
    viewport()->update();
}

LanesPicture LanesView::picture() const
{
    const QFontMetrics metrics(theme_.font());
    LanesPicture made {theme_,
                       model_,
                       scale_,
                       viewport()->rect(),
                       scale_.left,
                       metrics.height() * 2,
                       metrics.height() + metrics.height() / 3,
                       verticalScrollBar()->value(),
                       model_.longest().slow(),
                       marks_,
                       rowOfTask_,
                       rowOfLoop_};
    made.current = row_ ? rowOf(*row_) : -1;
    made.currentStep = step_;
    made.selected = selected_;
    made.focused = hasFocus();
    return made;
}

void LanesView::paintEvent(QPaintEvent *)
{
    const auto guard = model_.lanes().lock();
    QPainter painter(viewport());
    paintLanes(painter, picture());
    if (!model_.rows().empty())
        return;
    painter.setPen(theme_.tokens().muted);
    painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, emptyWords_);
}

void LanesView::setEmptyWords(const QString &words)
{
    emptyWords_ = words;
    viewport()->update();
}

void LanesView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

void LanesView::scrollContentsBy(int, int)
{
    viewport()->update();
}

void LanesView::setSpan(Span span)
{
    const std::int64_t length = std::clamp(span.length(), kShortest, kLongest);
    scale_.first = std::max<std::int64_t>(0, span.first);
    scale_.last = scale_.first + length;
    model_.show({scale_.first, scale_.last});
    viewport()->update();
}

void LanesView::showSpan(const Span &span)
{
    setFollowing(false);
    setSpan(span);
}

void LanesView::setFollowing(bool follows)
{
    if (std::exchange(follows_, follows) == follows)
        return;
    if (follows)
        refresh();
    Q_EMIT followingChanged(follows);
}

void LanesView::showAll()
{
    const Span all = model_.recorded();
    if (all.isEmpty())
        return;
    constexpr std::int64_t part = 50; // of the length, for a margin
    showSpan({all.first - all.length() / part, all.last + all.length() / part});
}

// While it follows, now stays where it is.
void LanesView::zoom(double factor, double x)
{
    const double place = follows_ ? 1 : std::clamp((x - scale_.left) / scale_.width, 0.0, 1.0);
    const double old = double(scale_.last - scale_.first);
    const double length = std::clamp(old / factor, double(kShortest), double(kLongest));
    const std::int64_t first = scale_.first + std::int64_t((old - length) * place);
    setSpan({first, first + std::int64_t(length)});
}

void LanesView::zoomMiddle(double factor)
{
    double x = scale_.left + scale_.width / 2.0;
    if (step_) {
        const double at = scale_.xOf(step_->start);
        if (at >= scale_.left && at <= scale_.left + scale_.width)
            x = at;
    }
    zoom(factor, x);
}

void LanesView::move(std::int64_t by)
{
    showSpan({scale_.first + by, scale_.last + by});
}

void LanesView::setMarks(const QList<models::History::Mark> &marks)
{
    marks_ = marks;
    viewport()->update();
}

// --- Rows and steps ---

int LanesView::rowAt(int y) const
{
    const LanesPicture shown = picture();
    if (y < shown.ruler)
        return -1;
    const int row = (y - shown.ruler + shown.top) / shown.rowHeight;
    return row < int(model_.rows().size()) ? row : -1;
}

int LanesView::rowOf(const models::LaneRow &row) const
{
    const auto &rows = row.task != 0 ? rowOfTask_ : rowOfLoop_;
    const auto at = rows.find(row.task != 0 ? row.task : row.loop);
    return at == rows.end() ? -1 : at->second;
}

const models::TaskLane *LanesView::laneOf(const models::LaneRow &row) const
{
    return picture().laneOf(row);
}

quint64 LanesView::currentTask() const
{
    return row_ ? row_->task : 0;
}

// Of the steps near the pointer the longest: the others cannot be seen beside it.
std::optional<StepAt> LanesView::stepAt(const QPoint &at) const
{
    const int row = rowAt(at.y());
    if (row < 0 || at.x() < scale_.left)
        return std::nullopt;
    const models::LaneRow &shown = model_.rows()[std::size_t(row)];
    const auto guard = model_.lanes().lock();
    const models::TaskLane *lane = laneOf(shown);
    if (!lane)
        return std::nullopt;
    const std::int64_t from = scale_.timeAt(at.x() - kNear), to = scale_.timeAt(at.x() + kNear);
    const models::Step *found = nullptr;
    constexpr int most = 10'000; // that are looked at
    int looked = 0;
    for (std::size_t i = lane->steps.begunBy(to); i-- > 0 && looked < most; ++looked) {
        const models::Step &step = lane->steps.step(i);
        if (step.end() < from)
            break;
        if (!found || step.length() > found->length())
            found = &step;
    }
    return found ? std::optional(StepAt {shown, found->start()}) : std::nullopt;
}

void LanesView::makeCurrent(const std::optional<StepAt> &step)
{
    step_ = step;
    if (step)
        row_ = step->row;
    setAccessibleDescription(step ? describe(*step) : QString());
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
    viewport()->update();
}

QString LanesView::describe(const StepAt &at) const
{
    using namespace models::format;
    const auto guard = model_.lanes().lock();
    const models::TaskLane *lane = laneOf(at.row);
    if (!lane)
        return {};
    const std::size_t begun = lane->steps.begunBy(at.start);
    if (begun == 0)
        return {};
    const models::Step &step = lane->steps.step(begun - 1);
    QStringList words;
    words << (lane->isLoop() ? nameOf(*lane) : tr("task %1 %2").arg(lane->task).arg(nameOf(*lane)));
    if (const QString session = model_.sessionName(lane->context); !session.isEmpty())
        words << session;
    words << tr("at %1").arg(clock(step.start()));
    if (step.count() == 1)
        words << tr("step of %1").arg(duration(step.length()));
    else
        words << tr("%n step(s) in %1", nullptr, int(step.count())).arg(duration(step.length()));
    if (step.wokenBy() != 0)
        words << tr("woken by task %1").arg(step.wokenBy());
    return words.join(QStringLiteral(" · "));
}

void LanesView::goTo(quint64 task, std::int64_t start, std::int64_t length)
{
    const std::int64_t most = scale_.last - scale_.first;
    std::int64_t shown = most;
    constexpr std::int64_t narrowest = 40, widest = 2; // parts of what is shown
    if (length < most / narrowest)
        shown = std::max<std::int64_t>(length * narrowest / 2, kShortest);
    else if (length > most / widest)
        shown = length * widest;
    const std::int64_t middle = start + length / 2;
    showSpan({middle - shown / 2, middle + shown / 2});
    const auto at = rowOfTask_.find(task);
    const models::LaneRow row = at == rowOfTask_.end() ? models::LaneRow {0, task, {}, 0}
                                                       : model_.rows()[std::size_t(at->second)];
    makeCurrent(StepAt {row, start});
    if (at != rowOfTask_.end())
        showRow(at->second);
}

void LanesView::showRow(int row)
{
    const LanesPicture shown = picture();
    const QRect rect = shown.rowRect(row);
    if (rect.top() < shown.ruler)
        verticalScrollBar()->setValue(row * shown.rowHeight);
    else if (rect.bottom() > viewport()->height())
        verticalScrollBar()->setValue((row + 1) * shown.rowHeight
                                      - verticalScrollBar()->pageStep());
}

QRect LanesView::rectOf(quint64 task, std::int64_t start) const
{
    const auto row = rowOfTask_.find(task);
    if (row == rowOfTask_.end())
        return {};
    const auto guard = model_.lanes().lock();
    const models::TaskLane *lane = laneOf(model_.rows()[std::size_t(row->second)]);
    const std::size_t begun = lane ? lane->steps.begunBy(start) : 0;
    if (begun == 0)
        return {};
    const models::Step &step = lane->steps.step(begun - 1);
    QRect rect = picture().rowRect(row->second);
    rect.setLeft(int(scale_.xOf(step.start())));
    rect.setRight(std::max(rect.left(), int(scale_.xOf(step.end()))));
    return viewport()->rect().adjusted(scale_.left, 0, 0, 0).intersected(rect);
}

} // namespace ui
