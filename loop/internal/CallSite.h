// SPDX-License-Identifier: MIT
#pragma once

// Where a program asked for what the core makes now: what debug mode calls "created at". The core's
// own coroutines stand between the two, and are passed over.

#include <source_location>

namespace loop {

class EventLoop;

// The await, in the running task's innermost coroutine that is not the core's; else where that task
// was created; line 0 where no task runs. The loop's thread.
[[nodiscard]] std::source_location callSite(const EventLoop &loop) noexcept;
[[nodiscard]] std::source_location callSite() noexcept; // of the loop that runs, if one does

} // namespace loop
