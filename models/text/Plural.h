// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Texts with a number, outside of a QObject: what tr() of three arguments is there. Any thread.

#include "models/text/Tr.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace models {

// In the plural form for so many. English says it by "(s)", which is put right here: a program
// without any translation, and a thread that spells plainly for scripts, have no plural forms. The
// text says the number itself as %n, or spelled by models::format as an argument.
[[nodiscard]] inline QString tr(const char *text, const char *comment, std::uint64_t count)
{
    const int n = int(std::min<std::uint64_t>(count, std::numeric_limits<int>::max()));
    return QCoreApplication::translate("Loopscope", text, comment, n)
        .replace(QStringLiteral("(s)"), n == 1 ? QString() : QStringLiteral("s"));
}

} // namespace models
