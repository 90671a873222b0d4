// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a kind of warning means and how it is mended, in the language of the user: for the person
// who sees it for the first time. The core has a line of its own for its log (loop/Warnings.h).
// Pure functions; any thread.

#include "loop/Records.h"

#include <QtCore/QString>

namespace models {

struct WarningAdvice {
    QString meaning; // what happened, and what it leads to
    QString mending; // what to do
};

// Both are empty for a kind that this version does not know.
[[nodiscard]] WarningAdvice adviceOn(loop::WarningKind kind);

} // namespace models
