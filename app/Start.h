// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The beginning and the end of the process: reads the command line, prepares the process, runs the
// Program. Each main() calls it once, with what it can offer: a window, or nothing. Main thread.

#include "app/Program.h"

#include <QtCore/QCoreApplication>

#include <functional>
#include <memory>

namespace app {

// What a program with a window has on top of one without.
struct Desktop {
    std::function<std::unique_ptr<QCoreApplication>(int &argc, char **argv)> makeApplication;
    FaceMaker makeWindow;
};

// The exit status. Null: there is no window, whether or not the command line says --headless.
[[nodiscard]] int start(int argc, char **argv, const Desktop *desktop);

} // namespace app
