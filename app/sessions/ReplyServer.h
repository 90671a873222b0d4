// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Server `reply`: does what its rules say on a connection, on what comes, and when nothing does.
// One rule is done at a time, in the order in which messages came. Rules may be changed while it
// runs. Net thread.

#include "app/sessions/StreamServer.h"

#include "models/ReplyRules.h"

#include <memory>

namespace app {

class ReplyServer final : public StreamServer {
public:
    using StreamServer::StreamServer;

    void setRules(const QString &option) override;

private:
    using Rule = std::shared_ptr<const models::ReplyRule>; // keeps the rules that it is one of

    void prepare() override;
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    // False: a rule ended the connection.
    loop::Coro<bool> perform(Rule rule, loop::StreamWriter writer); // null: nothing to do
    loop::Coro<void> sendFile(QString name, loop::StreamWriter writer);

    template <class... What> [[nodiscard]] Rule ruleFor(What... what) const
    {
        return Rule(rules_, rules_->ruleFor(what...));
    }

    std::shared_ptr<const models::ReplyRules> rules_;
};

} // namespace app
