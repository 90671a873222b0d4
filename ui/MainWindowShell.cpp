// SPDX-License-Identifier: GPL-3.0-or-later

// The sixth part of MainWindow: what serves the whole of it, such as the palette of commands.

#include "ui/MainWindow.h"

#include "models/ConnectionModel.h"
#include "models/LogModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "ui/Actions.h"
#include "ui/ActivityPanel.h"
#include "ui/CommandPalette.h"
#include "ui/Explanations.h"
#include "ui/FaultsTab.h"
#include "ui/FilterField.h"
#include "ui/FilterMenu.h"
#include "ui/Inspector.h"
#include "ui/Notices.h"
#include "ui/NoticesPopup.h"
#include "ui/PlainLabel.h"
#include "ui/Preferences.h"
#include "ui/RecordingMenu.h"
#include "ui/RewindBar.h"
#include "ui/RowView.h"
#include "ui/RulesTab.h"
#include "ui/SessionsPanel.h"
#include "ui/SettingsDialog.h"
#include "ui/SettingsKeys.h"
#include "ui/StatusStrip.h"
#include "ui/StreamView.h"
#include "ui/Tour.h"
#include "ui/WindowMenus.h"

#include <QtCore/QMetaEnum>
#include <QtCore/QSettings>
#include <QtGui/QAction>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QToolBar>
#include <QtWidgets/QWhatsThis>

namespace ui {

void MainWindow::connectShell()
{
    connect(actions_->commands, &QAction::triggered, this, &MainWindow::openPalette);
    connect(actions_->settings, &QAction::triggered, this, &MainWindow::openSettings);
    connect(actions_->notices, &QAction::triggered, this, &MainWindow::openNotices);
    connect(&models_.log, &models::LogModel::totalChanged, strip_, &StatusStrip::refreshLog);
    connect(strip_, &StatusStrip::noticesRequested, actions_->notices, &QAction::trigger);
    const FaultsTab &faults = inspector_->faults();
    connect(&faults, &FaultsTab::connectionPlanChosen, this,
            &MainWindow::connectionFaultsRequested);
    connect(&faults, &FaultsTab::sessionPlanChosen, this, &MainWindow::faultsRequested);
    connect(&inspector_->rules(), &RulesTab::applied, this, &MainWindow::rulesRequested);
    auto *filters = new FilterMenu(settings_, this);
    connect(filter_, &FilterField::used, filters, &FilterMenu::used);
    connect(filters, &FilterMenu::chosen, filter_, &FilterField::choose);
    connect(filter_, &FilterField::menuRequested, filters, [this, filters] {
        filters->setCurrent(filter_->text());
        filters->popup(filter_->mapToGlobal(filter_->rect().bottomLeft()));
    });
    connect(actions_->whatsThis, &QAction::triggered, this,
            [] { QWhatsThis::enterWhatsThisMode(); });
    connect(actions_->tour, &QAction::triggered, this, &MainWindow::openTour);
    explain();
    connect(actions_->openLine, &QAction::triggered, this, [this] {
        const QString place
            = tabs_->currentView().currentIndex().data(models::PlaceRole).toString();
        if (!place.isEmpty())
            Q_EMIT openLineRequested(place);
    });
}

// What can be done, then what can be gone to.
void MainWindow::openPalette()
{
    refreshActions();
    QList<Command> commands = menus_->commands();
    const QList<models::SessionRecord> running = models_.sessions.sessions();
    for (const models::SessionRecord &record : running) {
        const quint64 id = record.id.value;
        commands.append({tr("Session"), models_.sessions.shortName(id), {}, true, [this, id] {
                             selectSession(id);
                         }});
    }
    auto *palette = new CommandPalette(theme_, std::move(commands), this);
    palette->openOver(*this);
}

void MainWindow::showView(const QString &name)
{
    const QMetaEnum tabs = QMetaEnum::fromType<RecordTabs::Tab>();
    for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
        if (QString::fromLatin1(tabs.valueToKey(tab)).compare(name, Qt::CaseInsensitive) == 0)
            tabs_->setCurrentIndex(tab);
    }
}

void MainWindow::explain()
{
    const auto say
        = [](QWidget *widget, Part part) { setExplanation(*widget, explanationOf(part)); };
    say(sessions_, Part::Sessions);
    say(&tabs_->view(RecordTabs::Connections), Part::Connections);
    say(&tabs_->view(RecordTabs::Tasks), Part::Tasks);
    say(&tabs_->view(RecordTabs::Timers), Part::Timers);
    say(&tabs_->view(RecordTabs::Warnings), Part::Warnings);
    say(&tabs_->view(RecordTabs::Log), Part::Log);
    say(tabs_->widget(RecordTabs::Timeline), Part::Timeline);
    say(inspector_, Part::Inspector);
    say(&inspector_->stream(), Part::Stream);
    say(activity_, Part::Activity);
    say(rewind_, Part::Rewind);
    say(filter_, Part::Filter);
    say(strip_, Part::Status);
}

void MainWindow::offerTour()
{
    if (tense_ == Tense::Live && !settings_.value(settings::tourDone()).toBool())
        openTour();
}

void MainWindow::openTour()
{
    if (findChild<Tour *>())
        return;
    const QString keys = actions_->commands->shortcut().toString(QKeySequence::NativeText);
    const QString help = actions_->shortcuts->shortcut().toString(QKeySequence::NativeText);
    auto *tour = new Tour(
        theme_,
        {{tr("Start something"),
          tr("Servers and clients are started here. The sample is a server with a few clients."),
          findChild<QToolBar *>(QStringLiteral("tools"))},
         {tr("Watch it"), explanationOf(Part::Connections), tabs_},
         {tr("Look closer"), explanationOf(Part::Inspector), inspector_},
         {tr("Go back in time"), explanationOf(Part::Rewind), rewind_},
         {tr("Find everything"),
          tr("%1 finds every command by its name, and %2 lists the keys. What is this? explains "
             "each "
             "view.")
              .arg(keys, help),
          menuBar()}},
        *this);
    connect(tour, &Tour::finished, this, [this] {
        settings_.setValue(settings::tourDone(), true);
        if (!focusWidget())
            focusView();
    });
}

void MainWindow::openNotices()
{
    auto *popup = new NoticesPopup(theme_, strip_->notices(), this);
    popup->openOver(*this);
}

void MainWindow::openSettings()
{
    auto *dialog = new SettingsDialog(theme_, readPreferences(settings_), menus_->recording(),
                                      languages_, this);
    connect(dialog, &SettingsDialog::preferencesChanged, this,
            [this](const Preferences &preferences) {
                const QString before = readPreferences(settings_).language;
                writePreferences(settings_, preferences);
                applyPreferences();
                if (preferences.language != before)
                    Q_EMIT languageChosen(preferences.language);
            });
    connect(dialog, &SettingsDialog::recordingChosen, &menus_->recording(), &RecordingMenu::choose);
    dialog->open();
}

void MainWindow::applyPreferences()
{
    const Preferences now = readPreferences(settings_);
    theme_.setFontSizes(now.fontPoints, now.monospacePoints);
    if (settings_.contains(settings::theme()) && now.theme != theme_.choice())
        theme_.setChoice(now.theme);
    // The tables are bounded in number whatever the time.
    const std::chrono::milliseconds kept
        = now.closedRows.count() > 0 ? now.closedRows : std::chrono::hours(24 * 365);
    models_.connections.setRetention(kept);
    models_.tasks.setRetention(kept);
    models_.log.setTimes(now.logTimes);
    models_.events.setTimes(now.logTimes);
    menus_->showTimes(now.logTimes);
}

} // namespace ui
