// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/PacketMaker.h"

#include "models/text/Format.h"

#include <algorithm>

namespace models {

using internet::Endpoint;
using loop::ConnectionState;
using loop::EventKind;
using loop::TransportKind;

namespace {

constexpr std::size_t FlushAt = 256 << 10; // bytes
constexpr std::uint32_t AcknowledgeAfter = 256 << 10; // bytes
constexpr std::size_t MostComment = 4096; // bytes, that wait for a packet
constexpr std::size_t MostConversations = 250'000; // whose addresses are remembered

constexpr std::string_view Synthetic
    = "Synthetic: made by Loopscope of what programs sent and received. The bytes and their times "
      "are "
      "as they were seen; headers, handshakes, acknowledgements and ends are made up. Unix sockets "
      "and pipes are shown as TCP between addresses of 198.18.0.0/15, TLS in clear text.";

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

// What was found out of a peer on this machine, or of the other half of what is passed on; or "".
std::string describe(std::int32_t pid, const std::string &program, loop::ConnectionId partner)
{
    std::string words;
    if (!program.empty())
        words.append("Peer: ").append(program);
    if (pid != 0)
        words.append(words.empty() ? "Peer: pid " : ", pid ").append(std::to_string(pid));
    if (partner)
        words.append(words.empty() ? "" : "\n")
            .append("Passed on over connection ")
            .append(std::to_string(partner.value));
    return words;
}

} // namespace

struct PacketMaker::Made {
    bool fromHere = false;
    std::int64_t time = 0; // wall clock
    std::string_view data;
    std::size_t size = 0; // of all data; of TCP, the size of what is there
    unsigned flags = 0; // of TCP
    std::string_view comment;
};

PacketMaker::PacketMaker(Sink sink, Choice choice)
    : sink_(std::move(sink))
    , choice_(std::move(choice))
{
    blocks_.section("Loopscope", Synthetic);
}

void PacketMaker::apply(const SessionRecord &session)
{
    sessions_[session.id] = session;
}

void PacketMaker::apply(const loop::Delta &delta, qint64 firstEvent)
{
    note(delta);
    qint64 number = firstEvent;
    for (const loop::LogEvent &event : delta.events) {
        if (shows(number++, delta, event))
            take(delta, event);
    }
    forget(delta);
}

// What lives, and which of it ends in this Delta.
void PacketMaker::note(const loop::Delta &delta)
{
    ending_.clear();
    for (const loop::ConnectionSample &sample : delta.connections) {
        if (sample.closed != 0)
            ending_.emplace(sample.id, &sample);
    }
    for (const loop::ConnectionOpened &opened : delta.opened) {
        const auto ended = ending_.find(opened.id);
        // Of a keyframe, one that was over before; else it is met again.
        if (ended != ending_.end() && delta.events.empty())
            continue;
        Flow &flow = flows_[opened.id];
        if (flow.opened.id == opened.id)
            continue;
        flow.opened = opened;
    }
    for (const loop::ConnectionNote &note : delta.notes) {
        const auto flow = flows_.find(note.id);
        const std::string words = describe(note.peerPid, note.peerProgram, note.partner);
        if (flow != flows_.end() && !words.empty())
            remark(flow->second.comment, words);
    }
    for (const loop::TaskCreated &created : delta.created) {
        Worker &worker = workers_[created.id];
        worker.created = created;
    }
    for (const loop::TaskSample &sample : delta.tasks) {
        const auto known = workers_.find(sample.id);
        if (known == workers_.end() || known->second.place == sample.awaitedAt)
            continue;
        known->second.place = sample.awaitedAt;
        known->second.words.clear();
    }
}

void PacketMaker::forget(const loop::Delta &delta)
{
    for (const auto &[id, sample] : ending_) {
        const auto known = flows_.find(id);
        if (known == flows_.end())
            continue;
        // Its last words may have been left out.
        if (known->second.begun && shows(sample->closed + delta.wallOffset) && !choice_.shows)
            close(known->second, *sample, sample->closed + delta.wallOffset);
        flows_.erase(known);
    }
    ending_.clear();
    for (const loop::TaskSample &sample : delta.tasks) {
        if (sample.ended != 0)
            workers_.erase(sample.id);
    }
}

bool PacketMaker::shows(std::int64_t time) const
{
    return time >= choice_.first && (choice_.last == 0 || time <= choice_.last);
}

bool PacketMaker::shows(qint64 number, const loop::Delta &delta, const loop::LogEvent &event)
{
    if (!shows(event.time + delta.wallOffset))
        return false;
    if (!choice_.shows)
        return true;
    const auto known = sessions_.find(event.context);
    const QString session = known == sessions_.end()
        ? QString()
        : QString(known->second.kind + u' ' + known->second.address).trimmed();
    return choice_.shows(storedEvent(number, delta, event), session);
}

void PacketMaker::take(const loop::Delta &delta, const loop::LogEvent &event)
{
    const std::int64_t time = event.time + delta.wallOffset;
    const auto known = flows_.find(event.connection);
    Flow *const flow = known == flows_.end() ? nullptr : &known->second;
    switch (event.kind) {
    case EventKind::Connect:
        if (flow)
            begin(*flow, time);
        break;
    case EventKind::DataIn:
    case EventKind::DataOut:
        if (flow && isStream(flow->opened.kind))
            stream(*flow, delta, event);
        else if (flow)
            datagram(*flow, delta, event);
        break;
    case EventKind::Eof:
        if (flow && isStream(flow->opened.kind)) {
            begin(*flow, time);
            finish(*flow, false, time);
            acknowledge(*flow, true, time);
        }
        break;
    case EventKind::Close:
    case EventKind::Error:
        if (const auto last = ending_.find(event.connection); flow && last != ending_.end())
            close(*flow, *last->second, time);
        break;
    case EventKind::Warning:
    case EventKind::Fault: {
        const std::string words = (event.kind == EventKind::Fault ? "Fault: " : "Warning: ")
            + std::string(delta.detail(event));
        remark(flow ? flow->comment : links_[linkOf(event.context)].comment, words);
        break;
    }
    default:
        break;
    }
}

void PacketMaker::remark(std::string &comment, std::string_view words)
{
    if (comment.size() + words.size() > MostComment)
        return;
    if (!comment.empty())
        comment += '\n';
    comment += words;
}

// "Task-12, echo(StreamReader, StreamWriter), echo.cpp:44"
std::string_view PacketMaker::wordsOf(loop::TaskId task)
{
    const auto known = workers_.find(task);
    if (known == workers_.end())
        return {};
    Worker &worker = known->second;
    if (worker.words.empty()) {
        worker.words = worker.created.name;
        const loop::Place &place = worker.place ? worker.place : worker.created.coroutine;
        for (const std::string &part : {worker.created.coroutine.name(), place.fileAndLine()}) {
            if (!part.empty())
                worker.words += ", " + part;
        }
    }
    return worker.words;
}

std::uint32_t PacketMaker::linkOf(loop::ContextId context)
{
    const auto [at, isNew]
        = linkOf_.try_emplace(context, static_cast<std::uint32_t>(links_.size()));
    if (!isNew)
        return at->second;
    links_.emplace_back();
    const auto known = sessions_.find(context);
    if (known == sessions_.end()) {
        blocks_.interface(context ? "session " + std::to_string(context.value) : "no session", {});
        return at->second;
    }
    const SessionRecord &session = known->second;
    const QString name = QString(session.kind + u' ' + session.address).trimmed();
    blocks_.interface(name.toStdString(), session.url.toString().toStdString());
    return at->second;
}

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
    if (const auto words = describe(of.peerPid, of.peerProgram, of.partner); !words.empty())
        remark(flow.comment, words);
    address(flow);
    if (!isStream(flow.opened.kind))
        return;
    using namespace internet;
    const bool client = flow.opened.role == loop::Role::Client;
    segment(flow, client, Syn, {}, time);
    segment(flow, !client, Syn | Ack, {}, time);
    segment(flow, client, Ack, {}, time);
}

void PacketMaker::stream(Flow &flow, const loop::Delta &delta, const loop::LogEvent &event)
{
    const std::int64_t time = event.time + delta.wallOffset;
    begin(flow, time);
    const bool in = event.kind == EventKind::DataIn;
    if (flow.over || (in ? flow.there : flow.here).finished)
        return;
    const std::string_view words = wordsOf(event.task);
    delta.eachOfPayload(event, [&](std::string_view data) {
        for (; !data.empty(); data.remove_prefix(std::min(data.size(), internet::MostSegment))) {
            segment(flow, !in, internet::Psh | internet::Ack, data.substr(0, internet::MostSegment),
                    time, words);
            const Side &sender = in ? flow.there : flow.here;
            const Side &receiver = in ? flow.here : flow.there;
            if (sender.sent - receiver.acknowledged >= AcknowledgeAfter)
                acknowledge(flow, in, time);
        }
    });
    if (event.bytes > event.payloadSize)
        miss(flow, in, event.bytes - event.payloadSize);
}

// A gap in the conversation.
void PacketMaker::miss(Flow &flow, bool in, std::uint64_t bytes)
{
    (in ? flow.there : flow.here).sent += static_cast<std::uint32_t>(bytes);
    Link &link = links_[linkOf(flow.opened.context)];
    const std::uint64_t packets = (bytes + internet::MostSegment - 1) / internet::MostSegment;
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
    Made made {!in, time, {}, 0, 0, wordsOf(event.task)};
    if (event.merged == 1 && event.bytes <= internet::MostDatagram && !event.inPieces) {
        delta.eachOfPayload(event, [&made](std::string_view data) { made.data = data; });
        made.size = std::max<std::size_t>(event.bytes, made.data.size());
        packet(flow, made);
        return;
    }
    remark(flow.comment,
           std::to_string(event.merged) + " datagrams of " + std::to_string(event.bytes)
               + " bytes; where each ended was not kept.");
    std::uint64_t packets = 0;
    delta.eachOfPayload(event, [&](std::string_view data) {
        for (; !data.empty(); ++packets) {
            made.data = data.substr(0, internet::MostDatagram);
            made.size = made.data.size();
            data.remove_prefix(made.size);
            packet(flow, made);
        }
    });
    Link &link = links_[linkOf(flow.opened.context)];
    const std::uint64_t dropped = event.merged > packets ? event.merged - packets : 0;
    link.dropped += dropped;
    link.droppedBefore += dropped;
}

void PacketMaker::acknowledge(Flow &flow, bool by, std::int64_t time)
{
    const Side &receiver = by ? flow.here : flow.there;
    const Side &sender = by ? flow.there : flow.here;
    if (receiver.acknowledged != sender.sent)
        segment(flow, by, internet::Ack, {}, time);
}

void PacketMaker::finish(Flow &flow, bool here, std::int64_t time)
{
    Side &side = here ? flow.here : flow.there;
    if (!std::exchange(side.finished, true))
        segment(flow, here, internet::Fin | internet::Ack, {}, time);
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
        segment(flow, last.state != ConnectionState::Reset, internet::Rst | internet::Ack, {},
                time);
        return;
    }
    finish(flow, true, time);
    finish(flow, false, time);
    acknowledge(flow, false, time);
    acknowledge(flow, true, time);
}

void PacketMaker::segment(Flow &flow, bool fromHere, unsigned flags, std::string_view data,
                          std::int64_t time, std::string_view comment)
{
    packet(flow, {fromHere, time, data, data.size(), flags, comment});
    Side &sender = fromHere ? flow.here : flow.there;
    const Side &receiver = fromHere ? flow.there : flow.here;
    if (flags & internet::Ack)
        sender.acknowledged = receiver.sent;
    sender.sent += static_cast<std::uint32_t>(data.size());
    if (flags & (internet::Syn | internet::Fin))
        ++sender.sent;
}

void PacketMaker::packet(Flow &flow, const Made &made)
{
    const std::uint32_t index = linkOf(flow.opened.context);
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
    const std::size_t start = out_.size();
    if (isStream(flow.opened.kind)) {
        const Side &sender = made.fromHere ? flow.here : flow.there;
        const Side &receiver = made.fromHere ? flow.there : flow.here;
        internet::appendTcp(out_, from, to, sender.sent,
                            made.flags & internet::Ack ? receiver.sent : 0, made.flags, made.data);
    } else {
        internet::appendUdp(out_, from, to, made.data, made.size);
    }
    const std::size_t size = out_.size() - start + (made.size - made.data.size());
    blocks_.endPacket(size, made.fromHere ? Direction::Outbound : Direction::Inbound,
                      std::exchange(link.droppedBefore, 0), comment);
    ++link.packets;
    link.last = made.time;
    if (out_.size() >= FlushAt)
        flush();
}

void PacketMaker::flush()
{
    if (!out_.empty())
        sink_(out_);
    out_.clear();
}

void PacketMaker::end()
{
    for (const auto &[id, flow] : flows_) {
        if (!flow.comment.empty())
            remark(links_[linkOf(flow.opened.context)].comment, flow.comment);
    }
    for (std::uint32_t i = 0; i < links_.size(); ++i)
        blocks_.statistics(i, links_[i].last, links_[i].packets, links_[i].dropped,
                           links_[i].comment);
    flush();
}

} // namespace models
