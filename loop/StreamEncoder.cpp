// SPDX-License-Identifier: MIT
#include "loop/StreamEncoder.h"

#include "loop/TlsInfo.h"
#include "loop/internal/StreamWire.h"

#include <optional>
#include <utility>

namespace loop {

using namespace wire;

namespace {

void encode(const LoopSample &sample, std::string &out)
{
    put(out, 1, sample.iterations);
    put(out, 2, static_cast<std::uint64_t>(sample.busy));
    put(out, 3, static_cast<std::uint64_t>(sample.longestIteration));
    put(out, 4, static_cast<std::uint64_t>(sample.lag));
    put(out, 5, sample.ready);
    put(out, 6, sample.tasks);
    put(out, 7, sample.timers);
    put(out, 8, sample.connections);
    put(out, 9, sample.servers);
    put(out, 10, sample.bytesIn);
    put(out, 11, sample.bytesOut);
    put(out, 12, sample.messagesIn);
    put(out, 13, sample.messagesOut);
    put(out, 14, sample.merged);
    put(out, 15, sample.events);
    put(out, 16, std::uint64_t {sample.debug});
    put(out, 17, std::uint64_t {sample.running});
}

void encode(const TlsInfo &tls, std::string &out)
{
    put(out, 1, tls.version);
    put(out, 2, tls.cipher);
    put(out, 3, tls.alpn);
    put(out, 4, tls.serverName);
    put(out, 6, tls.group);
    put(out, 7, std::uint64_t {tls.resumed});
    put(out, 8, static_cast<std::uint64_t>(tls.verification));
    put(out, 9, tls.problems);
    put(out, 10, tls.ocsp);
    put(out, 11, tls.failure);
    put(out, 12, tls.lastStep);
    put(out, 13, tls.alertSent);
    put(out, 14, tls.alertReceived);
    std::string message;
    for (const TlsCertificate &certificate : tls.peerChain) {
        message.clear();
        put(message, 1, certificate.subject);
        put(message, 2, certificate.issuer);
        putSigned(message, 3, certificate.notBefore);
        putSigned(message, 4, certificate.notAfter);
        put(message, 5, certificate.sha256);
        put(message, 6, certificate.pem);
        putBytes(out, 5, message);
    }
}

// A packed column: one varint for each element of `range`. Left out where all are `absent`.
template <class Range, class Value>
void putColumn(std::string &out, std::string &scratch, int field, const Range &range, Value value,
               std::optional<std::uint64_t> absent = 0)
{
    bool needed = !absent;
    if (scratch.size() < range.size() * longestVarint)
        scratch.resize(range.size() * longestVarint);
    char *end = scratch.data();
    for (const auto &each : range) {
        const std::uint64_t number = value(each);
        needed = needed || number != *absent;
        end = writeVarint(end, number);
    }
    if (needed)
        putBytes(
            out, field,
            std::string_view(scratch).substr(0, static_cast<std::size_t>(end - scratch.data())));
}

// Of a field that holds so many bytes and has a number below 16; one without is left out.
std::size_t fieldSize(std::size_t bytes)
{
    if (bytes == 0)
        return 0;
    std::size_t size = 2 + bytes;
    for (std::size_t rest = bytes >> 7; rest != 0; rest >>= 7)
        ++size;
    return size;
}

// A packet of so many bytes is full: what it gets beyond them is far below the difference.
constexpr std::size_t fullPacket = StreamEncoder::LongestPacket / 2;

std::span<const LogEvent> eventsFrom(const Delta &delta, std::size_t from)
{
    std::size_t bytes = 0, last = from;
    for (; last < delta.events.size(); ++last) {
        const LogEvent &event = delta.events[last];
        bytes += sizeof(LogEvent) + event.detailSize + event.payloadSize;
        if (bytes > fullPacket && last > from)
            break;
    }
    return std::span(delta.events).subspan(from, last - from);
}

} // namespace

void StreamEncoder::encode(const Delta &delta, std::uint64_t firstEvent, std::string &out)
{
    encode(delta, firstEvent, false, out);
}

void StreamEncoder::encodeKeyframe(const Delta &delta, std::uint64_t firstEvent, std::string &out)
{
    m_names.clear();
    encode(delta, firstEvent, true, out);
}

void StreamEncoder::beginPart()
{
    m_names.clear();
    m_namesBegin = true;
}

void StreamEncoder::encode(const Delta &delta, std::uint64_t firstEvent, bool keyframe,
                           std::string &out)
{
    m_body.clear();
    m_fresh.clear();
    m_keyframe = keyframe;
    m_continued = false;
    m_loopName = name(*m_loopNames.insert(delta.loopName).first);
    encodeState(delta, firstEvent, out);
    std::size_t at = 0;
    do {
        const std::span<const LogEvent> events = eventsFrom(delta, at);
        const std::uint64_t number = firstEvent + at;
        at += events.size();
        if (at == delta.events.size())
            put(m_body, 8, std::uint64_t {delta.closed});
        finishPacket(delta, number, out, events);
    } while (at < delta.events.size());
}

// What is in m_body becomes a packet of its own, with `events` at its end: what was sent and
// received is most of it all, and goes where it belongs at once.
void StreamEncoder::finishPacket(const Delta &delta, std::uint64_t firstEvent, std::string &out,
                                 std::span<const LogEvent> events)
{
    const std::size_t payload = encodeEvents(delta, events);
    std::string &head = m_message; // names come before what refers to them
    head.clear();
    put(head, 1, delta.loop.value);
    putTag(head, 2, Fixed64);
    for (int i = 0; i < 8; ++i)
        head.push_back(static_cast<char>(static_cast<std::uint64_t>(delta.time) >> (8 * i)));
    putSigned(head, 3, delta.wallOffset);
    put(head, 4, std::uint64_t {std::exchange(m_keyframe, false)});
    for (const std::string_view fresh : m_fresh)
        putBytes(head, 5, fresh);
    m_inner.clear();
    loop::encode(delta.sample, m_inner);
    putBytes(head, 6, m_inner);
    put(head, 7, firstEvent);
    put(head, 9, std::uint64_t {m_loopName});
    put(head, 18, std::uint64_t {std::exchange(m_namesBegin, false)});
    put(head, 20, std::uint64_t {std::exchange(m_continued, true)});

    m_inner.clear();
    putTag(m_inner, 3, Bytes); // Packet.delta
    const std::size_t size = head.size() + m_body.size() + payload;
    putVarint(m_inner, size);
    putTag(out, 1, Bytes); // Stream.packet
    putVarint(out, m_inner.size() + size);
    out.append(m_inner).append(head).append(m_body);
    if (payload != 0) {
        for (const LogEvent &event : events)
            delta.eachOfPayload(event, [&out](std::string_view bytes) { out.append(bytes); });
    }
    m_body.clear();
    m_fresh.clear();
}

void StreamEncoder::encodeState(const Delta &delta, std::uint64_t firstEvent, std::string &out)
{
    const auto all = [&](const auto &records) {
        for (const auto &each : records) {
            encode(each, delta.time);
            if (m_body.size() >= fullPacket)
                finishPacket(delta, firstEvent, out);
        }
    };
    all(delta.opened);
    all(delta.connections);
    all(delta.notes);
    all(delta.created);
    all(delta.tasks);
    if (delta.timersSampled)
        encodeTimers(delta);
    all(delta.warnings);
    if (!delta.spans.empty())
        encodeSpans(delta);
    if (!delta.events.empty() && m_body.size() >= fullPacket / 2)
        finishPacket(delta, firstEvent, out); // its events need the room
}

// All but their payload, whose size it returns: that has to follow.
std::size_t StreamEncoder::encodeEvents(const Delta &delta, std::span<const LogEvent> events)
{
    if (events.empty())
        return 0;
    std::string &out = m_message;
    out.clear();
    std::int64_t before = delta.time;
    const auto column = [&](int field, auto value, std::optional<std::uint64_t> absent = 0) {
        putColumn(out, m_column, field, events, value, absent);
    };
    // Times may all be 0 ns apart, and still count the events.
    column(
        1,
        [&before](const LogEvent &event) {
            return zigzag(event.time - std::exchange(before, event.time));
        },
        std::nullopt);
    column(2, [](const LogEvent &event) { return static_cast<std::uint64_t>(event.kind); });
    column(3, [](const LogEvent &event) { return event.context.value; });
    column(4, [](const LogEvent &event) { return event.connection.value; });
    column(5, [](const LogEvent &event) { return event.task.value; });
    column(6, [](const LogEvent &event) { return event.bytes; });
    column(
        7, [](const LogEvent &event) { return std::uint64_t {event.merged}; }, 1);
    column(8, [](const LogEvent &event) { return std::uint64_t {event.detailSize}; });
    column(9, [](const LogEvent &event) { return std::uint64_t {event.payloadSize}; });
    std::size_t payload = 0, details = 0;
    for (const LogEvent &event : events) {
        payload += event.payloadSize;
        details += event.detailSize;
    }
    putTag(m_body, 17, Bytes);
    putVarint(m_body, out.size() + fieldSize(payload) + fieldSize(details));
    m_body.append(out);
    if (details != 0) {
        putTag(m_body, 11, Bytes);
        putVarint(m_body, details);
        for (const LogEvent &event : events)
            m_body.append(delta.detail(event));
    }
    if (payload != 0) {
        putTag(m_body, 10, Bytes);
        putVarint(m_body, payload);
    }
    return payload;
}

void StreamEncoder::encode(const ConnectionOpened &opened, std::int64_t reference)
{
    std::string &out = m_message;
    out.clear();
    put(out, 1, opened.id.value);
    put(out, 2, opened.server.value);
    put(out, 3, opened.context.value);
    put(out, 4, static_cast<std::uint64_t>(opened.kind));
    put(out, 5, static_cast<std::uint64_t>(opened.role));
    put(out, 6, opened.local);
    put(out, 7, opened.peer);
    putSigned(out, 8, opened.time - reference);
    put(out, 9, opened.low);
    put(out, 10, opened.high);
    if (opened.tls) {
        m_inner.clear();
        loop::encode(*opened.tls, m_inner);
        putBytes(out, 11, m_inner);
    }
    put(out, 12, opened.endpoint.value);
    put(out, 13, static_cast<std::uint64_t>(opened.peerPid));
    put(out, 14, opened.peerProgram);
    put(out, 15, opened.partner.value);
    putBytes(m_body, 10, out);
}

void StreamEncoder::encode(const ConnectionNote &note, std::int64_t)
{
    std::string &out = m_message;
    out.clear();
    put(out, 1, note.id.value);
    put(out, 2, static_cast<std::uint64_t>(note.peerPid));
    put(out, 3, note.peerProgram);
    put(out, 4, note.partner.value);
    putBytes(m_body, 21, out);
}

void StreamEncoder::encode(const ConnectionSample &sample, std::int64_t reference)
{
    std::string &out = m_message;
    out.clear();
    put(out, 1, sample.id.value);
    put(out, 2, static_cast<std::uint64_t>(sample.state));
    put(out, 3, sample.task.value);
    put(out, 4, sample.bytesIn);
    put(out, 5, sample.bytesOut);
    put(out, 6, sample.messagesIn);
    put(out, 7, sample.messagesOut);
    put(out, 8, sample.writeBuffer);
    put(out, 9, std::uint64_t {sample.pauses});
    putTime(out, 10, sample.lastActivity, reference);
    putTime(out, 11, sample.closed, reference);
    put(out, 12, sample.error);
    put(out, 13, sample.low);
    put(out, 14, sample.high);
    putBytes(m_body, 11, out);
}

void StreamEncoder::encode(const TaskCreated &created, std::int64_t reference)
{
    std::string &out = m_message;
    out.clear();
    put(out, 1, created.id.value);
    put(out, 2, created.context.value);
    put(out, 3, created.parent.value);
    if (created.name != "Task-" + std::to_string(created.id.value))
        put(out, 4, created.name);
    putPlace(out, 5, created.coroutine);
    putPlace(out, 6, created.created);
    putSigned(out, 7, created.time - reference);
    putBytes(m_body, 12, out);
}

void StreamEncoder::encode(const TaskSample &sample, std::int64_t reference)
{
    std::string &out = m_message;
    out.clear();
    put(out, 1, sample.id.value);
    put(out, 2, static_cast<std::uint64_t>(sample.state));
    put(out, 3, static_cast<std::uint64_t>(sample.wait));
    put(out, 4, sample.waitTarget);
    putTime(out, 5, sample.waitDeadline, reference);
    putPlace(out, 6, sample.awaitedAt);
    put(out, 7, sample.steps);
    put(out, 8, static_cast<std::uint64_t>(sample.busy));
    put(out, 9, static_cast<std::uint64_t>(sample.longest));
    putColumn(out, m_column, 10, sample.histogram, [](std::uint32_t count) { return count; });
    putTime(out, 11, sample.ended, reference);
    put(out, 12, sample.error);
    putColumn(
        out, m_inner, 13, sample.awaits, [](TaskId task) { return task.value; }, 0);
    if (sample.primitive) {
        const PrimitiveSample &primitive = *sample.primitive;
        std::string inner;
        put(inner, 1, primitive.id);
        put(inner, 2, static_cast<std::uint64_t>(primitive.kind));
        putPlace(inner, 3, primitive.created);
        put(inner, 4, primitive.holder.value);
        put(inner, 5, std::uint64_t {primitive.waiting});
        put(inner, 6, std::uint64_t {primitive.change});
        putBytes(out, 14, inner);
    }
    put(out, 15, std::uint64_t {sample.cancelRequests});
    put(out, 16, sample.cancelledBy.value);
    put(out, 17, sample.cancelledThrough.value);
    put(out, 18, static_cast<std::uint64_t>(sample.toRun));
    put(out, 19, static_cast<std::uint64_t>(sample.longestToRun));
    putBytes(m_body, 13, out);
}

void StreamEncoder::encode(const WarningRecord &warning, std::int64_t reference)
{
    std::string &out = m_message;
    out.clear();
    put(out, 1, static_cast<std::uint64_t>(warning.kind));
    putSigned(out, 2, warning.time - reference);
    put(out, 3, warning.message);
    putPlace(out, 4, warning.created);
    put(out, 5, warning.context.value);
    put(out, 6, warning.task.value);
    put(out, 7, warning.connection.value);
    if (warning.count != 1)
        put(out, 8, warning.count);
    putBytes(m_body, 16, out);
}

void StreamEncoder::encodeSpans(const Delta &delta)
{
    std::string &out = m_message;
    out.clear();
    std::int64_t before = delta.time;
    const auto column = [&](int field, auto value, std::optional<std::uint64_t> absent = 0) {
        putColumn(out, m_column, field, delta.spans, value, absent);
    };
    // Times may all be 0 ns apart, and still count the spans.
    column(
        1,
        [&before](const StepSpan &span) {
            return zigzag(span.start - std::exchange(before, span.start));
        },
        std::nullopt);
    column(2, [](const StepSpan &span) { return static_cast<std::uint64_t>(span.length); });
    column(3, [](const StepSpan &span) { return span.task.value; });
    column(4, [](const StepSpan &span) { return span.wokenBy.value; });
    column(
        5, [](const StepSpan &span) { return std::uint64_t {span.merged}; }, 1);
    putBytes(m_body, 19, out);
}

void StreamEncoder::encodeTimers(const Delta &delta)
{
    std::string &out = m_message;
    out.clear();
    const auto column
        = [&](int field, auto value) { putColumn(out, m_column, field, delta.timers, value); };
    column(1, [](const TimerSample &timer) { return timer.id.value; });
    column(2, [&delta](const TimerSample &timer) { return zigzag(timer.due - delta.time); });
    column(3, [](const TimerSample &timer) { return timer.task.value; });
    column(4, [](const TimerSample &timer) { return timer.context.value; });
    for (const TimerSample &timer : delta.timers)
        putPlace(out, 5, timer.created);
    putBytes(m_body, 15, out);
}

std::uint32_t StreamEncoder::name(std::string_view text)
{
    if (text.empty())
        return 0;
    if (const auto known = m_names.find(text); known != m_names.end())
        return known->second;
    m_fresh.push_back(text);
    const auto number = static_cast<std::uint32_t>(m_names.size() + 1);
    m_names.emplace(text, number);
    return number;
}

// An unknown place is an empty message: of timers, the n-th place is the n-th timer's.
void StreamEncoder::putPlace(std::string &out, int field, const Place &place)
{
    std::string message;
    if (place) {
        put(message, 1, std::uint64_t {name(place.file)});
        put(message, 2, std::uint64_t {name(place.function ? place.function : "")});
        put(message, 3, std::uint64_t {place.line});
    }
    putBytes(out, field, message);
}

} // namespace loop
