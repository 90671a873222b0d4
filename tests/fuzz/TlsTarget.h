// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// TLS under mutated records. A client and a server, whole transports on one loop, shake hands and
// talk through a relay that does to their records what the input says, one command of three bytes a
// record. So what comes after the first changed byte is the peer's own, under its own keys, and
// every state of either side is met. Whatever happens, both connections end, and a side that fails
// says so: by an alert, or by closing.

#include <string>
#include <vector>

[[nodiscard]] std::vector<std::string> tlsSeeds();
[[nodiscard]] std::vector<std::string> tlsWords();
void runTls(const std::string &input); // throws BrokenPromise
