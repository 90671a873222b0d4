// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The lanes of the timeline, as something to move in: the wheel zooms about the pointer (over the
// names, or with Ctrl, it scrolls), a drag moves, a click picks a step, a drag with Shift selects a
// span of time. All of it can be done with keys. While it follows, its right end is now. Time runs
// from left to right in every language. Main thread; owned by TimelineView, outlived by the model.

#include "ui/timeline/LanesPainting.h"

#include <QtWidgets/QAbstractScrollArea>

namespace ui {

class LanesView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    using Span = models::TimelineModel::Span;

    LanesView(const Theme &theme, models::TimelineModel &model, QWidget *parent = nullptr);

    void showSpan(const Span &span); // follows no more
    [[nodiscard]] Span span() const { return {scale_.first, scale_.last}; }
    void showAll();
    void zoom(double factor, double x); // above 1: closer; about a place of the viewport
    void zoomMiddle(double factor);
    void setFollowing(bool follows);
    [[nodiscard]] bool isFollowing() const { return follows_; }
    void setEmptyWords(const QString &words); // shown while there is no lane
    void setMarks(const QList<models::History::Mark> &marks);

    // Brings a step into sight, and makes it the current one. Emits nothing.
    void goTo(quint64 task, std::int64_t start, std::int64_t length);
    [[nodiscard]] const std::optional<StepAt> &currentStep() const { return step_; }
    [[nodiscard]] quint64 currentTask() const; // whose lane is the current one; or 0
    // The span that a person selected.
    [[nodiscard]] const std::optional<Span> &selected() const { return selected_; }
    void clearSelection();

    // Where a step of a task at a time is drawn; empty where it is not in sight.
    [[nodiscard]] QRect rectOf(quint64 task, std::int64_t start) const;
    [[nodiscard]] QString describe(const StepAt &step) const; // in words

Q_SIGNALS:
    void stepPicked(quint64 task, std::int64_t start); // by a person; task 0: of a loop
    void spanSelected(std::int64_t first, std::int64_t last);
    void selectionCleared();
    void followingChanged(bool follows);
    void menuRequested(const QPoint &at);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    enum class Drag { None, Pressed, Move, Select };

    void refresh();
    void rebuildRows();
    void layOut();
    void setSpan(Span span);
    void move(std::int64_t by);
    void selectSpan(std::int64_t a, std::int64_t b);
    void extendSelection(int steps);
    void makeCurrent(const std::optional<StepAt> &step);
    void moveRow(int by);
    bool moveKey(int key, Qt::KeyboardModifiers modifiers);
    void moveStep(int by);
    void showRow(int row);
    [[nodiscard]] int rowAt(int y) const; // or -1
    [[nodiscard]] int rowOf(const models::LaneRow &row) const; // or -1
    [[nodiscard]] std::optional<StepAt> stepAt(const QPoint &at) const;
    [[nodiscard]] const models::TaskLane *laneOf(const models::LaneRow &row) const;
    [[nodiscard]] LanesPicture picture() const;
    [[nodiscard]] QString wordsAt(const QPoint &at) const;

    const Theme &theme_;
    models::TimelineModel &model_;
    TimeScale scale_;
    QList<models::History::Mark> marks_;
    QString emptyWords_;
    std::unordered_map<quint64, int> rowOfTask_, rowOfLoop_;
    std::optional<models::LaneRow> row_; // the current one
    std::optional<StepAt> step_; // in it
    std::optional<Span> selected_;
    Drag drag_ = Drag::None;
    QPoint pressed_;
    TimeScale pressedScale_;
    int pressedTop_ = 0;
    bool follows_ = true;
};

} // namespace ui
