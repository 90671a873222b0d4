// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Client `load`: opens many connections over a time, lets each exchange messages as LoadConnection
// does, for a duration or until stopped, then awaits what is still to be answered, for a bounded
// time, and sums up: messages a second, how long answers took, errors by kind. It fails when no
// connection ever worked, or no message was answered. Net thread.

#include "app/engine/sessions/Connecting.h"
#include "app/engine/sessions/LoadConnection.h"
#include "app/engine/sessions/Session.h"

#include <exception>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace app {

class LoadClient final : public Session {
public:
    LoadClient(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl url, Changed changed);
    ~LoadClient() override;

private:
    struct Workers;

    loop::Coro<void> run() override;
    loop::Coro<void> open(Workers &workers, const Connector &connector);
    loop::Coro<void> connection(std::size_t number, const Connector &connector);
    loop::Coro<void> work(std::size_t number, const Connector &connector,
                          std::optional<loop::TimePoint> &due);
    loop::Coro<void> exchange(loop::Streams streams, loop::TimePoint &due);
    loop::Coro<void> untilOver(const Workers &workers, std::optional<loop::Duration> atMost);
    loop::Coro<void> untilTimeIsUp(const Workers &workers);
    void endRun();
    void conclude(); // throws why it failed
    [[nodiscard]] loop::Duration patience(bool stopped) const;
    [[nodiscard]] bool connectionFailed(const std::exception_ptr &failure);
    void machinePaused(loop::Duration time);
    void reset();

    [[nodiscard]] QString figures() override;
    [[nodiscard]] std::optional<double> measured(models::Measure measure) override;
    [[nodiscard]] models::Evidence evidence() const override;
    [[nodiscard]] models::SessionResults results() override;
    [[nodiscard]] double messagesPerSecond();

    const std::size_t connections_;
    const loop::Duration spacing_; // between the openings of two connections
    const loop::Duration duration_; // 0: until stopped
    const LoadPlan plan_;

    std::unique_ptr<LoadRun> run_; // the latest; null before the first
    std::set<LoadConnection *> open_;
    std::vector<loop::TimePoint> unsent_; // of paced connections that broke: what is due next
    loop::TimePoint began_; // these by the run's clock
    std::optional<loop::TimePoint> ended_;
    loop::TimePoint lastCounted_;
    std::uint64_t lastCount_ = 0;
    double rate_ = 0; // messages/s, lately
    std::size_t everOpen_ = 0;
    std::size_t failed_ = 0; // connections
    std::exception_ptr firstFailure_;
};

} // namespace app
