// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For tests that use up what a process has, such as its descriptors: a function in a process of its
// own.

#include <sys/wait.h>
#include <unistd.h>

// The thread sanitizer stops watching in the child of a process with several threads, QtTest's own
// among them, and signals that it holds back are then never delivered.
#ifdef __SANITIZE_THREAD__
inline constexpr bool deliversSignals = false;
#else
inline constexpr bool deliversSignals = true;
#endif

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
