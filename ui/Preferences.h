// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person chose in the settings, as values. Read from and written to QSettings here alone;
// what is there and makes no sense is as if it were not. Main thread.

#include "models/LogModel.h"
#include "ui/Theme.h"

#include <QtCore/QString>

#include <chrono>

class QSettings;

namespace ui {

struct Preferences {
    Theme::Choice theme = Theme::Choice::System;
    QString language; // "de"; "": the desktop's
    qreal fontPoints = 0; // 0: the desktop's
    qreal monospacePoints = 0; // 0: as wide as the text
    std::chrono::seconds closedRows {30}; // how long what has ended is listed; 0: until cleared
    QString editor; // a key of models::editorChoices()
    QString editorCommand; // for "own"
    QString sources; // the folder where source files are looked for
    QString newAddress; // of a new server; "": as its kind has it
    bool debugAtStart = false;
    bool notifies = false; // on the desktop, of what fails while the window is hidden
    models::LogModel::Times logTimes = models::LogModel::Times::Clock;

    friend bool operator==(const Preferences &, const Preferences &) = default;
};

[[nodiscard]] Preferences readPreferences(const QSettings &settings);
void writePreferences(QSettings &settings, const Preferences &preferences);

} // namespace ui
