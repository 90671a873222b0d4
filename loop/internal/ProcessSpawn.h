// SPDX-License-Identifier: MIT
#pragma once

// Starts a child process by posix_spawn(), with pipes where they are asked for.
// SubprocessTransport's.

#include "loop/Subprocess.h"

namespace loop {

struct Spawned {
    pid_t pid = -1;
    Descriptor pidfd;
    std::array<Descriptor, 3>
        ends; // ours: of standard input to write to, of the others to read from
};

// OsError that names the program; ValueError for no program, or a redirection that makes no sense.
[[nodiscard]] Spawned spawnProcess(const std::vector<std::string> &arguments,
                                   const SubprocessOptions &options);

} // namespace loop
