// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Client `repeat`: sends the same line at fixed times over one connection and takes in whatever
// comes back, as a shell's loop around echo and netcat does. A time that passed while nothing could
// be sent (this machine stood still, the peer took nothing) is missed and counted, not made up for.
// Net thread.

#include "app/engine/sessions/Session.h"

#include "loop/Streams.h"

#include <cstdint>
#include <string>

namespace app {

class RepeatClient final : public Session {
public:
    using Session::Session;

private:
    loop::Coro<void> run() override;
    loop::Coro<void> repeat(std::string line, loop::Streams streams);
    [[nodiscard]] QString figures() override;
    [[nodiscard]] std::optional<double> measured(models::Measure measure) override;
    [[nodiscard]] models::Evidence evidence() const override;

    std::uint64_t sent_ = 0; // lines
    std::uint64_t missed_ = 0; // of their times
    std::uint64_t bytesReceived_ = 0;
};

} // namespace app
