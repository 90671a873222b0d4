// SPDX-License-Identifier: GPL-3.0-or-later

// The third part of Window: what is kept and comes back, which are recordings, scenarios and the
// sessions of last time.

#include "app/window/Window.h"

#include "app/engine/NetThread.h"
#include "models/files/CheckedFile.h"
#include "models/record/Feed.h"
#include "models/record/RecordingFile.h"
#include "models/spec/ReplyRules.h"
#include "models/spec/Scenario.h"
#include "ui/SettingsKeys.h"

#include <QtCore/QFileInfo>

namespace app {

using models::SessionRecord;
using ui::MainWindow;

void Window::connectRecordings()
{
    connect(&window_, &MainWindow::openRequested, this,
            [this](const QString &path) { recordings_.open(path, &window_); });
    connect(&window_, &MainWindow::saveLeftBehindRequested, this,
            [this](const QString &from, const QString &path) {
                files_.save(path, [from, path](const WindowFiles::Watch &watch) {
                    auto copied = models::copyRecording(from, path, watch.stop, watch.progress);
                    if (copied && *copied) {
                        if (const QString problem = models::discardRecording(from);
                            !problem.isEmpty())
                            return models::Result<bool>(models::Failure {problem});
                    }
                    return copied;
                });
            });
    connect(&window_, &MainWindow::discardRequested, this, [this](const QString &path) {
        files_.run([path] { return models::discardRecording(path); },
                   [this](const QString &problem) {
                       if (!problem.isEmpty())
                           window_.showNotice(problem, true);
                   });
    });
    connect(&recordings_, &Recordings::refused, this, &Face::failed);
    connect(&recordings_, &Recordings::shown, this, [this](MainWindow *window) {
        applyLookTo(*window);
        window->setLanguages(Language::available());
        connect(window, &MainWindow::languageChosen, this,
                [this](const QString &code) { language_.speak(code); });
    });
    connect(&recordings_, &Recordings::emptied, this, [this] {
        if (!window_.isVisible())
            Q_EMIT closed();
    });
}

// To be offered the next time, in the order in which they are listed.
void Window::rememberSessions()
{
    QList<models::RunningSession> running;
    const auto add = [&running](const SessionRecord &record) {
        if (record.state == SessionRecord::Running || record.state == SessionRecord::Starting)
            running.append({record.url, record.address});
    };
    if (feed_.isAway()) { // what is listed is of another moment
        for (const auto &[id, record] : sessions_)
            add(record);
    } else {
        const QList<SessionRecord> listed = instruments_.sessions.listed();
        for (const SessionRecord &record : listed)
            add(record);
    }
    QStringList urls;
    for (const models::SessionUrl &url : models::scenarioOf(running).sessions)
        urls.append(url.toString());
    settings_.setValue(ui::settings::lastSessions(), urls);
}

// Or rules, which begin a new server. Its sessions join those that run; the duration is for
// `loopscope run`.
void Window::openScenario(const QString &path)
{
    const auto [scenario, sentence] = models::readScenarioFile(path);
    if (!scenario && models::readReplyRules(path).rules) {
        window_.openNewServerWith(path);
        return;
    }
    if (!scenario) {
        window_.showNotice(sentence, true);
        return;
    }
    for (const models::SessionUrl &url : scenario->seededSessions())
        Q_EMIT sessionRequested(url);
    window_.showNotice(tr("The sessions of %1 are started.").arg(QFileInfo(path).fileName()),
                       false);
}

void Window::saveScenario(const QString &path)
{
    QList<models::RunningSession> running;
    for (const auto &[id, record] : sessions_)
        running.append({record.url, record.address});
    models::Scenario scenario = models::scenarioOf(running);
    scenario.name = QFileInfo(path).completeBaseName();
    files_.write(path, [scenario, path] { return models::writeScenarioFile(scenario, path); });
}

} // namespace app
