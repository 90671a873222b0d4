// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The recordings that are open, each in a window of its own. A file is looked into by another
// thread first; what is wrong with it is said in the window that asked for it, or told to whoever
// listens where none did. Opening one that is open already brings its window to the front. Main
// thread.

#include "app/Errands.h"
#include "loop/EventLoop.h"
#include "models/files/Result.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <memory>
#include <vector>

class QSettings;

namespace models {
class OpenedRecording;
}
namespace ui {
class MainWindow;
class Theme;
} // namespace ui

namespace app {

class RecordingWindow;

class Recordings final : public QObject {
    Q_OBJECT

public:
    Recordings(loop::EventLoop &loop, ui::Theme &theme, QSettings &settings);
    ~Recordings() override;

    // `asker`: the window in which it was asked for, or null.
    void open(const QString &path, ui::MainWindow *asker);
    // None is open, and none is being opened.
    [[nodiscard]] bool isEmpty() const { return windows_.empty() && opening_ == 0; }
    [[nodiscard]] ui::MainWindow *first() const; // or null
    // Over once nothing is being written or opened.
    [[nodiscard]] loop::Coro<void> settle();

Q_SIGNALS:
    void shown(ui::MainWindow *window); // a new one
    void refused(const QString &sentence); // where no window asked
    void emptied(); // the last one was closed, or could not be opened

private:
    loop::Coro<void> opening(QString path, QPointer<ui::MainWindow> asker);
    void show(std::unique_ptr<models::OpenedRecording> file);
    loop::Coro<void> closing(RecordingWindow *window);
    void tellIfEmpty();

    loop::EventLoop &loop_;
    ui::Theme &theme_;
    QSettings &settings_;
    std::vector<std::unique_ptr<RecordingWindow>> windows_;
    int opening_ = 0; // how many are being looked into
    std::vector<loop::Task<void>> tasks_;
    Errands errands_; // last: see Errands
};

} // namespace app
