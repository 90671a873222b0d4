// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/MainWindow.h"

#include "models/SessionModel.h"
#include "ui/Actions.h"
#include "ui/ActivityPanel.h"
#include "ui/ComparisonWindow.h"
#include "ui/DebugHint.h"
#include "ui/DockTitle.h"
#include "ui/EmptyState.h"
#include "ui/FilterField.h"
#include "ui/FittingToolBar.h"
#include "ui/Folding.h"
#include "ui/InEveryLanguage.h"
#include "ui/Inspector.h"
#include "ui/Notices.h"
#include "ui/OfferBar.h"
#include "ui/PlainLabel.h"
#include "ui/ReadingOrder.h"
#include "ui/RecordingMenu.h"
#include "ui/RewindBar.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"
#include "ui/SettingsKeys.h"
#include "ui/SpanBar.h"
#include "ui/StatusStrip.h"
#include "ui/StreamView.h"
#include "ui/Theme.h"
#include "ui/WindowMenus.h"

#include <QtCore/QLocale>
#include <QtCore/QSettings>
#include <QtGui/QCloseEvent>
#include <QtGui/QFontMetrics>
#include <QtGui/QScreen>
#include <QtWidgets/QDockWidget>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QToolBar>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <utility>

namespace ui {

MainWindow::MainWindow(Theme &theme, const Models &models, QSettings &settings, Tense tense)
    : theme_(theme)
    , models_(models)
    , settings_(settings)
    , tense_(tense)
{
    setObjectName(QStringLiteral("window"));
    setDockNestingEnabled(true);
    setAcceptDrops(true);
    const int line = QFontMetrics(theme_.font()).height();
    const QSize wanted(100 * line, 60 * line);
    const QSize frame(line / 2, 3 * line); // what a window manager puts around it, about
    resize(screen() ? wanted.boundedTo(screen()->availableSize() - frame) : wanted);
    const QByteArray geometry = settings_.value(settings::geometry()).toByteArray();
    if (!geometry.isEmpty())
        restoreGeometry(geometry);
    build();
}

// All that has words in it; another language begins here anew (MainWindowLanguage.cpp).
void MainWindow::build()
{
    const QObjectList before = children();
    spoken_ = QLocale().name();
    actions_ = new Actions(theme_, *this);
    sessions_ = new SessionsPanel(theme_, models_.sessions, this);
    tabs_ = new RecordTabs(theme_, models_, this);
    empty_ = new EmptyState(theme_, this);
    rewind_ = new RewindBar(theme_, tense_, this);
    offers_ = new OfferBar(theme_, this);
    span_ = new SpanBar(theme_, this);
    views_ = new QWidget(this);
    middle_ = new QStackedWidget(this);
    inspector_ = new Inspector(theme_, models_, this);
    activity_ = new ActivityPanel(theme_, models_.activity, this);
    strip_ = new StatusStrip(theme_, models_.activity, models_.file, this);
    filter_ = new FilterField(theme_, this);
    menus_ = new WindowMenus(*actions_, *tabs_, theme_, settings_, *this);
    if (tense_ == Tense::Past) {
        actions_->leaveOutLive();
        tabs_->debugHint().leaveOutLive();
        menus_->recording().menuAction()->setVisible(false); // how what runs is recorded
    }
    buildMiddle();
    setStatusBar(strip_);
    buildToolBar();
    buildDocks();
    connectSessions();
    connectSelection();
    connectTree();
    connectTravel();
    connectTalk();
    connectView();
    connectFiles();
    connectRewind();
    connectShell();
    connectTimeline();
    for (QObject *made : children()) {
        if (!before.contains(made))
            parts_.append(made);
    }
    recall();
    refreshEmptyState();
    refreshActions();
    showTabFilter();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildMiddle()
{
    const auto column = [](QWidget &widget, const QList<QWidget *> &parts) {
        auto *layout = new QVBoxLayout(&widget);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        for (QWidget *part : parts)
            layout->addWidget(part);
    };
    column(*views_, {span_, tabs_, rewind_});
    middle_->addWidget(empty_);
    middle_->addWidget(views_);
    auto *middle = new QWidget(this);
    column(*middle, {offers_, middle_});
    setCentralWidget(middle);
}

QDockWidget *MainWindow::addDock(Qt::DockWidgetArea area, const QString &title, const QString &key,
                                 QWidget *content)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(key);
    dock->setWidget(content);
    dock->setTitleBarWidget(new DockTitle(theme_, *dock));
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::buildDocks()
{
    QDockWidget *left = addDock(Qt::LeftDockWidgetArea, tr("Sessions"),
                                QStringLiteral("dock-sessions"), sessions_);
    QDockWidget *right = addDock(Qt::RightDockWidgetArea, tr("Inspector"),
                                 QStringLiteral("dock-inspector"), inspector_);
    QDockWidget *bottom = addDock(Qt::BottomDockWidgetArea, tr("Activity, last 60 s"),
                                  QStringLiteral("dock-activity"), activity_);
    bottom->toggleViewAction()->setText(tr("&Activity"));
    left->toggleViewAction()->setText(tr("S&essions"));
    right->toggleViewAction()->setText(tr("&Inspector"));
    menus_->fillMenuBar({left, right, bottom});
    shareRoom();
    const int line = QFontMetrics(theme_.font()).height();
    auto *folding = new Folding(*this); // the filter goes last
    folding->add(*left, 60 * line, 0);
    folding->add(*right, 48 * line, 0);
    sessions_->setMinimumWidth(9 * line);
    inspector_->setMinimumWidth(15 * line);
    folding->add(*bottom, 0, 42 * line);
}

void MainWindow::shareRoom()
{
    const int line = QFontMetrics(theme_.font()).height();
    const auto dock
        = [this](const char *key) { return findChild<QDockWidget *>(QLatin1StringView(key)); };
    resizeDocks({dock("dock-sessions"), dock("dock-inspector")},
                {qMin(18 * line, 2 * width() / 11), qMin(29 * line, width() / 4)}, Qt::Horizontal);
    resizeDocks({dock("dock-activity")}, {qMin(12 * line, height() / 5)}, Qt::Vertical);
}

void MainWindow::buildToolBar()
{
    auto *bar = new FittingToolBar(tr("Tool bar"), this);
    addToolBar(bar);
    bar->setObjectName(QStringLiteral("tools"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    const int line = QFontMetrics(theme_.font()).height();
    bar->setIconSize({line, line});
    const auto menuButton
        = [bar](const QString &text, const QString &name, QMenu *menu, const QAction *like) {
              auto *button = new QToolButton(bar);
              button->setText(tr("%1 ▾").arg(text));
              button->setAccessibleName(name);
              setTip(*button, name);
              button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
              button->setPopupMode(QToolButton::InstantPopup);
              button->setMenu(menu);
              button->setFocusPolicy(Qt::TabFocus);
              if (like) {
                  button->setIcon(like->icon());
                  connect(like, &QAction::changed, button,
                          [button, like] { button->setIcon(like->icon()); });
              }
              bar->addWidget(button);
          };
    if (tense_ == Tense::Live) {
        menuButton(tr("Server"), tr("New server"),
                   menus_->newSessionMenu(models::SessionRole::Server), actions_->newServer);
        menuButton(tr("Client"), tr("New client"),
                   menus_->newSessionMenu(models::SessionRole::Client), actions_->newClient);
        bar->addActions({actions_->start, actions_->stop});
        bar->addSeparator();
        bar->addActions({actions_->debug, actions_->pause});
        bar->addSeparator();
    }
    bar->addAction(actions_->open);
    menuButton(tr("Export"), tr("Export the log"), menus_->exportMenu(), nullptr);
    for (QToolButton *button : bar->findChildren<QToolButton *>())
        button->setFocusPolicy(Qt::TabFocus);
    if (auto *more = bar->findChild<QToolButton *>(QStringLiteral("qt_toolbar_ext_button")))
        more->setAccessibleName(tr("More tools"));
    filter_->setMinimumWidth(7 * line); // with all the buttons it fits 800 pixels
    filter_->setMaximumWidth(24 * line);
    bar->addField(filter_);
}

bool MainWindow::showsEmptyState() const
{
    return middle_->currentWidget() == empty_;
}

void MainWindow::refreshEmptyState()
{
    // What is rewound to its beginning is empty, too, and leads somewhere. The program's own work,
    // which is in the log from the first moment on, is nothing to look at.
    used_ = used_ || models_.sessions.count() > 0 || tabs_->countOf(RecordTabs::Connections) > 0;
    const bool empty = tense_ == Tense::Live && rewind_->showsNow() && !used_;
    middle_->setCurrentWidget(empty ? static_cast<QWidget *>(empty_) : views_);
    filter_->setEnabled(!empty);
    if (empty)
        empty_->setFocus();
}

void MainWindow::setDebugMode(bool on)
{
    const QSignalBlocker blocker(actions_->debug);
    actions_->debug->setChecked(on);
}

void MainWindow::setViewPaused(bool paused)
{
    const QSignalBlocker blocker(actions_->pause);
    actions_->pause->setChecked(paused);
}

void MainWindow::showExportProgress(const QString &what, double part)
{
    strip_->showProgress(what, part);
}

void MainWindow::hideProgress()
{
    strip_->hideProgress();
}

void MainWindow::showExportEnd(const QString &sentence, bool failed)
{
    strip_->hideProgress();
    strip_->showNotice(sentence, failed);
}

void MainWindow::showNotice(const QString &sentence, bool error)
{
    strip_->showNotice(sentence, error);
}

// The list of sessions shows it, unless it is closed or of another moment. All errors can be read
// again in the list of notices.
void MainWindow::showSessionError(const QString &sentence)
{
    showNotice(sentence, true);
    if (sessions_->isVisible() && sessions_->shownError() == sentence)
        strip_->notices().dismiss(sentence);
}

void MainWindow::showComparison(const models::RunFigures &first, const models::RunFigures &second)
{
    (new ComparisonWindow(theme_, first, second, this))->show();
}

void MainWindow::selectSession(quint64 id)
{
    sessions_->selectSession(id);
}

void MainWindow::closeUnasked()
{
    closeUnasked_ = true;
    close();
}

int MainWindow::liveSessions() const
{
    using State = models::SessionRecord::State;
    int live = 0;
    for (const models::SessionRecord &record : models_.sessions.sessions())
        live += record.state == State::Running || record.state == State::Starting ? 1 : 0;
    return live;
}

void MainWindow::fitButtons(QMessageBox &question)
{
    for (QAbstractButton *button : question.buttons()) {
        button->ensurePolished();
        button->setMinimumWidth(button->sizeHint().width());
    }
}

// Asked once, without stopping anything while the answer is awaited.
void MainWindow::closeEvent(QCloseEvent *event)
{
    const int live = closeUnasked_ || tense_ == Tense::Past ? 0 : liveSessions();
    if (live == 0) {
        remember();
        QMainWindow::closeEvent(event);
        return;
    }
    event->ignore();
    if (findChild<QMessageBox *>(QStringLiteral("close-question")))
        return;
    auto *question = new QMessageBox(QMessageBox::NoIcon, {}, {}, QMessageBox::Cancel, this);
    question->setObjectName(QStringLiteral("close-question"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    showPlainText(*question);
    QPushButton *yes = question->addButton(QString(), QMessageBox::AcceptRole);
    QPushButton *save = question->addButton(QString(), QMessageBox::ActionRole);
    inEveryLanguage(*question, [=] {
        question->setWindowTitle(tr("Close Loopscope"));
        yes->setText(tr("&Stop and close"));
        save->setText(tr("Save the &recording and close…"));
        fitButtons(*question);
        question->setText(tr("%n session(s) are running. Stop them and close?", nullptr, live));
    });
    question->setDefaultButton(yes);
    connect(yes, &QPushButton::clicked, this, &MainWindow::closeUnasked);
    connect(save, &QPushButton::clicked, this, &MainWindow::saveAndClose);
    question->open();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange && inspector_) {
        tabs_->activateSeen();
        inspector_->activateSeen();
        tellInterest();
    }
    // Once, however many parts the language has; and not in the middle of what chose it.
    if (event->type() == QEvent::LanguageChange && !std::exchange(retranslates_, true))
        QMetaObject::invokeMethod(this, &MainWindow::retranslate, Qt::QueuedConnection);
}

// What is asked of the loops depends on whether anybody sees it.
void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    tellInterest();
}

bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::ThemeChange)
        theme_.systemChanged();
    return QMainWindow::event(event);
}

bool MainWindow::focusNextPrevChild(bool next)
{
    return focusInReadingOrder(*this, next) || QMainWindow::focusNextPrevChild(next);
}

void MainWindow::recall()
{
    restoreState(settings_.value(settings::layout()).toByteArray());
    tabs_->recall(settings_);
    applyPreferences();
    inspector_->events().recall(settings_);
    inspector_->stream().setHex(settings_.value(settings::streamHex(), true).toBool());
}

void MainWindow::remember()
{
    settings_.setValue(settings::geometry(), saveGeometry());
    settings_.setValue(settings::layout(), saveState());
    settings_.setValue(settings::streamHex(), inspector_->stream().isHex());
    tabs_->remember(settings_);
    inspector_->events().remember(settings_);
}

} // namespace ui
