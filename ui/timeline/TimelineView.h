// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The Timeline tab: how lanes are sorted and grouped, buttons to zoom, the lanes, and beside them
// the longest steps, which jump to their moment. Main thread; owned by RecordTabs.

#include "ui/timeline/LanesView.h"

#include <QtWidgets/QWidget>

class QBoxLayout;
class QComboBox;
class QSettings;
class QSplitter;
class QToolButton;

namespace ui {

class ElidedLabel;
class RowView;

class TimelineView final : public QWidget {
    Q_OBJECT
public:
    TimelineView(const Theme &theme, models::TimelineModel &model, QWidget *parent = nullptr);

    [[nodiscard]] LanesView &lanes() const { return *lanes_; }
    [[nodiscard]] RowView &longest() const { return *longest_; }
    [[nodiscard]] QToolButton &longestButton() const { return *longestButton_; }
    [[nodiscard]] QComboBox &sortBox() const { return *sort_; }
    [[nodiscard]] QComboBox &groupBox() const { return *group_; }
    [[nodiscard]] QComboBox &slowBox() const { return *slow_; }
    [[nodiscard]] models::TimelineModel &model() const { return model_; }

    // What an action on this view is about: the task of the current lane, and when its current step
    // began (wall clock, ns); 0: none is.
    [[nodiscard]] quint64 currentTask() const { return lanes_->currentTask(); }
    [[nodiscard]] std::int64_t currentTime() const;

    void remember(QSettings &settings) const;
    void recall(const QSettings &settings);

Q_SIGNALS:
    void taskPicked(quint64 task); // never 0
    void currentChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *controls();
    QToolButton *button(const QString &text, const QString &name);
    void arrange();
    void jump();
    void refreshNote();

    const Theme &theme_;
    models::TimelineModel &model_;
    LanesView *lanes_;
    RowView *longest_;
    QSplitter *parts_;
    QBoxLayout *bar_ = nullptr; // of choices and buttons, beside each other where both fit
    QComboBox *sort_, *group_, *slow_;
    QToolButton *newest_, *longestButton_;
    ElidedLabel *note_; // why something may not be there
    bool chosen_ = false; // by a person: whether the longest steps are shown
};

} // namespace ui
