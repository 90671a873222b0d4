// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/PacketMaker.h"

#include "models/text/Format.h"

#include <algorithm>

namespace models {

using loop::EventKind;

namespace {

// Remarks that wait for a packet, in bytes: one alone may be as long as an option holds.
constexpr std::size_t MostComment = 4096;
constexpr std::string_view AndMore = "\n\u2026";

constexpr std::string_view Synthetic
    = "Synthetic: made by Loopscope of what programs sent and received. The bytes and their times "
      "are "
      "as they were seen; headers, handshakes, acknowledgements and ends are made up. Unix sockets "
      "and pipes are shown as TCP between addresses of 198.18.0.0/15, TLS in clear text.";

} // namespace

// What was found out of a peer on this machine, or of the other half of what is passed on; or "".
std::string PacketMaker::peerWords(std::int32_t pid, const std::string &program,
                                   loop::ConnectionId partner)
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

PacketMaker::PacketMaker(Sink sink, Choice choice)
    : sink_(std::move(sink))
    , choice_(std::move(choice))
{
    blocks_.section("Loopscope", Synthetic);
}

// Of what there were no events, the samples of connections tell.
void PacketMaker::feed()
{
    if (!std::exchange(starved_, false))
        return;
    for (auto &[id, flow] : flows_) {
        for (const bool in : {true, false}) {
            const Sum &counted = in ? flow.in : flow.out;
            Sum &seen = in ? flow.eventsIn : flow.eventsOut;
            const std::uint64_t bytes = counted.bytes - std::min(counted.bytes, seen.bytes);
            const std::uint64_t packets
                = counted.messages - std::min(counted.messages, seen.messages);
            seen = counted;
            if (bytes == 0 && packets == 0)
                continue;
            dropped_ += packets;
            miss(flow, in, bytes, packets);
        }
    }
}

void PacketMaker::apply(const SessionRecord &session)
{
    sessions_[session.id] = session;
}

void PacketMaker::apply(const loop::Delta &delta, qint64 firstEvent, bool continued)
{
    if (!continued)
        settle();
    note(delta);
    qint64 number = firstEvent;
    for (const loop::LogEvent &event : delta.events) {
        if (shows(number++, delta, event))
            take(delta, event);
    }
}

// What lives, and which of it ends in this Delta.
void PacketMaker::note(const loop::Delta &delta)
{
    for (const loop::ConnectionSample &sample : delta.connections) {
        if (sample.closed != 0)
            ending_.emplace(sample.id, Ending {sample, sample.closed + delta.wallOffset});
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
    for (const loop::ConnectionSample &sample : delta.connections) {
        const auto known = flows_.find(sample.id);
        if (known == flows_.end())
            continue;
        Flow &flow = known->second;
        const bool isNew = flow.in.messages == 0 && flow.out.messages == 0;
        flow.in = {sample.bytesIn, sample.messagesIn};
        flow.out = {sample.bytesOut, sample.messagesOut};
        if (isNew && delta.events.empty()) { // of a keyframe: that was before
            flow.eventsIn = flow.in;
            flow.eventsOut = flow.out;
        }
    }
    for (const loop::ConnectionNote &note : delta.notes) {
        const auto flow = flows_.find(note.id);
        const std::string words = peerWords(note.peerPid, note.peerProgram, note.partner);
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
    for (const loop::TaskSample &sample : delta.tasks) {
        if (sample.ended != 0)
            endingTasks_.push_back(sample.id);
    }
}

void PacketMaker::settle()
{
    for (const auto &[id, ending] : ending_) {
        const auto known = flows_.find(id);
        if (known == flows_.end())
            continue;
        // Its last words may have been left out.
        if (known->second.begun && shows(ending.time) && !choice_.shows)
            close(known->second, ending.last, ending.time);
        flows_.erase(known);
    }
    ending_.clear();
    for (const loop::TaskId task : endingTasks_)
        workers_.erase(task);
    endingTasks_.clear();
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
        if (flow)
            (event.kind == EventKind::DataIn ? flow->eventsIn : flow->eventsOut)
                .add(event.bytes, event.merged);
        if (flow)
            data(*flow, delta, event);
        break;
    case EventKind::Eof:
        if (flow)
            endOfPeer(*flow, time);
        break;
    case EventKind::Close:
    case EventKind::Error:
        if (const auto last = ending_.find(event.connection); flow && last != ending_.end())
            close(*flow, last->second.last, time);
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

// Words that do not fit are cut and marked, so that the reader knows that some are missing.
void PacketMaker::remark(std::string &comment, std::string_view words)
{
    if (comment.empty()) {
        comment = shortened(words, Pcapng::MostText - AndMore.size());
    } else if (comment.size() + 1 + AndMore.size() <= MostComment) {
        comment += '\n';
        comment += shortened(words, MostComment - comment.size());
    } else if (!comment.ends_with(AndMore)) {
        comment += AndMore;
    }
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

std::uint32_t PacketMaker::linkOf(Flow &flow)
{
    if (!flow.link)
        flow.link = linkOf(flow.opened.context);
    return *flow.link;
}

void PacketMaker::flush()
{
    if (!out_.empty())
        sink_(out_);
    out_.clear();
}

void PacketMaker::end()
{
    settle();
    for (auto &[id, flow] : flows_) {
        if (!flow.comment.empty())
            remark(links_[linkOf(flow)].comment, flow.comment);
    }
    for (std::uint32_t i = 0; i < links_.size(); ++i)
        blocks_.statistics(i, links_[i].last, links_[i].packets, links_[i].dropped,
                           links_[i].comment);
    flush();
}

} // namespace models
