// SPDX-License-Identifier: GPL-3.0-or-later

// The second part of LanesView: what is done to it with mouse and keys.

#include "models/text/Format.h"
#include "models/text/Shown.h"
#include "ui/PlainLabel.h"
#include "ui/timeline/LanesView.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolTip>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr double kWheelZoom = 1.25; // a notch of the wheel
constexpr double kNotch = 120; // of QWheelEvent
constexpr std::int64_t kMoveParts = 8; // of what is shown, that a key moves by
constexpr std::int64_t kSelectParts = 40; // that a key selects

} // namespace

void LanesView::wheelEvent(QWheelEvent *event)
{
    const QPoint turned = event->angleDelta();
    const bool scrolls
        = event->modifiers().testFlag(Qt::ControlModifier) || event->position().x() < scale_.left;
    if (std::abs(turned.x()) > std::abs(turned.y())) {
        move(scale_.lengthOf(-turned.x()));
    } else if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        move(scale_.lengthOf(-turned.y()));
    } else if (scrolls) {
        QScrollBar &bar = *verticalScrollBar();
        bar.setValue(bar.value() - int(turned.y() * 3 * bar.singleStep() / kNotch));
    } else {
        zoom(std::pow(kWheelZoom, turned.y() / kNotch), event->position().x());
    }
    event->accept();
}

void LanesView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    pressed_ = event->pos();
    pressedScale_ = scale_;
    pressedTop_ = verticalScrollBar()->value();
    const bool selects
        = event->modifiers().testFlag(Qt::ShiftModifier) && pressed_.x() >= scale_.left;
    drag_ = selects ? Drag::Select : Drag::Pressed;
}

void LanesView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint by = event->pos() - pressed_;
    if (drag_ == Drag::Pressed && by.manhattanLength() >= QApplication::startDragDistance()) {
        drag_ = Drag::Move;
        viewport()->setCursor(Qt::ClosedHandCursor);
    }
    if (drag_ == Drag::Move) {
        const std::int64_t moved = -pressedScale_.lengthOf(by.x());
        if (std::abs(by.x()) >= QApplication::startDragDistance() || !isFollowing())
            showSpan({pressedScale_.first + moved, pressedScale_.last + moved});
        verticalScrollBar()->setValue(pressedTop_ - by.y());
    } else if (drag_ == Drag::Select) {
        const auto inside
            = [this](int x) { return std::clamp(x, scale_.left, scale_.left + scale_.width); };
        selectSpan(pressedScale_.timeAt(inside(pressed_.x())),
                   pressedScale_.timeAt(inside(event->pos().x())));
    }
}

void LanesView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Drag was = std::exchange(drag_, Drag::None);
    viewport()->unsetCursor();
    if (was == Drag::Select && selected_) {
        Q_EMIT spanSelected(selected_->first, selected_->last);
        return;
    }
    if (was != Drag::Pressed)
        return;
    if (const auto step = stepAt(event->pos())) {
        makeCurrent(step);
        Q_EMIT stepPicked(step->row.task, step->start);
        return;
    }
    makeCurrent(std::nullopt);
    if (const int row = rowAt(event->pos().y()); row >= 0) {
        row_ = model_.rows()[std::size_t(row)];
        if (row_->task != 0)
            Q_EMIT stepPicked(row_->task, 0);
    }
    viewport()->update();
}

void LanesView::selectSpan(std::int64_t a, std::int64_t b)
{
    if (isFollowing())
        setFollowing(false);
    selected_ = Span {std::min(a, b), std::max(a, b)};
    if (selected_->isEmpty())
        selected_.reset();
    viewport()->update();
}

void LanesView::clearSelection()
{
    if (!selected_)
        return;
    selected_.reset();
    viewport()->update();
    Q_EMIT selectionCleared();
}

// From the current step, or the middle of what is shown.
void LanesView::extendSelection(int steps)
{
    const std::int64_t by = (scale_.last - scale_.first) / kSelectParts * steps;
    const std::int64_t from = selected_ ? selected_->first
        : step_                         ? step_->start
                                        : scale_.timeAt(scale_.left + scale_.width / 2.0);
    const std::int64_t to = (selected_ ? selected_->last : from) + by;
    selectSpan(from, std::max(to, from));
    if (selected_)
        Q_EMIT spanSelected(selected_->first, selected_->last);
    else
        Q_EMIT selectionCleared();
}

bool LanesView::moveKey(int key, Qt::KeyboardModifiers modifiers)
{
    const bool shift = modifiers.testFlag(Qt::ShiftModifier);
    const bool control = modifiers.testFlag(Qt::ControlModifier);
    const int page = std::max(1, verticalScrollBar()->pageStep() / picture().rowHeight);
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int by = key == Qt::Key_Left ? -1 : 1;
        if (shift)
            extendSelection(by);
        else if (control)
            move((scale_.last - scale_.first) / kMoveParts * by);
        else
            moveStep(by);
        return true;
    }
    case Qt::Key_Up:
    case Qt::Key_Down:
        moveRow(key == Qt::Key_Up ? -1 : 1);
        return true;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        moveRow(key == Qt::Key_PageUp ? -page : page);
        return true;
    case Qt::Key_Home:
        showSpan({model_.recorded().first, model_.recorded().first + span().length()});
        return true;
    case Qt::Key_End:
        setFollowing(true);
        refresh();
        return true;
    default:
        return false;
    }
}

void LanesView::keyPressEvent(QKeyEvent *event)
{
    if (moveKey(event->key(), event->modifiers()))
        return;
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomMiddle(kWheelZoom);
        return;
    case Qt::Key_Minus:
        zoomMiddle(1 / kWheelZoom);
        return;
    case Qt::Key_0:
        showAll();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (row_)
            Q_EMIT stepPicked(row_->task, step_ ? step_->start : 0);
        return;
    case Qt::Key_Escape:
        if (selected_) {
            clearSelection();
            return;
        }
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void LanesView::moveRow(int by)
{
    const int rows = int(model_.rows().size());
    if (rows == 0)
        return;
    const int from = row_ ? rowOf(*row_) : -1;
    int to = std::clamp(from < 0 ? 0 : from + by, 0, rows - 1);
    const int way = by < 0 ? -1 : 1;
    while (to > 0 && to < rows - 1 && model_.rows()[std::size_t(to)].isTitle())
        to += way;
    row_ = model_.rows()[std::size_t(to)];
    showRow(to);
    // The step of the other lane that is nearest to the one before.
    const std::int64_t time
        = step_ ? step_->start : scale_.timeAt(scale_.left + scale_.width / 2.0);
    std::optional<StepAt> step;
    {
        const auto guard = model_.lanes().lock();
        if (const models::TaskLane *lane = laneOf(*row_); lane && !lane->steps.isEmpty()) {
            const std::size_t begun = lane->steps.begunBy(time);
            step = StepAt {*row_, lane->steps.step(begun == 0 ? 0 : begun - 1).start()};
        }
    }
    const models::LaneRow row = *row_;
    makeCurrent(step);
    row_ = row;
}

// To the step before or after in the current lane, which comes into sight.
void LanesView::moveStep(int by)
{
    if (!row_)
        moveRow(1);
    if (!row_)
        return;
    std::optional<models::Step> found;
    {
        const auto guard = model_.lanes().lock();
        const models::TaskLane *lane = laneOf(*row_);
        if (!lane || lane->steps.isEmpty())
            return;
        const std::int64_t middle = scale_.timeAt(scale_.left + scale_.width / 2.0);
        const std::size_t begun = lane->steps.begunBy(step_ ? step_->start : middle);
        const std::size_t at = begun == 0 ? 0 : begun - 1;
        const std::size_t to
            = by < 0 ? (at == 0 ? 0 : at - 1) : std::min(at + 1, lane->steps.size() - 1);
        found = lane->steps.step(to);
    }
    makeCurrent(StepAt {*row_, found->start()});
    if (found->start() < scale_.first || found->end() > scale_.last) {
        const std::int64_t half = (scale_.last - scale_.first) / 2;
        showSpan({found->start() - half, found->start() + half});
    }
}

void LanesView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        if (const auto step = stepAt(event->pos())) {
            makeCurrent(step);
            Q_EMIT stepPicked(step->row.task, step->start);
        }
    }
    Q_EMIT menuRequested(event->globalPos());
}

void LanesView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LanesView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

QString LanesView::wordsAt(const QPoint &at) const
{
    const LanesPicture shown = picture();
    const int row = rowAt(at.y());
    if (row < 0)
        return {};
    const double x = at.x();
    QStringList lines;
    {
        const auto guard = model_.lanes().lock();
        constexpr double near = 6; // pixels
        for (const models::Happening &each : model_.lanes().happenings()) {
            const auto task = rowOfTask_.find(each.task);
            const auto loop = rowOfLoop_.find(each.loop);
            const bool here = task != rowOfTask_.end()
                ? task->second == row
                : loop != rowOfLoop_.end() && loop->second == row;
            if (here && std::abs(scale_.xOf(each.time) - x) < near && lines.size() < 5)
                lines << tr("%1: %2").arg(models::format::clockToMilliseconds(each.time),
                                          each.words);
        }
    }
    if (const auto step = stepAt(at))
        lines.prepend(describe(*step));
    const models::LaneRow &lane = model_.rows()[std::size_t(row)];
    for (const models::Blocked &each : model_.blocked()) {
        const bool here
            = lane.task != 0 ? each.handle.task.value == lane.task : each.loop.value == lane.loop;
        if (here && scale_.timeAt(x) >= each.since)
            lines << model_.wordsOf(each);
    }
    return lines.join(u'\n');
}

bool LanesView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        setTip(*viewport(), wordsAt(help->pos()));
        QToolTip::showText(help->globalPos(), viewport()->toolTip(), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace ui
