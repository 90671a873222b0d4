// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The notices of the window as a list that can be read again, copied and cleared. Opens above the
// status bar, and deletes itself when it closes; what was listed then is read.

#include "ui/ReadingOrder.h"
#include "ui/Theme.h"

class QListView;

namespace ui {

class Notices;

class NoticesPopup final : public Dialog {
    Q_OBJECT
public:
    NoticesPopup(const Theme &theme, Notices &notices, QWidget *parent);

    [[nodiscard]] QListView &list() const { return *list_; }
    void openOver(const QWidget &window);

private:
    void copy();

    const Theme &theme_;
    Notices &notices_;
    QListView *list_;
};

} // namespace ui
