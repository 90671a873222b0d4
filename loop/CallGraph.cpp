// SPDX-License-Identifier: MIT
#include "loop/CallGraph.h"

#include "loop/EventLoop.h"

#include <algorithm>
#include <map>
#include <set>

namespace loop {

namespace {

// `path`: the futures that lead here, so that a cycle ends the walk.
CallGraph capture(FutureBase &future, std::vector<const FutureBase *> &path)
{
    CallGraph graph {Ref<FutureBase>(&future), {}, {}};
    if (const TaskBase *const task = future.asTask())
        graph.callStack = task->frames();
    path.push_back(&future);
    for (const Ref<FutureBase> &awaiter : future.awaitedBy())
        if (std::find(path.begin(), path.end(), awaiter.get()) == path.end())
            graph.awaitedBy.push_back(capture(*awaiter, path));
    path.pop_back();
    return graph;
}

std::string label(FutureBase &future)
{
    if (const TaskBase *const task = future.asTask())
        return "Task(name='" + task->name() + "')";
    const char *const owner = future.resultOwner();
    return "Future(" + (owner ? std::string(owner) : std::string()) + ')';
}

void format(const CallGraph &graph, const std::string &indent, std::string &text)
{
    text += indent + "* " + label(*graph.future) + '\n';
    if (!graph.callStack.empty())
        text += indent + "  + Call stack:\n";
    for (const FrameRecord &frame : graph.callStack)
        text += indent + "  |   " + frame.awaitedAt.fileAndLine() + ", in async "
            + frame.coroutine.name() + '\n';
    if (!graph.awaitedBy.empty())
        text += indent + "  + Awaited by:\n";
    for (const CallGraph &awaiter : graph.awaitedBy)
        format(awaiter, indent + "     ", text);
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

CallGraph captureCallGraph(FutureBase &future)
{
    std::vector<const FutureBase *> path;
    return capture(future, path);
}

CallGraph captureCallGraph()
{
    EventLoop *const loop = EventLoop::running();
    TaskBase *const task = loop ? loop->currentTask() : nullptr;
    return task ? captureCallGraph(*task) : CallGraph {};
}

std::string formatCallGraph(const CallGraph &graph)
{
    std::string text;
    if (graph.future)
        format(graph, "", text);
    return text;
}

std::string formatAwaitTree(const EventLoop &loop)
{
    return AwaitTree(loop).text();
}

} // namespace loop
