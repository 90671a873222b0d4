// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The catalogue of SessionKinds.h in words: what --help prints of a kind, and the part of the
// manual page that lists them all, so that neither can miss one. Any thread.

#include "models/spec/SessionKinds.h"

namespace models {

// The kind in a line, then each of its options, wrapped; ends with a line feed.
[[nodiscard]] QString helpOfKind(const SessionKind &kind);

// What fault= takes, in the same form.
[[nodiscard]] QString helpOfFaults();

// What limit= can name, in the same form.
[[nodiscard]] QString helpOfLimits();

// A text of the catalogue in the language of now: it may have been made before one was chosen.
[[nodiscard]] QString spoken(const QString &catalogued);

// In roff, from ".SS Servers" to the faults and limits.
[[nodiscard]] QString manualOfKinds();

} // namespace models
