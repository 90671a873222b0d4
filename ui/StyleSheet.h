// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The application's style sheet and palette, written once with names of tokens in place of colours.
// Pure functions; Theme applies what they return.

#include "ui/Theme.h"

#include <QtCore/QString>
#include <QtGui/QPalette>

class QWidget;

namespace ui {

[[nodiscard]] QString styleSheet(const Tokens &tokens, const QFont &font);
// Sets a label's text in the colour of a tone, now and in every later theme.
void setTone(QWidget &label, models::Tone tone);
[[nodiscard]] QPalette palette(const Tokens &tokens);

} // namespace ui
