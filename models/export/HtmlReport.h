// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a recording comes down to, as one page of HTML for a bug report: figures, charts, warnings,
// the longest steps, sessions and connections. It asks nobody for anything, has no script, and can
// be printed. Text from outside is data there, too. Plain functions; any thread.

#include "models/export/RunFigures.h"

namespace models {

[[nodiscard]] QByteArray htmlReport(const RunFigures &figures);

} // namespace models
