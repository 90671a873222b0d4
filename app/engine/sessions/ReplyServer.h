// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Server `reply`: does what its rules say on a connection, on what comes, and when nothing does.
// A connection does one rule at a time, in the order in which messages came; over udp each datagram
// is answered by itself, and nothing connects, falls silent or closes. However much comes at once,
// others get their turn in between, and of datagrams so many wait for their answers and no more.
// Rules may be changed while it runs. Net thread.

#include "app/engine/sessions/StreamServer.h"

#include "models/spec/ReplyRules.h"

#include <memory>
#include <vector>

namespace app {

class ReplyServer final : public StreamServer {
public:
    using StreamServer::StreamServer;

    void setRules(const QString &option) override;
    void datagram(std::string_view data, const loop::SocketAddress &from,
                  loop::DatagramTransport &endpoint) override;

private:
    using Rule = std::shared_ptr<const models::ReplyRule>; // keeps the rules that it is one of

    loop::Coro<void> prepare() override;
    void readRules();
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    // False: a rule ended the connection.
    loop::Coro<bool> perform(Rule rule, loop::StreamWriter writer); // null: nothing to do
    loop::Coro<void> sendFile(QString name, loop::StreamWriter writer);
    loop::Coro<void> answerDatagram(std::string data,
                                    std::shared_ptr<loop::DatagramTransport> endpoint,
                                    loop::SocketAddress to);
    loop::Coro<void> answer(Rule rule, std::shared_ptr<loop::DatagramTransport> endpoint,
                            loop::SocketAddress to);
    [[nodiscard]] DatagramAnswers answers() const override { return DatagramAnswers::Some; }

    [[nodiscard]] QByteArray contentOf(const QString &name);

    void closeConnections() override;
    [[nodiscard]] std::size_t connectionCount() const override;

    [[nodiscard]] Rule ruleFor(models::ReplyTrigger::Kind kind) const
    {
        return Rule(rules_, rules_->ruleFor(kind));
    }
    [[nodiscard]] Rule ruleFor(std::string_view message, qint64 number);

    std::shared_ptr<const models::ReplyRules> rules_;
    std::vector<loop::Task<void>> answers_; // to datagrams; those done are swept out at times
    std::size_t sweepAt_ = 0; // with so many
    bool toldOfMany_ = false; // datagrams that wait
    bool toldOfMessages_ = false; // in one datagram
    bool toldOfPattern_ = false; // that gave up
    qint64 datagrams_ = 0; // that were messages
};

} // namespace app
