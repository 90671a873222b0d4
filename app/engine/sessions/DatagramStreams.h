// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A UDP endpoint with one peer, as the streams that clients are written with: each write is a
// datagram, and what arrives is read as one flow of bytes. Reads throw what the peer's machine
// reports, such as a port where nobody listens. What `faults` has in its plan is done to each
// datagram; none: nothing is. Net thread.

#include "loop/Streams.h"

#include <cstdint>
#include <string>

namespace app {

class SessionFaults;

[[nodiscard]] loop::Coro<loop::Streams> openDatagramStreams(loop::EventLoop &loop, std::string host,
                                                            std::uint16_t port,
                                                            SessionFaults *faults);

} // namespace app
