// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a window writes on a person's behalf: exports, copies of its recording, bytes of a stream;
// and what it reads beside it, to compare.
// The work is done by other threads, as coroutines of the `ui` loop; the window shows progress and
// what came of it. Its end cancels an export, and waits for what is being written. Main thread;
// outlived by the window.

#include "app/Errands.h"
#include "loop/EventLoop.h"
#include "models/files/Result.h"

#include <QtCore/QObject>
#include <QtCore/QString>

#include <functional>
#include <stop_token>
#include <vector>

namespace models {
struct RunFigures;
}

namespace ui {
class MainWindow;
}

namespace app {

class WindowFiles final : public QObject {
    Q_OBJECT

public:
    // How a person follows work that takes its time. On the thread that works.
    struct Watch {
        std::stop_token stop;
        std::function<void(double)> progress; // 0..1
    };
    using Work = std::function<models::Result<bool>(const Watch &)>; // false: it was stopped
    // The recording that the window shows. Both run on another thread, and may be called as long as
    // this lives.
    struct Source {
        std::function<QString()> path; // of the file, with all that was recorded so far
        std::function<models::Result<bool>(const QString &to, const Watch &)> save;
        std::function<QString()> filter; // of the log, on the main thread
    };

    WindowFiles(loop::EventLoop &loop, ui::MainWindow &window, Source source);
    ~WindowFiles() override;

    // Such work of others that a person asked for in this window.
    void start(loop::Coro<void> work, const char *name);
    // Runs `work` on another thread, then `done` with the sentence that it returned.
    void run(std::function<QString()> work, std::function<void(const QString &)> done);
    // Writes a recording to `path` on another thread, with progress, until a person cancels it.
    void save(const QString &path, Work work);
    // Runs on another thread. The sentence it returns is shown as an error, or `path` as saved.
    void write(const QString &path, std::function<QString()> work);
    // Cancels the export under way, waits for what is being saved; over once nothing is being
    // written.
    [[nodiscard]] loop::Coro<void> settle();

private:
    loop::Coro<void> running(std::function<QString()> work,
                             std::function<void(const QString &)> done);
    void startExport(const QString &path, const QString &filter);
    void startComparing(const QString &path);
    loop::Coro<void> comparing(QString path, std::stop_token stop);
    void showCompared(const models::RunFigures &first, const models::RunFigures &second);
    // What becomes of `path` is shown: how far it is, and its end.
    loop::Coro<void> watching(QString path, std::stop_token stop, Work work);

    loop::EventLoop &loop_;
    ui::MainWindow &window_;
    const Source source_;
    std::stop_source export_, save_, compare_; // of the newest
    std::vector<loop::Task<void>> tasks_;
    Errands errands_; // last: what they do on other threads is over before anything goes
};

} // namespace app
