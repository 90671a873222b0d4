// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/WindowMenus.h"

#include "models/SessionModel.h"
#include "models/spec/KindDocs.h"
#include "models/spec/SessionUrl.h"
#include "models/text/Format.h"
#include "ui/Actions.h"
#include "ui/PlainLabel.h"
#include "ui/Recents.h"
#include "ui/RecordingMenu.h"
#include "ui/RowHeader.h"
#include "ui/RowView.h"
#include "ui/SettingsKeys.h"

#include <QtCore/QFileInfo>
#include <QtCore/QSettings>
#include <QtGui/QAction>
#include <QtGui/QActionGroup>
#include <QtWidgets/QDockWidget>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>

namespace ui {

using namespace Qt::StringLiterals;

WindowMenus::WindowMenus(Actions &actions, RecordTabs &tabs, Theme &theme, QSettings &settings,
                         QMainWindow &window)
    : QObject(&window)
    , actions_(actions)
    , tabs_(tabs)
    , theme_(theme)
    , settings_(settings)
    , window_(window)
    , recording_(new RecordingMenu(settings, &window))
{ }

QString WindowMenus::inWords(const models::SessionUrl &url)
{
    models::SessionRecord record;
    record.kind = url.kind;
    record.server = url.role() == models::SessionRole::Server;
    record.address = url.address();
    record.url = url;
    QStringList options;
    for (const auto &[name, value] : url.options) {
        if (name != u"to")
            options.append(name + u'=' + value.simplified().left(24));
    }
    const QString line = models::SessionModel::lineOf(record);
    return options.isEmpty() ? line : line + u"  "_s + options.join(u", "_s);
}

void WindowMenus::fillMenuBar(const QList<QDockWidget *> &docks)
{
    const Actions &a = actions_;
    QMenuBar &bar = *window_.menuBar();
    const auto fill = [&bar](const QString &title, const QList<QAction *> &actions) {
        QMenu *menu = bar.addMenu(title);
        for (QAction *action : actions) {
            if (action)
                menu->addAction(action);
            else
                menu->addSeparator();
        }
        return menu;
    };
    QMenu *const file = fill(tr("&File"),
                             {a.newServer, a.newClient, nullptr, a.openScenario, a.saveScenario,
                              nullptr, a.open, a.save, a.exportJson, a.exportCsv, a.exportOther,
                              a.exportShown, a.compare, a.wireshark, nullptr, a.settings, a.quit});
    file->insertMenu(a.exportJson, recording_);
    file->insertSeparator(a.exportJson);
    file->insertMenu(a.save, recentRecordingsMenu());
    fill(tr("&Session"),
         {a.start, a.stop, a.restart, nullptr, a.editSession, a.duplicate, a.copyCommand, a.remove,
          a.moveUp, a.moveDown, nullptr, a.message, a.resend, nullptr, a.rules, a.faults, a.debug});
    fill(tr("Se&lection"),
         {a.cancelTask, a.closeConnection, a.abortConnection, a.connectionFaults, nullptr,
          a.goToTask, a.goToConnection, a.goToSession, a.goToLog, a.openLine, nullptr, a.back,
          a.forward, nullptr, a.filterByCell, a.excludeCell, a.copyCell, a.copyRows});
    fillView(*bar.addMenu(tr("&View")), docks);
    QMenu *rewind = fill(
        tr("Rewin&d"),
        {a.play, a.showMoment, a.backToLive, nullptr, a.addMark, a.previousMark, a.nextMark});
    rewind->addMenu(marksMenu());
    fill(tr("&Help"), {a.notices, nullptr, a.shortcuts, a.whatsThis, a.tour, nullptr, a.about});
}

void WindowMenus::fillView(QMenu &menu, const QList<QDockWidget *> &docks)
{
    menu.addActions({actions_.commands, actions_.pause, actions_.taskTree, actions_.filter,
                     actions_.narrow, actions_.widen, actions_.findInStream, actions_.clearEnded});
    menu.addSeparator();
    for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
        QAction *action = menu.addAction(tabs_.tabText(tab), &tabs_, [this, tab] {
            tabs_.setCurrentIndex(tab);
            tabs_.currentWidget()->setFocus(Qt::ShortcutFocusReason);
        });
        action->setShortcut({Qt::CTRL | Qt::Key(Qt::Key_1 + tab)});
    }
    menu.addSeparator();
    QMenu *columns = menu.addMenu(tr("C&olumns"));
    connect(columns, &QMenu::aboutToShow, this, [this, columns] {
        columns->clear();
        tabs_.currentView().columns().fillColumnsMenu(*columns);
    });
    for (const QDockWidget *dock : docks)
        menu.addAction(dock->toggleViewAction());
    menu.addSeparator();
    fillTimes(*menu.addMenu(tr("Time of e&vents")));
    fillThemes(*menu.addMenu(tr("T&heme")));
}

void WindowMenus::fillTimes(QMenu &menu)
{
    using Times = models::LogModel::Times;
    times_ = new QActionGroup(this);
    const std::pair<QString, Times> choices[]
        = {{tr("&On the clock"), Times::Clock},
           {tr("Since the &start"), Times::SinceStart},
           {tr("Since the row &before"), Times::SinceRowBefore}};
    for (const auto &[name, times] : choices) {
        QAction *action = menu.addAction(name);
        action->setCheckable(true);
        action->setData(int(times));
        times_->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, times = times] { Q_EMIT timesPicked(times); });
    }
}

void WindowMenus::showTimes(models::LogModel::Times times)
{
    const QList<QAction *> choices = times_->actions();
    for (QAction *action : choices)
        action->setChecked(action->data().toInt() == int(times));
}

void WindowMenus::fillThemes(QMenu &menu)
{
    auto *group = new QActionGroup(this);
    const auto add = [this, &menu, group](const QString &name, Theme::Choice choice) {
        QAction *action = menu.addAction(name);
        action->setCheckable(true);
        action->setChecked(theme_.choice() == choice);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, choice] { Q_EMIT themePicked(choice); });
        connect(&theme_, &Theme::changed, action,
                [this, action, choice] { action->setChecked(theme_.choice() == choice); });
    };
    add(tr("&System"), Theme::Choice::System);
    add(tr("&Light"), Theme::Choice::Light);
    add(tr("&Dark"), Theme::Choice::Dark);
}

QMenu *WindowMenus::newSessionMenu(models::SessionRole role)
{
    auto *menu = new QMenu(
        role == models::SessionRole::Server ? tr("New server") : tr("New client"), &window_);
    sessionMenus_.append(menu);
    menu->setToolTipsVisible(true);
    connect(menu, &QMenu::aboutToShow, this,
            [this, menu, role] { fillNewSessionMenu(*menu, role); });
    return menu;
}

void WindowMenus::fillNewSessionMenu(QMenu &menu, models::SessionRole role)
{
    menu.clear();
    for (const models::SessionKind &kind : models::sessionKinds()) {
        if (kind.role != role)
            continue;
        const QString name = kind.name.at(0).toUpper() + kind.name.mid(1);
        QAction *action = menu.addAction(tr("%1…").arg(name), this, [this, role, kind = kind.name] {
            Q_EMIT kindPicked(role, kind);
        });
        setTip(*action, models::spoken(kind.description));
    }
    bool first = true;
    const QStringList recent = Recents(settings_, settings::recentSessions()).list();
    for (const QString &url : recent) {
        const models::SessionUrlResult parsed = models::parseSessionUrl(url);
        if (!parsed.url || parsed.url->role() != role)
            continue;
        if (std::exchange(first, false))
            menu.addSection(tr("Recent"));
        QAction *action
            = menu.addAction(inWords(*parsed.url).replace(QLatin1Char('&'), QStringLiteral("&&")),
                             this, [this, url] { Q_EMIT recentPicked(url); });
        setTip(*action, url);
    }
}

QMenu *WindowMenus::recentRecordingsMenu()
{
    auto *menu = new QMenu(tr("Recent recordin&gs"), &window_);
    menu->setToolTipsVisible(true);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        const QStringList recent = Recents(settings_, settings::recentRecordings()).list();
        for (const QString &path : recent) {
            const QString name = QFileInfo(path).fileName();
            QAction *action
                = menu->addAction(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&")),
                                  this, [this, path] { Q_EMIT recordingPicked(path); });
            setTip(*action, path);
        }
        if (recent.isEmpty())
            menu->addAction(tr("No recording was opened yet"))->setEnabled(false);
    });
    return menu;
}

QMenu *WindowMenus::marksMenu()
{
    auto *menu = new QMenu(tr("Named m&oments"), &window_);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        for (const models::History::Mark &mark : std::as_const(marks_)) {
            const QString text = models::format::clockToMilliseconds(mark.time) + u"  "_s
                + QString(mark.name).replace(u'&', u"&&"_s);
            menu->addAction(text, this, [this, time = mark.time] { Q_EMIT markPicked(time); });
        }
        if (marks_.isEmpty())
            menu->addAction(tr("No moment has a name yet"))->setEnabled(false);
    });
    return menu;
}

QMenu *WindowMenus::exportMenu()
{
    auto *menu = new QMenu(&window_);
    menu->addActions(
        {actions_.exportJson, actions_.exportCsv, actions_.exportOther, actions_.exportShown});
    return menu;
}

QList<Command> WindowMenus::commands() const
{
    QList<Command> commands;
    for (QMenu *menu : sessionMenus_)
        commands += commandsOf(*menu, menu->title());
    const QList<QAction *> bar = window_.menuBar()->actions();
    for (const QAction *action : bar) {
        if (QMenu *menu = action->menu())
            commands += commandsOf(*menu, QString(menu->title()).remove(u'&'));
    }
    return commands;
}

void WindowMenus::popUpSession(const QPoint &at)
{
    const Actions &a = actions_;
    popUp(at,
          {a.start, a.stop, a.restart, nullptr, a.narrow, a.widen, nullptr, a.rules, a.faults,
           nullptr, a.editSession, a.duplicate, a.copyCommand, nullptr, a.remove});
}

void WindowMenus::popUpRow(const QPoint &at)
{
    const Actions &a = actions_;
    const QList<QAction *> cell {nullptr, a.filterByCell, a.excludeCell, a.copyCell, a.copyRows};
    switch (tabs_.current()) {
    case RecordTabs::Connections:
        popUp(at,
              QList<QAction *> {a.closeConnection, a.abortConnection, a.connectionFaults, nullptr,
                                a.goToTask, a.goToSession, a.goToLog, a.showMoment}
                  + cell);
        break;
    case RecordTabs::Tasks:
        popUp(at,
              QList<QAction *> {a.cancelTask, nullptr, a.goToConnection, a.goToSession, a.goToLog,
                                a.openLine, a.showMoment, nullptr, a.taskTree}
                  + cell);
        break;
    case RecordTabs::Timeline:
        popUp(at, {a.cancelTask, nullptr, a.goToTask, a.goToLog, a.showMoment});
        break;
    default:
        popUp(at,
              QList<QAction *> {a.showMoment, nullptr, a.goToTask, a.goToConnection, a.goToSession,
                                a.goToLog, a.openLine}
                  + cell);
        break;
    }
}

void WindowMenus::popUp(const QPoint &at, const QList<QAction *> &actions)
{
    auto *menu = new QMenu(&window_);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (QAction *action : actions) {
        if (action)
            menu->addAction(action);
        else
            menu->addSeparator();
    }
    menu->popup(at);
}

} // namespace ui
