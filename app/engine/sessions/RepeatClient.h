// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Client `repeat`: sends the same line at fixed times over one connection and takes in whatever
// comes back, as a shell's loop around echo and netcat does. Net thread.

#include "app/engine/sessions/Session.h"

#include <cstdint>

namespace app {

class RepeatClient final : public Session {
public:
    using Session::Session;

private:
    loop::Coro<void> run() override;
    [[nodiscard]] QString figures() override;
    [[nodiscard]] std::optional<double> measured(models::Measure measure) override;

    std::uint64_t sent_ = 0; // lines
    std::uint64_t bytesReceived_ = 0;
};

} // namespace app
