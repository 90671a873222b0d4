// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The two small dialogs of the Help menu. Both delete themselves when closed and block nothing.

#include <QtCore/QString>

class QWidget;

namespace ui {

class MainWindow;
class Theme;

void openShortcuts(const Theme &theme, MainWindow &window);
[[nodiscard]] QString shortcutsName(); // of that dialog, as an object
void openAbout(const Theme &theme, QWidget &window);

} // namespace ui
