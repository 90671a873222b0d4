// SPDX-License-Identifier: GPL-3.0-or-later
// How the live window moves into the past of its recording, and back.
#include "app/window/Window.h"

#include "models/record/Feed.h"

namespace app {

using ui::MainWindow;

void Window::connectRewinding()
{
    constexpr int pace = 1000; // ms; the samples of a recording are of a second
    growing_.setInterval(pace);
    connect(&growing_, &QTimer::timeout, this, [this] {
        looksAsleep_ = feed_.isAsleep() ? looksAsleep_ + 1 : 0;
        if (looksAsleep_ > 1 && looksAsleep_ % LooksAsleepEach != 0)
            return; // nothing came but time
        if (window_.isVisible() && !window_.isMinimized() && !window_.showsEmptyState())
            rewinding_.playback().refresh();
    });
    growing_.start();
    // The views are the Playback's from then on: not before there is something to show.
    connect(&rewinding_.playback(), &models::Playback::aboutToShow, this,
            [this] { feed_.leave(); });
    connect(&rewinding_.playback(), &models::Playback::failed, this, [this] {
        if (feed_.isComingBack()) // with what comes from here on
            comeBack({});
    });
    connect(&window_, &MainWindow::nowRequested, this, &Window::returnToNow);
    connect(&rewinding_.playback(), &models::Playback::nowRead, this, &Window::comeBack);
    connect(&window_, &MainWindow::markRequested, this,
            [this](std::int64_t time, const QString &name) {
                file_.mark(name, time);
                rewinding_.playback().refresh();
            });
}

void Window::returnToNow()
{
    if (!feed_.isAway()) {
        rewinding_.playback().leave(); // what was asked for is not wanted any more
        return;
    }
    feed_.comeBack();
    rewinding_.playback().readNow([file = &file_] { file->flush(); });
}

// Sessions are known here, whatever the recording says of them.
void Window::comeBack(const models::Moment &moment)
{
    models::Moment now = moment;
    now.sessions.clear();
    for (const auto &[id, record] : sessions_)
        now.sessions.append(record);
    feed_.resume(now);
    instruments_.followNow();
    window_.showNow();
}

} // namespace app
