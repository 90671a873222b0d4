// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How long answers took, as a picture: a bar for each range of the histogram (each as wide as the
// others, so the scale is logarithmic), dashed lines where half and 99 % of the answers are, and
// where a limit stands; what is beyond the lowest limit is in the colour of warnings. Shows; asks
// nothing. Main thread; owned by its parent.

#include "models/record/SessionResults.h"

#include <QtWidgets/QWidget>

namespace ui {

class Theme;

class LatencyPicture final : public QWidget {
    Q_OBJECT
public:
    explicit LatencyPicture(const Theme &theme, QWidget *parent = nullptr);

    // `limits` are times in ns that an answer is not to take.
    void show(const models::SessionResults &results, const QList<qint64> &limits);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    // Where a time lies, in pixels from the left; for tests, too.
    [[nodiscard]] qreal placeOf(qint64 time) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Line {
        qint64 time = 0;
        QString name;
        bool limit = false;
    };
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] QList<Line> lines() const;
    void paintBars(QPainter &painter, const QRectF &area) const;
    void paintLines(QPainter &painter, const QRectF &area) const;
    void paintScale(QPainter &painter, const QRectF &area) const;

    const Theme &theme_;
    models::SessionResults results_;
    QList<qint64> limits_;
};

} // namespace ui
