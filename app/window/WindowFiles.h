// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a window writes on a person's behalf: exports, copies of its recording, bytes of a stream.
// The work is done by other threads, as coroutines of the `ui` loop; the window shows progress and
// what came of it. Its end cancels an export, and waits for what is being written. Main thread;
// outlived by the window.

#include "app/Errands.h"
#include "loop/EventLoop.h"
#include "models/EventFilter.h"

#include <QtCore/QObject>
#include <QtCore/QString>

#include <functional>
#include <stop_token>
#include <vector>

namespace ui {
class MainWindow;
}

namespace app {

class WindowFiles final : public QObject {
    Q_OBJECT

public:
    // The recording that the window shows. Both run on another thread, and may be called as long as
    // this lives.
    struct Source {
        std::function<QString()> path; // of the file, with all that was recorded so far
        std::function<QString(const QString &to)> save; // "" or why it could not be
        std::function<QString()> filter; // of the log, on the main thread
    };

    WindowFiles(loop::EventLoop &loop, ui::MainWindow &window, Source source);
    ~WindowFiles() override;

    // Such work of others that a person asked for in this window.
    void start(loop::Coro<void> work, const char *name);
    // Runs `work` on another thread, then `done` with the sentence that it returned.
    void run(std::function<QString()> work, std::function<void(const QString &)> done);
    // Runs on another thread. The sentence it returns is shown as an error, or `path` as saved.
    void write(const QString &path, std::function<QString()> work);
    // Cancels the export under way; over once nothing is being written.
    [[nodiscard]] loop::Coro<void> settle();

private:
    loop::Coro<void> running(std::function<QString()> work,
                             std::function<void(const QString &)> done);
    void startExport(const QString &path, const QString &filter);
    loop::Coro<void> exporting(QString path, models::EventFilter filter);

    loop::EventLoop &loop_;
    ui::MainWindow &window_;
    const Source source_;
    std::stop_source stop_;
    std::vector<loop::Task<void>> tasks_;
    Errands errands_; // last: what they do on other threads is over before anything goes
};

} // namespace app
