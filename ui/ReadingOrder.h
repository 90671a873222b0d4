// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The way Tab goes: as the eye does, along a line, then down, a block after the other, by where
// things stand at that moment. So panels may be moved, tabs shown and rows added, and nobody keeps
// a list. A window that is one of ours overrides focusNextPrevChild() with focusInReadingOrder().
// Main thread.

#include <QtWidgets/QDialog>

namespace ui {

// Moves the focus in `window` one on, or back; false where there is nothing to move it to.
bool focusInReadingOrder(const QWidget &window, bool forward);

class Dialog : public QDialog {
public:
    using QDialog::QDialog;

protected:
    bool focusNextPrevChild(bool next) final
    {
        return focusInReadingOrder(*this, next) || QDialog::focusNextPrevChild(next);
    }
};

} // namespace ui
