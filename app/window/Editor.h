// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Opens a line of source code in the editor that the settings name. The editor is a program of its
// own, which outlives this one. Main thread.

#include <QtCore/QString>

class QSettings;

namespace app {

// `place`: "../app/echo.cpp:44", as it was compiled. "" or one sentence that says why not.
[[nodiscard]] QString openInEditor(const QString &place, const QSettings &settings);

} // namespace app
