// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Client `load`: many connections, each a coroutine that sends a message, reads it back and measures how
// long that took. With a rate, a message's time counts from when it was due, so that a server which
// stalls is not flattered by the messages that had to wait. Net thread.

#include "app/sessions/LatencyHistogram.h"
#include "app/sessions/Session.h"

#include "loop/Streams.h"

#include <exception>
#include <vector>

namespace app {

class LoadClient final : public Session {
public:
    LoadClient(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl url, Changed changed);

private:
    loop::Coro<void> run() override;
    loop::Coro<void> connection(std::size_t number);
    loop::Coro<void> messages(std::size_t number, loop::Streams streams);
    [[nodiscard]] QString figures() override;
    [[nodiscard]] double messagesPerSecond();
    void reset();

    // The coroutines of all connections; none goes on after it.
    struct Workers {
        std::vector<loop::Task<void>> tasks;
        loop::Handle timer; // cancels them when the time is over
        Workers() = default;
        Workers(const Workers &) = delete;
        ~Workers();
        void cancel();
    };

    const std::size_t connections_;
    const std::size_t size_;
    const loop::Duration interval_; // between two messages of one connection; 0: as fast as it goes
    const loop::Duration duration_; // 0: until stopped
    std::string payload_;

    LatencyHistogram latencies_;
    loop::TimePoint began_;
    loop::TimePoint ended_;
    loop::TimePoint lastCounted_;
    std::uint64_t lastCount_ = 0;
    double rate_ = 0; // messages/s, lately
    std::size_t open_ = 0;
    std::size_t everOpen_ = 0;
    std::uint64_t wrong_ = 0; // answers that were not what was sent
    std::uint64_t failures_ = 0;
    std::exception_ptr firstFailure_;
};

} // namespace app
