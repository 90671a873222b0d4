// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The title of a dock: its name, and two quiet buttons (float, close) that the keyboard reaches.
// Replaces the style's own, which ignores the theme.

#include <QtWidgets/QWidget>

class QDockWidget;
class QToolButton;

namespace ui {

class Theme;

class DockTitle final : public QWidget {
    Q_OBJECT
public:
    DockTitle(const Theme &theme, QDockWidget &dock);

    [[nodiscard]] QSize sizeHint() const override; // what a dock takes the height from

private:
    void refreshIcons();

    const Theme &theme_;
    QToolButton *float_;
    QToolButton *close_;
};

} // namespace ui
