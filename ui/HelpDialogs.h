// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The two small dialogs of the Help menu. Both delete themselves when closed and block nothing.

class QWidget;

namespace ui {

class Actions;
class Theme;

void openShortcuts(const Theme &theme, const Actions &actions, QWidget &window);
void openAbout(const Theme &theme, QWidget &window);

} // namespace ui
