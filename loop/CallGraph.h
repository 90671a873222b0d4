// SPDX-License-Identifier: MIT
#pragma once

// Who waits for whom: the coroutines a task is in, and the tasks that await it (Python 3.14's
// capture_call_graph()); and the whole loop as a tree, as `python -m asyncio pstree` shows it.
// Taken at one moment, on the loop's thread; costs nothing otherwise.

#include "loop/Future.h"

#include <string>
#include <vector>

namespace loop {

// Python's FutureCallGraph.
struct CallGraph {
    Ref<FutureBase> future;
    std::vector<FrameRecord> callStack; // outermost first; empty for what is no task, or is done
    std::vector<CallGraph> awaitedBy; // futures between tasks, such as gather's, included
};

// Of the current task, or of `future`. An empty graph outside of tasks.
[[nodiscard]] CallGraph captureCallGraph();
[[nodiscard]] CallGraph captureCallGraph(FutureBase &future);
template <class T> [[nodiscard]] CallGraph captureCallGraph(const Future<T> &future)
{
    return captureCallGraph(*future.state());
}

// As Python prints it: "* Task(name='main')", "  + Call stack:", "  + Awaited by:".
[[nodiscard]] std::string formatCallGraph(const CallGraph &graph);

// All tasks that are not done, each below the one that awaits it:
//     main: main() at app.cpp:3, task at app.cpp:9
//     ├── Task-2: load() at app.cpp:12, sleep at app.cpp:14
//     └── Task-3: store() at app.cpp:20, read at app.cpp:21
[[nodiscard]] std::string formatAwaitTree(const EventLoop &loop);

} // namespace loop
