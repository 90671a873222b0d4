// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The signals by which a person or a system ends the program: SIGINT, SIGTERM and SIGHUP, the last
// unless it was ignored at the start, as nohup has it. Main thread.

#include "loop/EventLoop.h"

#include <functional>

namespace app {

// Calls `end` in the loop at the first of them. The next one ends the process at once, whatever it
// is waiting for; so does the second where the loop is blocked, and never hears of the first.
void onEndingSignal(loop::EventLoop &loop, std::function<void()> end);

} // namespace app
