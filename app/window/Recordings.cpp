// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Recordings.h"

#include "app/window/RecordingWindow.h"

#include <QtCore/QFileInfo>

#include <algorithm>

namespace app {

using models::OpenedRecording;
using ui::MainWindow;

Recordings::Recordings(loop::EventLoop &loop, ui::Theme &theme, QSettings &settings)
    : loop_(loop)
    , theme_(theme)
    , settings_(settings)
{ }

Recordings::~Recordings()
{
    for (const loop::Task<void> &task : tasks_)
        task.cancel();
}

void Recordings::open(const QString &path, MainWindow *asker)
{
    std::erase_if(tasks_, [](const loop::Task<void> &task) { return task.done(); });
    ++opening_;
    tasks_.push_back(loop_.createTask(opening(path, asker), "open a recording"));
}

MainWindow *Recordings::first() const
{
    return windows_.empty() ? nullptr : &windows_.front()->window();
}

loop::Coro<void> Recordings::settle()
{
    const std::vector<loop::Task<void>> running = tasks_;
    for (const loop::Task<void> &task : running)
        co_await task;
    for (std::size_t i = 0; i < windows_.size(); ++i)
        co_await windows_[i]->files().settle();
}

loop::Coro<void> Recordings::opening(QString path, QPointer<MainWindow> asker)
{
    auto work = [path, token = errands_.token()] { return OpenedRecording::open(path); };
    auto file = co_await loop_.runInExecutor(nullptr, std::move(work));
    --opening_;
    if (file)
        show(std::move(*file));
    else if (asker)
        asker->showNotice(file.problem(), true);
    else
        Q_EMIT refused(file.problem());
    if (!file && asker)
        asker->forgetRecording(path);
    tellIfEmpty();
}

void Recordings::show(std::unique_ptr<OpenedRecording> file)
{
    const auto known = std::find_if(windows_.begin(), windows_.end(), [&file](const auto &each) {
        return QFileInfo(each->path()) == QFileInfo(file->path());
    });
    if (known != windows_.end()) {
        (*known)->window().show();
        (*known)->window().raise();
        (*known)->window().activateWindow();
        return;
    }
    auto made = std::make_unique<RecordingWindow>(loop_, theme_, settings_, std::move(file));
    RecordingWindow *window = made.get();
    window->window().rememberRecording(window->path());
    connect(&window->window(), &MainWindow::openRequested, this,
            [this, window](const QString &path) { open(path, &window->window()); });
    connect(window, &RecordingWindow::closed, this, [this, window] {
        tasks_.push_back(loop_.createTask(closing(window), "close a recording"));
    });
    windows_.push_back(std::move(made));
    Q_EMIT shown(&window->window());
}

// What a person asked to be written is written first.
loop::Coro<void> Recordings::closing(RecordingWindow *window)
{
    co_await window->files().settle();
    std::erase_if(windows_, [window](const auto &each) { return each.get() == window; });
    tellIfEmpty();
}

void Recordings::tellIfEmpty()
{
    if (isEmpty())
        Q_EMIT emptied();
}

} // namespace app
