// SPDX-License-Identifier: GPL-3.0-or-later

// The part of MainWindow about the timeline: a span that is selected there narrows every view, and
// what is blocked there is told in the status bar.

#include "ui/MainWindow.h"

#include "models/Filterable.h"
#include "ui/Inspector.h"
#include "ui/SpanBar.h"
#include "ui/StatusStrip.h"
#include "ui/timeline/TimelineView.h"

namespace ui {

void MainWindow::connectTimeline()
{
    const LanesView &lanes = tabs_->timeline().lanes();
    connect(&lanes, &LanesView::spanSelected, this, [this](std::int64_t first, std::int64_t last) {
        narrowTo(models::TimeSpan {first, last});
    });
    connect(&lanes, &LanesView::selectionCleared, this, [this] { narrowTo(std::nullopt); });
    connect(span_, &SpanBar::widenRequested, this, [this] {
        tabs_->timeline().lanes().clearSelection();
        tabs_->currentWidget()->setFocus();
    });
    connect(&models_.timeline, &models::TimelineModel::blockedChanged, this,
            &MainWindow::refreshBlocked);
    connect(&models_.timeline, &models::TimelineModel::readFailed, this,
            [this](const QString &sentence) { showNotice(sentence, true); });
}

void MainWindow::showWaiting(const QStringList &requests)
{
    waiting_ = requests;
    refreshBlocked();
}

// What holds a loop at this moment, and what waits for that.
void MainWindow::refreshBlocked()
{
    QStringList words;
    for (const models::Blocked &each : models_.timeline.blocked())
        words << models_.timeline.wordsOf(each);
    if (!waiting_.isEmpty())
        words << tr("waiting: %1").arg(waiting_.join(QStringLiteral(", ")));
    strip_->showBlocked(words.join(QStringLiteral(" · ")));
}

void MainWindow::narrowTo(const std::optional<models::TimeSpan> &span)
{
    for (int tab = 0; tab < RecordTabs::TabCount; ++tab)
        tabs_->filterable(RecordTabs::Tab(tab)).setTimeSpan(span);
    models_.events.setTimeSpan(span);
    span_->showSpan(span);
}

} // namespace ui
