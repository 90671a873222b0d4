// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The few symbols of the window, drawn from outlines on a grid of 16 in whatever colours the theme
// has: one drawing serves both themes and every resolution.

#include "ui/Theme.h"

#include <QtGui/QIcon>

namespace ui {

enum class Symbol {
    Add,
    Start,
    Stop,
    Debug,
    Pause,
    Open,
    Export,
    Find,
    Close,
    Float,
    Copy,
    Save,
    StepBack,
    StepForward,
    Dot
};

// Normal and disabled states in the theme's colours; `color` replaces the normal one if valid.
[[nodiscard]] QIcon icon(Symbol symbol, const Theme &theme, const QColor &color = {});

} // namespace ui
