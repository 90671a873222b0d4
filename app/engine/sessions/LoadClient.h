// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Client `load`: opens many connections over a time, lets each exchange messages as LoadConnection
// does, for a duration or until stopped, and sums up: messages a second, how long answers took,
// errors by kind. It fails when no connection ever worked. Net thread.

#include "app/engine/sessions/Connecting.h"
#include "app/engine/sessions/LoadConnection.h"
#include "app/engine/sessions/Session.h"

#include <exception>
#include <optional>
#include <vector>

namespace app {

class LoadClient final : public Session {
public:
    LoadClient(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl url, Changed changed);

private:
    loop::Coro<void> run() override;
    loop::Coro<void> connection(std::size_t number, const Connector &connector);
    loop::Coro<void> work(std::size_t number, const Connector &connector);
    [[nodiscard]] bool connectionFailed(const std::exception_ptr &failure);
    [[nodiscard]] QString figures() override;
    [[nodiscard]] std::optional<double> measured(models::Measure measure) override;
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
    const loop::Duration spacing_; // between the openings of two connections
    const loop::Duration duration_; // 0: until stopped
    LoadPlan plan_;

    LoadTally tally_;
    loop::TimePoint began_;
    std::optional<loop::TimePoint> ended_;
    loop::TimePoint lastCounted_;
    std::uint64_t lastCount_ = 0;
    double rate_ = 0; // messages/s, lately
    std::size_t everOpen_ = 0;
    std::size_t failed_ = 0; // connections
    std::exception_ptr firstFailure_;
};

} // namespace app
