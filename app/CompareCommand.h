// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// `loopscope compare FIRST SECOND`: two recordings side by side, and whether the second meets
// limits in terms of the first. Its arguments are read before anything is opened. Main thread.

#include "app/Commands.h"
#include "models/export/Comparison.h"

namespace app {

struct CompareJob {
    QString first, second; // recordings
    QList<models::RunLimit> limits; // on the second
    bool json = false;
};

// `arguments` without the word "compare".
[[nodiscard]] JobResult<CompareJob> parseCompareJob(const QStringList &arguments);

// The exit status: 0, or 1 where a limit is not met or something cannot be read or printed; a
// sentence says which.
[[nodiscard]] int runCompare(const CompareJob &job, StandardStreams &streams);

} // namespace app
