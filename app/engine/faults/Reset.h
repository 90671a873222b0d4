// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Ends a connection as a program that crashed would, or a person who aborts it: over TCP the peer
// gets a reset instead of an end. Net thread.

#include "loop/Transport.h"

namespace app {

void resetConnection(loop::Transport &transport);

} // namespace app
