// SPDX-License-Identifier: MIT
#pragma once

// Lints: what debug mode looks for in tasks, each a check and the words for one finding; its
// summary is in loop/Warnings.h, as of every kind. Each is raised once a task, at the moments that
// it asks for: what comes and goes between two looks is judged as it happens. Warnings that need no
// search (a slow callback, a write after EOF) are raised where they happen.

#include "loop/Records.h"

#include <span>
#include <string>

namespace loop {

class TaskBase;

struct Lint {
    enum Moment : std::uint8_t {
        Look = 1, // at all tasks: about once a second, while the loop has nothing to run
        StepEnd = 2, // of this task, which may be done
        FrameMade = 4 // a coroutine of this task is about to begin
    };

    WarningKind kind;
    int moments;
    bool (*check)(const TaskBase &); // the loop's thread; cheap: called for every task
    std::string (*format)(const TaskBase &);
    Place (*place)(const TaskBase &);
};

[[nodiscard]] std::span<const Lint> taskLints() noexcept;

inline constexpr std::size_t largeFrameBytes = 16 * 1024;
inline constexpr std::int64_t lintEvery = 1'000'000'000; // ns
inline constexpr std::int64_t realWork = 100'000; // ns; a step that took so long did not poll

} // namespace loop
