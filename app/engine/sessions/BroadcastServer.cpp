// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/BroadcastServer.h"

namespace app {

namespace {

constexpr std::size_t mostWaiting = 1024 * 1024; // bytes that a client has not read yet

constexpr std::size_t longestLine = 64 * 1024; // what is longer goes in parts

// Each line with the name before it, and with its end.
std::string named(std::string_view name, std::string_view lines)
{
    std::string text;
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        text.append(name).append(lines.substr(0, end)).append(1, '\n');
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return text;
}

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
    std::string line;
    for (;;) {
        const std::string data = co_await reader.read(chunk);
        if (!data.empty())
            received(data.size());
        if (!who_) {
            tellOthers(joined.id, data);
        } else {
            line += data;
            const std::size_t whole
                = line.size() < longestLine && !data.empty() ? line.rfind('\n') + 1 : line.size();
            tellOthers(joined.id, named(name, std::string_view(line).substr(0, whole)));
            line.erase(0, whole);
        }
        if (data.empty())
            co_return;
    }
}

void BroadcastServer::tellOthers(loop::ConnectionId from, std::string_view data)
{
    if (data.empty())
        return;
    for (auto &[id, writer] : clients_) {
        if (id == from || writer.isClosing())
            continue;
        if (writer.transport().getWriteBufferSize() > mostWaiting) {
            missed();
            continue;
        }
        writer.write(data);
        sent(data.size());
    }
}

} // namespace app
