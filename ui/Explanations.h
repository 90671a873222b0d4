// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What each view of the window is for, for "What's this?" (Shift+F1) and the tour. Main thread.

#include <QtCore/QString>

namespace ui {

class MainWindow;

enum class Part {
    Sessions,
    Connections,
    Tasks,
    Timers,
    Warnings,
    Log,
    Timeline,
    Inspector,
    Stream,
    Activity,
    Rewind,
    Filter,
    Status,
    Count
};
[[nodiscard]] QString explanationOf(Part part);

} // namespace ui
