// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Who can reach a server besides this machine, in words for a person, before it starts. Any thread.

#include "models/spec/SessionUrl.h"

namespace models {

// Who can connect to what listens at a host, which is a name or an address. What a name leads to is
// not asked, except of those that are this machine's own.
enum class Reach { ThisMachine, OneAddress, EveryAddress, Name };
[[nodiscard]] Reach reachOf(const QString &host);

// One sentence, or "" where nobody else can: a loopback address, a Unix socket, a client.
[[nodiscard]] QString exposureOf(const SessionUrl &url);

} // namespace models
