// SPDX-License-Identifier: MIT
#include "loop/CallGraph.h"

#include "loop/EventLoop.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace loop {

namespace {

std::vector<FrameRecord> callStack(const TaskBase &task, FrameLimit limit)
{
    std::vector<FrameRecord> frames = task.frames();
    std::reverse(frames.begin(), frames.end());
    const auto count = static_cast<std::ptrdiff_t>(frames.size());
    const std::ptrdiff_t kept = limit.value_or(static_cast<int>(count));
    if (kept < 0)
        frames.erase(frames.begin(), frames.end() - std::min(-kept, count));
    else
        frames.erase(frames.begin() + std::min(kept, count), frames.end());
    return frames;
}

// `path`: the futures that lead here, so that a cycle ends the walk.
CallGraph capture(FutureBase &future, FrameLimit limit, std::vector<const FutureBase *> &path)
{
    CallGraph graph {Ref<FutureBase>(&future), {}, {}};
    if (const TaskBase *const task = future.asTask())
        graph.callStack = callStack(*task, limit);
    path.push_back(&future);
    for (const Ref<FutureBase> &awaiter : future.awaitedBy())
        if (std::find(path.begin(), path.end(), awaiter.get()) == path.end())
            graph.awaitedBy.push_back(capture(*awaiter, limit, path));
    path.pop_back();
    return graph;
}

// Python's; of a future that stands between tasks also whose it is, such as gather's.
std::string label(FutureBase &future)
{
    std::ostringstream text;
    if (const TaskBase *const task = future.asTask())
        text << "Task(name='" << task->name() << "', ";
    else if (const char *const owner = future.resultOwner())
        text << "Future(" << owner << ", ";
    else
        text << "Future(";
    text << "id=" << static_cast<const void *>(&future) << ')';
    return text.str();
}

void format(const CallGraph &graph, const std::string &indent, std::string &text)
{
    text += indent + "* " + label(*graph.future) + '\n';
    if (!graph.callStack.empty())
        text += indent + "  + Call stack:\n";
    for (const FrameRecord &frame : graph.callStack)
        text += indent + "  |   File '" + (frame.awaitedAt ? frame.awaitedAt.file : "?")
            + "', line " + std::to_string(frame.awaitedAt.line) + ", in async "
            + frame.coroutine.name() + '\n';
    if (!graph.awaitedBy.empty())
        text += indent + "  + Awaited by:\n";
    for (const CallGraph &awaiter : graph.awaitedBy)
        format(awaiter, indent + "    ", text);
}

// The tasks that wait for a future, also through futures between them.
void addAwaitingTasks(const FutureBase &future, std::set<const FutureBase *> &seen,
                      std::set<TaskId> &tasks)
{
    for (const Ref<FutureBase> &awaiter : future.awaitedBy()) {
        if (!seen.insert(awaiter.get()).second)
            continue;
        if (const TaskBase *const task = awaiter->asTask())
            tasks.insert(task->id());
        else
            addAwaitingTasks(*awaiter, seen, tasks);
    }
}

// The tasks of a loop, each with those that it waits for.
class AwaitTree {
public:
    explicit AwaitTree(const EventLoop &loop)
    {
        for (const Ref<TaskBase> &task : loop.allTasks())
            m_tasks.emplace(task->id(), task);
        for (const auto &[id, task] : m_tasks) {
            std::set<const FutureBase *> seen;
            std::set<TaskId> awaiters;
            addAwaitingTasks(*task, seen, awaiters);
            for (const TaskId awaiter : awaiters)
                m_awaited[awaiter].push_back(id);
            if (awaiters.empty())
                m_roots.push_back(id);
        }
    }

    [[nodiscard]] std::string text()
    {
        for (const TaskId root : m_roots)
            add(root, "", "");
        for (const auto &[id, task] : m_tasks)
            if (!m_shown.contains(id))
                add(id, "", ""); // one of a cycle
        return std::move(m_text);
    }

private:
    void add(TaskId id, const std::string &branch, const std::string &indent)
    {
        const TaskBase &task = *m_tasks.at(id);
        m_text += branch + task.name() + ": " + task.coroutine().name() + " at "
            + task.coroutine().fileAndLine();
        if (const WaitInfo wait = task.waitInfo(); wait.kind != WaitKind::None)
            m_text += ", " + std::string(toString(wait.kind)) + " at "
                + task.awaitedAt().fileAndLine();
        if (!m_shown.insert(id).second) {
            m_text += " (shown above)\n";
            return;
        }
        m_text += '\n';
        const std::vector<TaskId> &awaited = m_awaited[id];
        for (std::size_t i = 0; i < awaited.size(); ++i) {
            const bool last = i + 1 == awaited.size();
            add(awaited[i], indent + (last ? "└── " : "├── "), indent + (last ? "    " : "│   "));
        }
    }

    std::map<TaskId, Ref<TaskBase>> m_tasks;
    std::map<TaskId, std::vector<TaskId>> m_awaited;
    std::vector<TaskId> m_roots;
    std::set<TaskId> m_shown;
    std::string m_text;
};

} // namespace

CallGraph captureCallGraph(FutureBase &future, FrameLimit limit)
{
    std::vector<const FutureBase *> path;
    return capture(future, limit, path);
}

CallGraph captureCallGraph(FrameLimit limit)
{
    EventLoop *const loop = EventLoop::running();
    TaskBase *const task = loop ? loop->currentTask() : nullptr;
    return task ? captureCallGraph(*task, limit) : CallGraph {};
}

std::string formatCallGraph(const CallGraph &graph)
{
    std::string text;
    if (graph.future)
        format(graph, "", text);
    return text;
}

void printCallGraph(FrameLimit limit, std::FILE *file)
{
    std::fputs(formatCallGraph(captureCallGraph(limit)).c_str(), file);
}

std::string formatAwaitTree(const EventLoop &loop)
{
    return AwaitTree(loop).text();
}

} // namespace loop
