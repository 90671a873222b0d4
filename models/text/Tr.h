// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Texts for people outside of a QObject: what tr() is where no class has one. There is one context
// for all texts of the program (installer/translations), so the name of the class does not matter.
// Any thread.

#include <QtCore/QCoreApplication>
#include <QtCore/QString>

namespace models {

[[nodiscard]] inline QString tr(const char *text)
{
    return QCoreApplication::translate("Loopscope", text);
}

} // namespace models
