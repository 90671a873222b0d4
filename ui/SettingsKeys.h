// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every key that the window keeps in QSettings, and nothing else. A stored value of an older layout
// is ignored by whoever reads it.

#include <QtCore/QString>

namespace ui::settings {

[[nodiscard]] inline QString geometry()
{
    return QStringLiteral("window/geometry");
}
[[nodiscard]] inline QString layout()
{
    return QStringLiteral("window/layout");
}
[[nodiscard]] inline QString theme()
{
    return QStringLiteral("window/theme");
}
[[nodiscard]] inline QString tab()
{
    return QStringLiteral("window/tab");
}
[[nodiscard]] inline QString taskTree()
{
    return QStringLiteral("window/taskTree");
}
[[nodiscard]] inline QString recentSessions()
{
    return QStringLiteral("sessions/recent");
}
[[nodiscard]] inline QString recentRecordings()
{
    return QStringLiteral("recordings/recent");
}
[[nodiscard]] inline QString recentFilters()
{
    return QStringLiteral("filters/recent");
}
[[nodiscard]] inline QString namedFilters()
{
    return QStringLiteral("filters/named");
}
[[nodiscard]] inline QString folder()
{
    return QStringLiteral("window/folder");
}
[[nodiscard]] inline QString streamHex()
{
    return QStringLiteral("inspector/hex");
}
[[nodiscard]] inline QString savedMessages()
{
    return QStringLiteral("messages/saved");
}
[[nodiscard]] inline QString language()
{
    return QStringLiteral("window/language");
}
[[nodiscard]] inline QString fontPoints()
{
    return QStringLiteral("window/fontPoints");
}
[[nodiscard]] inline QString monospacePoints()
{
    return QStringLiteral("window/monospacePoints");
}
[[nodiscard]] inline QString closedRows()
{
    return QStringLiteral("rows/closedSeconds");
}
[[nodiscard]] inline QString editor()
{
    return QStringLiteral("editor/kind");
}
[[nodiscard]] inline QString editorCommand()
{
    return QStringLiteral("editor/command");
}
[[nodiscard]] inline QString sources()
{
    return QStringLiteral("editor/sources");
}
[[nodiscard]] inline QString newAddress()
{
    return QStringLiteral("sessions/address");
}
[[nodiscard]] inline QString debugAtStart()
{
    return QStringLiteral("sessions/debug");
}
[[nodiscard]] inline QString notifies()
{
    return QStringLiteral("window/notifies");
}
[[nodiscard]] inline QString logTimes()
{
    return QStringLiteral("log/times");
}
[[nodiscard]] inline QString lastSessions() // a list of URLs: what ran when the window was closed
{
    return QStringLiteral("sessions/last");
}
[[nodiscard]] inline QString tourDone()
{
    return QStringLiteral("window/tourDone");
}
[[nodiscard]] inline QString recording(const QString &option)
{
    return QStringLiteral("recording/") + option;
}
[[nodiscard]] inline QString timeline(const QString &choice)
{
    return QStringLiteral("timeline/") + choice;
}
[[nodiscard]] inline QString columns(const QString &view)
{
    return QStringLiteral("columns/") + view;
}

} // namespace ui::settings
