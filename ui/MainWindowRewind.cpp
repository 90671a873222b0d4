// SPDX-License-Identifier: GPL-3.0-or-later

// The fourth part of MainWindow: recordings that are opened, the moment that is shown, and the
// moments that have names.

#include "ui/MainWindow.h"

#include "models/LogModel.h"
#include "models/text/Format.h"
#include "ui/Actions.h"
#include "ui/DroppedFiles.h"
#include "ui/Inspector.h"
#include "ui/NameDialog.h"
#include "ui/Recents.h"
#include "ui/RewindBar.h"
#include "ui/RewindTrack.h"
#include "ui/RowView.h"
#include "ui/SettingsKeys.h"
#include "ui/StatusStrip.h"
#include "ui/WindowMenus.h"
#include "ui/timeline/TimelineView.h"

#include <QtCore/QDateTime>
#include <QtCore/QFileInfo>
#include <QtCore/QMimeData>
#include <QtCore/QPointer>
#include <QtCore/QUrl>
#include <QtGui/QAction>
#include <QtGui/QDropEvent>

namespace ui {

void MainWindow::connectRewind()
{
    const Actions &a = *actions_;
    connect(rewind_, &RewindBar::momentRequested, this,
            [this](std::int64_t time) { Q_EMIT momentRequested(time, 0); });
    connect(rewind_, &RewindBar::nowRequested, this, &MainWindow::nowRequested);
    connect(rewind_, &RewindBar::playRequested, this, &MainWindow::playRequested);
    connect(rewind_, &RewindBar::speedRequested, this, &MainWindow::speedRequested);
    connect(a.showMoment, &QAction::triggered, this, &MainWindow::showRowsMoment);
    connect(a.backToLive, &QAction::triggered, this, &MainWindow::nowRequested);
    connect(a.play, &QAction::triggered, this,
            [this] { Q_EMIT playRequested(!rewind_->isPlaying()); });
    connect(a.addMark, &QAction::triggered, this, &MainWindow::askMark);
    connect(a.previousMark, &QAction::triggered, this, [this] { goToMark(rewind_->markBefore()); });
    connect(a.nextMark, &QAction::triggered, this, [this] { goToMark(rewind_->markAfter()); });
    connect(menus_, &WindowMenus::markPicked, this,
            [this](std::int64_t time) { Q_EMIT momentRequested(time, 0); });
    if (tense_ == Tense::Live)
        rewind_->showNow();
    refreshRewind();
}

void MainWindow::setSubject(const QString &name)
{
    subject_ = name;
    refreshRewind();
}

void MainWindow::showHistory(const models::History &history)
{
    rewind_->showHistory(history);
    menus_->setMarks(history.marks);
    tabs_->timeline().lanes().setMarks(history.marks);
    refreshRewind();
}

void MainWindow::showMoment(std::int64_t time)
{
    const bool wasNow = rewind_->showsNow();
    rewind_->showMoment(time);
    if (wasNow) {
        setViewPaused(false);
        showTalk(0);
    }
    // The newest of what had happened is in sight, wherever the person was in the log.
    RowView &log = tabs_->view(RecordTabs::Log);
    const QModelIndex newest = models_.log.index(models_.log.positionRow(), 0);
    if (newest.isValid() && !log.viewport()->rect().contains(log.visualRect(newest).center()))
        log.scrollTo(newest, QAbstractItemView::PositionAtCenter);
    refreshRewind();
}

void MainWindow::showNow()
{
    rewind_->showNow();
    showTalk(sessionLookedAt());
    refreshRewind();
}

void MainWindow::showPlaying(bool playing)
{
    rewind_->showPlaying(playing);
    actions_->play->setText(playing ? tr("Stop pla&ying") : tr("Pla&y"));
}

// The title and the strip say what is shown, so that nobody takes the past for the present.
void MainWindow::refreshRewind()
{
    const bool some = rewind_->track().history().last != 0;
    QString title = subject_;
    QString moment;
    if (some && !rewind_->showsNow()) {
        const QString clock = models::format::clockToMilliseconds(rewind_->moment());
        moment = tense_ == Tense::Live ? tr("Rewound to %1").arg(clock) : tr("At %1").arg(clock);
        title = subject_.isEmpty() ? moment : tr("%1 at %2").arg(subject_, clock);
    }
    setWindowTitle(title.isEmpty() ? tr("Loopscope") : tr("%1 – Loopscope").arg(title));
    strip_->showMoment(moment, rewind_->isPlaying());
    actions_->play->setEnabled(some && !rewind_->showsNow());
    actions_->addMark->setEnabled(some);
    actions_->previousMark->setEnabled(rewind_->markBefore());
    actions_->nextMark->setEnabled(rewind_->markAfter());
    refreshEmptyState();
    refreshActions();
}

// What a row is about was told of a little after it happened: the moment that shows it is that of
// its event in the log.
void MainWindow::showRowsMoment()
{
    models::LogModel::Happening moment = momentOfRow();
    if (moment.wallTime == 0)
        return;
    if (tabs_->current() == RecordTabs::Warnings)
        moment.connection = moment.task = 0; // the warning itself, not what else happened to those
    if (tabs_->current() == RecordTabs::Log)
        Q_EMIT momentRequested(moment.wallTime, qint64(tabs_->currentView().currentId()));
    else
        goToMoment(moment);
}

void MainWindow::goToMoment(const models::LogModel::Happening &moment)
{
    models_.log.find(moment, [window = QPointer(this), time = moment.wallTime](qint64 event) {
        if (window)
            Q_EMIT window->momentRequested(time, event);
    });
}

// The moment is the one when it was asked for, however long the name takes.
void MainWindow::askMark()
{
    constexpr std::int64_t millisecond = 1'000'000; // ns
    const std::int64_t time = rewind_->showsNow()
        ? QDateTime::currentMSecsSinceEpoch() * millisecond
        : rewind_->moment();
    const QString clock = models::format::clockToMilliseconds(time);
    askName(this,
            {QStringLiteral("mark-name"),
             QT_TR_NOOP("Name this moment"),
             QT_TR_NOOP("Name of %1"),
             clock,
             QString(),
             {}},
            [this, time](const QString &name) { Q_EMIT markRequested(time, name); });
}

void MainWindow::goToMark(const models::History::Mark *mark)
{
    if (mark)
        Q_EMIT momentRequested(mark->time, 0);
}

void MainWindow::rememberRecording(const QString &path)
{
    Recents(settings_, settings::recentRecordings()).add(path);
    settings_.setValue(settings::folder(), QFileInfo(path).absolutePath()); // others are beside it
}

void MainWindow::forgetRecording(const QString &path)
{
    Recents(settings_, settings::recentRecordings()).remove(path);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!filesOf(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

// A scenario runs, where something can, and rules or a certificate begin a new server; all else is
// taken for a recording, and whoever opens it says what is wrong with it.
void MainWindow::dropEvent(QDropEvent *event)
{
    const QStringList paths = filesOf(*event->mimeData());
    for (const QString &path : paths) {
        const FileKind kind = kindOf(path);
        if (kind == FileKind::Recording || tense_ == Tense::Past)
            Q_EMIT openRequested(path);
        else if (kind == FileKind::Json)
            Q_EMIT openScenarioRequested(path);
        else
            openNewServerWith(path);
    }
    event->acceptProposedAction();
}

} // namespace ui
