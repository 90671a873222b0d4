// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every action of the window, once: text with mnemonic, symbol, shortcut. Menus, the tool bar,
// context menus and the list of shortcuts are made from these. Does nothing itself; MainWindow
// connects them.

#include <QtCore/QObject>
#include <QtGui/QKeySequence>

class QAction;
class QWidget;

namespace ui {

class Theme;

class Actions final : public QObject {
    Q_OBJECT
public:
    // Actions are added to `window`, so that their shortcuts work in all of it.
    Actions(const Theme &theme, QWidget &window);

    // Takes away, for good, what cannot be done to the past.
    void leaveOutLive();

    QAction *newServer, *newClient, *openScenario, *saveScenario, *open, *save, *exportJson,
        *exportCsv, *exportOther, *wireshark, *exportShown, *compare, *quit;
    QAction *start, *stop, *restart, *editSession, *duplicate, *remove, *moveUp, *moveDown,
        *copyCommand, *rules, *faults, *message, *resend, *debug;
    QAction *cancelTask, *closeConnection, *abortConnection, *connectionFaults;
    QAction *goToTask, *goToConnection, *goToSession, *goToLog, *openLine, *copyRows;
    QAction *back, *forward, *narrow, *widen, *filterByCell, *excludeCell, *copyCell;
    QAction *showMoment, *addMark, *previousMark, *nextMark, *play, *backToLive;
    QAction *commands, *settings, *pause, *taskTree, *filter, *findInStream, *clearEnded, *notices,
        *whatsThis, *tour, *shortcuts, *about;

    [[nodiscard]] QList<QAction *> all() const; // in the order in which they are listed

private:
    QAction *add(const QString &text, const QKeySequence &keys = {}, bool checkable = false);
    void refreshIcons();

    const Theme &theme_;
    QWidget &window_;
    QList<QAction *> all_;
};

} // namespace ui
