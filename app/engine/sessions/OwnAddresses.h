// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What leads back to this machine, and to a socket of it: what servers need to know that would talk
// with themselves. It asks the system, which takes microseconds. Any thread.

#include "loop/SocketAddress.h"

#include <string>

namespace app {

// What is sent to `to` arrives at a socket that is bound to `served`: of internet addresses.
[[nodiscard]] bool leadsTo(const loop::SocketAddress &to, const loop::SocketAddress &served);

// Its host; an IPv4 address that is written as one of IPv6 (::ffff:10.0.0.1) is itself.
[[nodiscard]] std::string plainHost(const loop::SocketAddress &address);

} // namespace app
