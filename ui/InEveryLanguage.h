// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a dialog that is open speaks the language that is chosen meanwhile, in another window or by
// the desktop. What is said is said by one function, which is called again for it. Main thread.

#include <functional>

class QDialog;
class QWidget;

namespace ui {

// Calls `say` at once, and again when another language is spoken while `widget` is there. It may
// make all within `widget` anew: it waits for the end of a dialog that was opened from there.
void inEveryLanguage(QWidget &widget, std::function<void()> say);

// Deletes a part that is made anew; null is none. Not while it has the focus: a button that loses
// it looks through its dialog, which is half gone by then.
void takeAway(QWidget *part);

// A dialog that is open and would go with the parts of `widget`: not one of `widget` itself. Or
// null.
[[nodiscard]] QDialog *openedInside(const QWidget &widget);

} // namespace ui
