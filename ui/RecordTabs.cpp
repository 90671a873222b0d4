// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RecordTabs.h"

#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/LogModel.h"
#include "models/TaskModel.h"
#include "models/TimerModel.h"
#include "models/WarningModel.h"
#include "models/Words.h"
#include "models/timeline/TimelineModel.h"
#include "ui/CountTabBar.h"
#include "ui/DebugHint.h"
#include "ui/RowView.h"
#include "ui/SettingsKeys.h"
#include "ui/timeline/TimelineView.h"

#include <QtCore/QSettings>
#include <QtWidgets/QVBoxLayout>

namespace ui {

namespace {

// Where there is no room for all, the first of `columns` is left out first.
QList<ColumnLook> yielding(QList<ColumnLook> looks, std::initializer_list<int> columns)
{
    int rank = int(columns.size());
    for (const int column : columns)
        looks[column].yields = rank--;
    return looks;
}

template <class Enum, Enum Last> QStringList wordsUpTo() // Last included
{
    QStringList words;
    for (int i = 0; i <= static_cast<int>(Last); ++i)
        words << models::wordings::shown(static_cast<Enum>(i));
    return words;
}

// Widths in digits, in the order of the columns in Roles.h.
QList<ColumnLook> connectionLooks()
{
    using L = ColumnLook;
    using namespace models::ConnectionColumn;
    constexpr auto states = wordsUpTo<loop::ConnectionState, loop::ConnectionState::Reset>;
    return yielding({{5},
                     {12, L::Plain, true, Qt::ElideRight, 0, 0, 0, states},
                     {12, L::Muted, true, Qt::ElideRight, 0, 0, 24},
                     {6},
                     {15, L::Plain, true, Qt::ElideRight, 0, 0, 22},
                     {15, L::Plain, true, Qt::ElideRight, 0, 0, 22},
                     {14, L::Muted, true, Qt::ElideRight, 0, 0, 30},
                     {7},
                     {6},
                     {8},
                     {8},
                     {13},
                     {9},
                     {6, L::Muted}},
                    {Program, Session, Age, Role, Buffer, Task, Transport, Local, Rate});
}

QList<ColumnLook> taskLooks()
{
    using L = ColumnLook;
    using namespace models::TaskColumn;
    constexpr auto states = wordsUpTo<loop::TaskState, loop::TaskState::Cancelled>;
    return yielding({{5},
                     {12, L::Plain, true, Qt::ElideRight, 0, 0, 0, states},
                     {24, L::Plain, true, Qt::ElideMiddle, 0, 12, 60},
                     {22, L::Muted, true, Qt::ElideMiddle, 0, 12, 34}, // "#1841" is at its end
                     {22, L::Plain, true, Qt::ElideLeft, 0, 18, 30},
                     {8},
                     {8},
                     {8},
                     {11, L::Bars},
                     {8},
                     {6}},
                    {Steps, ToRun, Warnings, StepTimes, Busy, Longest});
}

QList<ColumnLook> timerLooks()
{
    using L = ColumnLook;
    return yielding({{12, L::Plain, false},
                     {12},
                     {36, L::Plain, true, Qt::ElideMiddle, 0, 16, 80},
                     {14, L::Muted, true, Qt::ElideRight, 0, 0, 24},
                     {22, L::Plain, true, Qt::ElideLeft, 0, 18, 30},
                     {8}},
                    {models::TimerColumn::Repeats, models::TimerColumn::Session});
}

QList<ColumnLook> warningLooks()
{
    using L = ColumnLook;
    using namespace models::WarningColumn;
    constexpr auto kinds = wordsUpTo<loop::WarningKind, loop::WarningKind::CallbackFailed>;
    return yielding({{12},
                     {22, L::Plain, true, Qt::ElideRight, 0, 0, 0, kinds},
                     {5},
                     {36, L::Plain, true, Qt::ElideRight, 0, 14, 160},
                     {16, L::Muted, true, Qt::ElideLeft, 0, 0, 30},
                     {6},
                     {6}},
                    {Connection, Task, Created});
}

QList<ColumnLook> logLooks()
{
    using L = ColumnLook;
    using namespace models::LogColumn;
    constexpr auto kinds = wordsUpTo<loop::EventKind, loop::EventKind::Fault>;
    return yielding({{8},
                     {15},
                     {11, L::Plain, true, Qt::ElideRight, 0, 0, 0, kinds},
                     {12, L::Muted},
                     {6},
                     {5},
                     {6},
                     {6},
                     {18, L::Plain, true, Qt::ElideRight, 0, 8}},
                    {Merged, Number, Session});
}

} // namespace

QString RecordTabs::emptyText(Tab tab)
{
    switch (tab) {
    case Connections:
        return tr("No connection now.");
    case Tasks:
        return tr("No task runs.");
    case Timers:
        return tr("No timer is pending.");
    case Warnings:
        return tr("No warning so far.");
    case Log:
        return tr("Nothing has happened so far.");
    case Timeline:
        return tr("No step so far.");
    case TabCount:
        break;
    }
    return {};
}

RecordTabs::RecordTabs(const Theme &theme, const Models &models, QWidget *parent)
    : QTabWidget(parent)
    , bar_(new CountTabBar(theme, this))
    , hint_(new DebugHint(theme, models.activity))
{
    setTabBar(bar_);
    setDocumentMode(true);
    bar_->setAccessibleName(tr("Views"));
    addViews(theme, models);
    watchCounts(models);
    connect(this, &QTabWidget::currentChanged, this, &RecordTabs::activateCurrent);
    activateCurrent();
}

void RecordTabs::addViews(const Theme &theme, const Models &models)
{
    const auto table = [&theme, this](Tab tab, const QString &name, const QString &key,
                                      models::TableModel &model, const QList<ColumnLook> &looks,
                                      int sortColumn) {
        auto *view = new RowView(theme, QString(name).remove(QLatin1Char('&')), key, this);
        activate_[std::size_t(tab)] = [&model](bool active) { model.setActive(active); };
        view->show(model, looks);
        view->sortByColumn(sortColumn, Qt::AscendingOrder);
        view->setSortingEnabled(true);
        add(tab, name, view, model, tab == Warnings ? under(*hint_, *view) : nullptr);
    };
    table(Connections, tr("&Connections"), QStringLiteral("connections"), models.connections,
          connectionLooks(), models::ConnectionColumn::Id);
    table(Tasks, tr("&Tasks"), QStringLiteral("tasks"), models.tasks, taskLooks(),
          models::TaskColumn::Id);
    table(Timers, tr("Time&rs"), QStringLiteral("timers"), models.timers, timerLooks(),
          models::TimerColumn::Due);
    table(Warnings, tr("&Warnings"), QStringLiteral("warnings"), models.warnings, warningLooks(),
          models::WarningColumn::Time);
    auto *log = new RowView(theme, tr("Log"), QStringLiteral("log"), this);
    activate_[Log] = [&model = models.log](bool active) { model.setActive(active); };
    log->show(models.log, logLooks());
    log->setFollowsTail(true);
    add(Log, tr("Lo&g"), log, models.log);
    addTimeline(theme, models);
}

void RecordTabs::addTimeline(const Theme &theme, const Models &models)
{
    timeline_ = new TimelineView(theme, models.timeline, this);
    activate_[Timeline] = [&model = models.timeline](bool active) { model.setActive(active); };
    add(Timeline, tr("Timeli&ne"), &timeline_->longest(), models.timeline, timeline_);
    connect(timeline_, &TimelineView::taskPicked, this,
            [this](quint64 task) { Q_EMIT rowChanged(Timeline, task); });
    connect(timeline_, &TimelineView::currentChanged, this, &RecordTabs::selectionChanged);
    connect(&timeline_->lanes(), &LanesView::menuRequested, this, &RecordTabs::menuRequested);
}

QWidget *RecordTabs::under(QWidget &head, QWidget &view)
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(&head);
    column->addWidget(&view, 1);
    page->setFocusProxy(&view);
    return page;
}

void RecordTabs::add(Tab tab, const QString &name, RowView *view, models::Filterable &filterable,
                     QWidget *page)
{
    views_[std::size_t(tab)] = view;
    filterables_[std::size_t(tab)] = &filterable;
    addTab(page ? page : view, name);
    view->setEmptyText([this, tab, &filterable] {
        if (filterable.filterText().isEmpty())
            return emptyText(tab);
        return mistake_.isEmpty() ? tr("Nothing matches the filter.")
                                  : tr("%1 Until it is right, the last filter stays in force: %2")
                                        .arg(mistake_, filterable.filterText());
    });
    connect(view, &RowView::currentIdChanged, this, [this, tab](quint64 id) {
        if (id != 0)
            Q_EMIT rowChanged(tab, id);
    });
    // The Inspector may have gone elsewhere since this row became the current one.
    connect(view, &QAbstractItemView::clicked, this, [this, tab, view] {
        if (const quint64 id = view->currentId())
            Q_EMIT rowChanged(tab, id);
    });
    connect(view, &RowView::rowsPicked, this, &RecordTabs::selectionChanged);
    connect(view, &RowView::menuRequested, this, &RecordTabs::menuRequested);
}

void RecordTabs::watchCounts(const Models &models)
{
    const auto live = [this](Tab tab, models::TableModel &model) {
        bar_->setCount(tab, model.liveCount());
        connect(&model, &models::TableModel::liveCountChanged, this,
                [this, tab](int count) { bar_->setCount(tab, count); });
    };
    live(Connections, models.connections);
    live(Tasks, models.tasks);
    live(Warnings, models.warnings);
    const auto countTimers = [this, &timers = models.timers] {
        bar_->setCount(Timers, qint64(timers.pendingCount()));
    };
    connect(&models.activity, &models::Activity::changed, this, countTimers);
    connect(&models.activity, &models::Activity::changed, this, &RecordTabs::showFiltered);
    countTimers();
    bar_->setCount(Log, models.log.total());
    connect(&models.log, &models::LogModel::totalChanged, this,
            [this](qint64 total) { bar_->setCount(Log, total); });
}

// Of the tab in front: the others count no rows that nobody sees.
void RecordTabs::showFiltered()
{
    if (currentIndex() < 0 || !filterables_[std::size_t(currentIndex())])
        return; // it is being made
    const QString filter = filterable(current()).filterText();
    const bool counted = current() != Timeline && !filter.isEmpty();
    bar_->setShown(current(), counted ? currentView().model()->rowCount() : -1);
}

void RecordTabs::showMistake(const QString &mistake)
{
    mistake_ = mistake;
    currentView().viewport()->update();
}

void RecordTabs::activateSeen()
{
    const bool seen = !window()->isMinimized();
    for (std::size_t tab = 0; tab < activate_.size(); ++tab) {
        if (activate_[tab]) // it has been made
            activate_[tab](seen && int(tab) == currentIndex());
    }
}

void RecordTabs::activateCurrent()
{
    activateSeen();
    showFiltered();
    Q_EMIT selectionChanged();
}

qint64 RecordTabs::countOf(Tab tab) const
{
    return bar_->countOf(tab);
}

QList<quint64> RecordTabs::selected(models::Role role) const
{
    return currentView().selected(role);
}

void RecordTabs::remember(QSettings &settings) const
{
    settings.setValue(settings::tab(), currentIndex());
    for (const RowView *view : views_)
        view->remember(settings);
    timeline_->remember(settings);
}

void RecordTabs::recall(const QSettings &settings)
{
    for (RowView *view : views_)
        view->recall(settings);
    timeline_->recall(settings);
    setCurrentIndex(qBound(0, settings.value(settings::tab()).toInt(), TabCount - 1));
}

} // namespace ui
