// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The words of records ("half-closed", "data in") in the language of who looks. Filters, exports
// and scripts have the words of toString() itself in any language, so that what was written once
// goes on to work: a cell gives them as its WordRole. Any thread.

#include "loop/Records.h"

#include <QtCore/QString>

#include <string_view>

namespace models::wordings {

// As it is, where it is no word of a record.
[[nodiscard]] QString translated(std::string_view word);

template <typename Value> // an enumeration of loop/Records.h
[[nodiscard]] QString shown(Value value)
{
    return translated(toString(value));
}

} // namespace models::wordings
