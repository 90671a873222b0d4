// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Actions.h"

#include "ui/Icons.h"
#include "ui/PlainLabel.h"

#include <QtGui/QAction>
#include <QtWidgets/QWidget>

namespace ui {

Actions::Actions(const Theme &theme, QWidget &window)
    : QObject(&window)
    , theme_(theme)
    , window_(window)
{
    newServer = add(tr("New &server…"), QKeySequence::New);
    newClient = add(tr("New &client…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_N});
    openScenario = add(tr("Open scenar&io…"));
    saveScenario = add(tr("Save sc&enario…"));
    open = add(tr("&Open a recording…"), QKeySequence::Open);
    open->setIconText(tr("Open…")); // in the tool bar
    save = add(tr("Save &recording…"), QKeySequence::Save);
    exportJson = add(tr("Export as &JSON Lines…"), {Qt::CTRL | Qt::Key_E});
    exportCsv = add(tr("Export as CS&V…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_E});
    exportOther = add(tr("Export for other &tools…"));
    wireshark = add(tr("Show live in Wires&hark"));
    exportShown = add(tr("Export &what the filter shows…"), {Qt::CTRL | Qt::ALT | Qt::Key_E});
    compare = add(tr("Co&mpare with…"));
    settings = add(tr("Setti&ngs…"), QKeySequence(Qt::CTRL | Qt::Key_Comma));
    settings->setMenuRole(QAction::PreferencesRole);
    quit = add(tr("&Quit"), {Qt::CTRL | Qt::Key_Q}); // some platforms have no usual one
    start = add(tr("Sta&rt"), {Qt::Key_F5});
    stop = add(tr("St&op"), {Qt::SHIFT | Qt::Key_F5});
    restart = add(tr("R&estart"), {Qt::CTRL | Qt::Key_F5});
    editSession = add(tr("Edi&t…"), {Qt::Key_F2});
    duplicate = add(tr("Duplic&ate…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_D});
    remove = add(tr("Re&move"), {Qt::CTRL | Qt::Key_Delete});
    moveUp = add(tr("Move u&p"), {Qt::CTRL | Qt::SHIFT | Qt::Key_Up});
    moveDown = add(tr("Mo&ve down"), {Qt::CTRL | Qt::SHIFT | Qt::Key_Down});
    copyCommand = add(tr("Copy command &line"), {Qt::CTRL | Qt::SHIFT | Qt::Key_C});
    rules = add(tr("R&ules"), {Qt::CTRL | Qt::ALT | Qt::Key_R});
    faults = add(tr("&Faults"), {Qt::CTRL | Qt::ALT | Qt::Key_F});
    message = add(tr("Write a messa&ge"), {Qt::CTRL | Qt::Key_M});
    resend = add(tr("Rese&nd the last message"), {Qt::CTRL | Qt::Key_R});
    debug = add(tr("&Debug mode"), {Qt::CTRL | Qt::Key_D}, true);
    cancelTask = add(tr("C&ancel task"), {Qt::CTRL | Qt::SHIFT | Qt::Key_K});
    closeConnection = add(tr("C&lose connection"), {Qt::CTRL | Qt::Key_W});
    abortConnection = add(tr("A&bort connection"), {Qt::CTRL | Qt::SHIFT | Qt::Key_W});
    connectionFaults
        = add(tr("Faults of this connect&ion"), {Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_F});
    goToTask = add(tr("Go to &task"), {Qt::CTRL | Qt::Key_T});
    goToConnection = add(tr("Go to co&nnection"), {Qt::CTRL | Qt::SHIFT | Qt::Key_T});
    goToSession = add(tr("Go to s&ession"), {Qt::CTRL | Qt::ALT | Qt::Key_T});
    goToLog = add(tr("Show in the lo&g"), {Qt::CTRL | Qt::Key_L});
    openLine = add(tr("Open the line in the e&ditor"), {Qt::CTRL | Qt::SHIFT | Qt::Key_O});
    copyRows = add(tr("&Copy rows") + QLatin1Char('\t')
                   + QKeySequence(QKeySequence::Copy).toString(QKeySequence::NativeText));
    copyCell = add(tr("Co&py cell"), {Qt::CTRL | Qt::ALT | Qt::Key_C});
    filterByCell = add(tr("&Filter by this"), {Qt::CTRL | Qt::Key_I});
    excludeCell = add(tr("E&xclude this"), {Qt::CTRL | Qt::ALT | Qt::Key_I});
    narrow = add(tr("Show this session a&lone"), {Qt::CTRL | Qt::ALT | Qt::Key_S});
    widen = add(tr("Show all &sessions"), {Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_S});
    back = add(tr("Bac&k"), {Qt::ALT | Qt::Key_Left});
    forward = add(tr("For&ward"), {Qt::ALT | Qt::Key_Right});
    showMoment = add(tr("S&how this moment"), {Qt::CTRL | Qt::Key_J});
    addMark = add(tr("Na&me this moment…"), {Qt::CTRL | Qt::Key_B});
    previousMark = add(tr("&Previous named moment"), {Qt::CTRL | Qt::Key_PageUp});
    nextMark = add(tr("Ne&xt named moment"), {Qt::CTRL | Qt::Key_PageDown});
    play = add(tr("Pla&y"), {Qt::Key_F6});
    backToLive = add(tr("Back to li&ve"), {Qt::CTRL | Qt::SHIFT | Qt::Key_J});
    commands = add(tr("Comman&ds…"), {Qt::CTRL | Qt::Key_K});
    pause = add(tr("&Pause view"), {Qt::Key_F8}, true);
    taskTree = add(tr("Tas&ks as a tree"), {Qt::Key_F7}, true);
    taskTree->setIconText(tr("Tree")); // beside the tabs
    filter = add(tr("&Filter"), QKeySequence::Find);
    findInStream = add(tr("Find in the strea&m"), {Qt::CTRL | Qt::SHIFT | Qt::Key_F});
    clearEnded = add(tr("Clear awa&y ended rows"), {Qt::CTRL | Qt::SHIFT | Qt::Key_Delete});
    notices = add(tr("&Notices…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_I});
    whatsThis = add(tr("&What is this?"), QKeySequence::WhatsThis);
    tour = add(tr("&Tour of the window"));
    shortcuts = add(tr("&Shortcuts"), QKeySequence::HelpContents);
    about = add(tr("&About Loopscope"));
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);
    setTip(*debug,
           tr("Reports slow callbacks, coroutines that were never awaited and calls from the "
              "wrong thread; costs some speed"));
    setTip(*exportShown,
           tr("The events that the filter of the log shows, as JSON Lines or CSV; needs a filter "
              "there"));
    setTip(*compare,
           tr("This recording beside another: figures, steps and warnings, and what differs"));
    setTip(*wireshark,
           tr("Packets of all that is sent and received from now on, TLS in clear text; needs no "
              "privilege"));
    setTip(*taskTree,
           tr("Each task below one that awaits it; those that wait for each other in a circle are "
              "marked"));
    setTip(*clearEnded,
           tr("Takes connections and tasks that have ended out of the tables; the recording keeps "
              "them"));
    setTip(*pause, tr("Freezes the view; the sessions keep running"));
    connect(&theme, &Theme::changed, this, &Actions::refreshIcons);
    refreshIcons();
}

// What is invisible has no shortcut, and what is disabled is never triggered.
void Actions::leaveOutLive()
{
    for (QAction *action : {newServer,  newClient,       openScenario,    saveScenario,     start,
                            stop,       restart,         editSession,     duplicate,        remove,
                            rules,      faults,          message,         resend,           debug,
                            cancelTask, closeConnection, abortConnection, connectionFaults, pause,
                            backToLive, wireshark,       moveUp,          moveDown}) {
        action->setVisible(false);
        action->setEnabled(false);
        action->setShortcut({});
        window_.removeAction(action);
        all_.removeAll(action);
    }
    quit->setText(tr("&Close the window"));
}

QAction *Actions::add(const QString &text, const QKeySequence &keys, bool checkable)
{
    auto *action = new QAction(text, this);
    action->setShortcut(keys);
    action->setCheckable(checkable);
    window_.addAction(action);
    all_.append(action);
    return action;
}

QList<QAction *> Actions::all() const
{
    return all_;
}

void Actions::refreshIcons()
{
    newServer->setIcon(icon(Symbol::Add, theme_));
    newClient->setIcon(icon(Symbol::Add, theme_));
    start->setIcon(icon(Symbol::Start, theme_));
    stop->setIcon(icon(Symbol::Stop, theme_));
    debug->setIcon(icon(Symbol::Debug, theme_));
    pause->setIcon(icon(Symbol::Pause, theme_));
    open->setIcon(icon(Symbol::Open, theme_));
    save->setIcon(icon(Symbol::Save, theme_));
}

} // namespace ui
