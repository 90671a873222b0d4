// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The sockets that a server's URL asks for: bound, not listening yet. One for each port and each
// address of the host, or one at a path. What cannot be bound is a Refusal, which says so in one
// sentence. Net thread.

#include "app/engine/sessions/Refusal.h"

#include "loop/Coro.h"
#include "loop/Descriptor.h"
#include "loop/EventLoop.h"
#include "models/spec/SessionUrl.h"

#include <vector>

namespace app {

// Of a stream or, for udp, a datagram type. The order is that of the ports.
[[nodiscard]] loop::Coro<std::vector<loop::Descriptor>> bindSockets(loop::EventLoop &loop,
                                                                    models::SessionUrl url);

} // namespace app
