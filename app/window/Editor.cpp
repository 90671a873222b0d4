// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Editor.h"

#include "models/text/EditorCommand.h"
#include "models/text/Tr.h"
#include "ui/Preferences.h"

#include <QtCore/QFileInfo>
#include <QtCore/QProcess>

#include <algorithm>

namespace app {

using models::tr;

QString openInEditor(const QString &place, const QSettings &settings)
{
    const ui::Preferences chosen = ui::readPreferences(settings);
    const models::SourceLine source = models::sourceLineOf(place);
    const QStringList places = models::placesOf(source.file, chosen.sources);
    const auto found = std::find_if(places.begin(), places.end(),
                                    [](const QString &path) { return QFileInfo(path).isFile(); });
    const QString name = QFileInfo(source.file).fileName();
    if (found == places.end())
        return tr("%1 is not on this computer. Choose the folder of its sources in the settings.")
            .arg(name);
    QString terminal = qEnvironmentVariable("VISUAL");
    if (terminal.isEmpty())
        terminal = qEnvironmentVariable("EDITOR");
    const models::EditorCommand command
        = models::editorCommand(chosen.editor, chosen.editorCommand, terminal, *found, source.line);
    if (command.program.isEmpty())
        return command.problem;
    if (!QProcess::startDetached(command.program, command.arguments))
        return tr("%1 cannot be started to show %2. Choose another editor in the settings.")
            .arg(command.program, name);
    return {};
}

} // namespace app
