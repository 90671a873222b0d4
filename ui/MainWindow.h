// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The window: tool bar, docks, tabs and status bar around the models it is given. It shows, and
// emits requests with ids, URLs and paths; app/ carries them out and tells the models. It knows no
// socket, no colour and no settings key by name. When the language changes it makes all its parts
// anew, so nobody outside keeps one of them. Main thread; owned by app/, outlived by models,
// theme and settings.

#include "models/Inspected.h"
#include "models/LogModel.h"
#include "models/TimeSpan.h"
#include "models/record/History.h"
#include "models/spec/FaultPlan.h"
#include "models/spec/RecordingOptions.h"
#include "models/spec/SessionUrl.h"
#include "ui/Models.h"
#include "ui/RecordTabs.h"
#include "ui/Visits.h"

#include <QtCore/QHash>
#include <QtCore/QPointer>
#include <QtWidgets/QMainWindow>

#include <functional>
#include <optional>

class QDockWidget;
class QMessageBox;
class QSettings;
class QStackedWidget;

namespace models {
enum class SessionRole;
class TableModel;
struct RunFigures;
} // namespace models

namespace ui {

class Actions;
class ActivityPanel;
class EmptyState;
class FilterField;
class Inspector;
class OfferBar;
class RewindBar;
class SessionsPanel;
class SpanBar;
class StatusStrip;
class Theme;
class WindowMenus;

class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Theme &theme, const Models &models, QSettings &settings, Tense tense = Tense::Live);
    ~MainWindow() override;

    [[nodiscard]] Actions &actions() const { return *actions_; }
    [[nodiscard]] RecordTabs &tabs() const { return *tabs_; }
    [[nodiscard]] SessionsPanel &sessions() const { return *sessions_; }
    [[nodiscard]] Inspector &inspector() const { return *inspector_; }
    [[nodiscard]] StatusStrip &strip() const { return *strip_; }
    [[nodiscard]] FilterField &filter() const { return *filter_; }
    [[nodiscard]] RewindBar &rewind() const { return *rewind_; }
    [[nodiscard]] OfferBar &offers() const { return *offers_; }
    [[nodiscard]] SpanBar &spanBar() const { return *span_; }
    [[nodiscard]] Tense tense() const { return tense_; }
    [[nodiscard]] bool showsEmptyState() const;
    // What was chosen in its menu, now and before.
    [[nodiscard]] models::RecordingOptions recordingOptions() const;

    // Shows what is so, without a request.
    void setDebugMode(bool on);
    void setViewPaused(bool paused);
    void showExportProgress(const QString &what, double part); // 0..1; below 0: not known
    void hideProgress();
    void showExportEnd(const QString &sentence, bool failed);
    void showNotice(const QString &sentence, bool error);
    void showSessionError(const QString &sentence); // once, where it happened
    // Two runs side by side, in a window of their own.
    void showComparison(const models::RunFigures &first, const models::RunFigures &second);
    void selectSession(quint64 id);
    // What was asked of loops that have not come to it yet; none: they have.
    void showWaiting(const QStringList &requests);
    void shareRoom(); // as at a first start, by the size that the window has now
    void showView(const QString &name); // "connections"; one that is not there is passed over

    // What is shown, for the title: "monday.loopscope". "": what runs.
    void setSubject(const QString &name);
    // The span of the recording, and where in it every view is: at a moment, or now.
    void showHistory(const models::History &history);
    void showMoment(std::int64_t time);
    void showNow();
    void showPlaying(bool playing);
    void rememberRecording(const QString &path); // it was opened
    // Those that it can speak, for the settings; from the start on.
    void setLanguages(const QStringList &languages) { languages_ = languages; }
    void forgetRecording(const QString &path); // it could not be

    // Opens the dialog for a new server or client; `kind` may be empty.
    void openNewSession(models::SessionRole role, const QString &kind = {});
    // The same, with the file in the field that is for it: rules, a certificate.
    void openNewServerWith(const QString &path);
    // The notes for who sees the window first, unless they were read or dismissed.
    void offerTour();
    // For signals and scripts: the question about live sessions is not asked.
    void closeUnasked();
    // Asks where to; without an answer everything stays as it is.
    void saveAndClose();

Q_SIGNALS:
    void newSessionRequested(const QString &url);
    void sampleRequested();
    void startRequested(quint64 session);
    void stopRequested(quint64 session);
    void removeRequested(quint64 session);
    void restartRequested(quint64 session);
    void replaceRequested(quint64 session, const QString &url); // by one that this describes
    void sendRequested(quint64 session, const QByteArray &bytes); // over its open connection
    // Of a selection, together: none is empty.
    void cancelTasksRequested(const QList<quint64> &tasks);
    void closeConnectionsRequested(const QList<quint64> &connections);
    void abortConnectionsRequested(const QList<quint64> &connections);
    void rulesRequested(quint64 session, const QString &rules); // as the option has them
    void faultsRequested(quint64 session, const models::FaultPlan &plan);
    void connectionFaultsRequested(quint64 connection, const models::FaultPlan &plan);
    void debugModeRequested(bool on);
    void viewPaused(bool paused);
    void wiresharkRequested();
    void exportRequested(const QString &path);
    void exportShownRequested(const QString &path); // what the filter of the log shows
    // What a connection received, or sent, up to an event (0: all).
    void saveBytesRequested(const QString &path, quint64 connection, bool received,
                            qint64 lastEvent);
    void exportCancelRequested();
    void compareRequested(const QString &path); // this recording, after that one
    void saveRequested(const QString &path);
    void openRequested(const QString &path);
    void languageChosen(const QString &code); // in the settings; "": the desktop's
    void recordingOptionsChosen(const models::RecordingOptions &options);
    void saveLeftBehindRequested(const QString &from, const QString &path);
    void discardRequested(const QString &path); // a recording that was left behind
    // Every view shall show the time (wall clock, ns), and the event where it is not 0.
    void momentRequested(std::int64_t time, qint64 event);
    void nowRequested();
    void playRequested(bool play);
    void speedRequested(double speed);
    void markRequested(std::int64_t time, const QString &name);
    void openLineRequested(const QString &place); // "../app/echo.cpp:44", in the editor
    void openScenarioRequested(const QString &path);
    void saveScenarioRequested(const QString &path);
    // What somebody looks at; 0: nothing. Set as the Feed's interest.
    void interestChanged(quint64 task, quint64 connection, bool timersVisible);
    void loopOfInterestChanged(quint64 loop); // whose handles are listed; 0: none

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool event(QEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    struct Kept; // of what is shown, over a change of the language
    void build();
    void retranslate();
    [[nodiscard]] Kept kept() const;
    void takeDown();
    void putBack(const Kept &kept);
    void shareRoom(const QHash<QString, QSize> &sizes); // of docks by their names
    void showSubject(models::Inspection::Subject subject, quint64 id);
    void buildMiddle();
    void buildDocks();
    QDockWidget *addDock(Qt::DockWidgetArea area, const QString &title, const QString &key,
                         QWidget *content);
    void buildToolBar();
    void connectSessions();
    void connectSelection();
    void connectTree();
    void connectTravel();
    void visit(const Visit &visit);
    void noteVisit();
    void widen();
    void filterByCell(bool exclude);
    [[nodiscard]] QString narrowingOf(RecordTabs::Tab tab, quint64 session) const;
    void refreshTravel();
    void connectTalk();
    void connectView();
    void connectFiles();
    void connectShell();
    void openPalette();
    void openSettings();
    void openNotices();
    void openTour();
    void explain();
    void applyPreferences();
    void connectRewind();
    void connectTimeline();
    void refreshBlocked();
    void narrowTo(const std::optional<models::TimeSpan> &span);
    void showRowsMoment();
    void askMark();
    void goToMark(const models::History::Mark *mark);
    void refreshRewind();
    void refreshLiveActions();
    void markInspected(RecordTabs::Tab tab, const models::TableModel &model,
                       models::Inspection::Subject subject);
    void followRow(RecordTabs::Tab tab);
    void followLine(quint64 session, quint64 loop);
    void goTo(const models::Reference &goal);
    void showEventInLog(qint64 event);
    void showInLog(const models::LogModel::Happening &moment);
    void goToMoment(const models::LogModel::Happening &moment);
    void goToTask(quint64 id);
    void goToConnection(quint64 id);
    void goToLog();
    [[nodiscard]] models::LogModel::Happening momentOfRow() const;
    void showTalk(quint64 session);
    void selectTalk(quint64 session);
    void followTalk();
    [[nodiscard]] quint64 sessionLookedAt() const;
    void offerLastSessions();
    void editSession(); // the selected one
    void duplicateSession();
    void removeSession(); // asks while it runs
    void showRules(); // of the selected session
    void showFaults();
    void openInspector(QWidget &tab);
    void refreshActions();
    void refreshEmptyState();
    void showTabFilter();
    void applyFilter(const QString &text);
    void showMistake(const std::optional<models::FilterMistake> &mistake); // in the filter
    void tellInterest();
    void expectNew(); // the next session that is new will be selected
    void requestNew(const QString &url);
    void focusView(); // the one in front
    [[nodiscard]] models::SessionUrl newestServer() const;
    void selectNew(quint64 session);
    struct PathQuestion {
        const char *title, *types; // for tr()
        QString name = {}; // of what is saved; "": a file is opened
    };
    void askPath(const PathQuestion &question, const std::function<void(const QString &)> &use);
    void askPath(const PathQuestion &question, void (MainWindow::*request)(const QString &));
    // What an action on the tab in front is about: the selected tasks, connections of the tab that
    // lists them, and of another tab those of the selected rows; of the log, which may have a
    // million rows selected, that of its current row. The live ones alone.
    [[nodiscard]] QList<quint64> liveTasks() const;
    [[nodiscard]] QList<quint64> liveConnections() const;
    [[nodiscard]] bool anyLiveTask() const;
    [[nodiscard]] bool anyLiveConnection() const;
    [[nodiscard]] bool hasRow() const;
    [[nodiscard]] bool isLiveConnection(quint64 id) const;
    [[nodiscard]] quint64 picked(models::Role role) const; // of the current row, or 0
    void narrowToSession(quint64 id);
    // The style lets them be narrower than their words; before the question's text, which makes it
    // as wide as it has to be.
    static void fitButtons(QMessageBox &question);
    [[nodiscard]] int liveSessions() const;
    void recall();
    void remember();

    Theme &theme_;
    Models models_;
    QSettings &settings_;
    const Tense tense_;
    QString subject_;
    QStringList languages_;
    Actions *actions_ = nullptr;
    SessionsPanel *sessions_ = nullptr;
    RecordTabs *tabs_ = nullptr;
    EmptyState *empty_ = nullptr;
    RewindBar *rewind_ = nullptr;
    OfferBar *offers_ = nullptr;
    SpanBar *span_ = nullptr;
    QWidget *views_ = nullptr; // tabs and rewind bar
    QStackedWidget *middle_ = nullptr;
    Inspector *inspector_ = nullptr;
    ActivityPanel *activity_ = nullptr;
    StatusStrip *strip_ = nullptr;
    FilterField *filter_ = nullptr;
    WindowMenus *menus_ = nullptr;
    QStringList waiting_; // of showWaiting()
    quint64 followed_ = 0; // the newest connection of the composer's session, once it was shown
    Visits visits_;
    bool travelling_ = false; // back or forward: no new visit
    quint64 narrowedTo_ = 0; // the session that the tables are narrowed to
    bool closeUnasked_ = false;
    bool used_ = false; // something ran
    QList<QPointer<QObject>> parts_; // of build()
    QString spoken_; // the locale of their words
    std::optional<quint64> newerThan_; // a session with a higher id is the one that was asked for
    bool retranslates_ = false; // soon
};

} // namespace ui
