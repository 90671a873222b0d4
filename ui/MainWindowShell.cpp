// SPDX-License-Identifier: GPL-3.0-or-later

// The fifth part of MainWindow: what serves the whole of it, such as the palette of commands.

#include "ui/MainWindow.h"

#include "models/SessionModel.h"
#include "ui/Actions.h"
#include "ui/CommandPalette.h"
#include "ui/SessionsPanel.h"
#include "ui/WindowMenus.h"

#include <QtGui/QAction>

namespace ui {

void MainWindow::connectShell()
{
    connect(actions_->commands, &QAction::triggered, this, &MainWindow::openPalette);
}

// What can be done, then what can be gone to.
void MainWindow::openPalette()
{
    refreshActions();
    QList<Command> commands = menus_->commands();
    const QList<models::SessionRecord> running = models_.sessions.sessions();
    for (const models::SessionRecord &record : running) {
        const quint64 id = record.id.value;
        commands.append({tr("Session"), models_.sessions.shortName(id), {}, true, [this, id] {
                             selectSession(id);
                         }});
    }
    auto *palette = new CommandPalette(theme_, std::move(commands), this);
    palette->openOver(*this);
}

} // namespace ui
