// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ActivityChart.h"

#include "ui/PlainLabel.h"
#include "ui/StyleSheet.h"
#include "ui/Theme.h"

#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLegend>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>
#include <QtGui/QFontMetrics>
#include <QtWidgets/QGraphicsLayout>
#include <QtWidgets/QHBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {

namespace {

constexpr qreal kAreaTint = 0.12;
constexpr int kGridLines = 4;

// The next of 1, 2, 5 times a power of ten, so that the scale jumps seldom.
double roundedTop(double value)
{
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0, 10.0}) {
        if (value <= step * power)
            return step * power;
    }
    return value;
}

} // namespace

ActivityChart::ActivityChart(const Theme &theme, const QString &caption,
                             const QList<models::Tone> &tones, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , caption_(new PlainLabel(caption, this))
    , figure_(new PlainLabel(this))
    , chart_(new QChart)
    , time_(new QValueAxis)
    , scale_(new QValueAxis)
{
    caption_->setProperty("role", QStringLiteral("muted"));
    QFont large = theme.font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    large.setWeight(QFont::DemiBold);
    figure_->setFont(large);
    figure_->setAlignment(Qt::AlignRight);
    figure_->setAccessibleName(tr("%1, now").arg(caption));
    setAccessibleName(caption);

    chart_->legend()->hide();
    chart_->setMargins({});
    chart_->layout()->setContentsMargins(0, 0, 0, 0);
    chart_->setBackgroundRoundness(0);
    for (QValueAxis *axis : {time_, scale_}) {
        axis->setLabelsVisible(false);
        axis->setLineVisible(false);
        axis->setMinorGridLineVisible(false);
    }
    time_->setGridLineVisible(false);
    scale_->setTickCount(kGridLines);
    chart_->addAxis(time_, Qt::AlignBottom);
    chart_->addAxis(scale_, Qt::AlignLeft);
    for (const models::Tone tone : tones)
        addCurve(tone);

    auto *view = new QChartView(chart_, this);
    view->setFrameShape(QFrame::NoFrame);
    view->setRenderHint(QPainter::Antialiasing);
    view->setViewportUpdateMode(QGraphicsView::FullViewportUpdate); // of an old scale nothing stays
    view->setFocusPolicy(Qt::NoFocus);
    view->setAccessibleName(tr("%1 over the last minute").arg(caption));
    top_ = new PlainLabel(view);
    top_->setProperty("role", QStringLiteral("muted"));
    chart_->setMargins({0, QFontMetrics(theme.font()).height(), 0, 0}); // the scale stands above
    top_->setAccessibleName(tr("%1, top of the scale").arg(caption));
    const int margin = QFontMetrics(theme.font()).height() / 2;
    auto *head = new QHBoxLayout;
    head->addWidget(caption_);
    key_ = new QHBoxLayout;
    head->addLayout(key_);
    head->addStretch(1);
    head->addWidget(figure_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(margin + margin / 2, margin, margin + margin / 2, margin / 2);
    column->setSpacing(margin / 2);
    column->addLayout(head);
    column->addWidget(view, 1);
    connect(&theme, &Theme::changed, this, &ActivityChart::applyTheme);
    applyTheme();
}

void ActivityChart::addCurve(models::Tone tone)
{
    Curve curve {new QLineSeries, new QLineSeries(this), new QLineSeries(this), nullptr, tone};
    curve.area = new QAreaSeries(curve.top, curve.floor);
    chart_->addSeries(curve.area);
    chart_->addSeries(curve.line);
    for (QAbstractSeries *series :
         std::initializer_list<QAbstractSeries *> {curve.area, curve.line}) {
        series->attachAxis(time_);
        series->attachAxis(scale_);
    }
    curves_.append(curve);
}

void ActivityChart::showCurves(const QList<QList<double>> &curves, double seconds, double least)
{
    if (std::exchange(shown_, curves) == curves)
        return; // while nothing happens, that is all there is to it
    double top = least;
    for (qsizetype i = 0; i < curves_.size() && i < curves.size(); ++i) {
        const QList<double> &values = curves.at(i);
        QList<QPointF> points;
        points.reserve(values.size());
        const double step = values.size() > 1 ? seconds / double(values.size() - 1) : 0;
        for (qsizetype at = 0; at < values.size(); ++at)
            points.append({-seconds + step * double(at), values.at(at)});
        if (!values.isEmpty())
            top = std::max(top, *std::max_element(values.cbegin(), values.cend()));
        curves_.at(i).line->replace(points);
        if (i != curves_.size() - 1)
            continue; // the area below is that of the last one alone
        curves_.at(i).top->replace(points);
        curves_.at(i).floor->replace({{-seconds, 0}, {0, 0}});
    }
    time_->setRange(-seconds, 0);
    const double rounded = roundedTop(top * 1.05);
    scale_->setRange(0, rounded);
    if (const QString words = scaleWords_ ? scaleWords_(rounded) : QString();
        words != top_->text()) {
        top_->setText(words);
        top_->adjustSize();
        top_->move(0, 1);
    }
}

void ActivityChart::showKey(const QList<std::pair<models::Tone, QString>> &key)
{
    for (const auto &[tone, words] : key) {
        auto *label = new PlainLabel(tr("● %1").arg(words), this);
        if (tone == models::Tone::Neutral)
            label->setProperty("role", QStringLiteral("muted"));
        else
            setTone(*label, tone);
        key_->addWidget(label);
    }
}

void ActivityChart::showFigure(const QString &figure)
{
    figure_->showFigure(figure);
}

QString ActivityChart::figure() const
{
    return figure_->text();
}

void ActivityChart::applyTheme()
{
    const Tokens &tokens = theme_.tokens();
    chart_->setBackgroundBrush(tokens.base);
    chart_->setBackgroundPen(Qt::NoPen);
    scale_->setGridLinePen(QPen(tokens.border, 1));
    for (const Curve &curve : std::as_const(curves_)) {
        const QColor &color = theme_.color(curve.tone);
        // The last curve is the one in front; those behind it are wider, so that equal ones are
        // seen.
        const bool front = &curve == &curves_.last();
        curve.line->setPen(QPen(front ? color : tint(color, tokens.base, 0.6), front ? 1.5 : 2.5));
        curve.area->setPen(Qt::NoPen);
        curve.area->setVisible(front);
        QColor fill = color;
        fill.setAlphaF(float(kAreaTint));
        curve.area->setBrush(fill);
    }
}

} // namespace ui
