// SPDX-License-Identifier: MIT
#pragma once

// Who waits for whom: the coroutines a task is in, and the tasks that await it (Python 3.14's
// capture_call_graph() and print_call_graph()); and the whole loop as a tree, as
// `python -m asyncio pstree` shows it. Taken at one moment, on the loop's thread; costs nothing
// otherwise.

#include "loop/Future.h"

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace loop {

// Python's FutureCallGraph.
struct CallGraph {
    Ref<FutureBase> future; // null for an empty graph
    std::vector<FrameRecord> callStack; // innermost first; empty for what is no task, or is done
    std::vector<CallGraph> awaitedBy; // futures between tasks, such as gather's, included
};

// How many frames of each stack: the innermost ones; negative: the outermost ones; none: all.
using FrameLimit = std::optional<int>;

// Of the current task, or of `future`. An empty graph outside of tasks. What leads back to itself
// is followed once.
[[nodiscard]] CallGraph captureCallGraph(FrameLimit limit = {});
[[nodiscard]] CallGraph captureCallGraph(FutureBase &future, FrameLimit limit = {});
template <class T>
[[nodiscard]] CallGraph captureCallGraph(const Future<T> &future, FrameLimit limit = {})
{
    return captureCallGraph(*future.state(), limit);
}

// As Python prints it, from the innermost coroutine down towards who began it all:
//     * Task(name='child', id=0x55d0)
//       + Call stack:
//       |   File 'app.cpp', line 14, in async load()
//       + Awaited by:
//         * Task(name='main', id=0x55c0)
// "" for an empty graph.
[[nodiscard]] std::string formatCallGraph(const CallGraph &graph);
void printCallGraph(FrameLimit limit = {}, std::FILE *file = stdout); // of the current task
template <class T>
void printCallGraph(const Future<T> &future, FrameLimit limit = {}, std::FILE *file = stdout)
{
    std::fputs(formatCallGraph(captureCallGraph(future, limit)).c_str(), file);
}

// All tasks that are not done, each below the one that awaits it:
//     main: main() at app.cpp:3, task at app.cpp:9
//     ├── Task-2: load() at app.cpp:12, sleep at app.cpp:14
//     └── Task-3: store() at app.cpp:20, read at app.cpp:21
[[nodiscard]] std::string formatAwaitTree(const EventLoop &loop);

} // namespace loop
