// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The main window with what it needs, and its requests carried out: those about loops on the net
// thread, those about files by WindowFiles, those about other moments by Rewinding, and recordings
// in windows of their own. While an earlier moment is shown, the loops and the recording go on.
// Where recordings alone were asked for, the main window is not shown. Main thread.

#include "app/Face.h"
#include "app/Program.h"
#include "app/window/Asked.h"
#include "app/window/DesktopNotice.h"
#include "app/window/Instruments.h"
#include "app/window/Language.h"
#include "app/window/Recordings.h"
#include "app/window/Rewinding.h"
#include "app/window/WindowFiles.h"
#include "models/record/OwnCost.h"
#include "ui/MainWindow.h"
#include "ui/Theme.h"

#include "loop/EventLoop.h"

#include <QtCore/QSettings>
#include <QtCore/QTimer>

#include <map>
#include <optional>

namespace app {

class Window final : public Face {
    Q_OBJECT

public:
    explicit Window(const Parts &parts); // with a recording

    void begin(bool debug) override;
    void sessionChanged(const models::SessionRecord &record) override;
    void sessionRemoved(quint64 id) override;
    void show(const QString &) override { } // the log shows them
    void tell(const QString &words) override { window_.showNotice(words, false); }
    void offer(const QString &path, const QString &sentence) override;
    void write(const QByteArray &, std::function<void()> taken) override
    {
        taken(); // the stream of the connection shows them
    }
    void showDump(const QString &name, double part) override;
    [[nodiscard]] QString savePicture(const QString &path) override;
    [[nodiscard]] bool endsWithItsSessions() const override { return false; }
    [[nodiscard]] loop::Coro<void> settle() override;

private:
    void applyLook();
    void applyLookTo(ui::MainWindow &window);
    void showFirstRow();
    void connectSessions();
    void connectLoop();
    void connectView();
    void connectFiles();
    void connectRecordings();
    void connectRewinding();
    void returnToNow();
    void comeBack(const models::Moment &moment);
    void closeMain();
    void rememberSessions();
    [[nodiscard]] bool isSeen() const;
    void stopSessions();
    void renew(quint64 session, std::optional<models::SessionUrl> url);
    void startSample();
    [[nodiscard]] QString nameOf(quint64 session) const; // "echo :8881"
    void asked(quint64 session, const QString &words); // "stop %1", of the net loop
    void askFirst(); // what the command line says
    void openScenario(const QString &path);
    void saveScenario(const QString &path);
    bool eventFilter(QObject *object, QEvent *event) override;

    loop::EventLoop &loop_;
    NetThread &net_;
    models::Feed &feed_;
    models::Recording &file_;
    QSettings settings_;
    const WindowOptions look_;
    Language language_; // before the first text, which is a column's
    models::Activity &activity_;
    models::OwnCost ownCost_;
    Instruments instruments_;
    ui::Theme theme_;
    ui::MainWindow window_;
    WindowFiles files_;
    Rewinding rewinding_;
    Recordings recordings_;
    DesktopNotice desktop_;
    Asked waiting_; // what loops have not come to yet
    const QStringList asked_; // recordings that the command line names
    const bool alone_; // and nothing else
    const CommandLine::FirstQuestion firstQuestion_;
    std::map<quint64, models::SessionRecord> sessions_; // as they are now, whatever is shown
    // Those that are to be started again once they are stopped: as they were, or with another URL.
    std::map<quint64, std::optional<models::SessionUrl>> renewed_;
    QTimer growing_; // of the recording, to be seen
    static constexpr int LooksPerRelease = 3; // at what watching costs, one a second
    int looks_ = 0;
    static constexpr int LooksAsleepEach = 5; // at the recording, while nothing comes into it
    int looksAsleep_ = 0;
};

[[nodiscard]] std::unique_ptr<Face> makeWindow(const Parts &parts);

} // namespace app
