// SPDX-License-Identifier: MIT
#pragma once

// Whether the caller is the thread that the program began with: there alone signals are handled,
// and a loop is made by itself. Any thread.

#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

namespace loop {

[[nodiscard]] inline bool inMainThread() noexcept
{
    return ::getpid() == static_cast<pid_t>(::syscall(SYS_gettid));
}

} // namespace loop
