// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the command line says about the window's look: it holds for this run, whatever was chosen in
// the settings. Read here, carried out by app/window/. Plain values; any thread.

#include <QtCore/QSize>
#include <QtCore/QString>

namespace app {

struct WindowOptions {
    QString theme; // "system", "light" or "dark"; "": as was chosen
    QString view; // in front, with its first row inspected: "connections"; "": as it was
    QString language; // "de"; "": as was chosen
    QSize size; // of the window; invalid: as it was
    bool exact = false; // it has that size whatever the screen is, for a picture

    friend bool operator==(const WindowOptions &, const WindowOptions &) = default;
};

// Reads the value of "--size", "--theme", "--view" or "--language". "" or what is wrong with it as
// the second half of a sentence, without its end.
[[nodiscard]] QString setWindowOption(WindowOptions &options, QStringView name,
                                      const QString &value);

} // namespace app
