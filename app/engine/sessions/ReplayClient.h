// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Client `replay`: plays the client's side of a recorded conversation to a live server over one
// connection, and compares what the server answers (Replaying.h). Net thread.

#include "app/engine/sessions/Replaying.h"
#include "app/engine/sessions/Session.h"

#include <optional>

namespace app {

class ReplayClient final : public Session {
public:
    using Session::Session;

private:
    loop::Coro<void> run() override;
    [[nodiscard]] QString figures() override { return report_.figures(); }
    [[nodiscard]] std::optional<double> measured(models::Measure measure) override
    {
        return report_.measured(measure);
    }
    [[nodiscard]] models::Evidence evidence() const override { return report_.evidence(); }

    ReplayReport report_ {[this](const QString &words) { show(words); }};
    std::optional<ReplaySource> source_;
};

} // namespace app
