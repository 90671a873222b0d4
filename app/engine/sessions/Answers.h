// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What comes back over a client's connection, read by a task of its own while the client sends: how
// much it is, and whether more can come. Closes the connection when it goes. Net thread.

#include "app/engine/sessions/Deadline.h"

#include "loop/EventLoop.h"
#include "loop/Streams.h"

#include <cstdint>
#include <functional>

namespace app {

class Answers {
public:
    // `bytes` counts what comes; it outlives this. `atEnd` is called once no more can come.
    Answers(loop::EventLoop &loop, loop::Streams streams, std::uint64_t &bytes,
            std::function<void()> atEnd = {});
    ~Answers();
    Answers(const Answers &) = delete;

    [[nodiscard]] bool ended() const { return ended_; }
    // Until so many bytes have come in all, no more can come, or the time is up.
    [[nodiscard]] loop::Coro<void> waitFor(std::uint64_t bytes, loop::Duration atMost);
    // Until that time, or no more can come.
    [[nodiscard]] loop::Coro<void> waitUntil(loop::TimePoint time);
    // Tells the peer that nothing more will be sent, and reads to the end; where that cannot be
    // told (udp), what came last is the end. Throws what broke the connection, also if it
    // never answered.
    [[nodiscard]] loop::Coro<void> finish();

private:
    loop::Coro<void> readAll();
    void wake();

    loop::EventLoop &loop_;
    loop::Streams streams_;
    std::uint64_t &bytes_;
    std::function<void()> atEnd_;
    std::uint64_t wanted_ = 0;
    loop::Future<void> waiting_; // what waitFor() waits for, while it does
    bool ended_ = false;
    Deadline tooLate_; // of that, where a peer is judged
    loop::Task<void> reading_;
};

} // namespace app
