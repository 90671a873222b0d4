// SPDX-License-Identifier: MIT
// What a Recorder keeps of what is sent and received.
#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "loop/Transport.h"
#include "loop/internal/RecorderCost.h"

#include <algorithm>
#include <utility>

namespace loop {

namespace {

// Budgets of one Delta, by the time of the one before.
constexpr double dataEventsASecond = 60'000; // on their own
constexpr double dataEventsAtLeast = 2'000, dataEventsAtMost = 20'000;
constexpr std::size_t payloadAtMost = 64 * 1024 * 1024;
constexpr double payloadAtLeast = 256 * 1024; // however soon it is asked for again
constexpr double burst = 0.5; // of a second: what may come at once, in several Deltas
constexpr std::size_t pieceAtMost = 4 * 1024 * 1024; // of one event; a larger write is several

} // namespace

std::size_t Recorder::dataEventsOf(std::int64_t elapsed) noexcept
{
    const double share = dataEventsASecond * static_cast<double>(elapsed) / 1e9;
    return static_cast<std::size_t>(std::clamp(share, dataEventsAtLeast, dataEventsAtMost));
}

// How much of its data the next Delta may keep, and how much those after it: what was left, and the
// share of the time. A flood of a moment is kept whole; one that lasts, at the rate of the
// interest.
void Recorder::grantPayload(const Interest &interest, std::int64_t elapsed) noexcept
{
    const auto rate = static_cast<double>(interest.payload);
    const double left = static_cast<double>(m_payload + m_payloadLater);
    const double room = left + rate * static_cast<double>(elapsed) / 1e9;
    const double most = std::max(rate * burst, payloadAtLeast);
    const auto granted
        = rate == 0 ? 0 : static_cast<std::size_t>(std::clamp(room, payloadAtLeast, most));
    m_payload = std::min(granted, payloadAtMost);
    m_payloadLater = granted - m_payload;
}

void Recorder::dataReceived(Transport &transport, std::string_view bytes) noexcept
{
    counted([&] { data(transport, EventKind::DataIn, bytes); });
}

void Recorder::dataSent(Transport &transport, std::string_view bytes) noexcept
{
    counted([&] { data(transport, EventKind::DataOut, bytes); });
}

void Recorder::setCapture(ContextId context, std::size_t bytes)
{
    if (bytes < pieceAtMost)
        m_capture.insert_or_assign(context, bytes);
    else
        m_capture.erase(context);
}

std::size_t Recorder::roomFor(ContextId context, std::size_t bytes) const noexcept
{
    std::size_t most = m_payload;
    if (!m_capture.empty()) {
        if (const auto known = m_capture.find(context); known != m_capture.end())
            most = std::min(most, known->second);
    }
    return std::min(most, bytes);
}

void Recorder::data(Transport &transport, EventKind kind, std::string_view bytes)
{
    DirtyConnection &entry = dirty(transport);
    Peer *const peer = std::exchange(m_peer, nullptr);
    if (peer)
        count(*peer, kind, bytes.size());
    if (!m_current.data)
        return;
    while (bytes.size() > pieceAtMost)
        [[unlikely]]
        {
            data(transport, kind, bytes.substr(0, pieceAtMost));
            bytes.remove_prefix(pieceAtMost);
        }
    const std::size_t kept = roomFor(transport.context(), bytes.size());
    if (m_dataEvents++ >= m_dataEventsAtMost) {
        merge(peer                            ? mergedOf(*peer, kind)
                  : kind == EventKind::DataIn ? entry.in
                                              : entry.out,
              bytes, kept);
        return;
    }
    const TaskBase *const current = m_loop->currentTask();
    LogEvent &event
        = appendAt(transport.counters().lastActivity, kind, transport.context(),
                   peer ? idOf(*peer) : transport.id(), current ? current->id() : transport.task());
    event.bytes = bytes.size();
    const auto at = static_cast<std::uint32_t>(m_delta.text.size());
    m_delta.text.append(bytes.substr(0, kept));
    event.payloadAt = at;
    event.payloadSize = static_cast<std::uint32_t>(kept);
    m_payload -= kept;
    m_payloadKept += kept;
}

// What is kept is the first of it, without a gap.
void Recorder::merge(Merged &merged, std::string_view bytes, std::size_t kept)
{
    if (merged.kept == merged.bytes && kept > 0) {
        const auto piece = static_cast<std::uint32_t>(m_delta.pieces.size());
        const auto at = static_cast<std::uint32_t>(m_delta.text.size());
        m_delta.text.append(bytes.substr(0, kept));
        m_delta.pieces.push_back({at, static_cast<std::uint32_t>(kept), PayloadPiece::Last});
        if (merged.lastPiece == PayloadPiece::Last)
            merged.firstPiece = piece;
        else
            m_delta.pieces[merged.lastPiece].next = piece;
        merged.lastPiece = piece;
        merged.kept += kept;
        m_payload -= kept;
        m_payloadKept += kept;
    }
    ++merged.messages;
    merged.bytes += bytes.size();
}

void Recorder::appendMerged(const DirtyConnection &entry)
{
    const Transport &transport = *entry.transport;
    appendMerged(entry.in, entry.out, transport.context(), transport.id(), transport.task());
}

void Recorder::appendMerged(const Merged &in, const Merged &out, ContextId context, ConnectionId id,
                            TaskId task)
{
    const auto add = [&](EventKind kind, const Merged &merged) {
        if (merged.messages == 0)
            return;
        LogEvent &event = append(kind, context, id, task);
        event.bytes = merged.bytes;
        event.merged = merged.messages;
        event.payloadSize = static_cast<std::uint32_t>(merged.kept);
        event.inPieces = merged.firstPiece != merged.lastPiece;
        if (event.inPieces)
            event.payloadAt = merged.firstPiece;
        else if (merged.kept > 0)
            event.payloadAt = m_delta.pieces[merged.firstPiece].at;
        m_merged += merged.messages - 1;
    };
    add(EventKind::DataIn, in);
    add(EventKind::DataOut, out);
}

} // namespace loop
