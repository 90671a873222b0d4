// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The application's style sheet and palette, written once with names of tokens in place of colours.
// Pure functions; Theme applies what they return.

#include "ui/Theme.h"

#include <QtCore/QString>
#include <QtGui/QPalette>

namespace ui {

[[nodiscard]] QString styleSheet(const Tokens &tokens, const QFont &font);
[[nodiscard]] QPalette palette(const Tokens &tokens);

} // namespace ui
