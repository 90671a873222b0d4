// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RewindTrack.h"

#include "models/text/Format.h"
#include "ui/IncidentShapes.h"
#include "ui/PlainLabel.h"
#include "ui/RoundTimes.h"
#include "ui/Theme.h"
#include "ui/timeline/TimeScale.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ui {

namespace {

constexpr int kBigStep = 10; // of a step, with Shift

QString wordsOf(const models::History::Incident &incident)
{
    using Incident = models::History::Incident;
    switch (incident.kind) {
    case Incident::Fault:
        return RewindTrack::tr("faults: %1").arg(models::format::integer(qint64(incident.count)));
    case Incident::Error:
        return RewindTrack::tr("errors: %1").arg(models::format::integer(qint64(incident.count)));
    default:
        return incident.words;
    }
}

} // namespace

RewindTrack::RewindTrack(const Theme &theme, QWidget *parent)
    : QAbstractSlider(parent)
    , theme_(theme)
{
    setOrientation(Qt::Horizontal);
    setLayoutDirection(Qt::LeftToRight);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Position in the recording"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    // A screen reader may set it.
    connect(this, &QAbstractSlider::actionTriggered, this,
            [this] { moveTo(history_.first + std::int64_t {sliderPosition()} * kMillisecond); });
}

void RewindTrack::showHistory(const models::History &history)
{
    history_ = history;
    const std::int64_t length = (history.last - history.first) / kMillisecond;
    const QSignalBlocker quiet(this);
    setRange(0, int(std::clamp<std::int64_t>(length, 0, std::numeric_limits<int>::max())));
    setSingleStep(int(std::max<std::int64_t>(1, step() / kMillisecond)));
    setPageStep(singleStep() * kBigStep);
    makeCurve();
    update();
}

void RewindTrack::showPosition(std::int64_t time)
{
    position_ = time;
    const QSignalBlocker quiet(this);
    setValue(int(std::clamp<std::int64_t>((time - history_.first) / kMillisecond, 0, maximum())));
    setAccessibleDescription(models::format::clockToMilliseconds(time));
    update();
}

std::int64_t RewindTrack::step() const
{
    constexpr double steps = 200;
    return std::max(kMillisecond, roundTime(double(history_.last - history_.first) / steps));
}

QRect RewindTrack::line() const
{
    const int height = QFontMetrics(theme_.font()).height();
    const int side = 3 * height / 2;
    return {side, height, std::max(1, width() - 2 * side), 3 * height / 2};
}

int RewindTrack::xOf(std::int64_t time) const
{
    const QRect at = line();
    const double length = double(std::max<std::int64_t>(1, history_.last - history_.first));
    const double part = std::clamp(double(time - history_.first) / length, 0.0, 1.0);
    return at.left() + int(std::lround(part * at.width()));
}

std::int64_t RewindTrack::timeAt(int x) const
{
    const QRect at = line();
    const double part = std::clamp(double(x - at.left()) / at.width(), 0.0, 1.0);
    return history_.first + std::int64_t(part * double(history_.last - history_.first));
}

QSize RewindTrack::sizeHint() const
{
    const int height = QFontMetrics(theme_.font()).height();
    return {30 * height, 4 * height};
}

QSize RewindTrack::minimumSizeHint() const
{
    return {10 * QFontMetrics(theme_.font()).height(), sizeHint().height()};
}

// The largest of the seconds that fall on a pixel: a short burst in a day is still seen.
void RewindTrack::makeCurve()
{
    const QRect at = line();
    curve_.fill(0, at.width() + 1);
    double top = 1;
    int before = at.left();
    for (const models::History::Second &second : std::as_const(history_.seconds)) {
        const int x = xOf(second.time);
        for (int each = std::min(before + 1, x); each <= x; ++each) {
            double &value = curve_[each - at.left()];
            value = std::max(value, second.messages);
        }
        top = std::max(top, second.messages);
        before = x;
    }
    for (double &value : curve_)
        value /= top;
}

void RewindTrack::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setLayoutDirection(Qt::LeftToRight); // a painter has the application's
    painter.setFont(theme_.font());
    drawBlocked(painter);
    drawActivity(painter);
    drawTimes(painter);
    drawIncidents(painter);
    drawMarks(painter);
    drawPosition(painter);
}

void RewindTrack::drawBlocked(QPainter &painter) const
{
    const QRect at = line();
    const QColor color = theme_.tokens().error;
    for (const models::History::Incident &incident : std::as_const(history_.incidents)) {
        if (incident.kind != models::History::Incident::Blocked)
            continue;
        const int left = xOf(incident.time), right = xOf(incident.time + incident.lasted);
        const QRect span(left, at.top(), std::max(2, right - left), at.height());
        painter.fillRect(span, tint(color, theme_.tokens().panel, 0.35));
    }
}

void RewindTrack::drawActivity(QPainter &painter) const
{
    const QRect at = line();
    const QColor color = theme_.color(models::Tone::Active);
    QPolygonF curve;
    for (qsizetype i = 0; i < curve_.size(); ++i)
        curve.append({double(at.left() + i), at.bottom() - curve_.at(i) * (at.height() - 1)});
    QPainterPath area;
    area.moveTo(at.left(), at.bottom());
    for (const QPointF &point : std::as_const(curve))
        area.lineTo(point);
    area.lineTo(at.right() + 1, at.bottom());
    area.closeSubpath();
    QColor fill = color;
    fill.setAlphaF(0.16F);
    painter.fillPath(area, fill);
    painter.setPen(QPen(color, 1.2));
    painter.drawPolyline(curve);
    painter.setPen(QPen(theme_.tokens().strong, 1));
    painter.drawLine(at.left(), at.bottom() + 1, at.right() + 1, at.bottom() + 1);
}

// Round times, as many as there is room for without touching each other.
void RewindTrack::drawTimes(QPainter &painter) const
{
    const std::int64_t length = history_.last - history_.first;
    if (length <= 0)
        return;
    const QRect at = line();
    const QFontMetrics metrics(theme_.font());
    const bool fine = length < 4 * kSecond, seconds = length < 4 * 60 * kSecond;
    const auto words = [fine, seconds](std::int64_t time) {
        const QString clock = models::format::clockToMilliseconds(time); // 12:04:31.842
        return fine ? clock.left(10) : seconds ? clock.left(8) : clock.left(5);
    };
    const int room = metrics.horizontalAdvance(words(history_.first)) + 2 * metrics.height();
    const std::int64_t between = std::max(roundTime(double(length) * room / at.width()),
                                          fine          ? 100 * kMillisecond
                                              : seconds ? kSecond
                                                        : 60 * kSecond);
    painter.setPen(theme_.tokens().muted);
    const int top = height() - metrics.height();
    for (std::int64_t time = (history_.first / between + 1) * between; time <= history_.last;
         time += between) {
        const QString text = words(time);
        const int wide = metrics.horizontalAdvance(text);
        const int left = std::clamp(xOf(time) - wide / 2, 0, std::max(0, width() - wide));
        painter.drawText(QRect(left, top, wide + 1, metrics.height()), Qt::AlignLeft, text);
    }
}

// A dot, a diamond or a triangle: told apart without colour, too. The rarer stand above the others,
// and of those that would touch one is enough.
void RewindTrack::drawIncidents(QPainter &painter) const
{
    using Incident = models::History::Incident;
    const double size = QFontMetrics(theme_.font()).height() / 4.0;
    const double y = line().bottom() + 1 + 1.6 * size;
    painter.setPen(Qt::NoPen);
    for (const auto kind :
         {Incident::Fault, Incident::Warning, Incident::Error, Incident::Blocked}) {
        painter.setBrush(theme_.color(toneOf(kind)));
        double before = -width();
        for (const Incident &incident : std::as_const(history_.incidents)) {
            const double x = xOf(incident.time);
            if (incident.kind != kind || x - before < 2 * size)
                continue;
            before = x;
            drawIncident(painter, kind, QPointF(x, y), size);
        }
    }
}

// A name that would run into the next one is left to its tip.
void RewindTrack::drawMarks(QPainter &painter) const
{
    const QRect at = line();
    const QFontMetrics metrics(theme_.font());
    const QColor color = theme_.color(models::Tone::Notice);
    const int gap = metrics.height() / 3;
    for (qsizetype i = 0; i < history_.marks.size(); ++i) {
        const models::History::Mark &mark = history_.marks.at(i);
        const int x = xOf(mark.time);
        painter.setPen(QPen(color, 1.2, Qt::DashLine));
        painter.drawLine(x, gap / 2, x, at.bottom());
        const int next
            = i + 1 < history_.marks.size() ? xOf(history_.marks.at(i + 1).time) : width();
        const int room = std::min(next - x - 2 * gap, 12 * metrics.height());
        if (room < 2 * metrics.height())
            continue;
        painter.setPen(color);
        painter.drawText(QRect(x + gap, 0, room, metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(mark.name, Qt::ElideRight, room));
    }
}

void RewindTrack::drawPosition(QPainter &painter) const
{
    const QRect at = line();
    const double size = QFontMetrics(theme_.font()).height() / 3.2;
    const int x = xOf(position_);
    const double y = at.top() - size;
    painter.setPen(QPen(theme_.tokens().text, 1.6));
    painter.drawLine(QPointF(x, y), QPointF(x, at.bottom() + 1.0));
    if (hasFocus()) {
        painter.setPen(QPen(theme_.tokens().accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(x, y), size + 2.5, size + 2.5);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_.tokens().text);
    painter.drawEllipse(QPointF(x, y), size, size);
}

void RewindTrack::moveTo(std::int64_t time)
{
    const std::int64_t there = std::clamp(time, history_.first, history_.last);
    showPosition(there);
    Q_EMIT moved(there);
}

void RewindTrack::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || history_.last == 0)
        return;
    setSliderDown(true);
    moveTo(timeAt(int(event->position().x())));
}

void RewindTrack::mouseMoveEvent(QMouseEvent *event)
{
    if (isSliderDown())
        moveTo(timeAt(int(event->position().x())));
}

void RewindTrack::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        setSliderDown(false);
}

// Left is earlier, whatever the language: time runs to the right.
void RewindTrack::keyPressEvent(QKeyEvent *event)
{
    const std::int64_t by = step() * (event->modifiers() & Qt::ShiftModifier ? kBigStep : 1);
    if (history_.last == 0) {
        event->ignore();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        moveTo(position_ - by);
        break;
    case Qt::Key_Right:
    case Qt::Key_Up:
        moveTo(position_ + by);
        break;
    case Qt::Key_PageDown:
        moveTo(position_ - step() * kBigStep);
        break;
    case Qt::Key_PageUp:
        moveTo(position_ + step() * kBigStep);
        break;
    case Qt::Key_Home:
        moveTo(history_.first);
        break;
    case Qt::Key_End:
        Q_EMIT endRequested();
        break;
    case Qt::Key_Space:
        Q_EMIT playRequested();
        break;
    default:
        event->ignore();
    }
}

void RewindTrack::wheelEvent(QWheelEvent *event)
{
    if (history_.last == 0 || event->angleDelta().y() == 0)
        return;
    moveTo(position_ + (event->angleDelta().y() > 0 ? -step() : step()));
    event->accept();
}

void RewindTrack::focusInEvent(QFocusEvent *event)
{
    QAbstractSlider::focusInEvent(event);
    update();
}

void RewindTrack::focusOutEvent(QFocusEvent *event)
{
    QAbstractSlider::focusOutEvent(event);
    update();
}

void RewindTrack::resizeEvent(QResizeEvent *event)
{
    QAbstractSlider::resizeEvent(event);
    makeCurve();
}

// What stands near the pointer, in words.
QString RewindTrack::wordsAt(const QPoint &at) const
{
    const int near = QFontMetrics(theme_.font()).height() / 2;
    QStringList lines {models::format::clockToMilliseconds(timeAt(at.x()))};
    for (const models::History::Mark &mark : std::as_const(history_.marks)) {
        if (std::abs(xOf(mark.time) - at.x()) <= near)
            lines << tr("mark: %1").arg(mark.name);
    }
    constexpr qsizetype most = 6; // lines
    for (const models::History::Incident &incident : std::as_const(history_.incidents)) {
        const int left = xOf(incident.time) - near;
        const int right = xOf(incident.time + incident.lasted) + near;
        if (at.x() >= left && at.x() <= right && lines.size() < most)
            lines << wordsOf(incident);
    }
    return lines.join(u'\n');
}

bool RewindTrack::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && history_.last != 0)
        setTip(*this, wordsAt(static_cast<QHelpEvent *>(event)->pos()));
    return QAbstractSlider::event(event);
}

} // namespace ui
