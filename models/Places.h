// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A place in source code as PlaceRole has it: with its whole path, for an editor to open.

#include "loop/Records.h"

#include <QtCore/QString>

namespace models {

[[nodiscard]] inline QString wholePlace(const loop::Place &at) // "../app/echo.cpp:44", or ""
{
    return at.file ? QString::fromUtf8(at.file) + u':' + QString::number(at.line) : QString();
}

} // namespace models
