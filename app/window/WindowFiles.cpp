// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/WindowFiles.h"

#include "app/ExportCommand.h"

#include "models/EventFilter.h"
#include "models/export/Export.h"
#include "models/export/RunFigures.h"
#include "models/export/StreamBytes.h"
#include "models/files/CheckedFile.h"
#include "models/record/CallLater.h"
#include "ui/MainWindow.h"

#include <QtCore/QFileInfo>

#include <memory>

namespace app {

using models::Export;
using ui::MainWindow;

namespace {

// Shows how far work is, from its beginning to its end; what the work reported last may still be on
// its way then, and is not shown any more. Lies in the coroutine that awaits the work: main thread.
class ShownProgress {
public:
    ShownProgress(MainWindow &window, const QString &name)
        : window_(window)
        , name_(name)
    {
        window.showExportProgress(name, 0);
    }
    ~ShownProgress() { *over_ = true; }
    Q_DISABLE_COPY_MOVE(ShownProgress)

    // For any thread. The work may outlive this; what is posted to the window goes with it.
    [[nodiscard]] std::function<void(double)> report() const
    {
        return [window = &window_, name = name_, over = over_](double part) {
            const auto show = [window, name, over, part] {
                if (!*over)
                    window->showExportProgress(name, part);
            };
            models::callLater(window, show);
        };
    }

private:
    MainWindow &window_;
    const QString name_;
    const std::shared_ptr<bool> over_ = std::make_shared<bool>(false);
};

} // namespace

WindowFiles::WindowFiles(loop::EventLoop &loop, MainWindow &window, Source source)
    : loop_(loop)
    , window_(window)
    , source_(std::move(source))
{
    connect(&window, &MainWindow::saveRequested, this, [this](const QString &path) {
        save(path, [save = source_.save, path](const Watch &watch) { return save(path, watch); });
    });
    connect(&window, &MainWindow::saveBytesRequested, this,
            [this](const QString &path, quint64 connection, bool received, qint64 lastEvent) {
                const models::StreamBytes wanted {connection, received, lastEvent};
                save(path, [read = source_.path, path, wanted](const Watch &watch) {
                    return wanted.write(read(), path, watch.stop, watch.progress);
                });
            });
    connect(&window, &MainWindow::exportRequested, this,
            [this](const QString &path) { startExport(path, {}); });
    connect(&window, &MainWindow::exportShownRequested, this,
            [this](const QString &path) { startExport(path, source_.filter()); });
    connect(&window, &MainWindow::compareRequested, this, &WindowFiles::startComparing);
    connect(&window, &MainWindow::exportCancelRequested, this, [this] {
        export_.request_stop();
        save_.request_stop();
        compare_.request_stop();
    });
}

WindowFiles::~WindowFiles()
{
    export_.request_stop();
    save_.request_stop();
    compare_.request_stop();
    for (const loop::Task<void> &task : tasks_)
        task.cancel(); // what they would show has nowhere to be shown
}

void WindowFiles::start(loop::Coro<void> work, const char *name)
{
    std::erase_if(tasks_, [](const loop::Task<void> &task) { return task.done(); });
    tasks_.push_back(loop_.createTask(std::move(work), name));
}

void WindowFiles::run(std::function<QString()> work, std::function<void(const QString &)> done)
{
    start(running(std::move(work), std::move(done)), "write");
}

void WindowFiles::write(const QString &path, std::function<QString()> work)
{
    run(std::move(work), [this, path](const QString &problem) {
        const bool saved = problem.isEmpty();
        window_.showNotice(saved ? tr("%1 is saved.").arg(QFileInfo(path).fileName()) : problem,
                           !saved);
    });
}

loop::Coro<void> WindowFiles::settle()
{
    export_.request_stop();
    compare_.request_stop();
    const std::vector<loop::Task<void>> running = tasks_;
    for (const loop::Task<void> &task : running)
        co_await task;
}

loop::Coro<void> WindowFiles::running(std::function<QString()> work,
                                      std::function<void(const QString &)> done)
{
    auto working = [work = std::move(work), token = errands_.token()] { return work(); };
    const QString problem = co_await loop_.runInExecutor(nullptr, std::move(working));
    done(problem);
}

// One at a time: another takes the place of what is under way.
void WindowFiles::startExport(const QString &path, const QString &filter)
{
    export_.request_stop();
    export_ = {};
    Work work = [read = source_.path, path, filter](const Watch &watch) -> models::Result<bool> {
        Export::Options options;
        options.shows = predicateOf(models::EventFilter(filter));
        options.stop = watch.stop;
        options.progress = watch.progress;
        const models::Result<Export::Outcome> outcome = Export::run(read(), path, options);
        if (!outcome)
            return models::Failure {outcome.problem()};
        return *outcome == Export::Outcome::Done;
    };
    start(watching(path, export_.get_token(), std::move(work)), "export");
}

void WindowFiles::save(const QString &path, Work work)
{
    save_.request_stop();
    save_ = {};
    start(watching(path, save_.get_token(), std::move(work)), "save");
}

void WindowFiles::startComparing(const QString &path)
{
    compare_.request_stop();
    compare_ = {};
    start(comparing(path, compare_.get_token()), "compare");
}

// The recording at `path` was first, the one that the window shows is second.
loop::Coro<void> WindowFiles::comparing(QString path, std::stop_token stop)
{
    struct Both {
        models::RunFigures first, second;
        QString problem;
    };
    const QString name = QFileInfo(path).fileName();
    const ShownProgress shown(window_, name);
    auto working
        = [read = source_.path, path, stop, progress = shown.report(), token = errands_.token()] {
              Both both;
              const auto take = [&](const QString &from, models::RunFigures &into, double done) {
                  if (!both.problem.isEmpty())
                      return;
                  auto figures = models::RunFigures::of(
                      from, stop, [&](double part) { progress(done + part / 2); });
                  if (figures)
                      into = std::move(*figures);
                  else
                      both.problem = figures.problem();
              };
              take(path, both.first, 0);
              take(read(), both.second, 0.5);
              return both;
          };
    const Both both = co_await loop_.runInExecutor(nullptr, std::move(working));
    window_.hideProgress();
    if (stop.stop_requested())
        window_.showNotice(tr("The comparison with %1 was cancelled.").arg(name), false);
    else if (!both.problem.isEmpty())
        window_.showNotice(both.problem, true);
    else
        showCompared(both.first, both.second);
}

void WindowFiles::showCompared(const models::RunFigures &first, const models::RunFigures &second)
{
    window_.showComparison(first, second);
    for (const QString &damage : {first.damage, second.damage}) {
        if (!damage.isEmpty())
            window_.showNotice(damage, true);
    }
}

loop::Coro<void> WindowFiles::watching(QString path, std::stop_token stop, Work work)
{
    const QString name = QFileInfo(path).fileName();
    const ShownProgress shown(window_, name);
    auto working = [work = std::move(work), watch = Watch {std::move(stop), shown.report()},
                    token = errands_.token()] { return work(watch); };
    const models::Result<bool> done = co_await loop_.runInExecutor(nullptr, std::move(working));
    if (!done)
        window_.showExportEnd(done.problem(), true);
    else if (*done)
        window_.showExportEnd(tr("%1 is written.").arg(name), false);
    else
        window_.showExportEnd(tr("The writing of %1 was cancelled.").arg(name), false);
}

} // namespace app
