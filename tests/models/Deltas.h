// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Deltas as a loop would make them, for the tests of what reads them. Loop 1 is "net"; its clock
// begins at 0 and lies Epoch before the wall clock, so that a forgotten conversion shows.

#include "loop/TlsInfo.h"
#include "loop/Warnings.h"
#include "models/record/DeltaSource.h"

#include <deque>
#include <string>

namespace models::test {

inline constexpr std::int64_t Second = 1'000'000'000;
inline constexpr std::int64_t Millisecond = 1'000'000;
inline constexpr std::int64_t Epoch = 1'763'640'000 * Second;

inline loop::Delta delta(std::int64_t time = 0)
{
    loop::Delta made;
    made.loop.value = 1;
    made.loopName = "net";
    made.time = time;
    made.wallOffset = Epoch;
    made.sample.running = true;
    return made;
}

inline void open(loop::Delta &in, std::uint64_t id, const std::string &peer = "127.0.0.1:49152",
                 std::uint64_t context = 7)
{
    loop::ConnectionOpened opened;
    opened.id.value = id;
    opened.context.value = context;
    opened.role = loop::Role::Server;
    opened.local = "127.0.0.1:8881";
    opened.peer = peer;
    opened.time = in.time;
    opened.low = 16 * 1024;
    opened.high = 64 * 1024;
    in.opened.push_back(opened);
    loop::ConnectionSample sample;
    sample.id.value = id;
    sample.low = opened.low;
    sample.high = opened.high;
    in.connections.push_back(sample);
}

inline loop::ConnectionSample &sample(loop::Delta &in, std::uint64_t id, std::uint64_t bytesIn = 0)
{
    loop::ConnectionSample made;
    made.id.value = id;
    made.bytesIn = bytesIn;
    in.connections.push_back(made);
    return in.connections.back();
}

inline void close(loop::Delta &in, std::uint64_t id)
{
    loop::ConnectionSample &made = sample(in, id);
    made.state = loop::ConnectionState::Closed;
    made.closed = in.time;
}

inline loop::TaskSample &task(loop::Delta &in, std::uint64_t id)
{
    static constexpr loop::Place here = std::source_location::current();
    loop::TaskCreated created;
    created.id.value = id;
    created.context.value = 7;
    created.name = "Task-" + std::to_string(id);
    created.coroutine = here;
    created.created = here;
    created.time = in.time;
    in.created.push_back(created);
    loop::TaskSample made;
    made.id.value = id;
    made.state = loop::TaskState::Suspended;
    in.tasks.push_back(made);
    return in.tasks.back();
}

inline loop::LogEvent &addEvent(loop::Delta &in, loop::EventKind kind, std::uint64_t connection,
                                const std::string &payload = {}, const std::string &detail = {})
{
    loop::LogEvent made;
    made.time = in.time;
    made.kind = kind;
    made.connection.value = connection;
    made.context.value = 7;
    made.bytes = payload.size();
    made.detailAt = static_cast<std::uint32_t>(in.text.size());
    made.detailSize = static_cast<std::uint32_t>(detail.size());
    in.text += detail;
    made.payloadAt = static_cast<std::uint32_t>(in.text.size());
    made.payloadSize = static_cast<std::uint32_t>(payload.size());
    in.text += payload;
    in.events.push_back(made);
    return in.events.back();
}

// A loop whose clock and answers the test sets.
class HandMadeSource final : public DeltaSource {
public:
    std::unique_ptr<loop::Delta> take(const loop::Interest &interest) override
    {
        asked = interest;
        if (answers.empty())
            return nullptr;
        auto next = std::make_unique<loop::Delta>(std::move(answers.front()));
        answers.pop_front();
        return next;
    }
    loop::RunningHandle running() const override { return handle; }
    bool warnsOf(loop::WarningKind kind) const override { return switches.on(kind); }
    std::int64_t now() const override { return clock; }

    loop::LoopId loopId() const override { return id; }
    QString loopName() const override { return name; }

    std::deque<loop::Delta> answers;
    loop::LoopId id; // none: only its answers say
    QString name;
    loop::RunningHandle handle;
    loop::WarningSwitches switches;
    std::int64_t clock = 0;
    loop::Interest asked;
};

// A Delta with a value in every field.
inline loop::Delta full()
{
    const loop::Place here(std::source_location::current());
    loop::Delta made = delta(5 * Second);
    made.sample = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, true, true};
    open(made, 1);
    loop::TlsInfo tls {"TLSv1.3",
                       "TLS_AES_256_GCM_SHA384",
                       "X25519",
                       "h2",
                       "localhost",
                       true,
                       {},
                       loop::TlsVerification::Failed,
                       "it has expired",
                       "good",
                       "it failed",
                       "Certificate sent",
                       "decode_error",
                       "unknown_ca"};
    tls.peerChain.push_back({"localhost", "an issuer", -5, 1'900'000'000, "AA:BB", "PEM"});
    made.opened.back().tls = std::make_shared<const loop::TlsInfo>(tls);
    made.opened.back().server.value = 3;
    made.opened.back().endpoint.value = 4;
    made.opened.back().peerPid = 5;
    made.opened.back().peerProgram = "curl";
    made.opened.back().partner.value = 6;
    made.notes.push_back({{1}, 7, "nc", {8}});
    loop::ConnectionSample &connection = sample(made, 2, 77);
    connection = {{2},
                  loop::ConnectionState::HalfClosed,
                  {4},
                  5,
                  6,
                  7,
                  8,
                  9,
                  10,
                  11,
                  12,
                  made.time,
                  made.time - 1,
                  "reset"};
    made.created.push_back({{6}, {7}, {8}, "its own name", here, here, made.time - 3});
    made.created.push_back({{9}, {}, {}, "Task-9", {}, {}, made.time});
    made.tasks.push_back({{6},
                          loop::TaskState::Failed,
                          loop::WaitKind::Sleep,
                          5,
                          made.time + 9,
                          here,
                          10,
                          11,
                          12,
                          {1, 2, 3, 4, 5, 6, 7, 8},
                          13,
                          7,
                          made.time,
                          "boom",
                          {{7}, {8}},
                          std::make_shared<const loop::PrimitiveSample>(loop::PrimitiveSample {
                              9, loop::PrimitiveKind::Semaphore, here, {10}, 11, 12}),
                          13,
                          {14},
                          {15}});
    made.timers.push_back({{1}, {2}, made.time + Second, {3}, here});
    made.timers.push_back({{2}, {}, made.time - Second, {}, {}});
    made.timersSampled = true;
    made.warnings.push_back(
        {loop::WarningKind::AwaitCycle, made.time, "a circle", here, {1}, {2}, {3}});
    addEvent(made, loop::EventKind::DataIn, 1, std::string("\0\xff payload", 10), "a detail");
    addEvent(made, loop::EventKind::Session, 0, "", "words: \xe2\x82\xac");
    made.events.front().merged = 17;
    made.events.back().time = made.time - 4;
    made.spans.push_back({{6}, {7}, made.time - 500, 100, 1});
    made.spans.push_back({{}, {}, made.time - 300, 250, 12});
    made.warnings.back().count = 3;
    made.closed = true;
    return made;
}

} // namespace models::test
