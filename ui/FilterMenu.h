// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The filters that were used lately, and those that a person gave a name: a menu of the filter
// field. It keeps them in the settings and emits the one that is chosen; it filters nothing itself.
// Main thread; owned by its parent.

#include "ui/Recents.h"

#include <QtWidgets/QMenu>

namespace ui {

class FilterMenu final : public QMenu {
    Q_OBJECT
public:
    FilterMenu(QSettings &settings, QWidget *parent);

    void used(const QString &filter); // one that is right, and was left
    // What stands in the field now, for a name.
    void setCurrent(const QString &filter) { current_ = filter; }
    [[nodiscard]] QMap<QString, QString> named() const; // filters by name

Q_SIGNALS:
    void chosen(const QString &filter);

private:
    void fill();
    void addFilter(QMenu &menu, const QString &text, const QString &filter);
    void askForName();

    QSettings &settings_;
    Recents recents_;
    QString current_;
};

} // namespace ui
