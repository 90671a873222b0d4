// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For tests that use up what a process has, such as its descriptors: a function in a process of its
// own.

#include <sys/wait.h>
#include <unistd.h>

// What `run` returned; 99 if it threw, minus the signal that ended the process.
[[nodiscard]] inline int inOwnProcess(int (*run)())
{
    const pid_t child = ::fork();
    if (child == 0) {
        int result = 99;
        try {
            result = run();
        } catch (...) { // NOLINT: its number says so
        }
        ::_exit(result);
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child)
        return 99;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
