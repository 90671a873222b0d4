// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A window of its own for a recording that was opened: every view as if it were live, at any moment
// of it, without what can only be done to what lives. Main thread; Recordings owns it.

#include "app/window/Instruments.h"
#include "app/window/Rewinding.h"
#include "app/window/WindowFiles.h"
#include "models/Activity.h"
#include "models/record/OpenedRecording.h"
#include "ui/MainWindow.h"

#include <QtCore/QObject>

#include <memory>

class QSettings;

namespace ui {
class Theme;
}

namespace app {

class RecordingWindow final : public QObject {
    Q_OBJECT

public:
    RecordingWindow(loop::EventLoop &loop, ui::Theme &theme, QSettings &settings,
                    std::unique_ptr<models::OpenedRecording> file);

    [[nodiscard]] QString path() const { return file_->path(); }
    [[nodiscard]] ui::MainWindow &window() { return window_; }
    [[nodiscard]] WindowFiles &files() { return files_; }

Q_SIGNALS:
    void closed(); // by the user; nothing may be asked of it after that

private:
    bool eventFilter(QObject *object, QEvent *event) override;
    void mark(std::int64_t time, const QString &name);

    const std::shared_ptr<models::OpenedRecording> file_; // those who write into it may be last
    models::Activity activity_;
    Instruments instruments_;
    ui::MainWindow window_;
    WindowFiles files_;
    Rewinding rewinding_;
};

} // namespace app
