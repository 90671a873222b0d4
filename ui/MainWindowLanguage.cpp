// SPDX-License-Identifier: GPL-3.0-or-later

// The part of MainWindow that speaks another language at once: all that has words in it is made
// anew, and what was shown is shown again. What the models say is translated when it is asked for.
// Dialogs that are open say their words anew by themselves (inEveryLanguage()), but for those that
// show parts of the window: they are opened again here.

#include "ui/MainWindow.h"

#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/Conversation.h"
#include "models/LogModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/TimerModel.h"
#include "models/WarningModel.h"
#include "models/timeline/TimelineModel.h"
#include "ui/Actions.h"
#include "ui/CommandPalette.h"
#include "ui/Composer.h"
#include "ui/FaultsTab.h"
#include "ui/HelpDialogs.h"
#include "ui/InEveryLanguage.h"
#include "ui/Inspector.h"
#include "ui/Notices.h"
#include "ui/NoticesPopup.h"
#include "ui/OfferBar.h"
#include "ui/RewindBar.h"
#include "ui/RewindTrack.h"
#include "ui/RowView.h"
#include "ui/RulesTab.h"
#include "ui/SessionsPanel.h"
#include "ui/SettingsDialog.h"
#include "ui/SpanBar.h"
#include "ui/StatusStrip.h"
#include "ui/Tour.h"

#include <QtCore/QHash>
#include <QtCore/QLocale>
#include <QtCore/QScopedValueRollback>
#include <QtCore/QSignalBlocker>
#include <QtCore/QTimer>
#include <QtGui/QAction>
#include <QtWidgets/QDialog>
#include <QtWidgets/QDockWidget>

#include <array>
#include <utility>

namespace ui {

struct MainWindow::Kept {
    models::Inspection::Subject subject = models::Inspection::Subject::Nothing;
    quint64 subjectId = 0, session = 0;
    std::array<quint64, RecordTabs::TabCount> rows {}; // that are current
    int page = 0; // of the Inspector
    QHash<QString, QSize> docks; // by name; the saved layout alone would let them drift
    models::Message message; // that is being written, as these are
    RulesTab::Draft rules;
    FaultsTab::Draft faults;
    models::History history;
    bool now = true, playing = false;
    std::int64_t moment = 0;
    double speed = 1;
    std::optional<models::TimeSpan> span;
    QList<Notice> notices;
    QList<OfferBar::Offer> offers;
    bool debug = false, paused = false, shortcuts = false, tour = false;
    std::optional<int> settings; // the page that is open
};

namespace {

// The log is long, and looking for a row means reading it; it follows its tail.
constexpr std::array rowsKept {RecordTabs::Connections, RecordTabs::Tasks, RecordTabs::Timers,
                               RecordTabs::Warnings};

} // namespace

MainWindow::Kept MainWindow::kept() const
{
    Kept kept;
    kept.subject = inspector_->subject();
    kept.subjectId = inspector_->subjectId();
    kept.page = inspector_->page();
    const auto docks = findChildren<QDockWidget *>(QString(), Qt::FindDirectChildrenOnly);
    for (const QDockWidget *dock : docks)
        kept.docks.insert(dock->objectName(), dock->size());
    kept.session = sessions_->currentSession();
    for (const RecordTabs::Tab tab : rowsKept)
        kept.rows[tab] = tabs_->view(tab).currentId();
    kept.message = inspector_->composer().message();
    kept.rules = inspector_->rules().draft();
    kept.faults = inspector_->faults().draft();
    kept.history = rewind_->track().history();
    kept.now = rewind_->showsNow();
    kept.moment = rewind_->moment();
    kept.playing = rewind_->isPlaying();
    kept.speed = rewind_->speed();
    kept.span = span_->span();
    kept.notices = strip_->notices().all();
    kept.offers = offers_->offers();
    kept.debug = actions_->debug->isChecked();
    kept.paused = actions_->pause->isChecked();
    if (const auto *settings = findChild<SettingsDialog *>())
        kept.settings = settings->page();
    kept.shortcuts = findChild<QDialog *>(shortcutsName());
    kept.tour = findChild<Tour *>();
    return kept;
}

// Nothing of it tells this window, which is between two lives, what becomes of it.
void MainWindow::takeDown()
{
    for (const QPointer<QObject> &part : std::as_const(parts_)) {
        if (!part)
            continue;
        part->disconnect(this);
        const QObjectList inside = part->findChildren<QObject *>();
        for (QObject *each : inside)
            each->disconnect(this);
    }
    for (QObject *model : std::initializer_list<QObject *> {
             &models_.activity, &models_.connections, &models_.conversation, &models_.events,
             &models_.inspection, &models_.log, &models_.sessions, &models_.tasks,
             &models_.timeline, &models_.timers, &models_.warnings})
        model->disconnect(this);
    delete findChild<SettingsDialog *>();
    delete findChild<QDialog *>(shortcutsName());
    delete findChild<Tour *>();
    delete findChild<CommandPalette *>();
    delete findChild<NoticesPopup *>();
    for (const QPointer<QObject> &part : std::as_const(parts_))
        delete part;
    parts_.clear();
    inspector_ = nullptr;
}

void MainWindow::showSubject(models::Inspection::Subject subject, quint64 id)
{
    using S = models::Inspection::Subject;
    if (subject == S::Nothing)
        inspector_->showNothing();
    else if (subject == S::Connection)
        inspector_->showConnection(id);
    else if (subject == S::Task)
        inspector_->showTask(id, models_.connections.connectionOf(id));
    else
        inspector_->show(subject, id);
}

void MainWindow::putBack(const Kept &kept)
{
    const QScopedValueRollback<bool> travelling(travelling_, true);
    setDebugMode(kept.debug);
    setViewPaused(kept.paused);
    rewind_->showSpeed(kept.speed);
    if (kept.history.last != 0)
        showHistory(kept.history);
    if (!kept.now)
        showMoment(kept.moment);
    showPlaying(kept.playing);
    strip_->notices().putBack(kept.notices);
    for (const OfferBar::Offer &offer : kept.offers)
        offers_->offer(offer);
    sessions_->selectSession(kept.session);
    {
        const QSignalBlocker quiet(tabs_);
        for (const RecordTabs::Tab tab : rowsKept)
            tabs_->view(tab).selectId(kept.rows[tab]);
    }
    showSubject(kept.subject, kept.subjectId);
    inspector_->showPage(kept.page);
    inspector_->composer().setMessage(kept.message);
    inspector_->rules().putBack(kept.rules);
    inspector_->faults().putBack(kept.faults);
    span_->showSpan(kept.span);
    QTimer::singleShot(0, this,
                       [this, docks = kept.docks] { shareRoom(docks); }); // laid out by then
    refreshBlocked();
    tellInterest();
    refreshEmptyState();
    refreshActions();
    if (kept.tour)
        openTour();
    if (kept.settings) {
        openSettings();
        findChild<SettingsDialog *>()->setPage(*kept.settings);
    }
    if (kept.shortcuts)
        openShortcuts(theme_, *this);
}

void MainWindow::shareRoom(const QHash<QString, QSize> &sizes)
{
    QList<QDockWidget *> across, below;
    QList<int> widths, heights;
    const auto docks = findChildren<QDockWidget *>(QString(), Qt::FindDirectChildrenOnly);
    for (QDockWidget *dock : docks) {
        const QSize size = sizes.value(dock->objectName());
        const bool bottom = dockWidgetArea(dock) == Qt::BottomDockWidgetArea;
        (bottom ? below : across).append(dock);
        (bottom ? heights : widths).append(bottom ? size.height() : size.width());
    }
    resizeDocks(across, widths, Qt::Horizontal);
    resizeDocks(below, heights, Qt::Vertical);
}

// A dialog that was opened by a part would go with it, and with it what a person writes there.
void MainWindow::retranslate()
{
    if (const QDialog *dialog = openedInside(*this)) {
        connect(dialog, &QObject::destroyed, this, &MainWindow::retranslate, Qt::QueuedConnection);
        return;
    }
    retranslates_ = false;
    if (spoken_ == QLocale().name())
        return;
    const Kept before = kept();
    remember();
    setUpdatesEnabled(false);
    takeDown();
    build();
    putBack(before);
    setUpdatesEnabled(true);
}

} // namespace ui
