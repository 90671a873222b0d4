// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The middle of the window: Connections, Tasks, Timers, Warnings and Log, each a RowView with its
// live count, and the Timeline, whose RowView lists the longest steps. Only the model in front is
// active; hidden tabs cost nothing. Speaks of rows by id.

#include "models/Roles.h"
#include "ui/Models.h"

#include <QtWidgets/QTabWidget>

#include <array>
#include <functional>

class QSettings;

namespace models {
class Filterable;
class TableModel;
} // namespace models

namespace ui {

class CountTabBar;
class DebugHint;
class RowView;
class Theme;
class TimelineView;

class RecordTabs final : public QTabWidget {
    Q_OBJECT
public:
    enum Tab { Connections, Tasks, Timers, Warnings, Log, Timeline, TabCount };
    Q_ENUM(Tab)

    RecordTabs(const Theme &theme, const Models &models, QWidget *parent = nullptr);

    [[nodiscard]] Tab current() const { return Tab(currentIndex()); }
    [[nodiscard]] RowView &view(Tab tab) const { return *views_[std::size_t(tab)]; }
    [[nodiscard]] RowView &currentView() const { return view(current()); }
    [[nodiscard]] models::Filterable &filterable(Tab tab) const
    {
        return *filterables_[std::size_t(tab)];
    }
    [[nodiscard]] TimelineView &timeline() const { return *timeline_; }
    [[nodiscard]] DebugHint &debugHint() const { return *hint_; }
    [[nodiscard]] qint64 countOf(Tab tab) const;
    // What nobody sees reads no recording: to be called where the window's state has changed.
    void activateSeen();
    void showFiltered(); // how many rows the filter of the tab in front shows
    // Of what is typed as the filter of the tab in front, a sentence; "": nothing is wrong.
    void showMistake(const QString &mistake);
    // Of the selected rows of the tab in front; without zeros, each once.
    [[nodiscard]] QList<quint64> selected(models::Role role) const;

    void remember(QSettings &settings) const;
    void recall(const QSettings &settings);

Q_SIGNALS:
    void rowChanged(ui::RecordTabs::Tab tab, quint64 id); // the current row; never 0
    void selectionChanged();
    void menuRequested(const QPoint &at);

private:
    void add(Tab tab, const QString &name, RowView *view, models::Filterable &filterable,
             QWidget *page = nullptr); // the view itself, unless it is a part of one
    [[nodiscard]] QWidget *under(QWidget &head, QWidget &view); // a page of both
    void addViews(const Theme &theme, const Models &models);
    void watchCounts(const Models &models);
    void addTimeline(const Theme &theme, const Models &models);
    [[nodiscard]] static QString emptyText(Tab tab);
    void activateCurrent();

    CountTabBar *bar_;
    TimelineView *timeline_ = nullptr;
    DebugHint *hint_; // above the warnings
    std::array<RowView *, TabCount> views_ {};
    std::array<models::Filterable *, TabCount> filterables_ {};
    QString mistake_; // in what is typed as a filter
    std::array<std::function<void(bool)>, TabCount> activate_; // what a tab shows, while in front
};

} // namespace ui
