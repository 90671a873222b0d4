// SPDX-License-Identifier: MIT
// What a Recorder lets go of where nobody reads it.
#include "loop/EventLoop.h"
#include "loop/Recorder.h"

#include <algorithm>
#include <unordered_set>

namespace loop {

namespace {

constexpr std::size_t warningsAtMost = 1'000;

// Of those that began and ended in one Delta, nothing is left, and the ids of the others stay.
template <class Began, class Ended>
void dropWhatEnded(std::vector<Began> &began, std::vector<Ended> &ended)
{
    std::unordered_set<std::uint64_t> gone;
    for (const Ended &each : ended)
        gone.insert(each.id.value);
    std::unordered_set<std::uint64_t> unseen;
    std::erase_if(began, [&](const Began &each) {
        return gone.contains(each.id.value) && unseen.insert(each.id.value).second;
    });
    std::erase_if(ended, [&](const Ended &each) { return unseen.contains(each.id.value); });
    began.shrink_to_fit();
    ended.shrink_to_fit();
}

} // namespace

std::size_t Recorder::kept() const noexcept
{
    return m_delta.events.size() * sizeof(LogEvent) + m_delta.text.size() - m_payloadKept
        + m_delta.created.size() * sizeof(TaskCreated) + m_delta.tasks.size() * sizeof(TaskSample)
        + m_delta.opened.size() * sizeof(ConnectionOpened)
        + m_delta.connections.size() * sizeof(ConnectionSample)
        + m_delta.warnings.size() * sizeof(WarningRecord);
}

void Recorder::letGo()
{
    m_unread += m_delta.events.size();
    m_merged += m_delta.events.size();
    std::vector<LogEvent>().swap(m_delta.events);
    std::string().swap(m_delta.text);
    std::vector<PayloadPiece>().swap(m_delta.pieces);
    for (DirtyConnection &entry : m_dirtyConnections)
        entry.in.forgetPayload(), entry.out.forgetPayload();
    forgetPeersPayload();
    m_payloadKept = 0;
    m_delta.spans.clear();
    dropWhatEnded(m_delta.created, m_delta.tasks);
    dropWhatEnded(m_delta.opened, m_delta.connections);
    if (m_delta.warnings.size() > warningsAtMost)
        m_delta.warnings.erase(m_delta.warnings.begin(), m_delta.warnings.end() - warningsAtMost);
    m_room = std::max(keptAtMost, 2 * kept()); // what lives may be more than that
    LogEvent &event = m_delta.events.emplace_back();
    event.time = toNanoseconds(m_loop->time());
    event.kind = EventKind::Warning;
    setDetail(event, std::to_string(m_unread) + " events were dropped: nobody read this recorder");
}

} // namespace loop
