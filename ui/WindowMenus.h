// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The menu bar, the two drop-downs of the tool bar, and the context menus, all made from Actions
// and the catalogue of sessions. Emits what was picked where an action alone cannot say it.

#include "models/LogModel.h"
#include "models/record/History.h"
#include "models/spec/SessionKinds.h"
#include "ui/CommandPalette.h"
#include "ui/RecordTabs.h"
#include "ui/Theme.h"

#include <QtCore/QObject>

class QActionGroup;
class QDockWidget;
class QMainWindow;
class QMenu;
class QSettings;

namespace models {
struct SessionUrl;
}

namespace ui {

class Actions;
class RecordingMenu;

class WindowMenus final : public QObject {
    Q_OBJECT
public:
    WindowMenus(Actions &actions, RecordTabs &tabs, Theme &theme, QSettings &settings,
                QMainWindow &window);

    void fillMenuBar(const QList<QDockWidget *> &docks);
    [[nodiscard]] RecordingMenu &recording() const { return *recording_; }
    // Kinds of that role first, then the sessions that were started lately.
    [[nodiscard]] QMenu *newSessionMenu(models::SessionRole role);
    [[nodiscard]] QMenu *exportMenu();
    // "load → 127.0.0.1:8881  connections=5, rate=20", as a person would say it; never
    // percent-encoded.
    [[nodiscard]] static QString inWords(const models::SessionUrl &url);
    // Of every menu, for the palette.
    [[nodiscard]] QList<Command> commands() const;
    void setMarks(const QList<models::History::Mark> &marks) { marks_ = marks; }
    void showTimes(models::LogModel::Times times); // what was chosen
    void popUpSession(const QPoint &at);
    void popUpRow(const QPoint &at);

Q_SIGNALS:
    void kindPicked(models::SessionRole role, const QString &kind);
    void recentPicked(const QString &url);
    void recordingPicked(const QString &path);
    void markPicked(std::int64_t time);
    void themePicked(ui::Theme::Choice choice);
    void timesPicked(models::LogModel::Times times);

private:
    void fillNewSessionMenu(QMenu &menu, models::SessionRole role);
    void fillView(QMenu &menu, const QList<QDockWidget *> &docks);
    void fillThemes(QMenu &menu);
    void fillTimes(QMenu &menu);
    QMenu *recentRecordingsMenu();
    QMenu *marksMenu();
    void popUp(const QPoint &at, const QList<QAction *> &actions);

    Actions &actions_;
    RecordTabs &tabs_;
    Theme &theme_;
    QSettings &settings_;
    QMainWindow &window_;
    RecordingMenu *recording_;
    QActionGroup *times_ = nullptr;
    QList<QMenu *> sessionMenus_; // of the tool bar
    QList<models::History::Mark> marks_;
};

} // namespace ui
