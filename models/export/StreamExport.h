// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What writers that read the whole stream of a recording have in common: the span of time, progress
// and the end by a stop or a full disk.

#include "models/export/ExportWork.h"

#include <functional>

namespace models {

// Calls `visit` with what can hold anything of the span of time that is asked for, and with what
// lived before it. "" or why the rest cannot be read.
[[nodiscard]] QString
eachOfStream(const ExportWork &work,
             const std::function<void(const RecordingReader::Played &)> &visit);

} // namespace models
