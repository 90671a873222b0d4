// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A recording as plain tables in an SQLite file: events (the columns of EventsModule, with indexes
// over connection and task), sessions, connections, tasks, warnings, samples and marks as the
// recording has them. The target is replaced whole or stays as it was. Any thread.

#include "models/export/Export.h"

namespace models {

// "" or, in one sentence, why not; after a stop, too, "".
[[nodiscard]] QString exportTables(const RecordingReader &reader, const QString &recording,
                                   const QString &target, const Export::Options &options);

} // namespace models
