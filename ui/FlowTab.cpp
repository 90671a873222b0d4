// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FlowTab.h"

#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/text/Format.h"
#include "ui/PlainLabel.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {
constexpr std::size_t kMostSamples = 120; // a minute of two a second
constexpr double kHeadroom = 1.25; // of the high mark, above which the scale ends
} // namespace

// The newest at the right; a band where the writer was paused; a dashed line for each watermark.
class FlowChart final : public QWidget {
public:
    FlowChart(const Theme &theme, const std::deque<FlowSample> &samples, QWidget *parent)
        : QWidget(parent)
        , theme_(theme)
        , samples_(samples)
    {
        const int line = QFontMetrics(theme.font()).height();
        setMinimumHeight(2 * line);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Tokens &tokens = theme_.tokens();
        painter.fillRect(rect(), tokens.base);
        if (samples_.empty())
            return;
        double top = 1;
        for (const FlowSample &sample : samples_)
            top = std::max({top, sample.buffer, kHeadroom * sample.high});
        const QRectF room = QRectF(rect()).adjusted(1, 6, -1, -6);
        const double step = room.width() / double(kMostSamples - 1);
        const auto x
            = [&](std::size_t i) { return room.right() - step * double(samples_.size() - 1 - i); };
        const auto y = [&](double bytes) { return room.bottom() - room.height() * bytes / top; };
        QPainterPath line;
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            const QPointF point(x(i), y(samples_[i].buffer));
            i == 0 ? line.moveTo(point) : line.lineTo(point);
            if (samples_[i].paused)
                painter.fillRect(QRectF(point.x() - step, 0, step + 1, height()),
                                 tint(tokens.warning, tokens.base, 0.22));
        }
        QPainterPath area = line;
        area.lineTo(x(samples_.size() - 1), room.bottom());
        area.lineTo(x(0), room.bottom());
        area.closeSubpath();
        painter.fillPath(area, tint(tokens.accent, tokens.base, 0.18));
        painter.setPen(QPen(tokens.accent, 1.5));
        painter.drawPath(line);
        const FlowSample &last = samples_.back();
        mark(painter, room, y(last.high), tokens.warning, tr("pauses above %1"), last.high);
        mark(painter, room, y(last.low), tokens.muted, tr("resumes below %1"), last.low);
    }

private:
    static QString tr(const char *text) { return FlowTab::tr(text); }

    void mark(QPainter &painter, const QRectF &room, double y, const QColor &color,
              const QString &words, double bytes) const
    {
        if (bytes <= 0)
            return;
        painter.setPen(QPen(color, 1, Qt::DashLine));
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y));
        painter.setFont(theme_.font());
        painter.setPen(color);
        painter.drawText(QRectF(room.left() + 4, y - QFontMetrics(theme_.font()).height() - 2,
                                room.width() - 8, QFontMetrics(theme_.font()).height()),
                         Qt::AlignLeading | Qt::AlignVCenter,
                         words.arg(models::format::binaryBytes(bytes)));
    }

    const Theme &theme_;
    const std::deque<FlowSample> &samples_;
};

FlowTab::FlowTab(const Theme &theme, const models::ConnectionModel &connections,
                 const models::Activity &activity, QWidget *parent)
    : QWidget(parent)
    , connections_(connections)
    , words_(new PlainLabel(this))
    , chart_(new FlowChart(theme, samples_, this))
{
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("panel"));
    chart_->setAccessibleName(tr("Write buffer over the last minute"));
    words_->setWordWrap(true);
    setTip(*chart_,
           tr("What waits to be sent. Above the upper mark its writer is asked to pause, "
              "below the lower one to go on; the band is where it was paused."));
    const int line = QFontMetrics(theme.font()).height();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * line / 4, line / 2, 3 * line / 4, line / 2);
    column->setSpacing(line / 3);
    column->addWidget(words_);
    column->addWidget(chart_, 1);
    connect(&activity, &models::Activity::pointAdded, this, &FlowTab::sample);
}

void FlowTab::show(quint64 connection)
{
    if (std::exchange(connection_, connection) == connection)
        return;
    samples_.clear();
    sample();
}

void FlowTab::sample()
{
    const models::ConnectionRow *row = connections_.find(connection_);
    if (row && row->closed == 0) {
        samples_.push_back({double(row->buffer), double(row->low), double(row->high),
                            row->state == loop::ConnectionState::Paused});
        while (samples_.size() > kMostSamples)
            samples_.pop_front();
    }
    refresh();
}

QString FlowTab::words() const
{
    return words_->text();
}

void FlowTab::refresh()
{
    const models::ConnectionRow *row = connections_.find(connection_);
    if (!row) {
        words_->clear();
        return;
    }
    const QString waits = models::format::binaryBytes(double(row->buffer));
    const QString text = row->pauses == 0
        ? tr("%1 wait to be sent; its writer was never paused").arg(waits)
        : tr("%1 wait to be sent; its writer was paused %n times", nullptr, int(row->pauses))
              .arg(waits);
    words_->setText(text);
    chart_->setAccessibleDescription(text);
    if (isVisible())
        chart_->update();
}

} // namespace ui
