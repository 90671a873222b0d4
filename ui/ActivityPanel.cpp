// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ActivityPanel.h"

#include "models/Activity.h"
#include "models/text/Format.h"
#include "ui/ActivityChart.h"
#include "ui/Theme.h"
#include "ui/timeline/TimeScale.h"

#include <QtWidgets/QHBoxLayout>

namespace ui {

namespace {
constexpr double kSeconds
    = models::Activity::PointCount * models::Activity::PointMilliseconds / 1000.0;
} // namespace

ActivityPanel::ActivityPanel(const Theme &theme, const models::Activity &activity, QWidget *parent)
    : QWidget(parent)
    , activity_(activity)
    , messages_(new ActivityChart(theme, tr("messages/s"), {models::Tone::Active}, this))
    , bytes_(
          new ActivityChart(theme, tr("bytes/s"), {models::Tone::Busy, models::Tone::Good}, this))
    , lag_(new ActivityChart(theme, tr("loop lag p99"),
                             {models::Tone::Neutral, models::Tone::Warning}, this))
{
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("base"));
    bytes_->showKey({{models::Tone::Good, tr("in")}, {models::Tone::Busy, tr("out")}});
    lag_->showKey({{models::Tone::Warning, tr("sessions")},
                   {models::Tone::Neutral, tr("window", "its own loop")}});
    messages_->setScaleWords([](double top) { return models::format::count(top); });
    bytes_->setScaleWords([](double top) { return models::format::bytes(top); });
    lag_->setScaleWords([](double top) {
        return models::format::duration(std::int64_t(top * double(kMillisecond)));
    });
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (ActivityChart *chart : {messages_, bytes_, lag_})
        row->addWidget(chart, 1);
    connect(&activity, &models::Activity::pointAdded, this, [this] {
        if (isVisible())
            refreshCurves();
    });
    connect(&activity, &models::Activity::changed, this, [this] {
        if (isVisible())
            refreshFigures();
    });
    refreshCurves();
    refreshFigures();
}

void ActivityPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refreshCurves();
    refreshFigures();
}

void ActivityPanel::refreshCurves()
{
    messages_->showCurves({activity_.messages()}, kSeconds, 10);
    bytes_->showCurves({activity_.bytesOut(), activity_.bytesIn()}, kSeconds, 1000);
    lag_->showCurves({activity_.ownLag(), activity_.lag()}, kSeconds, 1);
}

void ActivityPanel::refreshFigures()
{
    using namespace models::format;
    const models::Activity::Status &status = activity_.status();
    messages_->showFigure(count(status.messagesPerSecond));
    bytes_->showFigure(tr("%1 · %2", "bytes in and out")
                           .arg(bytes(status.bytesInPerSecond), bytes(status.bytesOutPerSecond)));
    const auto lag = std::int64_t(status.lagP99Milliseconds * double(kMillisecond));
    lag_->showFigure(lag > 0 ? duration(lag) : tr("–", "no lag measured yet"));
}

} // namespace ui
