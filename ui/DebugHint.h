// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A line above the warnings, there while debug mode is off: that most kinds are looked for in debug
// mode alone, and a button that asks for it. Follows Activity. Main thread; owned by its parent.

#include <QtWidgets/QWidget>

class QPushButton;

namespace models {
class Activity;
}

namespace ui {

class Theme;

class DebugHint final : public QWidget {
    Q_OBJECT
public:
    DebugHint(const Theme &theme, const models::Activity &activity, QWidget *parent = nullptr);

    void leaveOutLive(); // of the past: it says so, and offers nothing

Q_SIGNALS:
    void debugModeWanted();

private:
    const models::Activity &activity_;
    QPushButton *button_;
};

} // namespace ui
