// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whose port a client takes that names none (port 0): that of the newest server that it can reach.
// Plain values; any thread.

#include "models/spec/SessionUrl.h"

namespace models {

[[nodiscard]] bool takesPort(const SessionUrl &client);
// Whether a client speaks the transport of a server. A forward passes TLS on as it comes.
[[nodiscard]] bool reaches(const SessionUrl &client, const SessionUrl &server);

} // namespace models
