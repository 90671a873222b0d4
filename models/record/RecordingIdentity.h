// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether a file is a recording, and of which version. Whatever opens one that a person named asks
// here first, so that a missing, foreign, damaged or newer file is one sentence. Any thread.

#include "models/files/Result.h"

#include <cstdint>

namespace models {

class SqliteDatabase;
class SqliteError;

struct RecordingIdentity {
    static constexpr std::int64_t EventTables = 1; // a row an event, before there were segments

    std::int64_t version = 0;

    // Of the file at `path`, which is not changed.
    static Result<RecordingIdentity> of(const QString &path);
    // The same of one that is open.
    static Result<RecordingIdentity> of(const QString &path, const SqliteDatabase &database);
};

// Why a recording, or the rest of it, cannot be read, for a person.
[[nodiscard]] Failure unreadable(const QString &path, const SqliteError &error);

} // namespace models
