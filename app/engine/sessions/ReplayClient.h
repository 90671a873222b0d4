// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Client `replay`: plays the client's side of a recorded conversation to a live server over one
// connection, and compares what the server answers (Replaying.h). Net thread.

#include "app/engine/sessions/ReplaySession.h"

namespace app {

class ReplayClient final : public ReplaySession<Session> {
public:
    using ReplaySession::ReplaySession;

private:
    loop::Coro<void> run() override;
    [[nodiscard]] QString figures() override { return report_.figures(); }
};

} // namespace app
