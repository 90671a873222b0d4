// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The words of records ("half-closed", "data in") in the reader's language. Filters, exports and
// scripts use those of toString() in every language, so what was written once keeps working; a cell
// gives them as its WordRole. Any thread.

#include "loop/Records.h"

#include <QtCore/QString>

#include <string_view>

namespace models::wordings {

// Unchanged if it is not a word of a record.
[[nodiscard]] QString translated(std::string_view word);

template <typename Value> // an enumeration of loop/Records.h
[[nodiscard]] QString shown(Value value)
{
    return translated(toString(value));
}

// What stands beside an event ("accepted from 127.0.0.1:5"), as the core writes it, in the reader's
// language; unchanged where it is the words of a system, a peer or a warning.
[[nodiscard]] QString detail(loop::EventKind kind, const QString &words);

} // namespace models::wordings
