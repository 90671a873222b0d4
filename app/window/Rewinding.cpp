// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Rewinding.h"

#include "app/window/Instruments.h"

namespace app {

using models::Playback;
using ui::MainWindow;

Rewinding::Rewinding(MainWindow &window, Instruments &instruments, const QString &path)
    : window_(window)
    , playback_(path, instruments.all())
{
    connectRequests();
    connect(&playback_, &Playback::moved, &window, &MainWindow::showMoment);
    connect(&playback_, &Playback::playingChanged, &window, &MainWindow::showPlaying);
    connect(&playback_, &Playback::sessionChanged, &instruments.sessions,
            &models::SessionModel::setSession);
    connect(&playback_, &Playback::trafficRead, &instruments.connections,
            &models::ConnectionModel::showTraffic);
    connect(&playback_, &Playback::historyChanged, &window,
            [this] { window_.showHistory(playback_.history()); });
    connect(&playback_, &Playback::failed, &window,
            [this](const QString &sentence) { window_.showNotice(sentence, true); });
}

void Rewinding::connectRequests()
{
    connect(&window_, &MainWindow::momentRequested, this, [this](std::int64_t time, qint64 event) {
        if (event != 0)
            playback_.seekEvent(event);
        else
            playback_.seek(time);
    });
    connect(&window_, &MainWindow::playRequested, this, [this](bool play) {
        if (play)
            playback_.play();
        else
            playback_.pause();
    });
    connect(&window_, &MainWindow::speedRequested, &playback_, &Playback::setSpeed);
}

} // namespace app
