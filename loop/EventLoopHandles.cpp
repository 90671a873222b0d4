// SPDX-License-Identifier: MIT
// What keeps an EventLoop running, for instruments.
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Transport.h"
#include "loop/internal/SignalHandlers.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace loop {

std::vector<HandleGroup> EventLoop::handles() const
{
    std::map<std::tuple<HandleKind, const char *, std::uint32_t>, HandleGroup> groups;
    const auto count = [&groups](HandleKind kind, const Place &created, std::uint64_t number = 1) {
        if (number == 0)
            return;
        HandleGroup &group = groups[{kind, created.file, created.line}];
        group.kind = kind;
        group.created = created;
        group.count += number;
    };
    for (const std::shared_ptr<Server> &server : m_servers)
        count(HandleKind::Server, server->created());
    for (const Transport *transport = m_transports; transport; transport = transport->next())
        count(HandleKind::Connection, transport->created());
    for (const TimerSample &timer : pendingTimers(m_timers.size()))
        count(HandleKind::Timer, timer.created);
    count(HandleKind::Job, {}, m_jobs.size());
    count(HandleKind::Signal, {}, m_signals ? m_signals->size() : 0);
    std::vector<HandleGroup> list;
    list.reserve(groups.size());
    for (const auto &[key, group] : groups)
        list.push_back(group);
    std::stable_sort(list.begin(), list.end(),
                     [](const HandleGroup &a, const HandleGroup &b) { return a.count > b.count; });
    return list;
}

} // namespace loop
