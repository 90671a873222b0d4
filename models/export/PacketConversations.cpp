// SPDX-License-Identifier: GPL-3.0-or-later

// How a PacketMaker puts packets around the bytes of a conversation.

#include "models/export/PacketMaker.h"

#include <algorithm>
#include <utility>

namespace models {

using internet::Endpoint;
using loop::ConnectionState;
using loop::EventKind;
using loop::TransportKind;

namespace {

constexpr std::size_t FlushAt = 256 << 10; // bytes
constexpr std::uint32_t AcknowledgeAfter = 256 << 10; // bytes
constexpr std::size_t MostConversations = 250'000; // whose addresses are remembered

bool isStream(TransportKind kind)
{
    return kind != TransportKind::Udp;
}

bool isInternet(TransportKind kind)
{
    return kind == TransportKind::Tcp || kind == TransportKind::Tls || kind == TransportKind::Udp;
}

// What stands for the end of a Unix socket or a pipe: the server's, or one a connection.
Endpoint standIn(const loop::ConnectionOpened &opened, bool server)
{
    if (server)
        return internet::ipv4(0xc6120001 + static_cast<std::uint32_t>(opened.kind),
                              static_cast<std::uint16_t>(40'000 + opened.context.value % 9'000));
    const std::uint64_t id = opened.id.value;
    return internet::ipv4(0xc6130000 + (id & 0xffff),
                          static_cast<std::uint16_t>(49'152 + (id >> 16) % 16'000));
}

// Of 127.64.0.0/10 or fd6c:6f6f:7000::/48, one a connection.
Endpoint ownAddress(const Endpoint &end, loop::ConnectionId id)
{
    if (!end.v6)
        return internet::ipv4(0x7f400000 | (id.value & 0x3fffff), end.port);
    Endpoint made = end;
    made.address = {0xfd, 0x6c, 0x6f, 0x6f, 0x70};
    for (std::size_t i = 0; i < 8; ++i)
        made.address[8 + i] = static_cast<std::uint8_t>(id.value >> (56 - 8 * i));
    return made;
}

std::string describe(const loop::ConnectionOpened &opened)
{
    std::string words = "Connection " + std::to_string(opened.id.value) + ": "
        + std::string(toString(opened.kind)) + ' ' + std::string(toString(opened.role));
    if (!opened.local.empty())
        words += " at " + opened.local;
    if (!opened.peer.empty())
        words += ", peer " + opened.peer;
    if (opened.kind == TransportKind::Tls)
        words += "; in clear text";
    return words;
}

} // namespace

struct PacketMaker::Made {
    bool fromHere = false;
    std::int64_t time = 0; // wall clock
    internet::Parts data;
    std::size_t size = 0; // of all data; of TCP, the size of what is there
    unsigned flags = 0; // of TCP
    std::string_view comment;
};

void PacketMaker::address(Flow &flow)
{
    const loop::ConnectionOpened &opened = flow.opened;
    const bool server = opened.role == loop::Role::Server;
    const bool real = isInternet(opened.kind);
    const auto local = real ? internet::endpointOf(opened.local) : std::nullopt;
    const auto peer = real ? internet::endpointOf(opened.peer) : std::nullopt;
    flow.local = local.value_or(standIn(opened, server));
    flow.peer = peer.value_or(standIn(opened, !server));
    if (flow.local.v6 != flow.peer.v6) // of one, nothing is known
        (local ? flow.peer : flow.local) = ownAddress(local ? flow.local : flow.peer, opened.id);
    flow.addressed = true;
    if (conversations_.size() >= MostConversations)
        conversations_.clear();
    const auto [at, isNew]
        = conversations_.try_emplace(internet::conversationKey(flow.local, flow.peer), opened.id);
    if (isNew)
        return;
    flow.local = ownAddress(flow.local, opened.id);
    remark(flow.comment,
           "The same addresses belong to another conversation of this file, too: this end has one "
           "of its own here.");
}

void PacketMaker::begin(Flow &flow, std::int64_t time)
{
    if (flow.begun || flow.over)
        return;
    flow.begun = true;
    remark(flow.comment, describe(flow.opened));
    const loop::ConnectionOpened &of = flow.opened;
    if (const auto words = peerWords(of.peerPid, of.peerProgram, of.partner); !words.empty())
        remark(flow.comment, words);
    address(flow);
    if (!isStream(flow.opened.kind))
        return;
    using namespace internet;
    const bool client = flow.opened.role == loop::Role::Client;
    segment(flow, client, Syn, time);
    segment(flow, !client, Syn | Ack, time);
    segment(flow, client, Ack, time);
}

void PacketMaker::data(Flow &flow, const loop::Delta &delta, const loop::LogEvent &event)
{
    if (isStream(flow.opened.kind))
        stream(flow, delta, event);
    else
        datagram(flow, delta, event);
}

void PacketMaker::endOfPeer(Flow &flow, std::int64_t time)
{
    if (!isStream(flow.opened.kind))
        return;
    begin(flow, time);
    finish(flow, false, time);
    acknowledge(flow, true, time);
}

// What was merged into one event is in pieces, which may be small and many: a segment takes as many
// as it holds. They lie scattered in memory that no cache has by then: it is begun to load.
template <class Use>
void PacketMaker::eachSegment(const loop::Delta &delta, const loop::LogEvent &event, Use use)
{
    parts_.clear();
    std::size_t size = 0;
    const auto done = [&] {
        if (size != 0)
            use(internet::Parts(parts_), size);
        parts_.clear();
        size = 0;
    };
    delta.eachOfPayload(event, [&](std::string_view data) {
        __builtin_prefetch(data.data());
        __builtin_prefetch(data.data() + data.size());
        while (!data.empty()) {
            parts_.push_back(data.substr(0, internet::MostSegment - size));
            size += parts_.back().size();
            data.remove_prefix(parts_.back().size());
            if (size == internet::MostSegment)
                done();
        }
    });
    done();
}

void PacketMaker::stream(Flow &flow, const loop::Delta &delta, const loop::LogEvent &event)
{
    const std::int64_t time = event.time + delta.wallOffset;
    begin(flow, time);
    const bool in = event.kind == EventKind::DataIn;
    if (flow.over || (in ? flow.there : flow.here).finished)
        return;
    const std::string_view words = wordsOf(event.task);
    eachSegment(delta, event, [&](internet::Parts data, std::size_t size) {
        segment(flow, !in, internet::Psh | internet::Ack, data, size, time, words);
        const Side &sender = in ? flow.there : flow.here;
        const Side &receiver = in ? flow.here : flow.there;
        if (sender.sent - receiver.acknowledged >= AcknowledgeAfter)
            acknowledge(flow, in, time);
    });
    if (const std::uint64_t bytes = event.bytes - event.payloadSize;
        event.bytes > event.payloadSize)
        miss(flow, in, bytes, (bytes + internet::MostSegment - 1) / internet::MostSegment);
}

// A gap in the conversation.
void PacketMaker::miss(Flow &flow, bool in, std::uint64_t bytes, std::uint64_t packets)
{
    (in ? flow.there : flow.here).sent += static_cast<std::uint32_t>(bytes);
    Link &link = links_[linkOf(flow)];
    link.dropped += packets;
    link.droppedBefore += packets;
    remark(flow.comment,
           std::to_string(bytes) + (in ? " bytes received" : " bytes sent")
               + " before this were not kept.");
}

void PacketMaker::datagram(Flow &flow, const loop::Delta &delta, const loop::LogEvent &event)
{
    const std::int64_t time = event.time + delta.wallOffset;
    begin(flow, time);
    const bool in = event.kind == EventKind::DataIn;
    std::string_view part;
    Made made {!in, time, {&part, 1}, 0, 0, wordsOf(event.task)};
    if (event.merged == 1 && event.bytes <= internet::MostDatagram && !event.inPieces) {
        delta.eachOfPayload(event, [&part](std::string_view data) { part = data; });
        made.size = std::max<std::size_t>(event.bytes, part.size());
        packet(flow, made);
        return;
    }
    remark(flow.comment,
           std::to_string(event.merged) + " datagrams of " + std::to_string(event.bytes)
               + " bytes; where each ended was not kept.");
    std::uint64_t packets = 0;
    delta.eachOfPayload(event, [&](std::string_view data) {
        for (; !data.empty(); ++packets) {
            part = data.substr(0, internet::MostDatagram);
            made.size = part.size();
            data.remove_prefix(made.size);
            packet(flow, made);
        }
    });
    Link &link = links_[linkOf(flow)];
    const std::uint64_t dropped = event.merged > packets ? event.merged - packets : 0;
    link.dropped += dropped;
    link.droppedBefore += dropped;
}

void PacketMaker::acknowledge(Flow &flow, bool by, std::int64_t time)
{
    const Side &receiver = by ? flow.here : flow.there;
    const Side &sender = by ? flow.there : flow.here;
    if (receiver.acknowledged != sender.sent)
        segment(flow, by, internet::Ack, time);
}

void PacketMaker::finish(Flow &flow, bool here, std::int64_t time)
{
    Side &side = here ? flow.here : flow.there;
    if (!std::exchange(side.finished, true))
        segment(flow, here, internet::Fin | internet::Ack, time);
}

void PacketMaker::close(Flow &flow, const loop::ConnectionSample &last, std::int64_t time)
{
    begin(flow, time);
    if (std::exchange(flow.over, true) || !isStream(flow.opened.kind))
        return;
    if (!last.error.empty())
        remark(flow.comment, "Ended: " + last.error);
    if (last.state == ConnectionState::Reset || last.state == ConnectionState::Aborted
        || last.state == ConnectionState::Lost) {
        segment(flow, last.state != ConnectionState::Reset, internet::Rst | internet::Ack, time);
        return;
    }
    finish(flow, true, time);
    finish(flow, false, time);
    acknowledge(flow, false, time);
    acknowledge(flow, true, time);
}

void PacketMaker::segment(Flow &flow, bool fromHere, unsigned flags, internet::Parts data,
                          std::size_t size, std::int64_t time, std::string_view comment)
{
    packet(flow, {fromHere, time, data, size, flags, comment});
    Side &sender = fromHere ? flow.here : flow.there;
    const Side &receiver = fromHere ? flow.there : flow.here;
    if (flags & internet::Ack)
        sender.acknowledged = receiver.sent;
    sender.sent += static_cast<std::uint32_t>(size);
    if (flags & (internet::Syn | internet::Fin))
        ++sender.sent;
}

void PacketMaker::packet(Flow &flow, const Made &made)
{
    const std::uint32_t index = linkOf(flow);
    Link &link = links_[index];
    if (starved_) {
        ++link.dropped;
        ++link.droppedBefore;
        ++dropped_;
        return;
    }
    std::string_view comment = made.comment;
    std::string joined; // where there is more to say than that, as there seldom is
    for (std::string *const waiting : {&flow.comment, &link.comment}) {
        if (waiting->empty())
            continue;
        joined = joined.empty() ? std::string(comment) : joined;
        joined.append(joined.empty() ? "" : "\n").append(*waiting);
        waiting->clear();
        comment = joined;
    }
    const Endpoint &from = made.fromHere ? flow.local : flow.peer;
    const Endpoint &to = made.fromHere ? flow.peer : flow.local;
    blocks_.beginPacket(index, made.time);
    std::size_t size = 0;
    if (isStream(flow.opened.kind)) {
        const Side &sender = made.fromHere ? flow.here : flow.there;
        const Side &receiver = made.fromHere ? flow.there : flow.here;
        size = internet::appendTcp(out_, from, to, sender.sent,
                                   made.flags & internet::Ack ? receiver.sent : 0, made.flags,
                                   made.data);
    } else {
        size = internet::appendUdp(out_, from, to, made.data, made.size);
    }
    blocks_.endPacket(size, made.fromHere ? Direction::Outbound : Direction::Inbound,
                      std::exchange(link.droppedBefore, 0), comment);
    ++link.packets;
    link.last = made.time;
    if (out_.size() >= FlushAt)
        flush();
}

} // namespace models
