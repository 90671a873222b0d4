// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/LatencyPicture.h"

#include "models/text/Format.h"
#include "ui/PlainLabel.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetricsF>
#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {
constexpr qreal kPlotLines = 4; // how high the bars may be, in lines of text
constexpr qreal kGap = 1; // between bars, in pixels
} // namespace

LatencyPicture::LatencyPicture(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Histogram of the times that answers took"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void LatencyPicture::show(const models::SessionResults &results, const QList<qint64> &limits)
{
    if (results == results_ && limits == limits_)
        return;
    results_ = results;
    limits_ = limits;
    setAccessibleDescription(tr("p50 %1, p99 %2, max %3")
                                 .arg(models::format::duration(results.p50),
                                      models::format::duration(results.p99),
                                      models::format::duration(results.max)));
    update();
}

QSize LatencyPicture::sizeHint() const
{
    const int line = QFontMetrics(theme_.font()).height();
    return {12 * line, int((kPlotLines + 2) * line)}; // names above, the scale below
}

QSize LatencyPicture::minimumSizeHint() const
{
    return {QFontMetrics(theme_.font()).height() * 6, sizeHint().height()};
}

QRectF LatencyPicture::plot() const
{
    const qreal line = QFontMetricsF(theme_.font()).height();
    return QRectF(rect()).adjusted(0, line, 0, -line);
}

// Within a bar by the logarithm, as the bars themselves are.
qreal LatencyPicture::placeOf(qint64 time) const
{
    const auto &bars = results_.histogram;
    const QRectF area = plot();
    if (bars.isEmpty())
        return area.left();
    const qreal each = area.width() / qreal(bars.size());
    const auto bar = std::find_if(bars.begin(), bars.end(),
                                  [time](const auto &one) { return time < one.below; });
    if (bar == bars.end())
        return area.right();
    if (time <= bar->least)
        return area.left() + each * qreal(bar - bars.begin());
    const double least = double(std::max<qint64>(1, bar->least));
    const double part = std::log(double(time) / least) / std::log(double(bar->below) / least);
    return area.left() + each * (qreal(bar - bars.begin()) + std::clamp(part, 0.0, 1.0));
}

QList<LatencyPicture::Line> LatencyPicture::lines() const
{
    QList<Line> lines {{results_.p50, tr("p50"), false}, {results_.p99, tr("p99"), false}};
    for (const qint64 limit : limits_)
        lines.append({limit, tr("limit %1").arg(models::format::duration(limit)), true});
    return lines;
}

void LatencyPicture::paintEvent(QPaintEvent *)
{
    if (results_.histogram.isEmpty())
        return;
    QPainter painter(this);
    const QRectF area = plot();
    paintBars(painter, area);
    painter.setFont(theme_.font());
    paintScale(painter, area);
    paintLines(painter, area);
}

void LatencyPicture::paintBars(QPainter &painter, const QRectF &area) const
{
    const auto &bars = results_.histogram;
    quint64 most = 1;
    for (const auto &bar : bars)
        most = std::max(most, bar.count);
    const qint64 beyond
        = limits_.isEmpty() ? INT64_MAX : *std::min_element(limits_.begin(), limits_.end());
    const qreal each = area.width() / qreal(bars.size());
    for (qsizetype i = 0; i < bars.size(); ++i) {
        const auto &bar = bars.at(i);
        if (bar.count == 0)
            continue;
        // What there is of is seen, however little it is beside the rest.
        const qreal height = std::max(1.0, area.height() * double(bar.count) / double(most));
        const QRectF shape(area.left() + each * qreal(i), area.bottom() - height,
                           std::max(1.0, each - kGap), height);
        painter.fillRect(shape,
                         bar.least >= beyond ? theme_.tokens().warning : theme_.tokens().accent);
    }
    painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), theme_.tokens().strong);
}

// A name that would lie on another one is left out; its line stays.
void LatencyPicture::paintLines(QPainter &painter, const QRectF &area) const
{
    const QFontMetricsF metrics(theme_.font());
    QList<QRectF> taken;
    QList<Line> all = lines();
    std::stable_sort(all.begin(), all.end(),
                     [](const Line &a, const Line &b) { return a.limit && !b.limit; });
    for (const Line &line : all) {
        const QColor color = line.limit ? theme_.tokens().error : theme_.tokens().muted;
        const qreal x = placeOf(line.time);
        painter.setPen(QPen(color, 1, Qt::DashLine));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom())); // below the names
        const qreal width = metrics.horizontalAdvance(line.name);
        const bool left = x + 3 + width > area.right();
        const QRectF place(left ? x - 3 - width : x + 3, area.top() - metrics.height(), width,
                           metrics.height());
        const bool free = std::none_of(taken.begin(), taken.end(), [&place](const QRectF &one) {
            return one.intersects(place);
        });
        if (!free)
            continue;
        taken.append(place);
        painter.setPen(color);
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, line.name);
    }
}

void LatencyPicture::paintScale(QPainter &painter, const QRectF &area) const
{
    const auto &bars = results_.histogram;
    const QRectF below(area.left(), area.bottom() + 1, area.width(),
                       QFontMetricsF(theme_.font()).height());
    painter.setPen(theme_.tokens().muted);
    const auto say = [&painter, &below](qint64 time, Qt::Alignment side) {
        painter.drawText(below, int(side | Qt::AlignVCenter), models::format::duration(time));
    };
    say(bars.first().least, Qt::AlignLeft);
    say(bars.at(bars.size() / 2).least, Qt::AlignHCenter);
    say(results_.max, Qt::AlignRight);
}

// How many answers took how long, of the bar under the pointer.
bool LatencyPicture::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && !results_.histogram.isEmpty()) {
        const auto &bars = results_.histogram;
        const qreal at = static_cast<QHelpEvent *>(event)->pos().x();
        const auto i = std::clamp<qsizetype>(qsizetype(at * qreal(bars.size()) / plot().width()), 0,
                                             bars.size() - 1);
        const auto &bar = bars.at(i);
        setTip(*this,
               tr("%1 of %2 answers took from %3 to %4")
                   .arg(models::format::integer(qint64(bar.count)),
                        models::format::integer(qint64(results_.timed)),
                        models::format::duration(bar.least), models::format::duration(bar.below)));
    }
    return QWidget::event(event);
}

} // namespace ui
