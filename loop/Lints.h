// SPDX-License-Identifier: MIT
#pragma once

// Lints: what debug mode looks for in tasks now and then, each a check, the words for one finding,
// and a summary that says what it means and what to do. Each is raised once a task. Warnings that
// need no search (a slow callback, a write after EOF) are raised where they happen; their summaries
// are here, too, so that whoever shows a warning can explain it.

#include "loop/Records.h"

#include <span>
#include <string>
#include <string_view>

namespace loop {

class TaskBase;

struct Lint {
    WarningKind kind;
    bool (*check)(const TaskBase &); // the loop's thread; cheap: called for every task
    std::string (*format)(const TaskBase &);
};

[[nodiscard]] std::span<const Lint> taskLints() noexcept;

// One or two sentences: what it means, and what to do.
[[nodiscard]] std::string_view summary(WarningKind kind) noexcept;

inline constexpr std::size_t largeFrameBytes = 16 * 1024;

} // namespace loop
