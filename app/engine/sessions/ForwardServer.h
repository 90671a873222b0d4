// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Server `forward`: for each connection that it accepts it opens one to another program, and passes
// on what either says, over tls on either side as asked for. So a conversation between two real
// programs is seen in clear text: both legs are connections of this session. A half-close, a reset
// and a full buffer on one leg become one on the other. Faults are in the leg that was accepted.
// Net thread.

#include "app/engine/sessions/Connecting.h"
#include "app/engine/sessions/StreamServer.h"

#include <optional>

namespace app {

class ForwardServer final : public StreamServer {
public:
    ForwardServer(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl url,
                  Changed changed);

private:
    // One direction of one conversation.
    struct Leg {
        loop::StreamReader from;
        loop::StreamWriter fromWriter; // of the same connection
        loop::StreamWriter to;
        loop::TimePoint heard; // when data came last
    };

    void prepare() override;
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    loop::Coro<std::optional<loop::Streams>> reach();
    loop::Coro<void> pass(std::shared_ptr<Leg> leg, std::shared_ptr<const Leg> opposite);
    loop::Coro<void> passUntilEnd(std::shared_ptr<Leg> leg, std::shared_ptr<const Leg> opposite);
    [[nodiscard]] QString figures() override;
    void trouble(const std::exception_ptr &exception);

    models::SessionUrl target_; // as a client's
    std::optional<Connector> connector_;
    QString trouble_; // the last with the far side, one sentence
};

} // namespace app
