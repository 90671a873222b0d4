// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One figure over the last minute: a caption, the current value in large type, and a filled curve
// with no axis to read, for its shape. A second curve may share the scale (bytes in and out).

#include "models/Roles.h"

#include <QtCore/QList>
#include <QtCore/QPointF>
#include <QtWidgets/QWidget>

#include <functional>
#include <utility>

class QAreaSeries;
class QChart;
class QHBoxLayout;
class QLabel;
class QLineSeries;
class QValueAxis;

namespace ui {

class PlainLabel;
class Theme;

class ActivityChart final : public QWidget {
    Q_OBJECT
public:
    // `tones` has one tone for each curve, one or two.
    ActivityChart(const Theme &theme, const QString &caption, const QList<models::Tone> &tones,
                  QWidget *parent = nullptr);
    // How the top of the scale is said, at its line; the bottom is 0.
    void setScaleWords(std::function<QString(double)> words) { scaleWords_ = std::move(words); }
    // What each curve is, in its colour, after the caption; in the order in which it is read.
    void showKey(const QList<std::pair<models::Tone, QString>> &key);

    // Values oldest first, one curve a list; every list spans `seconds`. `least` is the smallest
    // top of the scale, so that noise near zero stays near zero.
    void showCurves(const QList<QList<double>> &curves, double seconds, double least);
    void showFigure(const QString &figure);
    [[nodiscard]] QString figure() const;

private:
    QList<QList<double>> shown_; // as they came last
    struct Curve {
        QLineSeries *line; // drawn by itself, so that the area has no outline
        QLineSeries *top;
        QLineSeries *floor;
        QAreaSeries *area;
        models::Tone tone;
    };
    void addCurve(models::Tone tone);
    void applyTheme();

    const Theme &theme_;
    QLabel *caption_;
    QHBoxLayout *key_;
    PlainLabel *figure_;
    QChart *chart_;
    QValueAxis *time_;
    QValueAxis *scale_;
    QList<Curve> curves_;
    std::function<QString(double)> scaleWords_;
    QLabel *top_; // of the scale, over the chart
};

} // namespace ui
