// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Sessions as packets of the stream (loop/stream.proto), which the core's encoder knows nothing of:
// plain functions, any thread. What is read may be damaged or of a newer program: what cannot be
// understood is left out.

#include "models/record/SessionRecord.h"

#include <string>

namespace loopscope {
class Session;
}

namespace models {

// Appends the session, as it is from `time` (wall clock, ns since 1970) on, to the stream in `out`.
void appendSession(const SessionRecord &session, qint64 time, std::string &out);
[[nodiscard]] SessionRecord sessionOf(const loopscope::Session &read);

} // namespace models
