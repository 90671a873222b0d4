// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Server `reply`: does what its rules say on a connection, on what comes, and when nothing does.
// One rule is done at a time, in the order in which messages came. Net thread.

#include "app/sessions/StreamServer.h"

#include "models/ReplyRules.h"

namespace app {

class ReplyServer final : public StreamServer {
public:
    using StreamServer::StreamServer;

private:
    void prepare() override;
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    // False: a rule ended the connection.
    loop::Coro<bool> perform(const models::ReplyRule *rule,
                             loop::StreamWriter writer); // null: nothing to do
    loop::Coro<void> sendFile(QString name, loop::StreamWriter writer);

    models::ReplyRules rules_;
};

} // namespace app
