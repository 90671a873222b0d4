// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The span of a recording as a line that can be dragged along: how much happened when, blocked
// spans, warnings, faults and errors below it (each kind a shape of its own), marks with their
// names, and the position. Time runs from left to right in every language. Its value is the
// position in milliseconds since the beginning, which is what screen readers hear of it; nothing is
// emitted but what a person does. Main thread.

#include "models/record/History.h"

#include <QtWidgets/QAbstractSlider>

namespace ui {

class Theme;

class RewindTrack final : public QAbstractSlider {
    Q_OBJECT
public:
    explicit RewindTrack(const Theme &theme, QWidget *parent = nullptr);

    void showHistory(const models::History &history);
    [[nodiscard]] const models::History &history() const { return history_; }
    void showPosition(std::int64_t time);
    [[nodiscard]] std::int64_t position() const { return position_; } // wall clock, ns

    // What Left and Right move by, ns: a round time that can be seen, or less.
    [[nodiscard]] std::int64_t step() const;
    [[nodiscard]] int xOf(std::int64_t time) const;
    [[nodiscard]] std::int64_t timeAt(int x) const;
    [[nodiscard]] QRect line() const; // where the span is drawn

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void moved(std::int64_t time); // by a person, to this moment
    void endRequested(); // End: to the last one, whichever it will be
    void playRequested(); // Space

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void moveTo(std::int64_t time);
    void drawActivity(QPainter &painter) const;
    void drawBlocked(QPainter &painter) const;
    void drawIncidents(QPainter &painter) const;
    void drawMarks(QPainter &painter) const;
    void drawTimes(QPainter &painter) const;
    void drawPosition(QPainter &painter) const;
    [[nodiscard]] QString wordsAt(const QPoint &at) const;

    const Theme &theme_;
    models::History history_;
    std::int64_t position_ = 0;
    QList<double> curve_; // a value a pixel of line(), 0..1; made when the history or width changes
    void makeCurve();
};

} // namespace ui
