// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/RecordingWindow.h"

#include "app/window/Editor.h"
#include "models/record/RecordingFile.h"

#include <QtCore/QEvent>
#include <QtCore/QFileInfo>

namespace app {

using ui::MainWindow;

RecordingWindow::RecordingWindow(loop::EventLoop &loop, ui::Theme &theme, QSettings &settings,
                                 std::unique_ptr<models::OpenedRecording> file)
    : file_(std::move(file))
    , instruments_(*file_, activity_)
    , window_(theme, instruments_.references(), settings, ui::Tense::Past)
    , files_(loop, window_,
             {[path = path()] { return path; },
              [path = path()](const QString &to, const WindowFiles::Watch &watch) {
                  return models::copyRecording(path, to, watch.stop, watch.progress);
              },
              [this] { return instruments_.log.filterText(); }})
    , rewinding_(window_, instruments_, path())
{
    window_.setSubject(QFileInfo(path()).fileName());
    window_.installEventFilter(this);
    const auto notice = [this](const QString &sentence) { window_.showNotice(sentence, true); };
    for (const models::LogModel *log : {&instruments_.log, &instruments_.events})
        connect(log, &models::LogModel::readFailed, this, notice);
    connect(&instruments_.conversation, &models::Conversation::readFailed, this, notice);
    connect(&window_, &MainWindow::openLineRequested, this,
            [this, &settings](const QString &place) {
                if (const QString problem = openInEditor(place, settings); !problem.isEmpty())
                    window_.showNotice(problem, true);
            });
    connect(&window_, &MainWindow::markRequested, this, &RecordingWindow::mark);
    rewinding_.playback().refresh();
    rewinding_.playback().seekEnd();
    window_.show();
}

void RecordingWindow::mark(std::int64_t time, const QString &name)
{
    files_.run([file = file_, time, name] { return file->mark(time, name); },
               [this](const QString &problem) {
                   if (!problem.isEmpty())
                       window_.showNotice(problem, true);
                   rewinding_.playback().refresh();
               });
}

bool RecordingWindow::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Close)
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!window_.isVisible())
                    Q_EMIT closed();
            },
            Qt::QueuedConnection);
    return QObject::eventFilter(object, event);
}

} // namespace app
