// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What moves a window through its recording: what a person asks of the rewind bar, the rows and the
// menus goes to the Playback, and what it says of itself to the window. Window and RecordingWindow
// have one each. Main thread; outlived by what it is made of.

#include "models/record/Playback.h"
#include "ui/MainWindow.h"

#include <QtCore/QObject>

namespace app {

class Instruments;

class Rewinding final : public QObject {
    Q_OBJECT

public:
    // Of the recording at `path`, which `instruments` show.
    Rewinding(ui::MainWindow &window, Instruments &instruments, const QString &path);

    [[nodiscard]] models::Playback &playback() { return playback_; }

private:
    void connectRequests();

    ui::MainWindow &window_;
    models::Playback playback_;
};

} // namespace app
