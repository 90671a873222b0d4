// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Client `lines`: sends lines one by one over one connection, each after the answer to the one
// before, then half-closes and reads to the end. An answer is there when as many
// bytes have come back as were sent; a server that says less is given `wait`, then the next line
// goes. Net thread.

#include "app/engine/sessions/Session.h"

#include "loop/Streams.h"

#include <cstdint>

namespace app {

class LineSource;

class LinesClient final : public Session {
public:
    using Session::Session;

private:
    loop::Coro<void> run() override;
    loop::Coro<void> converse(LineSource &source, loop::Streams streams);
    [[nodiscard]] QString figures() override;
    [[nodiscard]] std::optional<double> measured(models::Measure measure) override;
    [[nodiscard]] models::Evidence evidence() const override;

    std::size_t lineCount_ = 0; // known so far
    std::size_t linesSent_ = 0;
    std::size_t linesAnswered_ = 0;
    std::uint64_t bytesSent_ = 0;
    std::uint64_t bytesReceived_ = 0;
};

} // namespace app
