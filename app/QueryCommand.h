// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// `loopscope query RECORDING SQL`: prints what SQL finds in a recording, as columns, JSON or CSV.
// Its arguments are read before anything is opened. Main thread.

#include "app/Commands.h"
#include "models/export/QueryOutput.h"

namespace app {

struct QueryJob {
    QString recording, sql;
    models::QueryOutput::Format format = models::QueryOutput::Format::Columns;
};

// `arguments` without the word "query".
[[nodiscard]] JobResult<QueryJob> parseQueryJob(const QStringList &arguments);

// The exit status: 0 when all is printed, 1 when something is not, and a sentence says why.
[[nodiscard]] int runQuery(const QueryJob &job, StandardStreams &streams);

} // namespace app
