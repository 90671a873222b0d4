// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Server `replay-server`: plays the server's side of a recorded conversation to each client that
// connects, and compares what the client sends (Replaying.h). Net thread.

#include "app/engine/sessions/Replaying.h"
#include "app/engine/sessions/StreamServer.h"

#include <optional>

namespace app {

class ReplayServer final : public StreamServer {
public:
    using StreamServer::StreamServer;

private:
    loop::Coro<void> prepare() override;
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    [[nodiscard]] QString figures() override;
    [[nodiscard]] std::optional<double> measured(models::Measure measure) override
    {
        return report_.measured(measure);
    }
    [[nodiscard]] models::Evidence evidence() const override { return report_.evidence(); }

    ReplayReport report_ {[this](const QString &words) { show(words); }};
    std::optional<ReplaySource> source_;
};

} // namespace app
