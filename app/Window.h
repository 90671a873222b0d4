// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The main window with what it needs, and its requests carried out: those about loops on the net
// thread, those about files as coroutines of the `ui` loop. Main thread.

#include "app/Instruments.h"
#include "ui/MainWindow.h"
#include "ui/Theme.h"

#include "loop/EventLoop.h"
#include "models/record/SessionRecord.h"
#include "models/spec/SessionUrl.h"

#include <QtCore/QObject>
#include <QtCore/QSettings>

#include <stop_token>

namespace app {

class NetThread;

class Window final : public QObject {
    Q_OBJECT

public:
    Window(loop::EventLoop &loop, NetThread &net, models::Feed &feed, models::Recording &file,
           models::Activity &activity);
    ~Window() override;

    void show(bool debug);
    void sessionChanged(const models::SessionRecord &record);
    void sessionRemoved(quint64 id);
    void tell(const QString &words) { window_.showNotice(words, false); } // a session's
    // Saves a picture of the window. "" or, in one sentence, why it cannot be.
    [[nodiscard]] QString savePicture(const QString &path);
    void close() { window_.closeUnasked(); }

Q_SIGNALS:
    void sessionRequested(const models::SessionUrl &url);
    void closed(); // by the user

private:
    void connectSessions();
    void connectLoop();
    void connectView();
    void connectFiles();
    void startSample();
    void openScenario(const QString &path);
    void saveScenario(const QString &path);
    loop::Coro<void> exportLog(QString path);
    loop::Coro<void> saveLog(QString path);
    bool eventFilter(QObject *object, QEvent *event) override;

    loop::EventLoop &loop_;
    NetThread &net_;
    models::Feed &feed_;
    models::Recording &file_;
    Instruments instruments_;
    QSettings settings_;
    ui::Theme theme_;
    ui::MainWindow window_;
    std::stop_source exporting_;
};

} // namespace app
