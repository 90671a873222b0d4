// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a forward server leads: HOST:PORT, tls:HOST:PORT or unix:PATH, as its option `to` has it.
// It reads as the URL of a client, so that connecting and words for what goes wrong are those of
// clients. Any thread.

#include "models/spec/SessionUrl.h"

namespace models {

[[nodiscard]] SessionUrlResult forwardTarget(const QString &to);

// As optionProblem() has it: the second half of a sentence, or "".
[[nodiscard]] QString forwardTargetProblem(const QString &to);

} // namespace models
