// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Asks for a name without blocking: of a message that is kept, of a moment. Main thread; the dialog
// belongs to its parent and goes when it is closed.

#include <QtCore/QString>

#include <functional>

class QWidget;

namespace ui {

struct NameQuestion {
    QString objectName; // of the dialog
    const char *title, *label; // for tr(); the label with %1 for `about`
    QString about;
    QString name; // the first offer
    std::function<bool(const QString &)> isTaken; // then it is replaced, and the button says so
};

// `use` gets the name, trimmed and not empty, once it is accepted.
void askName(QWidget *parent, const NameQuestion &question,
             const std::function<void(const QString &)> &use);

} // namespace ui
