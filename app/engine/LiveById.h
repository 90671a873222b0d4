// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The live tasks and connections of a loop that bear one of many ids, found in one walk over what
// is there, however many are asked for. In that loop's own thread.

#include "loop/EventLoop.h"
#include "loop/Transport.h"

#include <memory>
#include <unordered_set>
#include <vector>

namespace app {

[[nodiscard]] inline std::vector<loop::Ref<loop::TaskBase>>
liveTasks(const loop::EventLoop &loop, const std::unordered_set<loop::TaskId> &ids)
{
    std::vector<loop::Ref<loop::TaskBase>> found = loop.allTasks();
    std::erase_if(found, [&ids](const auto &task) { return !ids.contains(task->id()); });
    return found;
}

[[nodiscard]] inline std::vector<std::shared_ptr<loop::Transport>>
liveConnections(const loop::EventLoop &loop, const std::unordered_set<loop::ConnectionId> &ids)
{
    std::vector<std::shared_ptr<loop::Transport>> found;
    for (loop::Transport *each = loop.firstTransport(); each; each = each->next()) {
        if (ids.contains(each->id()))
            found.push_back(each->shared_from_this());
    }
    return found;
}

} // namespace app
