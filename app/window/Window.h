// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The main window with what it needs, and its requests carried out: those about loops on the net
// thread, those about files as coroutines of the `ui` loop, which let other threads write. Its end
// cancels an export and waits for what is being saved. Main thread.

#include "app/Errands.h"
#include "app/Face.h"
#include "app/Program.h"
#include "app/window/Instruments.h"
#include "models/EventFilter.h"
#include "ui/MainWindow.h"
#include "ui/Theme.h"

#include "loop/EventLoop.h"

#include <QtCore/QSettings>

#include <stop_token>
#include <vector>

namespace app {

class Window final : public Face {
    Q_OBJECT

public:
    explicit Window(const Parts &parts); // with a recording
    ~Window() override;

    void begin(bool debug) override;
    void sessionChanged(const models::SessionRecord &record) override;
    void sessionRemoved(quint64 id) override;
    void show(const QString &) override { } // the log shows them
    void tell(const QString &words) override { window_.showNotice(words, false); }
    void write(const QByteArray &, std::function<void()> taken) override
    {
        taken(); // the stream of the connection shows them
    }
    void showDump(const QString &name, double part) override;
    [[nodiscard]] QString savePicture(const QString &path) override;
    [[nodiscard]] bool endsWithItsSessions() const override { return false; }
    [[nodiscard]] loop::Coro<void> settle() override;

private:
    void connectSessions();
    void connectLoop();
    void connectView();
    void connectFiles();
    void startSample();
    void openScenario(const QString &path);
    void start(loop::Coro<void> work, const char *name);
    loop::Coro<void> saveScenario(QString path);
    void requestExport(const QString &path, const models::EventFilter &filter);
    loop::Coro<void> exportLog(QString path, models::EventFilter filter);
    loop::Coro<void> saveLog(QString path);
    loop::Coro<void> saveBytes(QString path, QByteArray bytes);
    void showSaved(const QString &path, const QString &problem);
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
    std::vector<loop::Task<void>> tasks_; // those that write files
    Errands errands_; // last: what they do on other threads is over before anything goes
};

[[nodiscard]] std::unique_ptr<Face> makeWindow(const Parts &parts);

} // namespace app
