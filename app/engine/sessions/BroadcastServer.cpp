// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/BroadcastServer.h"

#include "models/text/LineAssembler.h"

#include <numeric>

namespace app {

namespace {

constexpr std::size_t mostWaiting = 1024 * 1024; // bytes that a client has not read yet
constexpr std::size_t mostWaitingInAll = 64 * 1024 * 1024; // beyond, each may have its share alone
constexpr std::size_t longestPart = 64 * 1024; // what is longer goes in parts

} // namespace

loop::Coro<void> BroadcastServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    struct Joined {
        BroadcastServer &server;
        const loop::ConnectionId id;
        ~Joined() { server.clients_.erase(id); }
    } const joined {*this, writer.transport().id()};
    clients_.emplace(joined.id, writer);
    const std::string name = nameOf(writer.transport()) + ": ";
    models::LineAssembler lines(longestPart);
    for (;;) {
        const std::string data = co_await reader.read(chunk);
        if (data.empty())
            break;
        received(data.size());
        if (!who_) {
            tellOthers(joined.id, data);
        } else {
            lines.add(data);
            tellLines(joined.id, name, lines);
        }
    }
    if (const auto line = lines.last())
        tellOthers(joined.id, name + *line + '\n');
}

// Each line with the name before it. Many short lines become much more by that: they go in parts,
// so that nobody has to take, or to miss, more than a part at once.
void BroadcastServer::tellLines(loop::ConnectionId from, const std::string &name,
                                models::LineAssembler &lines)
{
    std::string text;
    while (const auto line = lines.next()) {
        text.append(name).append(*line).append(1, '\n');
        if (text.size() < chunk)
            continue;
        tellOthers(from, text);
        text.clear();
    }
    tellOthers(from, text);
}

void BroadcastServer::tellOthers(loop::ConnectionId from, std::string_view data)
{
    if (data.empty())
        return;
    const std::size_t inAll = std::accumulate(
        clients_.begin(), clients_.end(), std::size_t(0), [](std::size_t sum, const auto &client) {
            return sum + client.second.transport().getWriteBufferSize();
        });
    const std::size_t share
        = inAll < mostWaitingInAll ? mostWaiting : mostWaitingInAll / clients_.size();
    for (auto &[id, writer] : clients_) {
        if (id == from || writer.isClosing())
            continue;
        const std::size_t waiting = writer.transport().getWriteBufferSize();
        if (waiting > 0 && waiting + data.size() > share) {
            missed();
            continue;
        }
        writer.write(data);
        sent(data.size());
    }
}

} // namespace app
