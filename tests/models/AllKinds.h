// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Rows of every state, kind, side and lack there is, for tests of all that is said of them.

#include "loop/TlsInfo.h"
#include "tests/models/Deltas.h"

namespace models::test {

constexpr loop::Place place(const char *file, const char *function, std::uint32_t line)
{
    loop::Place made;
    made.file = file;
    made.function = function;
    made.line = line;
    return made;
}

inline loop::Delta connectionsOfAllKinds()
{
    loop::Delta made = delta(Second);
    using State = loop::ConnectionState;
    for (int i = 0; i <= int(State::Reset); ++i) {
        const auto id = std::uint64_t(i + 1);
        open(made, id, "10.0.0." + std::to_string(9 - i) + ":4000" + std::to_string(i),
             id < 5 ? 7 : 8);
        loop::ConnectionOpened &opened = made.opened.back();
        opened.kind = loop::TransportKind(i % 6);
        opened.role = loop::Role(i % 2);
        opened.time = Second + i * 7 * Second;
        if (i % 3 == 1)
            opened.peerPid = 4000 + i;
        if (i % 6 == 1)
            opened.peerProgram = "curl";
        opened.partner.value = i == 2 ? 4 : 0;
        opened.endpoint.value = i == 3 ? 2 : 0;
        if (i == 1 || i == 7) {
            auto tls = std::make_shared<loop::TlsInfo>();
            tls->version = i == 1 ? "TLSv1.3" : "";
            opened.tls = tls;
        }
        loop::ConnectionSample &now = made.connections.back();
        now.state = State(i);
        now.task.value = i % 2 ? std::uint64_t(300 - i) : 0;
        now.bytesIn = 1000ULL << (3 * i);
        now.bytesOut = 999ULL * std::uint64_t(9 - i);
        now.messagesIn = std::uint64_t(i);
        now.messagesOut = std::uint64_t(2 * i);
        now.writeBuffer = std::size_t(i) * 20'000;
        now.pauses = std::uint32_t(i * i);
        now.lastActivity = Second * i;
        if (i >= int(State::Closed))
            now.closed = Second * (60 + i);
        if (i == int(State::Lost) || i == int(State::Reset))
            now.error = "Connection <reset> by peer " + std::to_string(i);
    }
    return made;
}

inline loop::Delta tasksOfAllKinds()
{
    loop::Delta made = delta(Second);
    using Wait = loop::WaitKind;
    for (int i = 0; i <= int(Wait::Other); ++i) {
        for (const bool target : {false, true}) {
            const auto id = std::uint64_t(i * 2 + target + 1);
            loop::TaskCreated &created = made.created.emplace_back();
            created.id.value = id;
            created.context.value = id % 3 + 5;
            created.parent.value = id / 2;
            created.name = "Task <" + std::to_string(id) + ">";
            created.coroutine
                = place("/src/echo.cpp",
                        i % 4 == 0       ? "loop::Coro<void> echo(int)"
                            : i % 4 == 1 ? "loop::Coro<void> serve(StreamReader, StreamWriter)"
                                         : "void run()",
                        std::uint32_t(40 + i));
            created.created = i == 3 ? loop::Place() : place("/src/main.cpp", "int main()", 9);
            created.time = i * Millisecond;
            loop::TaskSample &now = made.tasks.emplace_back();
            now.id.value = id;
            now.state = loop::TaskState(i % 7);
            now.wait = Wait(i);
            now.waitTarget = target ? 1000 + std::uint64_t(i) : 0;
            now.waitDeadline = target ? Second + i * 1234 * Millisecond : 0;
            if (i % 5 != 4)
                now.awaitedAt = place("/src/read.cpp", "read()", std::uint32_t(100 + i));
            now.steps = 3 + std::uint64_t(i) * 777;
            now.busy = i * i * 1000 * (target + 1);
            now.longest = i * 999;
            now.histogram = {std::uint32_t(i), 1, 0, 2, 0, 3, std::uint32_t(target), 1};
            if (now.state == loop::TaskState::Failed)
                now.error = "it <failed> with " + std::to_string(i);
            if (now.state >= loop::TaskState::Done)
                now.ended = Second + i;
            if (Wait(i) == Wait::Gather && target) {
                now.awaits.resize(3);
                now.awaits[0].value = 1, now.awaits[1].value = 2, now.awaits[2].value = 3;
            }
        }
    }
    for (int i = 1; i <= int(loop::PrimitiveKind::QueueSlot); ++i) {
        const auto id = std::uint64_t(100 + i);
        loop::TaskCreated &created = made.created.emplace_back();
        created.id.value = id;
        created.context.value = 9;
        created.name = "waits";
        created.coroutine = place("/src/lock.cpp", "Coro<void> waits()", 3);
        loop::TaskSample &now = made.tasks.emplace_back();
        now.id.value = id;
        now.state = loop::TaskState::Suspended;
        now.wait = Wait::Synchronisation;
        auto primitive = std::make_shared<loop::PrimitiveSample>();
        primitive->id = std::uint64_t(500 + i);
        primitive->kind = loop::PrimitiveKind(i);
        primitive->created = i % 2 ? place("/src/lock.cpp", "main()", 7) : loop::Place();
        primitive->holder.value = i == 1 ? 1 : i == 2 ? 999 : 0;
        primitive->waiting = std::uint32_t(i);
        primitive->change = 1;
        now.primitive = primitive;
    }
    made.warnings.emplace_back().task.value = 3;
    made.warnings.back().count = 2;
    made.warnings.emplace_back().task.value = 3;
    return made;
}

} // namespace models::test
